"""The dishes that a guest wants to give back."""

from odoo import fields, models


class WechatRefundRequestLine(models.Model):
    """A dish that a guest wants to give back."""

    _name = "wechat.refund.request.line"
    _description = "Guest's Refund Request Dish"

    request_id = fields.Many2one(
        "wechat.refund.request", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    order_line_id = fields.Many2one("pos.order.line", required=True, index=True)
    name = fields.Char(related="order_line_id.full_product_name", string="Dish")
    quantity = fields.Float(digits="Product Unit")
