"""Which API takes payments by code for a merchant, and what that API asks for."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..wechatpay.client import API_URL
from ..wechatpay.errors import WechatPayConfigurationError
from ..wechatpay.transport import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, HttpTransport
from ..wechatpay.v2 import HMAC_SHA256, MD5, V2Client
from ..wechatpay.v2.signing import check_key
from ..wechatpay.v2.transport import CertificateTransport
from .payment_provider import _make_nonce

_PATIENT_TIMEOUTS = (CONNECT_TIMEOUT_S, const.CODE_READ_TIMEOUT_SECONDS)
_patient_transport = HttpTransport(_PATIENT_TIMEOUTS)


class PaymentProvider(models.Model):
    """A merchant that takes payments by code at the till."""

    _inherit = "payment.provider"

    wechatpay_codepay_api = fields.Selection(
        selection=const.CODEPAY_APIS,
        string="Payment Codes By",
        help="How the till takes payment codes. Begin with API v3; if WeChat Pay"
        " answers that the merchant has no right to it (NO_AUTH), choose API v2.",
        default="v3",
        required=True,
        copy=False,
    )
    wechatpay_v2_key = fields.Char(
        string="API v2 Key",
        help="The 32 characters set in the merchant platform for API v2.",
        copy=False,
        groups="base.group_system",
    )
    wechatpay_v2_sign_type = fields.Selection(
        selection=[(HMAC_SHA256, HMAC_SHA256), (MD5, MD5)],
        string="API v2 Signature",
        default=HMAC_SHA256,
        copy=False,
        groups="base.group_system",
    )

    @api.constrains(
        "code",
        "state",
        "wechatpay_codepay_api",
        "wechatpay_v2_key",
        "wechatpay_merchant_certificate",
        "wechatpay_private_key",
    )
    def _wechatpay_check_codepay(self):
        """Refuse settings of API v2 that could take money and not give it back.

        :raise ValidationError: If one is missing or malformed, saying which.
        """
        for provider in self.sudo().filtered(lambda known: known._wechatpay_is_on()):
            if provider.wechatpay_codepay_api != "v2":
                continue
            try:
                check_key(provider.wechatpay_v2_key)
            except WechatPayConfigurationError as error:
                raise ValidationError(
                    self.env._("The API v2 key has 32 letters and digits.")
                ) from error
            try:
                provider._wechatpay_get_certificate_transport()
            except WechatPayConfigurationError as error:
                raise ValidationError(
                    self.env._(
                        "Payment codes by API v2 need the merchant certificate: the"
                        " whole content of apiclient_cert.pem that belongs to the"
                        " private key above. Without it no payment could be reversed."
                    )
                ) from error

    def _wechatpay_get_client_of(self, kind, *, is_patient=False):
        """Return the client that made a payment, to go on with it.

        Note: `self.ensure_one()`

        :param str kind: See `const.TILL_KINDS`; nothing for payments away from a till.
        :param bool is_patient: Whether to wait as long as a payment by code may take.
        :return: A client that knows `query_order` and, for codes, `pay_by_code` and
            `reverse_order`.
        :raise WechatPayConfigurationError: If the credentials are malformed.
        """
        self.ensure_one()
        if kind != "codepay_v2":
            transport = _patient_transport if is_patient else None
            return self._wechatpay_get_client(transport)
        provider_sudo = self.sudo()
        return V2Client(
            provider_sudo._wechatpay_get_account(),
            provider_sudo.wechatpay_v2_key,
            transport=provider_sudo._wechatpay_get_certificate_transport(is_patient),
            nonce=_make_nonce,
            base_url=self.env["wechat.database"]._sandbox_tls_url() or API_URL,
            sign_type=provider_sudo.wechatpay_v2_sign_type or HMAC_SHA256,
        )

    def _wechatpay_get_code_kind(self):
        """Return by which API this merchant takes payments by code now.

        :rtype: str
        """
        return "codepay_v2" if self.wechatpay_codepay_api == "v2" else "codepay"

    def _wechatpay_get_certificate_transport(self, is_patient=False):
        usual = (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
        return CertificateTransport(
            self.wechatpay_merchant_certificate or "",
            self.wechatpay_private_key or "",
            _PATIENT_TIMEOUTS if is_patient else usual,
            self.env["wechat.database"]._sandbox_ca_file(),
        )
