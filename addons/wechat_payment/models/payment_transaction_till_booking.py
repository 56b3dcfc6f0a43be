"""What becomes of money that was received at a till.

Usually the till itself sends the order with the payment, and the order proves it, see
`pos_order_till.py`. Here is what happens when that till never comes back.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import to_fen

from .. import const


class PaymentTransaction(models.Model):
    """A payment that a till began and has to book."""

    _inherit = "payment.transaction"

    @api.model
    def _wechatpay_enqueue_booking(self):
        """Override to leave the till time to book its payment itself."""
        if not self.wechatpay_till_payment_uuid:
            super()._wechatpay_enqueue_booking()
            return
        self._wechatpay_as_job().with_delay(
            priority=5,
            eta=const.TILL_BOOK_SECONDS,
            description=f"Book WeChat payment {self.reference} of a till",
        )._wechatpay_post_process()
        vouchers = self.env["wechatpay.voucher"].sudo()
        vouchers._enqueue_seal(vouchers._get_mchid(self))

    def _wechatpay_post_process(self):
        """Override to finish payments whose till never told of them."""
        if not self.wechatpay_till_payment_uuid:
            super()._wechatpay_post_process()
            return
        self._wechatpay_lock()
        if self.wechatpay_state == "success" and not self.is_post_processed:
            self._wechatpay_finish_at_till(is_session_over=False)

    def _wechatpay_finish_at_till(self, *, is_session_over):
        """Book the money on its order, give it back, or wait for its till.

        Note: `self.ensure_one()`; the caller holds the lock of the row.

        :param bool is_session_over: Whether the till has told all it will.
        """
        self.ensure_one()
        age = fields.Datetime.now() - self.last_state_change
        is_late = is_session_over or age >= timedelta(seconds=const.TILL_BOOK_SECONDS)
        order = self._wechatpay_find_till_order()
        if order.state == "draft" and not is_late:
            return
        if order:
            self._wechatpay_finish_on_order(order)
        elif is_session_over or age >= timedelta(seconds=const.TILL_ORPHAN_SECONDS):
            reason = self.env._("The till never sent the order that was paid")
            self._wechatpay_enqueue_refund(reason)
            self.write({"is_post_processed": True, "wechatpay_is_given_back": True})

    def _wechatpay_finish_on_order(self, order):
        self.wechatpay_pos_order_id = order
        if order._wechatpay_accepts_till_payment(self):
            order._wechatpay_on_paid(self)
        else:
            order._wechatpay_on_late_payment(self)
            self.wechatpay_is_given_back = True
        self.is_post_processed = True

    def _wechatpay_find_till_order(self):
        """Return the order of a payment at the till, if the server knows it by now.

        :rtype: pos.order
        """
        order = self.wechatpay_pos_order_id or self.env["pos.order"].search(
            [("uuid", "=", self.wechatpay_till_order_uuid)], limit=1
        )
        return order.with_company(order.company_id)

    @api.model
    def _wechatpay_find_unbooked(self, domain):
        """Return payments at tills that were received and belong to no order yet.

        :param list domain: Which tills.
        :rtype: payment.transaction
        """
        return self.search(
            [
                *domain,
                ("wechatpay_till_payment_uuid", "!=", False),
                ("wechatpay_state", "=", "success"),
                ("is_post_processed", "=", False),
            ]
        )

    def _wechatpay_give_back_at_till(self):
        """Give back money that the cashier finds without an order.

        Note: `self.ensure_one()`

        :return: Whether there was something to give back.
        :rtype: bool
        """
        self.ensure_one()
        self._wechatpay_lock()
        if self.wechatpay_state != "success" or self.is_post_processed:
            return False
        self._wechatpay_enqueue_refund(self.env._("Given back by the cashier"))
        self.write({"is_post_processed": True, "wechatpay_is_given_back": True})
        return True

    def _wechatpay_is_kept(self):
        """Return whether the money pays its order, or is free to.

        :rtype: bool
        """
        return not self.wechatpay_is_given_back and (
            self.is_post_processed or self._wechatpay_is_whole()
        )

    def _wechatpay_is_whole(self):
        """Return whether nothing of the payment was given back.

        :rtype: bool
        """
        return self._wechatpay_get_rest_fen() == to_fen(self.amount)
