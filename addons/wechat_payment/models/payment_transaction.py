"""A WeChat payment or refund: the intent, its state, and the one way to move it."""

from odoo import fields, models


class PaymentTransaction(models.Model):
    """A payment or refund: what we asked for and what became of it."""

    _inherit = "payment.transaction"

    wechatpay_pos_order_id = fields.Many2one(
        comodel_name="pos.order",
        string="Paid Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    wechatpay_state = fields.Selection(
        selection=[
            ("created", "Created"),
            ("notpay", "Waiting for the payer"),
            ("userpaying", "Payer is paying"),
            ("success", "Paid"),
            ("closed", "Closed"),
            ("refund", "Refunded in part or whole"),
            ("payerror", "Payment failed"),
            ("revoked", "Revoked"),
            ("processing", "Refund under way"),
            ("abnormal", "Refund needs attention"),
        ],
        string="WeChat Pay State",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    wechatpay_openid = fields.Char(
        string="Payer", readonly=True, copy=False, groups="base.group_system"
    )
    wechatpay_prepay_id = fields.Char(
        readonly=True, copy=False, groups="base.group_system"
    )
    wechatpay_prepay_at = fields.Datetime(readonly=True, copy=False)
    wechatpay_prepay_body = fields.Text(
        help="What was asked for: a repeated request must be the same.",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    wechatpay_expires_at = fields.Datetime(
        string="Payable Until", readonly=True, copy=False
    )
    wechatpay_next_query_at = fields.Datetime(
        string="Next Query", readonly=True, copy=False, index="btree_not_null"
    )
    wechatpay_query_count = fields.Integer(string="Queries", readonly=True, copy=False)
    wechatpay_event_ids = fields.One2many(
        comodel_name="wechatpay.transaction.event",
        inverse_name="transaction_id",
        string="History",
        readonly=True,
    )

    def _wechatpay_query(self):
        """Ask WeChat Pay for the truth and follow it."""
        raise NotImplementedError

    def _wechatpay_close(self):
        """Close the payment, unless the money came first."""
        raise NotImplementedError

    def _wechatpay_refund(self, amount_fen, reason):
        """Give money back."""
        raise NotImplementedError

    def _cron_wechatpay_reconcile(self):
        """Enqueue a question for each open payment that is due."""
