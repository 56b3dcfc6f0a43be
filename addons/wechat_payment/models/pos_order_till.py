"""Orders prove their WeChat payments: a till cannot claim one that never happened."""

from odoo import models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import UserError

from .. import const

# Where a database transaction notes the payments it booked: their money is known.
_BOOKED = "wechatpay.booked"


class PosOrder(models.Model):
    """An order that may be paid with WeChat Pay at the till."""

    _inherit = "pos.order"

    def action_pos_order_paid(self):
        """Override of `point_of_sale` to have each WeChat payment proven first.

        :raise UserError: If one is not.
        """
        self.ensure_one()
        booked = self.env.cr.precommit.data.get(_BOOKED, ())
        for payment in self.payment_ids.filtered(
            lambda known: (
                known.id not in booked
                and known.payment_method_id.sudo().wechatpay_provider_id
                and not known.currency_id.is_zero(known.amount)
            )
        ):
            self._wechatpay_prove(payment)
        return super().action_pos_order_paid()

    def _wechatpay_prove(self, payment):
        """Tie a payment of the order to the money that WeChat Pay received for it.

        What the till sends about the number is replaced by what is true.

        :param pos.payment payment: A payment with a method of WeChat Pay.
        :raise UserError: If there is no such money, or it is another payment's.
        """
        tx = self._wechatpay_find_proof(payment)
        if not tx:
            raise UserError(
                self.env._(
                    "WeChat Pay has not received %(amount).2f yuan for this order."
                    " Remove the payment line and take the payment again, with a code"
                    " of the guest or in another way.",
                    amount=payment.amount,
                )
            )
        tx._wechatpay_lock()
        if tx.is_post_processed and tx.wechatpay_pos_order_id != self:
            raise UserError(
                self.env._("%s belongs to another order already.", tx.reference)
            )
        truth = {
            "transaction_id": tx.provider_reference,
            "payment_ref_no": tx.reference,
            "payment_status": "done",
        }
        if any(payment[name] != value for name, value in truth.items()):
            payment.sudo().write(truth)
        if tx.wechatpay_till_payment_uuid and not tx.is_post_processed:
            tx.write({"wechatpay_pos_order_id": self.id, "is_post_processed": True})

    def _wechatpay_find_proof(self, payment):
        """Return the received payment that a payment of the order stands for.

        Of two with one line, such as a code that was refused and paid all the same, it
        is the one that the payment names.

        :param pos.payment payment: A payment with a method of WeChat Pay.
        :rtype: payment.transaction
        """
        found = (
            self.env["payment.transaction"]
            .sudo()
            .search(
                [
                    (
                        "provider_id",
                        "=",
                        payment.payment_method_id.sudo().wechatpay_provider_id.id,
                    ),
                    ("wechatpay_state", "in", const.PAID_STATES),
                    "|",
                    ("wechatpay_till_payment_uuid", "=", payment.uuid),
                    "&",
                    ("reference", "=", payment.payment_ref_no or ""),
                    ("wechatpay_pos_order_id", "=", self.id),
                ]
            )
        )
        twins = self.payment_ids - payment
        return found.filtered(
            lambda tx: (
                to_fen(tx.amount) == to_fen(payment.amount)
                and tx._wechatpay_is_kept()
                and tx.reference not in twins.mapped("payment_ref_no")
            )
        ).sorted(lambda tx: tx.reference != payment.payment_ref_no)[:1]

    def _wechatpay_accepts_till_payment(self, tx_sudo):
        """Return whether the order still wants money that a till took for it.

        Note: `self.ensure_one()`

        :param payment.transaction tx_sudo: The payment, surely received.
        :rtype: bool
        """
        self.ensure_one()
        if self._wechatpay_get_till_line(tx_sudo):
            return self.state == "draft"
        return self._wechatpay_accepts_payment(tx_sudo)

    def _wechatpay_get_till_line(self, tx_sudo):
        """Return the payment line that the till sent for a payment, if it did.

        :rtype: pos.payment
        """
        return self.payment_ids.filtered(
            lambda known: (
                known.uuid == tx_sudo.wechatpay_till_payment_uuid
                and to_fen(known.amount) == to_fen(tx_sudo.amount)
            )
        )

    def _wechatpay_prepare_payment(self, tx_sudo):
        """Override to book a till's payment under the name the till gave its line.

        Should the till come back after all, it finds its line and adds no second one.
        """
        values = super()._wechatpay_prepare_payment(tx_sudo)
        if tx_sudo.wechatpay_till_payment_uuid:
            values.update(
                uuid=tx_sudo.wechatpay_till_payment_uuid, payment_status="done"
            )
        return values

    def _wechatpay_add_payment(self, tx_sudo):
        """Override to note that the payment needs no other proof."""
        known = self.payment_ids
        result = super()._wechatpay_add_payment(tx_sudo)
        booked = self.env.cr.precommit.data.setdefault(_BOOKED, set())
        booked.update((self.payment_ids - known).ids)
        return result

    def add_payment(self, data):
        """Override of `point_of_sale` to fill the line that a till sent before."""
        line = self.payment_ids.filtered(
            lambda known: data.get("uuid") and known.uuid == data["uuid"]
        )
        if not line:
            return super().add_payment(data)
        line.write({key: data[key] for key in data if key != "uuid"})
        self.amount_paid = self._compute_amount_paid()
        return None
