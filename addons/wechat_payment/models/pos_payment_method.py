"""Which POS payment method takes the money of a WeChat Pay provider."""

from odoo import fields, models


class PosPaymentMethod(models.Model):
    """A payment method that may stand for a merchant of WeChat Pay."""

    _inherit = "pos.payment.method"

    wechatpay_provider_id = fields.Many2one(
        comodel_name="payment.provider",
        string="WeChat Pay Provider",
        help="Payments of this provider are booked with this method.",
        domain=[("code", "=", "wechatpay")],
        check_company=True,
        copy=False,
        index="btree_not_null",
    )
