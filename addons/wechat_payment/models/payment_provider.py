"""WeChat Pay as a payment provider: its credentials and who may use them."""

import re
import secrets
import time

from odoo import api, fields, models
from odoo.addons.wechat_base.const import SANDBOX_APPID_PREFIX
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from .. import const
from ..wechatpay.client import API_URL, STANDBY_URL, WechatPayClient
from ..wechatpay.errors import WechatPayConfigurationError
from ..wechatpay.keys import PrivateKey, Verifiers, check_apiv3_key
from ..wechatpay.merchant import Merchant
from ..wechatpay.notification import NotificationKeys, parse_notification
from ..wechatpay.transport import HttpTransport

_transport = HttpTransport()


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

    wechatpay_notify_url = fields.Char(
        string="Notification Address",
        help="Where WeChat Pay tells about payments; it must be able to reach it.",
        compute="_compute_wechatpay_notify_url",
    )

    # === COMPUTE METHODS === #

    def _compute_wechatpay_notify_url(self):
        for provider in self:
            is_saved = provider.code == const.PROVIDER_CODE and provider._origin.id
            provider.wechatpay_notify_url = (
                provider._origin._wechatpay_get_notify_url() if is_saved else False
            )

    def _get_supported_currencies(self):
        """Override of `payment` to return the supported currencies."""
        supported_currencies = super()._get_supported_currencies()
        if self.code == const.PROVIDER_CODE:
            supported_currencies = supported_currencies.filtered(
                lambda currency: currency.name == const.CURRENCY
            )
        return supported_currencies

    # === CONSTRAINT METHODS === #

    @api.constrains("code", "state", "wechatpay_appid")
    def _wechatpay_check_kind(self):
        """Refuse a live merchant in a demo database, and the sandbox in a real one.

        :raise ValidationError: If one provider does not belong here.
        """
        is_demo = self.env["wechat.database"]._is_demo()
        for provider in self.filtered(lambda known: known._wechatpay_is_on()):
            if is_demo and provider.state == "enabled":
                raise ValidationError(
                    self.env._(
                        "%(name)s would take real money. In a demo database it can"
                        " only be in test mode, which talks to the sandbox.",
                        name=provider.name,
                    )
                )
            if not is_demo and provider._wechatpay_is_sandbox():
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be in test mode, nor use the sandbox's"
                        " numbers: WeChat Pay has no test environment. Make a demo"
                        " database to try it out.",
                        name=provider.name,
                    )
                )

    @api.constrains(
        "code",
        "state",
        "wechatpay_mchid",
        "wechatpay_merchant_serial",
        "wechatpay_private_key",
        "wechatpay_apiv3_key",
        "wechatpay_public_key_id",
        "wechatpay_public_key",
        "wechatpay_platform_certificates",
    )
    def _wechatpay_check_credentials(self):
        """Refuse credentials that cannot work, before a diner finds out.

        :raise ValidationError: If one is malformed, saying which.
        """
        for provider in self.sudo().filtered(lambda known: known._wechatpay_is_on()):
            # What is missing altogether is named by `payment` itself.
            is_filled = all(provider[name] for name in const.REQUIRED_CREDENTIALS)
            if is_filled and (problem := provider._wechatpay_find_problem()):
                raise ValidationError(problem)

    def _wechatpay_is_on(self):
        return self.code == const.PROVIDER_CODE and self.state != "disabled"

    def _wechatpay_is_sandbox(self):
        appid = self.wechatpay_appid or ""
        return self.state == "test" or appid.startswith(SANDBOX_APPID_PREFIX)

    def _wechatpay_find_problem(self):
        """Return what is wrong with the credentials, or nothing.

        :rtype: str|None
        """
        checks = [
            (
                lambda: _check(const.MCHID_PATTERN, self.wechatpay_mchid),
                self.env._("The merchant number consists of 8 to 10 digits."),
            ),
            (
                lambda: _check(const.SERIAL_PATTERN, self.wechatpay_merchant_serial),
                self.env._(
                    "The serial number of the certificate has 40 digits and letters"
                    " from A to F."
                ),
            ),
            (
                self._wechatpay_get_merchant_key,
                self.env._(
                    "The private key must be the whole content of apiclient_key.pem."
                ),
            ),
            (
                lambda: check_apiv3_key(self.wechatpay_apiv3_key),
                self.env._("The API v3 key has 32 letters and digits."),
            ),
            (
                self._wechatpay_get_verifiers,
                self.env._(
                    "Enter the WeChat Pay public key with its ID, which begins with"
                    " PUB_KEY_ID_, or the platform certificates, or both."
                ),
            ),
        ]
        for check, problem in checks:
            try:
                check()
            except WechatPayConfigurationError:
                return problem
        return None

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `payment` to be known at the door at once."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Override of `payment` to use changed credentials at once."""
        result = super().write(vals)
        if {"code", "name", "wechatpay_mode", *const.CREDENTIAL_FIELDS}.intersection(
            vals
        ):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Override of `payment` to forget the credentials."""
        self.env.registry.clear_cache()
        return super().unlink()

    def _get_default_payment_method_codes(self):
        """Override of `payment` to return the default payment method codes."""
        self.ensure_one()
        if self.code != const.PROVIDER_CODE:
            return super()._get_default_payment_method_codes()
        return const.DEFAULT_PAYMENT_METHOD_CODES

    def _get_reset_values(self):
        """Override of `payment` to forget the credentials."""
        if self.code != const.PROVIDER_CODE:
            return super()._get_reset_values()
        return dict.fromkeys(const.CREDENTIAL_FIELDS, False)

    # === BUSINESS METHODS === #

    def _get_redirect_form_view(self, is_validation=False):
        """Override of `payment` to lead web payments to the page with the QR code."""
        if self.code != const.PROVIDER_CODE:
            return super()._get_redirect_form_view(is_validation=is_validation)
        return self.env.ref("wechat_payment.redirect_form")

    def _wechatpay_get_notify_url(self):
        """Return where WeChat Pay tells this provider what happened.

        WeChat Pay takes no query string.

        Note: `self.ensure_one()`

        :rtype: str
        """
        self.ensure_one()
        return f"{self.get_base_url().rstrip('/')}{const.WEBHOOK_ROUTE}/{self.id}"

    # === REQUEST HELPERS === #

    def _wechatpay_get_client(self, transport=None):
        """Return the client of this merchant.

        Note: `self.ensure_one()`

        :param HttpTransport transport: What sends requests, if not the usual one.
        :rtype: WechatPayClient
        :raise WechatPayConfigurationError: If the credentials are malformed.
        """
        self.ensure_one()
        merchant, verifiers = self._wechatpay_get_identity(self.id)
        return WechatPayClient(
            merchant,
            verifiers,
            transport=transport or self._wechatpay_get_transport(),
            clock=time.time,
            nonce=_make_nonce,
            base_urls=self._wechatpay_get_base_urls(),
        )

    @api.model
    @ormcache("provider_id")
    def _wechatpay_get_identity(self, provider_id):
        """Return who a merchant is, and what verifies the answers to it.

        Loaded once per worker: to read a private key takes as long as to sign with it.

        :rtype: tuple[Merchant, Verifiers]
        :raise WechatPayConfigurationError: If the credentials are malformed.
        """
        provider = self.sudo().browse(provider_id)
        return (
            Merchant(
                provider._wechatpay_get_account(),
                provider._wechatpay_get_merchant_key(),
            ),
            provider._wechatpay_get_verifiers(),
        )

    @api.model
    def _wechatpay_get_base_urls(self):
        """Return where WeChat Pay is: the sandbox of a demo, or the two real places.

        A demo has no standby: what gets lost on the way to the sandbox was made to.

        :rtype: tuple[str]
        """
        sandbox_url = self.env["wechat.database"]._sandbox_url()
        return (sandbox_url,) if sandbox_url else (API_URL, STANDBY_URL)

    @api.model
    def _wechatpay_get_transport(self):
        """Return what sends requests: the one place tests replace.

        :rtype: HttpTransport
        """
        return _transport

    @api.model
    def _wechatpay_parse_notification(self, provider_id, headers, body):
        """Return a notification once its origin and age are proven.

        :param int provider_id: The merchant it is sent to.
        :param Mapping headers: The HTTP headers.
        :param bytes body: The raw body.
        :return: The notification; None if there is no such merchant.
        :rtype: Notification|None
        :raise WechatPayError: If it is not a fresh message of WeChat Pay for us.
        """
        keys = self._wechatpay_get_notification_keys(provider_id)
        if not keys:
            return None
        return parse_notification(headers, body, keys=keys, now=time.time())

    @api.model
    @ormcache("provider_id")
    def _wechatpay_get_notification_keys(self, provider_id):
        """Return what opens the notifications of a merchant, loaded once per worker.

        Whoever knocks at the door costs no look into the database.

        :rtype: NotificationKeys|None
        :raise WechatPayConfigurationError: If the credentials are malformed.
        """
        provider = self.sudo().browse(provider_id).exists()
        if provider.code != const.PROVIDER_CODE:
            return None
        return NotificationKeys(
            provider._wechatpay_get_verifiers(),
            check_apiv3_key(provider.wechatpay_apiv3_key),
        )

    def _wechatpay_get_merchant_key(self):
        return PrivateKey.from_pem(
            self.wechatpay_merchant_serial or "", self.wechatpay_private_key or ""
        )

    def _wechatpay_get_verifiers(self):
        return Verifiers.from_texts(
            self.wechatpay_public_key_id,
            self.wechatpay_public_key,
            self.wechatpay_platform_certificates,
        )


def _check(pattern, text):
    if not re.fullmatch(pattern, (text or "").strip()):
        raise WechatPayConfigurationError(pattern)


def _make_nonce():
    return secrets.token_hex(16).upper()
