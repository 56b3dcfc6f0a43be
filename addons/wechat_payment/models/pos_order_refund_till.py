"""Refund orders of a till prove that WeChat Pay gives the money back."""

from odoo import models
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .. import refund_const


class PosOrder(models.Model):
    """An order that may give back what was paid with WeChat Pay."""

    _inherit = "pos.order"

    # === BUSINESS METHODS - PROOF === #

    def action_pos_order_paid(self):
        """Override of `point_of_sale` to let refunds end with their refund order.

        :raise UserError: If money is on its way that the order does not tell of.
        """
        result = super().action_pos_order_paid()
        numbers = set(self.payment_ids.mapped("payment_ref_no"))
        for refund in self._wechatpay_get_till_refunds():
            refund._lock()
            if refund.state in ("waiting", "failed"):
                refund._move("withdrawn", self.env._("Given back in another way"))
            elif refund.state in ("running", "returned"):
                if not numbers.intersection(refund.transaction_ids.mapped("reference")):
                    raise UserError(
                        self.env._(
                            "WeChat Pay is giving %(amount).2f yuan of this order back"
                            " already. Take the other way of giving it back off.",
                            amount=refund.amount,
                        )
                    )
                refund._close_with(self)
        return result

    def _wechatpay_prove(self, payment):
        """Override of `wechat_payment` to prove refunds too.

        :raise UserError: If WeChat Pay does not give that money back.
        """
        if payment.amount > 0:
            return super()._wechatpay_prove(payment)
        if not self._wechatpay_is_proven_refund(payment):
            self._wechatpay_prove_refund(payment)
        return None

    def _wechatpay_is_proven_refund(self, payment):
        """Return whether a payment names a refund of WeChat Pay for this very order."""
        refunds = self.wechatpay_refund_case_id.sudo()
        refunds |= self._wechatpay_get_till_refunds()
        return any(
            part.reference == payment.payment_ref_no
            and to_fen(part.amount) == to_fen(payment.amount)
            for part in refunds.transaction_ids
        )

    def _wechatpay_prove_refund(self, payment):
        """Make of the till's payment line one payment for each refund of WeChat Pay.

        :param pos.payment payment: A payment of less than nothing.
        :raise UserError: If WeChat Pay did not accept to give that much back.
        """
        refund = self._wechatpay_get_till_refunds().filtered(
            lambda known: (
                known.till_payment_uuid == payment.uuid
                and to_fen(known.amount) == -to_fen(payment.amount)
            )
        )[:1]
        if refund:
            refund._lock()
        if not refund or not refund._is_accepted():
            raise UserError(
                self.env._(
                    "WeChat Pay has not accepted to give %(amount).2f yuan back. Press"
                    " Refund on the payment line at the till, or “Refund with WeChat"
                    " Pay” on the paid order in the back office.",
                    amount=-payment.amount,
                )
            )
        parts = refund.transaction_ids.filtered(
            lambda part: part.wechatpay_state != "closed"
        )
        payment_sudo = payment.sudo()
        for index, part in enumerate(parts):
            values = {
                "amount": part.amount,
                "transaction_id": part.provider_reference,
                "payment_ref_no": part.reference,
                "payment_status": "done",
            }
            if index:
                payment_sudo.copy(values)
            else:
                payment_sudo.write(values)

    def _wechatpay_get_till_refunds(self):
        """Return the refunds that a till asked for with this refund order.

        :rtype: wechatpay.refund
        """
        self.ensure_one()
        refunds = self.env["wechatpay.refund"].sudo()
        # Most orders are none: they are spared the search.
        if not self.wechatpay_refund_case_id:
            return refunds
        return refunds.search([("till_order_id", "=", self.id)], order="id desc")

    # === BUSINESS METHODS - RULES === #

    def _wechatpay_get_refunded_order(self):
        """Return the paid order that this one gives back.

        Note: `self.ensure_one()`

        :rtype: pos.order
        :raise UserError: If there is none, or something of it went back already.
        """
        self.ensure_one()
        order = self.lines.refunded_orderline_id.order_id
        if len(order) != 1:
            raise UserError(
                self.env._(
                    "WeChat Pay gives money back only to who paid it. Choose the paid"
                    " order under Orders, and press Refund there."
                )
            )
        held = order.sudo().wechatpay_refund_ids.filtered(
            lambda refund: refund.state in refund_const.HOLDING_CASE_STATES
        )
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line in self.lines.refunded_orderline_id:
            others = held.line_ids.filtered(
                lambda one, on=line: one.order_line_id == on
            )
            taken = line.refunded_qty + sum(others.mapped("quantity"))
            if float_compare(taken, line.qty, digits) > 0:
                raise UserError(
                    self.env._(
                        "%s is on another refund already. Look at the refunds of this"
                        " order in the back office.",
                        line.full_product_name,
                    )
                )
        return order

    def _wechatpay_check_refund_due(self, wish):
        """Refuse to give more back than the refund order says.

        :param TillWish wish: What the till asks for.
        :raise UserError: If it is too much, or the order is over.
        """
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("This refund order is closed already."))
        others = self.payment_ids.filtered(
            lambda known: known.uuid != wish.payment_uuid
        )
        due_fen = sum(to_fen(payment.amount) for payment in others) - to_fen(
            self.amount_total
        )
        if wish.amount_fen > due_fen:
            raise UserError(
                self.env._(
                    "Only %(due).2f yuan of this refund are still to be given back.",
                    due=from_fen(max(due_fen, 0)),
                )
            )

    # === ACTION METHODS === #

    def action_pos_order_cancel(self):
        """Override of `point_of_sale` to leave no refund without its books."""
        for order in self.filtered(lambda known: known.state == "draft"):
            for refund in order._wechatpay_get_till_refunds():
                refund._hand_over()
        return super().action_pos_order_cancel()
