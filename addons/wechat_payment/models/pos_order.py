"""What a payment does to the order it belongs to.

An add-on with an order process of its own overrides the three methods below.
"""

from odoo import models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import UserError

# What booking reads.
_BOOKED_FIELDS = (
    "account_move",
    "amount_paid",
    "amount_total",
    "company_id",
    "config_id",
    "date_order",
    "name",
    "pos_reference",
    "preset_id",
    "session_id",
    "shipping_date",
    "state",
    "to_invoice",
    "uuid",
)


class PosOrder(models.Model):
    """An order that can be paid with WeChat Pay."""

    _inherit = "pos.order"

    def _wechatpay_accepts_payment(self, tx_sudo):
        """Return whether the order still wants the money of a payment.

        Note: `self.ensure_one()`

        :param payment.transaction tx_sudo: The payment, surely received.
        :rtype: bool
        """
        self.ensure_one()
        due_fen = to_fen(self.amount_total) - to_fen(self.amount_paid)
        return self.state == "draft" and to_fen(tx_sudo.amount) <= due_fen

    def _wechatpay_on_paid(self, tx_sudo):
        """Book the money on the order, and let it go on once it is paid in full.

        Called exactly once for each payment, in a transaction that holds the payment's
        lock: no call to anybody from here.

        Note: `self.ensure_one()`

        :param payment.transaction tx_sudo: The payment, surely received.
        """
        self.ensure_one()
        self._wechatpay_add_payment(tx_sudo)
        if to_fen(self.amount_paid) >= to_fen(self.amount_total):
            self._process_saved_order(False)

    def _wechatpay_add_payment(self, tx_sudo):
        """Book the money on the order.

        :param payment.transaction tx_sudo: The payment, surely received.
        """
        self.add_payment(self._wechatpay_prepare_payment(tx_sudo))

    def _wechatpay_prepare_payment(self, tx_sudo):
        """Return the values of the POS payment that books a WeChat payment.

        :param payment.transaction tx_sudo: The payment.
        :rtype: dict
        :raise UserError: If the shop has no method for it.
        """
        method = self.config_id.payment_method_ids.filtered(
            lambda known: known.wechatpay_provider_id == tx_sudo.provider_id
        )[:1]
        if not method:
            raise UserError(
                self.env._(
                    "%(shop)s has no payment method for %(provider)s. Add one in the"
                    " settings of the point of sale; the payment is booked then.",
                    shop=self.config_id.name,
                    provider=tx_sudo.provider_id.name,
                )
            )
        return {
            "pos_order_id": self.id,
            "amount": tx_sudo.amount,
            "payment_method_id": method.id,
            "payment_date": tx_sudo.last_state_change,
            "transaction_id": tx_sudo.provider_reference,
            "payment_ref_no": tx_sudo.reference,
        }

    def _wechatpay_on_late_payment(self, tx_sudo):
        """Give back money that came for an order that no longer wants it.

        Called like :meth:`_wechatpay_on_paid`: the refund itself is a job's work.

        Note: `self.ensure_one()`

        :param payment.transaction tx_sudo: The payment, surely received.
        """
        self.ensure_one()
        tx_sudo._wechatpay_enqueue_refund(
            self.env._("The order was no longer open when the payment arrived")
        )

    def _wechatpay_get_booked_fields(self):
        """Return what booking a payment reads of the order.

        :rtype: tuple[str]
        """
        return _BOOKED_FIELDS
