"""How a payment at the till is given up: closed, or reversed until that is certain."""

from odoo import fields, models
from odoo.addons.wechat_base.tools.masking import get_wechat_logger

from .. import const
from ..errors import PaymentUnavailableError, WechatPaymentError
from ..wechatpay.errors import (
    WechatPayError,
    WechatPayNotFoundError,
    WechatPayOrderClosedError,
)

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class PaymentTransaction(models.Model):
    """A payment that the cashier or the time may end."""

    _inherit = "payment.transaction"

    # === BUSINESS METHODS - CANCEL AND REVERSE === #

    def _wechatpay_ask_to_cancel(self):
        """Note that the cashier gives the payment up; the next steps carry it out.

        Note: `self.ensure_one()`

        :return: The state of the payment.
        :rtype: str
        """
        self.ensure_one()

        def ask(tx):
            tx._wechatpay_lock()
            if tx.wechatpay_state in const.LIVE_STATES:
                tx.wechatpay_cancel_asked_at = fields.Datetime.now()

        return self._wechatpay_run(ask)

    def _wechatpay_close(self):
        """Override to leave a payment by code alone: it ends by itself in seconds.

        :raise PaymentUnavailableError: While it is being made at a till.
        """
        till = self._wechatpay_read_till()
        if not till.is_code:
            return super()._wechatpay_close()
        state = till.state
        if state in const.LIVE_STATES:
            state = self._wechatpay_step()
        if state in const.LIVE_STATES:
            raise PaymentUnavailableError(
                self.env._("The cashier is taking this payment right now.")
            )
        return "paid" if state in const.PAID_STATES else "closed"

    def _wechatpay_reverse(self):
        """Have whatever was taken given back, and make sure that no more is taken.

        Note: `self.ensure_one()`. Not before the 15th second.

        :return: The state of the payment.
        :rtype: str
        :raise PaymentUnavailableError: If it is not certain yet: to be repeated.
        :raise PaymentRefusedError: If WeChat Pay refuses.
        """
        self.ensure_one()
        state = self._wechatpay_run(lambda tx: tx._wechatpay_begin_reversal())
        if state not in const.REVERSIBLE_STATES:
            return state
        facts = self._wechatpay_read_facts()
        try:
            facts.client.reverse_order(facts.reference)
        except WechatPayNotFoundError:
            return self._wechatpay_run(lambda tx: tx._wechatpay_give_up_code())
        except WechatPayOrderClosedError:
            _logger.info("%s was reversed before", facts.reference)
        except WechatPayError as error:
            if not error.is_result_unknown:
                # What cannot be reversed may yet turn out to be paid.
                self._wechatpay_run(lambda tx: tx._wechatpay_end_reversal())
            raise self._wechatpay_explain(error, facts.reference) from error
        try:
            # WeChat Pay's signed word about it, for the voucher.
            self._wechatpay_query()
        except WechatPaymentError as error:
            _logger.info("%s is reversed, but not told: %s", facts.reference, error)
        return self._wechatpay_run(lambda tx: tx._wechatpay_mark_revoked())

    def _wechatpay_begin_reversal(self):
        self._wechatpay_lock()
        if self.wechatpay_state in const.REVERSIBLE_STATES:
            self.wechatpay_reversing_at = (
                self.wechatpay_reversing_at or fields.Datetime.now()
            )

    def _wechatpay_end_reversal(self):
        self._wechatpay_lock()
        self.wechatpay_reversing_at = False

    def _wechatpay_mark_revoked(self):
        self._wechatpay_lock()
        if self.wechatpay_state in const.REVERSIBLE_STATES:
            self._wechatpay_move("revoked", "reverse")

    def _wechatpay_move(self, to_state, source, reason=None, **values):
        """Override to say why a payment was reversed, whoever tells of it."""
        if to_state == "revoked":
            reason = reason or self._wechatpay_tell_reversal()
        return super()._wechatpay_move(to_state, source, reason, **values)

    def _wechatpay_tell_reversal(self):
        if self.wechatpay_state == "payerror":
            return self.state_message
        if self.wechatpay_cancel_asked_at:
            return self.env._("Cancelled by the cashier")
        return self.env._("Not paid in time")

    def _wechatpay_give_up_code(self):
        self._wechatpay_lock()
        age = fields.Datetime.now() - self.wechatpay_submitted_at
        is_late = age.total_seconds() >= const.CODE_PASSWORD_SECONDS
        if is_late and self.wechatpay_state in const.REVERSIBLE_STATES:
            reason = self.state_message or self.env._("WeChat Pay does not know it.")
            self._wechatpay_move("closed", "reverse", reason)

    def _wechatpay_get_moves(self):
        """Override to let a reversal that has begun be the end of a payment by code.

        A query that was asked before it may be answered after it: money that is on its
        way back is not booked.
        """
        moves = super()._wechatpay_get_moves()
        if self.wechatpay_reversing_at:
            moves = moves.difference(const.PAID_STATES)
        return moves
