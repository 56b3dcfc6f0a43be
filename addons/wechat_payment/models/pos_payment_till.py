"""What WeChat Pay received stays what it is: nobody turns it into cash in a form."""

from odoo import api, models
from odoo.exceptions import UserError

# What says that a payment is, and for which order.
_FACTS = frozenset(("payment_method_id", "amount", "pos_order_id", "payment_ref_no"))


class PosPayment(models.Model):
    """A payment that may be one of WeChat Pay."""

    _inherit = "pos.payment"

    # === CONSTRAINT METHODS === #

    @api.constrains("payment_method_id", "amount")
    def _wechatpay_check_proof(self):
        """Refuse to make a WeChat payment of what is none, once the order is paid.

        :raise UserError: If WeChat Pay did not receive it.
        """
        for payment in self._wechatpay_filter_settled():
            payment.pos_order_id._wechatpay_prove(payment)

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `point_of_sale` to keep what WeChat Pay received as it is.

        :raise UserError: If another method or amount is said of it.
        """
        if _FACTS.intersection(vals) and not self.env.su:
            self._wechatpay_filter_settled()._wechatpay_check_unchanged(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _wechatpay_unlink_never(self):
        if not self.env.su:
            self._wechatpay_filter_settled()._wechatpay_refuse()

    # === HELPERS === #

    def _wechatpay_filter_settled(self):
        """Return the WeChat payments among these whose orders are paid.

        :rtype: pos.payment
        """
        return self.filtered(
            lambda payment: (
                payment.payment_method_id.sudo().wechatpay_provider_id
                and not payment.currency_id.is_zero(payment.amount)
                and payment.pos_order_id.state in ("paid", "done")
            )
        )

    def _wechatpay_check_unchanged(self, vals):
        for payment in self:
            for name in _FACTS.intersection(vals):
                field = self._fields[name]
                new = field.convert_to_cache(vals[name], payment)
                if new != field.convert_to_cache(payment[name], payment):
                    payment._wechatpay_refuse()

    def _wechatpay_refuse(self):
        for payment in self[:1]:
            raise UserError(
                self.env._(
                    "These %(amount).2f yuan went through WeChat Pay; that cannot be"
                    " changed afterwards. Give money back with a refund, then take"
                    " the payment in the other way.",
                    amount=abs(payment.amount),
                )
            )
