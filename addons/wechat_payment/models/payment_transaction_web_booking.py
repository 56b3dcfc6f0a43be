"""Booking what was paid on a web page: as Odoo books the payments of every provider."""

from odoo import SUPERUSER_ID, models

from .. import const, web_const


class PaymentTransaction(models.Model):
    """A payment or refund of which Odoo makes an `account.payment`."""

    _inherit = "payment.transaction"

    def _wechatpay_is_of_web(self):
        """Return whether this is a payment that began on a web page, or its refund.

        :rtype: bool
        """
        return bool((self.source_transaction_id or self).wechatpay_web_way)

    def _wechatpay_is_unwanted(self):
        """Return whether all the invoices were paid or given up in the meantime.

        :rtype: bool
        """
        return bool(self.invoice_ids) and all(
            invoice.payment_state in web_const.PAID_INVOICES
            or invoice.state == "cancel"
            for invoice in self.invoice_ids
        )

    # === BUSINESS METHODS - STATE === #

    def _wechatpay_move(self, to_state, source, reason=None, **values):
        """Override of `wechat_payment` to show web payments as Odoo's pages expect."""
        if not self._wechatpay_is_of_web():
            return super()._wechatpay_move(to_state, source, reason, **values)
        if to_state == "notpay":
            # `pending` would keep the payer from any other way to pay, although nothing
            # was paid yet.
            values["state"] = "draft"
        if to_state == "success":
            # Also money that comes after the payment was given up.
            values["is_post_processed"] = False
        result = super()._wechatpay_move(to_state, source, reason, **values)
        if to_state == "success" and self._is_refund():
            self._wechatpay_enqueue_web_refund_booking()
        return result

    def _wechatpay_enqueue_web_refund_booking(self):
        self.with_user(SUPERUSER_ID).with_delay(
            priority=5,
            description=f"Book WeChat refund {self.reference}",
            identity_key=f"wechatpay-book-{self.id}",
        )._wechatpay_post_process()

    # === BUSINESS METHODS - POST-PROCESSING === #

    def _wechatpay_tell_order(self):
        """Override of `wechat_payment` to leave web payments to Odoo's bookkeeping."""
        if self._wechatpay_is_of_web():
            return self._post_process()
        return super()._wechatpay_tell_order()

    def _post_process(self):
        """Override of `payment` to book once, and to give back what nobody wants.

        The payer's page, the job and Odoo's own cron may come together.
        """
        web = self.filtered(lambda tx: tx._wechatpay_is_of_web())
        over = web.filtered(lambda tx: tx._wechatpay_is_to_book())
        unwanted = over.filtered(
            lambda tx: not tx._is_refund() and tx._wechatpay_is_unwanted()
        )
        over._log_received_message()
        result = super(PaymentTransaction, self - (web - over))._post_process()
        for tx in unwanted:
            tx._wechatpay_enqueue_refund(
                self.env._("It was paid already when this payment arrived")
            )
        return result

    def _wechatpay_is_to_book(self):
        self._wechatpay_lock()
        open_states = (*const.LIVE_STATES, *const.OPEN_REFUND_STATES)
        return not self.is_post_processed and self.wechatpay_state not in open_states
