"""Flattened recipes: what one portion, or one option, takes from which counter."""

from odoo import fields, models


class WechatDishRecipe(models.Model):
    _name = "wechat.dish.recipe"
    _description = "Flattened Recipe"

    product_id = fields.Many2one(
        "product.product", required=True, ondelete="cascade", index=True
    )
    attribute_value_id = fields.Many2one(
        "product.template.attribute.value", ondelete="cascade"
    )
    ingredient_id = fields.Many2one(
        "product.product", required=True, ondelete="cascade", index=True
    )
    quantity = fields.Float(digits=0, required=True)
