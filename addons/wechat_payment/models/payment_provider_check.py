"""What a merchant's settings look like from here, without asking WeChat Pay."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urlsplit

from odoo import models
from odoo.tools import format_date

from .. import check_const, const
from ..wechatpay.errors import WechatPayConfigurationError
from ..wechatpay.keys import Certificate
from ..wechatpay.v2.signing import check_key
from .payment_provider_keys import _is_near


@dataclass(frozen=True)
class Finding:
    """What one look at the settings found.

    :ivar str topic: See `check_const.TOPICS`.
    :ivar str state: See `check_const.FINDINGS`.
    :ivar str meaning: What it means, in the user's language.
    :ivar str advice: What to do next; empty if there is nothing to do.
    """

    topic: str
    state: str
    meaning: str
    advice: str = ""


class PaymentProvider(models.Model):
    """A merchant whose settings can be looked at one by one."""

    _inherit = "payment.provider"

    # === ACTION METHODS === #

    def action_wechatpay_check_settings(self):
        """Check all settings and return the window that explains the result.

        Note: `self.ensure_one()`

        :rtype: dict
        :raise AccessError: If the user may not edit this provider.
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["wechatpay.settings.check"]._run(self)

    # === BUSINESS METHODS - SETTINGS === #

    def _wechatpay_look_at_settings(self):
        """Return what can be seen without asking anybody.

        Note: `self.ensure_one()`

        :rtype: list[Finding]
        """
        self.ensure_one()
        return [
            self._wechatpay_find_switch(),
            self._wechatpay_find_numbers(),
            self._wechatpay_find_merchant_key(),
            self._wechatpay_find_wechat_key(),
            self._wechatpay_find_address(),
            self._wechatpay_find_books(),
            self._wechatpay_find_v2(),
        ]

    def _wechatpay_find_switch(self):
        if self.state == "disabled":
            return Finding(
                "switch",
                "warning",
                self.env._("This provider is switched off: nobody can pay with it."),
                self.env._("Once all below is in order, set the state to enabled."),
            )
        if self.state == "test":
            meaning = self.env._("Test mode talks to the sandbox. No money moves.")
        else:
            meaning = self.env._("Guests can pay with it, with real money.")
        return Finding("switch", "ok", meaning)

    def _wechatpay_find_numbers(self):
        problems = [
            (
                _is_like(const.APPID_PATTERN, self.wechatpay_appid),
                self.env._("The AppID begins with wx and has 18 characters."),
            ),
            (
                _is_like(const.MCHID_PATTERN, self.wechatpay_mchid),
                self.env._("The merchant number consists of 8 to 10 digits."),
            ),
        ]
        found = [problem for is_good, problem in problems if not is_good]
        found += filter(None, [self._wechatpay_find_partner_problem()])
        if found:
            return Finding(
                "numbers",
                "failed",
                " ".join(found),
                self.env._(
                    "Copy the numbers from the merchant platform, pay.weixin.qq.com,"
                    " under Account Center > Merchant Information and Product Center >"
                    " AppID Account Management."
                ),
            )
        return Finding("numbers", "ok", self.env._("They have the right form."))

    # === KEYS === #

    def _wechatpay_find_merchant_key(self):
        topic = "merchant_key"
        renew = self.env._(
            "Create a merchant API certificate in the merchant platform under Account"
            " Center > API Security, and enter its serial number, apiclient_key.pem and"
            " apiclient_cert.pem here."
        )
        try:
            key = self._wechatpay_get_merchant_key()
        except WechatPayConfigurationError:
            meaning = self.env._(
                "The private key must be the whole content of apiclient_key.pem."
            )
            return Finding(topic, "failed", meaning, renew)
        if not _is_like(const.SERIAL_PATTERN, self.wechatpay_merchant_serial):
            meaning = self.env._(
                "The serial number of the certificate has 40 digits and letters from A"
                " to F."
            )
            return Finding(topic, "failed", meaning, renew)
        if not self.wechatpay_merchant_certificate:
            return Finding(
                topic,
                "warning",
                self.env._(
                    "The private key can be read. Without the merchant certificate"
                    " nobody is told before it ends."
                ),
                self.env._("Enter the content of apiclient_cert.pem."),
            )
        try:
            certificate = Certificate.from_pem(self.wechatpay_merchant_certificate)
        except WechatPayConfigurationError:
            certificate = None
        if not (certificate and key.is_of(certificate)):
            meaning = self.env._(
                "The merchant certificate does not belong to the private key and the"
                " serial number."
            )
            return Finding(topic, "failed", meaning, renew)
        return self._wechatpay_find_end(
            topic,
            certificate.expires_at,
            self.env._("Private key, serial number and certificate fit together."),
            renew,
        )

    def _wechatpay_find_wechat_key(self):
        topic = "wechat_key"
        enter = self.env._(
            "Ask for the WeChat Pay public key in the merchant platform under Account"
            " Center > API Security, and enter pub_key.pem and its ID here."
        )
        try:
            self._wechatpay_get_verifiers()
        except WechatPayConfigurationError:
            meaning = self.env._(
                "Neither the WeChat Pay public key with its ID, which begins with"
                " PUB_KEY_ID_, nor a platform certificate can be read."
            )
            return Finding(topic, "failed", meaning, enter)
        if self.wechatpay_public_key:
            meaning = (
                self.env._(
                    "The public key and the platform certificates can be read; both are"
                    " used."
                )
                if self.wechatpay_platform_certificates
                else self.env._("The WeChat Pay public key can be read.")
            )
            return Finding(topic, "ok", meaning)
        return self._wechatpay_find_end(
            topic,
            self._wechatpay_get_end(self.wechatpay_platform_certificates),
            self.env._("The platform certificates can be read."),
            enter,
        )

    def _wechatpay_find_end(self, topic, ends_at, praise, advice):
        day = format_date(self.env, ends_at)
        if ends_at <= datetime.now(timezone.utc):
            meaning = self.env._("The certificate ended on %s.", day)
            return Finding(topic, "failed", meaning, advice)
        ending = self.env._("The certificate ends on %s.", day)
        if _is_near(ends_at):
            return Finding(topic, "warning", f"{praise} {ending}", advice)
        return Finding(topic, "ok", f"{praise} {ending}")

    # === SURROUNDINGS === #

    def _wechatpay_find_address(self):
        topic = "address"
        url = self._wechatpay_get_notify_url()
        advice = self.env._(
            "Serve Odoo by https under a public name, open it there once as"
            " administrator, and see that the system parameter web.base.url has that"
            " address."
        )
        if self.env["wechat.database"]._is_demo():
            meaning = self.env._("The sandbox runs on this computer and knows %s.", url)
            return Finding(topic, "ok", meaning)
        if urlsplit(url).scheme != "https":
            meaning = self.env._("WeChat Pay calls by https only, not %s.", url)
            return Finding(topic, "failed", meaning, advice)
        if _is_private(urlsplit(url).hostname or ""):
            meaning = self.env._("Nobody outside this network can reach %s.", url)
            return Finding(topic, "failed", meaning, advice)
        return Finding(topic, "ok", self.env._("WeChat Pay is told to call %s.", url))

    def _wechatpay_find_books(self):
        """Return whether the money of this merchant can be booked."""
        method = self.env["pos.payment.method"].search(
            [
                ("wechatpay_provider_id", "=", self.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        where = self.env._("Point of Sale > Configuration > Payment Methods")
        if not method:
            return Finding(
                "books",
                "failed",
                self.env._("No payment method of the point of sale stands for it."),
                self.env._(
                    "Under %s create one with this WeChat Pay provider and a bank"
                    " journal of its own.",
                    where,
                ),
            )
        if method.journal_id.type != "bank":
            return Finding(
                "books",
                "failed",
                self.env._("The payment method %s has no bank journal.", method.name),
                self.env._("Choose one under %s.", where),
            )
        if not method.config_ids:
            return Finding(
                "books",
                "warning",
                self.env._("No till uses the payment method %s.", method.name),
                self.env._("Add it in the settings of the point of sale."),
            )
        return Finding(
            "books",
            "ok",
            self.env._(
                "Payments are booked with %(method)s in the journal %(journal)s.",
                method=method.name,
                journal=method.journal_id.name,
            ),
        )

    def _wechatpay_find_v2(self):
        if self.wechatpay_codepay_api != "v2":
            if not self.wechatpay_v2_key:
                return Finding("v2", "ok", self.env._("Not used, and no key is kept."))
            return Finding(
                "v2",
                "warning",
                self.env._("A key of API v2 is kept, and nothing uses it."),
                self.env._("Choose API v2 for payment codes, or empty the key."),
            )
        try:
            check_key(self.wechatpay_v2_key)
            self._wechatpay_get_certificate_transport()
        except WechatPayConfigurationError:
            return Finding(
                "v2",
                "failed",
                self.env._(
                    "Payment codes go by API v2, and its key or the merchant"
                    " certificate cannot be used."
                ),
                self.env._(
                    "Enter the 32 characters of the API v2 key and the whole content of"
                    " apiclient_cert.pem, or choose API v3 for payment codes."
                ),
            )
        return Finding(
            "v2",
            "ok",
            self.env._(
                "Key and certificate have the right form. Whether WeChat Pay has the"
                " same key shows at the first payment code."
            ),
        )


def _is_like(pattern, text):
    return bool(re.fullmatch(pattern, (text or "").strip()))


def _is_private(host):
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(check_const.PRIVATE_SUFFIXES)
