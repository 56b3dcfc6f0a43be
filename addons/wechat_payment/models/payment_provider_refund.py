"""What a merchant decides about refunds."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const, refund_const


class PaymentProvider(models.Model):
    """A merchant that gives money back."""

    _inherit = "payment.provider"

    wechatpay_refund_approval_amount = fields.Monetary(
        string="Approval Above",
        help="Refunds of an order above this amount need a second person. 0: none.",
        currency_field="main_currency_id",
        copy=False,
    )
    wechatpay_refund_source = fields.Selection(
        refund_const.REFUND_SOURCES,
        string="Refunds Are Paid From",
        help="Empty: as WeChat Pay does it, from money not settled yet. With the"
        " available balance refunds also work after the money was settled.",
        copy=False,
    )

    def _compute_feature_support_fields(self):
        """Override of `payment` to offer refunds of a part."""
        result = super()._compute_feature_support_fields()
        self.filtered(lambda known: known.code == const.PROVIDER_CODE).update(
            {"support_refund": "partial"}
        )
        return result

    @api.constrains("wechatpay_refund_approval_amount")
    def _wechatpay_check_approval_amount(self):
        for provider in self:
            if provider.wechatpay_refund_approval_amount < 0:
                raise ValidationError(
                    self.env._(
                        "The amount above which refunds are approved is not negative."
                    )
                )
