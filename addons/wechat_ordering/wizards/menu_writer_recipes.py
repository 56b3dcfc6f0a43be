"""Recipes of a menu: kits, so that selling a dish takes its ingredients from stock."""

from collections import defaultdict

from odoo import Command, models

from ..menu_sheets.vocabulary import UNIT_XML_IDS


class WechatMenuWriter(models.AbstractModel):
    """Writes recipes."""

    _inherit = "wechat.menu.writer"

    def _write_recipes(self, menu, company, done):
        """Write the recipe of each dish that the sheet names.

        Rows without a dish count for every dish of the sheet that has their option.
        """
        if not menu.recipes:
            return
        rows_of, general = defaultdict(list), []
        for row in menu.recipes:
            if row.get("dish"):
                rows_of[row["dish"]].append(row)
            else:
                general.append(row)
        dishes = self._get_dishes(company, list(rows_of))
        codes = list({row["ingredient"] for row in menu.recipes})
        ingredients = {
            product.default_code: product.product_variant_id
            for product in self._find_products(codes, company)
        }
        values = self._by_code("product.attribute.value", company)
        boms = self._find_boms(dishes.values(), company)
        for code, dish in dishes.items():
            lines = self._prepare_recipe(
                dish, rows_of[code] + general, ingredients, values
            )
            self._write_recipe(dish, boms.get(dish), lines, company, done)

    def _find_boms(self, dishes, company):
        boms = self.env["mrp.bom"].search(
            [
                ("product_tmpl_id", "in", [dish.id for dish in dishes]),
                ("type", "=", "phantom"),
                ("company_id", "in", (False, company.id)),
                ("active", "=", True),
            ],
            order="sequence desc, id desc",
        )
        return {bom.product_tmpl_id: bom for bom in boms}

    def _prepare_recipe(self, dish, rows, ingredients, values):
        """Return the lines of the recipe: `[(ingredient, quantity, unit, option)]`."""
        options = {
            option.product_attribute_value_id: option.id
            for option in dish.attribute_line_ids.product_template_value_ids
            if option.ptav_active
        }
        lines = []
        for row in rows:
            option = False
            if row.get("option"):
                option = options.get(values.get(":".join(row["option"])))
                if not option:
                    continue
            unit = self.env.ref(UNIT_XML_IDS[row["unit"]]).id
            quantity = float(row["quantity"])
            lines.append((ingredients[row["ingredient"]].id, quantity, unit, option))
        return lines

    def _write_recipe(self, dish, bom, lines, company, done):
        if bom and self._read_recipe(bom) == lines:
            return
        commands = [
            Command.create(
                {
                    "product_id": product,
                    "product_qty": quantity,
                    "product_uom_id": unit,
                    "bom_product_template_attribute_value_ids": [
                        Command.set([option] if option else [])
                    ],
                    "sequence": position,
                }
            )
            for position, (product, quantity, unit, option) in enumerate(lines, 1)
        ]
        if bom:
            done["recipes", "updated"] += 1
            bom.bom_line_ids = [Command.clear(), *commands]
            return
        done["recipes", "created"] += 1
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": dish.id,
                "product_qty": 1,
                "type": "phantom",
                "company_id": company.id,
                "bom_line_ids": commands,
            }
        )

    def _read_recipe(self, bom):
        return [
            (
                line.product_id.id,
                line.product_qty,
                line.product_uom_id.id,
                line.bom_product_template_attribute_value_ids.id,
            )
            for line in bom.bom_line_ids
        ]
