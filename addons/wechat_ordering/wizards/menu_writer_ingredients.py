"""Ingredients of a menu: products that are stocked and never sold."""

from odoo import Command, models

from ..menu_sheets.vocabulary import UNIT_XML_IDS


class WechatMenuWriter(models.AbstractModel):
    """Writes ingredients."""

    _inherit = "wechat.menu.writer"

    def _write_ingredients(self, menu, company, done):
        codes = [row["code"] for row in menu.ingredients]
        found = self._find_products(codes, company) if codes else ()
        known = {product.default_code: product for product in found}
        entries = []
        for row in menu.ingredients:
            product = known.get(row["code"])
            values = self._prepare_ingredient(row, company, is_new=not product)
            entries.append((product, values))
        products = self._save_all("product.template", entries, done, "ingredients")
        for product, row in zip(products, menu.ingredients, strict=True):
            self._translate_name(product, row, "name")

    def _prepare_ingredient(self, row, company, is_new):
        """Return the values of the product; an absent column is left alone."""
        values = self._get_source_name(row, "name")
        if "cost" in row.values:
            values["standard_price"] = float(row.get("cost", 0))
        if "counted" in row.values:
            values["wechat_is_counted"] = row["counted"]
        if "allergens" in row.values:
            values["wechat_allergen_ids"] = self._get_allergens(row["allergens"])
        if is_new:
            unit = self.env.ref(UNIT_XML_IDS[row["unit"]])
            values |= {
                "default_code": row["code"],
                "company_id": company.id,
                "type": "consu",
                "is_storable": True,
                "uom_id": unit.id,
                "sale_ok": False,
                "available_in_pos": False,
            }
        return values

    def _get_allergens(self, codes):
        ids = [self.env.ref(f"wechat_ordering.allergen_{code}").id for code in codes]
        return [Command.set(ids)]
