"""WeChat Pay as a payment provider: its credentials and who may use them."""

from odoo import fields, models

from .. import const


class PaymentProvider(models.Model):
    """A merchant of WeChat Pay."""

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(const.PROVIDER_CODE, "WeChat Pay")],
        ondelete={const.PROVIDER_CODE: "set default"},
    )
    wechatpay_appid = fields.Char(
        string="AppID",
        help="The AppID of the mini-program, linked to the merchant number.",
        required_if_provider=const.PROVIDER_CODE,
        copy=False,
    )
    wechatpay_mchid = fields.Char(
        string="Merchant Number",
        help="The merchant number (mchid), ten digits.",
        required_if_provider=const.PROVIDER_CODE,
        copy=False,
    )
    wechatpay_merchant_serial = fields.Char(
        string="Certificate Serial Number",
        help="The serial number of the merchant API certificate, 40 digits.",
        required_if_provider=const.PROVIDER_CODE,
        copy=False,
    )
    wechatpay_private_key = fields.Text(
        string="Private Key",
        help="The content of apiclient_key.pem.",
        required_if_provider=const.PROVIDER_CODE,
        copy=False,
        groups="base.group_system",
    )
    wechatpay_apiv3_key = fields.Char(
        string="API v3 Key",
        help="The 32 characters set in the merchant platform.",
        required_if_provider=const.PROVIDER_CODE,
        copy=False,
        groups="base.group_system",
    )
    wechatpay_public_key_id = fields.Char(
        string="WeChat Pay Public Key ID",
        help="Begins with PUB_KEY_ID_.",
        copy=False,
    )
    wechatpay_public_key = fields.Text(
        string="WeChat Pay Public Key",
        help="The content of pub_key.pem, downloaded beside its ID.",
        copy=False,
        groups="base.group_system",
    )
    wechatpay_platform_certificates = fields.Text(
        string="Platform Certificates",
        help="Only for merchants from before the public key: the certificates, one"
        " after the other.",
        copy=False,
        groups="base.group_system",
    )

    # === BUSINESS METHODS === #

    def _wechatpay_create_jsapi_payment(
        self, pos_order, amount_fen, openid, description, expires_at
    ):
        """Return what the mini-program hands to `wx.requestPayment`."""
        raise NotImplementedError

    def _wechatpay_check_kind(self):
        """Refuse providers that do not belong to this kind of database."""
