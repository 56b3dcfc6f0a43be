"""The certificates of a merchant: kept fresh, and watched for their end."""

from datetime import datetime, timedelta, timezone

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from .. import const
from ..wechatpay.errors import (
    WechatPayConfigurationError,
    WechatPayError,
    WechatPayResponseError,
)
from ..wechatpay.keys import Certificate

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class PaymentProvider(models.Model):
    """A merchant whose certificates end one day."""

    _inherit = "payment.provider"

    wechatpay_merchant_certificate = fields.Text(
        string="Merchant Certificate",
        help="The content of apiclient_cert.pem. Optional: with it, Odoo warns before"
        " it ends, and API v2 can reverse payments.",
        copy=False,
        groups="base.group_system",
    )
    wechatpay_warning = fields.Text(
        string="Warning",
        compute="_compute_wechatpay_warning",
        compute_sudo=True,
        groups="base.group_system",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "code", "state", "wechatpay_merchant_certificate", *const.VERIFYING_FIELDS
    )
    def _compute_wechatpay_warning(self):
        for provider in self:
            is_on = provider._wechatpay_is_on()
            warnings = provider._wechatpay_find_endings() if is_on else []
            provider.wechatpay_warning = "\n".join(warnings) or False

    # === CONSTRAINT METHODS === #

    @api.constrains(
        "code",
        "state",
        "wechatpay_merchant_certificate",
        "wechatpay_merchant_serial",
        "wechatpay_private_key",
    )
    def _wechatpay_check_certificate(self):
        """Refuse a merchant certificate that does not belong to the other settings.

        :raise ValidationError: If it is malformed, or of another key or serial number.
        """
        for provider in self.sudo().filtered(lambda known: known._wechatpay_is_on()):
            pem = provider.wechatpay_merchant_certificate
            if not (pem and provider.wechatpay_private_key):
                continue
            try:
                certificate = Certificate.from_pem(pem)
                is_ours = provider._wechatpay_get_merchant_key().is_of(certificate)
            except WechatPayConfigurationError:
                is_ours = False
            if not is_ours:
                raise ValidationError(
                    self.env._(
                        "The merchant certificate must be the whole content of the"
                        " apiclient_cert.pem that belongs to the private key and the"
                        " serial number."
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _cron_wechatpay_refresh_certificates(self):
        """Have the platform certificates of each merchant that uses them fetched."""
        providers = self.sudo().search(
            [("code", "=", const.PROVIDER_CODE), ("state", "!=", "disabled")]
        )
        for provider in providers:
            for warning in provider._wechatpay_find_endings():
                _logger.warning("%s: %s", provider.name, warning)
            if provider.wechatpay_platform_certificates:
                provider.with_user(SUPERUSER_ID).with_delay(
                    description=f"Fetch WeChat Pay's certificates: {provider.name}",
                    identity_key=f"wechatpay-certificates-{provider.id}",
                )._wechatpay_refresh_certificates()

    def _wechatpay_refresh_certificates(self):
        """Add the platform certificates that WeChat Pay signs with now or soon.

        Whatever a known key did not vouch for is not believed. Those that ended are
        dropped, never the last one.

        Note: `self.ensure_one()`

        :return: Whether certificates came.
        :rtype: bool
        """
        self.ensure_one()
        provider_sudo = self.sudo()
        try:
            found = provider_sudo._wechatpay_get_client().fetch_certificates(
                provider_sudo.wechatpay_apiv3_key
            )
        except WechatPayResponseError as error:
            # Merchants who moved on to the public key have none any more.
            _logger.info("No platform certificates for %s: %s", self.name, error)
            return False
        except WechatPayError as error:
            _logger.warning("Platform certificates of %s: %s", self.name, error)
            return False
        run_committed(
            provider_sudo.env,
            lambda env: provider_sudo.with_env(env)._wechatpay_keep_certificates(found),
        )
        self.invalidate_recordset(["wechatpay_platform_certificates"])
        return True

    def _wechatpay_keep_certificates(self, found):
        text = self.wechatpay_platform_certificates
        known = {one.serial: one for one in Certificate.all_from_text(text)}
        known.update({one.serial: one for one in found})
        now = datetime.now(timezone.utc)
        ordered = sorted(known.values(), key=lambda one: one.starts_at)
        kept = [one for one in ordered if one.expires_at > now] or ordered[-1:]
        new_text = "\n".join(one.pem for one in kept)
        if new_text != text:
            self.wechatpay_platform_certificates = new_text

    def _wechatpay_find_endings(self):
        """Return what ends soon or has ended, and what to do about it.

        :rtype: list[str]
        """
        warnings = []
        if self.wechatpay_merchant_certificate:
            ends_at = self._wechatpay_get_end(self.wechatpay_merchant_certificate)
            if _is_near(ends_at):
                warnings.append(
                    self.env._(
                        "The merchant certificate ends on %s. Renew it in the merchant"
                        " platform under Account Center > API Security, and enter the"
                        " new serial number, private key and certificate here.",
                        format_date(self.env, ends_at),
                    )
                )
        if self.wechatpay_platform_certificates and not self.wechatpay_public_key:
            ends_at = self._wechatpay_get_end(self.wechatpay_platform_certificates)
            if _is_near(ends_at):
                warnings.append(
                    self.env._(
                        "The last platform certificate ends on %s, and no newer one was"
                        " fetched. Ask for the WeChat Pay public key in the merchant"
                        " platform and enter it here.",
                        format_date(self.env, ends_at),
                    )
                )
        return warnings

    def _wechatpay_get_end(self, text):
        try:
            ends = [one.expires_at for one in Certificate.all_from_text(text)]
        except WechatPayConfigurationError:
            return None
        return max(ends, default=None)


def _is_near(moment):
    soon = timedelta(days=const.EXPIRY_WARNING_DAYS)
    return bool(moment) and moment < datetime.now(timezone.utc) + soon
