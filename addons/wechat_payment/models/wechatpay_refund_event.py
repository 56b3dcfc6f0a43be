"""The history of a refund: one row for each move."""

from odoo import fields, models

from .. import refund_const


class WechatpayRefundEvent(models.Model):
    """One move of a refund: from, to, when, who, why. Never changed."""

    _name = "wechatpay.refund.event"
    _description = "WeChat Pay Refund History"
    _order = "id desc"
    _log_access = False

    refund_id = fields.Many2one(
        "wechatpay.refund", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="refund_id.company_id", store=True)
    at = fields.Datetime(string="Date", default=fields.Datetime.now, required=True)
    from_state = fields.Selection(refund_const.REFUND_CASE_STATES, string="From")
    to_state = fields.Selection(refund_const.REFUND_CASE_STATES, string="To")
    user_id = fields.Many2one("res.users")
    reason = fields.Char()
