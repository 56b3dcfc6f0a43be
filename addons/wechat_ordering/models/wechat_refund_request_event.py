"""The history of a request: one row for each move."""

from odoo import fields, models

from .. import refund_const


class WechatRefundRequestEvent(models.Model):
    """One move of a request: from, to, when, who, why. Never changed."""

    _name = "wechat.refund.request.event"
    _description = "Guest's Refund Request History"
    _order = "id"
    _log_access = False

    request_id = fields.Many2one(
        "wechat.refund.request", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    at = fields.Datetime(string="Date", default=fields.Datetime.now, required=True)
    from_state = fields.Selection(refund_const.REQUEST_STATES, string="From")
    to_state = fields.Selection(refund_const.REQUEST_STATES, string="To")
    actor = fields.Selection(
        [("diner", "Guest"), ("staff", "Staff"), ("system", "System")], string="By"
    )
    user_id = fields.Many2one("res.users")
    reason = fields.Char()
