"""The history of WeChat payments and refunds: one row for each move."""

from odoo import fields, models

from .. import const


class WechatpayTransactionEvent(models.Model):
    """One move of a payment or refund: from, to, when, why. Never changed."""

    _name = "wechatpay.transaction.event"
    _description = "WeChat Pay History"
    _order = "id desc"
    _log_access = False

    transaction_id = fields.Many2one(
        comodel_name="payment.transaction",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="transaction_id.company_id")
    from_state = fields.Selection(selection=const.STATES, string="From", readonly=True)
    to_state = fields.Selection(
        selection=const.STATES, string="To", readonly=True, required=True
    )
    source = fields.Selection(selection=const.SOURCES, readonly=True, required=True)
    at = fields.Datetime(
        string="Date", readonly=True, required=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(comodel_name="res.users", readonly=True)
    reason = fields.Char(readonly=True)
