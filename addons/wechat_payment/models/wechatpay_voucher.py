"""Vouchers: what WeChat Pay said about money, with its signature, for ever."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.money import from_fen
from odoo.tools import SQL

from .. import const, voucher_const
from ..wechatpay.merchant import Account
from ..wechatpay.vouchers import refund_facts, trade_facts


class WechatpayVoucher(models.Model):
    """One fact of money and the message that proves it. Written once, in SQL.

    The row is written with the move it proves; a job seals it, see
    `wechatpay_voucher_seal.py`. Triggers in the database refuse everything else, see
    `wechatpay_voucher_guard.py`.
    """

    _name = "wechatpay.voucher"
    _inherit = ["wechatpay.append.only"]
    _description = "WeChat Pay Voucher"
    _order = "id desc"
    _rec_name = "number"
    _log_access = False

    transaction_id = fields.Many2one(
        comodel_name="payment.transaction",
        string="Payment or Refund",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    mchid = fields.Char(string="Merchant Number", required=True, readonly=True)
    kind = fields.Selection(
        selection=voucher_const.KINDS, string="Fact", required=True, readonly=True
    )
    out_trade_no = fields.Char(
        string="Our Payment Number", required=True, readonly=True, index=True
    )
    out_refund_no = fields.Char(string="Our Refund Number", readonly=True)
    wechat_number = fields.Char(
        string="WeChat's Number",
        help="The number of the payment or refund at WeChat Pay.",
        readonly=True,
        index="btree_not_null",
    )
    amount_fen = fields.Integer(string="Amount in Fen", required=True, readonly=True)
    occurred_at = fields.Datetime(
        string="Happened On", help="As WeChat Pay says.", readonly=True
    )
    recorded_at = fields.Datetime(
        string="Recorded On", required=True, readonly=True, index=True
    )
    source = fields.Selection(
        selection=const.SOURCES, string="Told By", required=True, readonly=True
    )

    # What the signature covers, to be proven again at any time.
    verification = fields.Selection(
        selection=voucher_const.VERIFICATIONS,
        string="Proof",
        required=True,
        readonly=True,
    )
    serial = fields.Char(string="Signed With", readonly=True)
    signed_timestamp = fields.Char(string="Signed Time", readonly=True)
    nonce = fields.Char(string="Signed Nonce", readonly=True)
    signature = fields.Text(readonly=True)
    key_fingerprint = fields.Char(string="Fingerprint of the Key", readonly=True)
    body = fields.Text(
        string="Message",
        readonly=True,
        groups="account.group_account_readonly,account.group_account_manager",
    )
    resource = fields.Text(
        string="Opened Message",
        help="What was sealed in the notification.",
        readonly=True,
        groups="account.group_account_readonly,account.group_account_manager",
    )

    sequence = fields.Integer(
        string="No.",
        help="Its place among the sealed vouchers of the merchant.",
        readonly=True,
        aggregator=None,
    )
    previous_hash = fields.Char(string="Hash of the One Before", readonly=True)
    hash = fields.Char(readonly=True)
    sealed_at = fields.Datetime(string="Sealed On", readonly=True)

    number = fields.Char(compute="_compute_number")
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_amount"
    )
    amount = fields.Monetary(
        help="What the merchant received; negative if it was given back.",
        compute="_compute_amount",
    )

    # A fact is told many times and written down once.
    _fact_uniq = models.UniqueIndex(
        "(transaction_id, kind)", "This fact has a voucher already."
    )
    _sequence_uniq = models.UniqueIndex(
        "(mchid, sequence)", "This place in the chain is taken."
    )
    _unsealed = models.Index("(mchid, id) WHERE sequence IS NULL")

    # === COMPUTE METHODS === #

    @api.depends("out_trade_no", "out_refund_no")
    def _compute_number(self):
        for voucher in self:
            voucher.number = voucher.out_refund_no or voucher.out_trade_no

    @api.depends("amount_fen", "kind")
    def _compute_amount(self):
        self.currency_id = self.env.ref("base.CNY")
        signs = {"payment": 1, "refund": -1}
        for voucher in self:
            sign = signs.get(voucher.kind, 0)
            voucher.amount = sign * from_fen(voucher.amount_fen)

    # === ACTION METHODS === #

    @api.model
    def action_verify(self, *_selected):
        """Check all vouchers and return the window that shows the result.

        :rtype: dict
        """
        return self.env["wechatpay.voucher.check"].action_verify()

    # === BUSINESS METHODS === #

    @api.model
    def _record_payment(self, tx, trade, to_state, source):
        """Write down what WeChat Pay said of a payment, if money is in it.

        :param payment.transaction tx: The payment.
        :param Trade trade: What WeChat Pay says, with its proof.
        :param str to_state: The state that follows from it.
        :param str source: Where it was said.
        """
        if kind := voucher_const.PAYMENT_KINDS.get(to_state):
            self._record(tx, kind, trade_facts(trade), trade.proof, source)
            # The job that books a payment seals too: the notification is answered that
            # much faster.
            if to_state != "success":
                self._enqueue_seal(self._get_mchid(tx))

    @api.model
    def _record_refund(self, tx, refund, to_state, source):
        """Write down what WeChat Pay said of a refund, once it is decided.

        :param payment.transaction tx: The refund.
        :param Refund refund: What WeChat Pay says, with its proof.
        :param str to_state: The state that follows from it.
        :param str source: Where it was said.
        """
        if kind := voucher_const.REFUND_KINDS.get(to_state):
            self._record(tx, kind, refund_facts(refund), refund.proof, source)
            self._enqueue_seal(self._get_mchid(tx))

    def _record(self, tx, kind, facts, proof, source):
        # In SQL, one statement: the payer's phone waits, and nobody else writes here.
        out_trade_no, out_refund_no, wechat_number, amount_fen, occurred_at = facts
        now = fields.Datetime.now()
        values = {
            "transaction_id": tx.id,
            "company_id": tx.company_id.id,
            "mchid": self._get_mchid(tx),
            "kind": kind,
            "out_trade_no": out_trade_no,
            "out_refund_no": out_refund_no or None,
            "wechat_number": wechat_number or None,
            "amount_fen": amount_fen,
            "occurred_at": occurred_at or None,
            "recorded_at": now,
            "source": source,
            "verification": proof.scheme if proof else "none",
            "serial": proof and proof.serial or None,
            "signed_timestamp": proof and proof.timestamp or None,
            "nonce": proof and proof.nonce or None,
            "signature": proof and proof.signature or None,
            "key_fingerprint": proof and proof.key_fingerprint or None,
            "body": proof and proof.body or None,
            "resource": proof and proof.resource or None,
        }
        self.env.cr.execute(
            SQL(
                "%sINSERT INTO wechatpay_voucher (%s) VALUES %s"
                " ON CONFLICT (transaction_id, kind) DO NOTHING",
                _keep_key(proof, now) if proof and proof.key_pem else SQL(),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_mchid(self, tx):
        """Return the merchant number whose balance a payment or refund changes.

        :param payment.transaction tx: The payment or refund.
        :rtype: str
        """
        payment = tx.source_transaction_id if tx._is_refund() else tx
        return Account.of_order(payment._wechatpay_get_asked()).receiving_mchid

    @api.model
    def _enqueue_seal(self, mchid):
        """Have a merchant's new vouchers sealed by a job within seconds.

        :param str mchid: The merchant number.
        """
        vouchers = self.with_user(SUPERUSER_ID).with_context(tracking_disable=True)
        vouchers.with_delay(
            priority=9,
            description=f"Seal the vouchers of {mchid}",
            identity_key=f"wechatpay-seal-{mchid}",
            max_retries=0,
        )._seal(mchid)


def _keep_key(proof, now):
    """Return what keeps a key with the first voucher it proves, in one statement."""
    return SQL(
        """
        WITH kept AS (
             INSERT INTO wechatpay_voucher_key (serial, fingerprint, pem, kept_at)
             SELECT %(serial)s, %(fingerprint)s, %(pem)s, %(now)s
              WHERE NOT EXISTS (SELECT FROM wechatpay_voucher_key
                                 WHERE fingerprint = %(fingerprint)s)
                 ON CONFLICT (fingerprint) DO NOTHING)
        """,
        serial=proof.serial,
        fingerprint=proof.key_fingerprint,
        pem=proof.key_pem,
        now=now,
    )
