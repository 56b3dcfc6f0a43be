"""A session ends with each WeChat payment of its tills booked or on its way back."""

from odoo import models
from odoo.exceptions import UserError

from .. import const


class PosSession(models.Model):
    """A till's session."""

    _inherit = "pos.session"

    def _validate_session(
        self,
        balancing_account=False,
        amount_to_balance=0,
        bank_payment_method_diffs=None,
    ):
        """Override of `point_of_sale` to leave no WeChat payment behind.

        :raise UserError: If one is being made right now.
        """
        self._wechatpay_finish_till_payments()
        return super()._validate_session(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )

    def _wechatpay_finish_till_payments(self):
        """Book what belongs to orders of the session, and give back what does not.

        :raise UserError: If a payment is being made right now.
        """
        transactions = self.env["payment.transaction"].sudo()
        own = [("wechatpay_pos_session_id", "in", self.ids)]
        if live := transactions.search(
            [*own, ("wechatpay_state", "in", const.LIVE_STATES)], limit=1
        ):
            raise UserError(
                self.env._(
                    "A WeChat payment of %(amount).2f yuan is being made at this till"
                    " (%(reference)s). Wait a minute until it is paid or reversed, then"
                    " close again.",
                    amount=live.amount,
                    reference=live.reference,
                )
            )
        for tx in transactions._wechatpay_find_unbooked(own):
            tx._wechatpay_lock()
            tx._wechatpay_finish_at_till(is_session_over=True)
