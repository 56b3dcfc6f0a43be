"""The dishes of a refund."""

from odoo import fields, models


class WechatpayRefundLine(models.Model):
    """A dish that is given back, and how often."""

    _name = "wechatpay.refund.line"
    _description = "WeChat Pay Refund Line"

    refund_id = fields.Many2one(
        "wechatpay.refund", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="refund_id.company_id", store=True)
    order_line_id = fields.Many2one("pos.order.line", required=True, index=True)
    name = fields.Char(related="order_line_id.full_product_name")
    quantity = fields.Float(digits="Product Unit")
