"""How much of an ingredient, or of a dish with a daily limit, a store can still give."""

from odoo import fields, models


class WechatStockCounter(models.Model):
    _name = "wechat.stock.counter"
    _description = "Stock Counter"

    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    location_id = fields.Many2one("stock.location", index=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    on_hand = fields.Float(digits="Product Unit")
    held = fields.Float(digits="Product Unit", readonly=True)
    buffer = fields.Float(digits="Product Unit", help="Never sold to diners.")
