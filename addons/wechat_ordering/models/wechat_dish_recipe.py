"""Flattened recipes: what one portion, or one option of it, takes."""

from odoo import api, fields, models


class WechatDishRecipe(models.Model):
    """One line of a dish's recipe, its kits within kits resolved.

    Kits are exploded in Python by Odoo, which is far too slow for a menu; so the
    recipes lie flat here and are rebuilt when a bill of materials changes.
    """

    _name = "wechat.dish.recipe"
    _description = "Flattened Recipe"
    _order = "product_id, id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        string="Dish",
        required=True,
        ondelete="cascade",
        index=True,
    )
    attribute_value_ids = fields.Many2many(
        "product.template.attribute.value",
        string="Only With",
        help="Taken if one of these options is chosen; always, if there are none.",
    )
    ingredient_id = fields.Many2one(
        "product.product", required=True, ondelete="cascade", index=True
    )
    quantity = fields.Float(digits=0, required=True, help="In the ingredient's unit.")

    @api.model
    def _rebuild(self, products, company):
        """Bring the recipes of these dishes up to date.

        :param product.product products: The dishes.
        :param res.company company: Whose bills of materials count.
        :return: The recipe lines.
        :rtype: wechat.dish.recipe
        """
        wanted = {
            (product, ingredient, any_of, quantity)
            for product, lines in self._flatten(products, company).items()
            for (ingredient, any_of), quantity in lines.items()
        }
        known = self.search(
            [("product_id", "in", products.ids), ("company_id", "=", company.id)]
        )
        kept = known.filtered(lambda line: line._get_key() in wanted)
        (known - kept).unlink()
        missing = wanted - {line._get_key() for line in kept}
        return kept | self.create(
            [
                {
                    "company_id": company.id,
                    "product_id": product.id,
                    "attribute_value_ids": [fields.Command.set(sorted(any_of))],
                    "ingredient_id": ingredient.id,
                    "quantity": quantity,
                }
                for product, ingredient, any_of, quantity in sorted(
                    missing, key=lambda item: (item[0].id, item[1].id, sorted(item[2]))
                )
            ]
        )

    def _get_key(self):
        return (
            self.product_id,
            self.ingredient_id,
            frozenset(self.attribute_value_ids.ids),
            self.quantity,
        )

    @api.model
    def _flatten(self, products, company):
        """Return what each dish takes: `{dish: {(ingredient, options): quantity}}`.

        A dish without a recipe takes itself: a bottle of beer is its own ingredient.

        :rtype: dict
        """
        kits = _Kits(self.env, company)
        kits.load(products)
        result = {}
        for product in products:
            lines = {}
            for ingredient, any_of, quantity in kits.explode(product, 1.0):
                key = (ingredient, any_of)
                lines[key] = lines.get(key, 0.0) + quantity
            result[product] = lines
        return result


class _Kits:
    """Kit bills of materials, found once for each product."""

    def __init__(self, env, company):
        self._env = env
        self._company = company
        self._boms = {}

    def load(self, products):
        """Find the kits of these products, their parts, and so on down."""
        while products:
            found = self._env["mrp.bom"]._bom_find(
                products, company_id=self._company.id, bom_type="phantom"
            )
            self._boms.update({product: found[product] for product in products})
            parts = self._env["mrp.bom"].union(*found.values()).bom_line_ids.product_id
            products = parts.filtered(lambda part: part not in self._boms)

    def explode(self, product, quantity, any_of=frozenset()):
        """Yield `(ingredient, options, quantity)` for so much of a product."""
        bom = self._boms[product]
        if not bom:
            yield product, any_of, quantity
            return
        for line in bom.bom_line_ids:
            values = line.bom_product_template_attribute_value_ids
            options = values.filtered(
                lambda value: value.attribute_id.create_variant == "no_variant"
            )
            if not product._match_all_variant_values(values - options):
                continue
            taken = line.product_uom_id._compute_quantity(
                quantity * line.product_qty / bom.product_qty,
                line.product_id.uom_id,
                round=False,
            )
            # An option belongs to the dish, never to a kit inside of it.
            inner = frozenset(options.ids) or any_of
            yield from self.explode(line.product_id, taken, inner)
