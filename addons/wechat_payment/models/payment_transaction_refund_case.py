"""Refund transactions as parts of a refund that a person asked for."""

import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import AccessError, UserError

from .. import const, refund_const
from ..wechatpay import bodies
from ..wechatpay.errors import WechatPayError
from ..wechatpay.merchant import Account


class PaymentTransaction(models.Model):
    """A refund that says what to do next."""

    _inherit = "payment.transaction"

    wechatpay_refund_id = fields.Many2one(
        "wechatpay.refund",
        string="Refund of an Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    wechatpay_is_short = fields.Boolean(
        string="Waits for a Top-up", readonly=True, copy=False
    )
    wechatpay_advice = fields.Char(
        string="What to Do", compute="_compute_wechatpay_advice"
    )

    @api.depends("wechatpay_state", "wechatpay_is_short", "state_message")
    def _compute_wechatpay_advice(self):
        for tx in self:
            tx.wechatpay_advice = tx._is_refund() and tx._wechatpay_get_advice()

    # === ACTION METHODS === #

    def action_wechatpay_refund(self):
        """Open the form that gives this payment back.

        :rtype: dict
        """
        self.ensure_one()
        action = self.wechatpay_pos_order_id.action_wechatpay_refund()
        action["context"]["default_payment_id"] = self.id
        return action

    def action_wechatpay_send_again(self):
        """Repeat a refund that WeChat Pay did not accept yet, with the same number."""
        self._wechatpay_check_till_worker()
        self.sudo()._wechatpay_continue_refund()

    def action_wechatpay_to_merchant(self):
        """Have an abnormal refund sent to the merchant's own bank account.

        The merchant then gives the payer the money in another way.
        """
        self._wechatpay_check_till_worker()
        self.sudo()._wechatpay_resend_abnormal()

    def _wechatpay_check_till_worker(self):
        self.ensure_one()
        self.check_access("read")
        groups = ("point_of_sale.group_pos_manager", "account.group_account_invoice")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Only managers and accountants do this."))

    # === BUSINESS METHODS === #

    def _refund(self, amount_to_refund=None):
        """Override of `payment` to refund under the rules for WeChat payments.

        The intent is committed before the call, the order's refunds are booked at the
        till, and a second person agrees to large ones.
        """
        if self.provider_code != const.PROVIDER_CODE:
            return super()._refund(amount_to_refund=amount_to_refund)
        self.ensure_one()
        reason = self.env._("Refund of %s", self.reference)
        fen = to_fen(amount_to_refund or self.amount)
        order = self.wechatpay_pos_order_id
        if self not in order._wechatpay_get_payments() if order else True:
            self._wechatpay_refund(fen, reason)
            # Committed apart: this transaction cannot read it.
            return self.browse()
        is_whole = fen == order._wechatpay_get_rest_fen()
        self.env["wechatpay.refund"]._request(
            order,
            {
                "uuid": str(uuid.uuid4()),
                "amount_fen": fen,
                "reason": reason,
                "is_return_to_stock": False,
                "lines": order._wechatpay_get_all_lines() if is_whole else [],
                "payment_id": self.id,
            },
        )
        return self.browse()

    def _wechatpay_move(self, to_state, source, reason=None, **values):
        """Override of `wechat_payment` to let the refund of the order follow."""
        if self.wechatpay_is_short:
            values["wechatpay_is_short"] = False
        result = super()._wechatpay_move(to_state, source, reason, **values)
        if self.wechatpay_refund_id:
            self.wechatpay_refund_id._enqueue_follow()
        return result

    def _wechatpay_mark_short(self, problem):
        """Keep a refund visible that waits for the merchant's account to be topped up.

        :param str problem: WeChat Pay's own words.
        """
        self._wechatpay_lock()
        if self.wechatpay_state == "created" and not self.wechatpay_is_short:
            self.write({"wechatpay_is_short": True, "state_message": problem})
            self._wechatpay_log("created", "created", "answer", problem)

    def _wechatpay_check_refund_limits(self):
        """Refuse what WeChat Pay would refuse anyway, in words that help.

        :raise UserError: If the payment is too old or was refunded too often.
        """
        if len(self._wechatpay_get_refunds()) >= refund_const.MAX_REFUNDS:
            raise UserError(
                self.env._(
                    "WeChat Pay allows %s refunds of one payment. Give the rest back"
                    " in cash.",
                    refund_const.MAX_REFUNDS,
                )
            )
        oldest = fields.Datetime.now() - timedelta(days=refund_const.REFUND_DAYS)
        if self.create_date < oldest:
            raise UserError(
                self.env._(
                    "WeChat Pay refunds payments for one year only. Give the money"
                    " back in cash."
                )
            )

    def _wechatpay_resend_abnormal(self, card=None):
        """Ask for an abnormal refund to be paid to a bank card.

        See https://pay.weixin.qq.com/doc/v3/merchant/4013421138.

        :param SealedCard card: The payer's card; none for the merchant's own account.
        :raise PaymentUnavailableError: If WeChat Pay does not answer clearly.
        :raise PaymentRefusedError: If it refuses.
        """
        self.ensure_one()
        self._wechatpay_continue_refund()
        facts = self._wechatpay_read_facts()
        if facts.state != "abnormal":
            return
        account = Account.of_order(self.source_transaction_id._wechatpay_get_asked())
        body = (
            bodies.abnormal_refund_to_card(facts.reference, card)
            if card
            else bodies.abnormal_refund(facts.reference)
        )
        body.update(account.sub_members)
        try:
            answer = facts.client.resend_abnormal_refund(
                self.provider_reference, bodies.encode(body)
            )
        except WechatPayError as error:
            raise self._wechatpay_explain(error, facts.reference) from error
        self._wechatpay_run(lambda tx: tx._wechatpay_apply_refund(answer, "answer"))

    def _wechatpay_seal(self, text):
        """Return a text that only WeChat Pay can read, and the serial of its key.

        :rtype: tuple[str, str]
        """
        client = self.provider_id.sudo()._wechatpay_get_client()
        return client.seal_serial, client.seal(text)

    def _wechatpay_get_seal_serial(self):
        """Return the serial of the key that WeChat Pay wants to be written to with.

        :rtype: str
        """
        return self.provider_id.sudo()._wechatpay_get_client().seal_serial

    def _wechatpay_get_advice(self):
        if self.wechatpay_state == "created" and self.wechatpay_is_short:
            return self.env._(
                "The merchant's WeChat balance is too low. Top it up in the merchant"
                " platform and try again: the number stays the same."
            )
        return {
            "created": self.env._(
                "WeChat Pay has not confirmed it yet. It is asked again by itself,"
                " under the same number."
            ),
            "processing": self.env._(
                "WeChat Pay has accepted it. Money to the WeChat balance takes minutes,"
                " to a bank card one to three days."
            ),
            "abnormal": self.env._(
                "The payer's account cannot take the money: a card was closed, for"
                " example. Have it sent to a debit card of the payer's, or to your own"
                " bank account and give it to the payer."
            ),
            "closed": self.env._(
                "WeChat Pay closed it; no money moved. Ask again: it gets a new number."
            ),
        }.get(self.wechatpay_state)
