"""Dishes of a menu: products that the till and the phone sell."""

import base64

from odoo import Command, models

from ..menu_sheets import estimate_nutrition
from ..menu_sheets.checks import NUTRITION_KEYS
from ..menu_sheets.vocabulary import TAGS


class WechatMenuWriter(models.AbstractModel):
    """Writes dishes."""

    _inherit = "wechat.menu.writer"

    def _write_dishes(self, menu, company, stores, done):
        """Write every dish that is not a set meal."""
        meals = {row["dish"] for row in menu.combos}
        rows = [row for row in menu.menu if row["code"] not in meals]
        self._write_dish_rows(rows, menu, company, done)
        self._refresh_options(menu, company)
        self._write_daily_limits(rows, company, stores)

    def _write_dish_rows(self, rows, menu, company, done, combos=None):
        """Create or update dishes.

        :param dict combos: The places of a set meal, for each dish that is one.
        """
        known = self._get_dishes(company, [row["code"] for row in rows])
        categories = self._by_code("pos.category", company)
        attributes = self._by_code("product.attribute", company)
        estimates = estimate_nutrition(menu)
        positions = {row["code"]: at for at, row in enumerate(menu.menu, 1)}
        entries = []
        for row in rows:
            dish = known.get(row["code"]) or self.env["product.template"]
            values = self._prepare_dish(row, categories, estimates.get(row["code"]))
            if combos:
                values["type"] = "combo"
                values["combo_ids"] = [Command.set(combos[row["code"]].ids)]
            elif "options" in row.values:
                values |= self._prepare_options(dish, row["options"], attributes)
            if not dish:
                values |= self._prepare_new_dish(row, company, positions)
            entries.append((dish, values))
        dishes = self._save_all("product.template", entries, done, "menu")
        for dish, row in zip(dishes, rows, strict=True):
            self._translate_name(dish, row, "name")
            self._translate_name(dish, row, "wechat_description", "description")

    def _prepare_new_dish(self, row, company, positions):
        position = positions[row["code"]]
        return {
            "default_code": row["code"],
            "company_id": company.id,
            "available_in_pos": True,
            "purchase_ok": False,
            "sequence": position,
            "pos_sequence": position,
            "taxes_id": [Command.set(company.account_sale_tax_id.ids)],
        }

    def _prepare_dish(self, row, categories, estimate):
        """Return the values of the product; an absent column is left alone."""
        values = self._get_source_name(row, "name")
        values |= self._get_source_name(row, "wechat_description", "description")
        if row.get("price") is not None:
            values["list_price"] = float(row["price"])
        if row.get("category"):
            ids = [categories[code].id for code in row["category"]]
            values["pos_categ_ids"] = [Command.set(ids)]
        if "spicy" in row.values:
            values["wechat_spicy"] = row.get("spicy", "0")
        if "recommended" in row.values:
            values["wechat_is_recommended"] = row["recommended"]
        if "tags" in row.values:
            values["product_tag_ids"] = [Command.set(self._get_tags(row["tags"]).ids)]
        return values | self._prepare_nutrition(row, estimate)

    def _prepare_nutrition(self, row, estimate):
        """Return nutrition and allergens: as given, else as the recipe tells.

        What the recipe contains is always added to the allergens that were given: a
        forgotten cell must not hide peanuts.
        """
        values = {}
        if row.get("energy_kj") is not None:
            values = {f"wechat_{key}": float(row[key]) for key in NUTRITION_KEYS}
            values["wechat_is_nutrition_estimated"] = False
        elif estimate:
            values = {f"wechat_{key}": estimate[key] for key in NUTRITION_KEYS}
            values["wechat_is_nutrition_estimated"] = True
        if "allergens" in row.values or estimate:
            codes = set(row.get("allergens", []))
            codes.update((estimate or {}).get("allergens", []))
            values["wechat_allergen_ids"] = self._get_allergens(sorted(codes))
        return values

    def _get_tags(self, names):
        tags = self.env["product.tag"]
        for name in names:
            chinese, english = TAGS.get(name.lower(), (False, name))
            tag = tags.search([("name", "=", english)], limit=1)
            if not tag:
                tag = tags.create({"name": english})
                if chinese:
                    self._translate(tag, "name", chinese)
            tags |= tag
        return tags

    def _get_dishes(self, company, codes):
        if not codes:
            return {}
        return {dish.default_code: dish for dish in self._find_products(codes, company)}

    def _write_daily_limits(self, rows, company, stores):
        rows = [row for row in rows if "daily_limit" in row.values]
        dishes = self._get_dishes(company, [row["code"] for row in rows])
        for store in stores:
            entries = {entry.product_tmpl_id: entry for entry in store.product_ids}
            for row in rows:
                dish, limit = dishes[row["code"]], row.get("daily_limit", 0)
                if dish in entries:
                    self._write_changes(entries[dish], {"daily_limit": limit})
                elif limit:
                    self.env["wechat.store.product"].create(
                        {
                            "store_id": store.id,
                            "product_tmpl_id": dish.id,
                            "daily_limit": limit,
                        }
                    )

    def _write_pictures(self, pictures, company):
        """Give each dish the picture that was uploaded under its code."""
        for code, dish in self._get_dishes(company, list(pictures)).items():
            picture = base64.b64encode(pictures[code])
            if dish.image_1920 != picture:
                dish.image_1920 = picture
