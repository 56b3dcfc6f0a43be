"""What an order keeps back until it is cooked, paid or given up."""

from odoo import fields, models


class WechatStockHold(models.Model):
    _name = "wechat.stock.hold"
    _description = "Stock Hold"

    order_id = fields.Many2one(
        "pos.order", required=True, ondelete="cascade", index=True
    )
    counter_id = fields.Many2one(
        "wechat.stock.counter", required=True, ondelete="cascade", index=True
    )
    quantity = fields.Float(digits="Product Unit", required=True)
    state = fields.Selection(
        [("held", "Held"), ("consumed", "Consumed"), ("released", "Released")],
        required=True,
        default="held",
    )
