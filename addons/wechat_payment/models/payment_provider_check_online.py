"""What WeChat Pay says to a merchant's settings: a test call that moves no money."""

import time

from odoo import models
from odoo.addons.wechat_base.tools.masking import get_wechat_logger

from .. import check_const, const
from ..wechatpay.dates import DatedTransport
from ..wechatpay.errors import (
    WechatPayBusyError,
    WechatPayConfigurationError,
    WechatPayConnectionError,
    WechatPayDecryptionError,
    WechatPayError,
    WechatPayResponseError,
    WechatPaySignatureError,
    WechatPayUnknownSerialError,
)
from ..wechatpay.keys import check_apiv3_key
from ..wechatpay.signing import CLOCK_WINDOW_SECONDS
from .payment_provider_check import Finding

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

_SIGNATURE_REFUSED = 401


class PaymentProvider(models.Model):
    """A merchant whose settings WeChat Pay is asked about."""

    _inherit = "payment.provider"

    # === BUSINESS METHODS - SETTINGS === #

    def _wechatpay_check_settings(self, word):
        """Return what is found of each setting, with WeChat Pay's help.

        Calls WeChat Pay, and our own door from outside: the caller holds no lock.

        Note: `self.ensure_one()`

        :param str word: What WeChat Pay is to repeat, by answer and by notification.
        :return: One finding of each topic, in the order of `check_const.TOPICS`.
        :rtype: list[Finding]
        """
        self.ensure_one()
        own = {found.topic: found for found in self._wechatpay_look_at_settings()}
        is_callable = own["address"].state == "ok"
        sender = DatedTransport(self._wechatpay_get_transport(), time.time)
        echo = self._wechatpay_find_echo(sender, word, is_callable)
        is_told = is_callable and echo.state == "ok"
        asked = [
            echo,
            self._wechatpay_find_binding(sender, word, echo.state == "ok"),
            self._wechatpay_find_apiv3_key(sender, is_told),
            self._wechatpay_find_clock(sender.offset),
            self._wechatpay_find_notification(is_callable, is_told),
        ]
        found = {**own, **{one.topic: one for one in asked}}
        return [found[topic] for topic, _label in check_const.TOPICS]

    def _wechatpay_find_echo(self, sender, word, is_callable):
        notify_url = self._wechatpay_get_notify_url() if is_callable else ""
        try:
            echo = self._wechatpay_get_client(sender).echo(word, notify_url)
        except WechatPayError as error:
            _logger.info("The settings of %s: %s", self.name, type(error).__name__)
            return Finding("echo", *self._wechatpay_explain_echo(error))
        if not echo.plain == echo.secret == word:
            meaning = self.env._("WeChat Pay did not repeat what it was sent.")
            return Finding("echo", "failed", meaning, self._wechatpay_advise_again())
        return Finding(
            "echo",
            "ok",
            self.env._(
                "WeChat Pay accepts our signature and we believe its answer: merchant"
                " number, private key, serial number and WeChat Pay's key are right."
            ),
        )

    def _wechatpay_explain_echo(self, error):
        """Return state, meaning and advice of a test call that failed.

        :rtype: tuple
        """
        if isinstance(error, WechatPayConfigurationError):
            return (
                "warning",
                self.env._("Not tried: the keys cannot be read."),
                self.env._("Mend what is wrong above, then check again."),
            )
        if isinstance(error, WechatPayConnectionError):
            return (
                "failed",
                self.env._("WeChat Pay did not answer."),
                self.env._(
                    "Let this server reach api.mch.weixin.qq.com and"
                    " api2.mch.weixin.qq.com by https (port 443), then check again."
                ),
            )
        if isinstance(error, WechatPayResponseError):
            return self._wechatpay_explain_refusal(error)
        return self._wechatpay_explain_answer(error)

    def _wechatpay_explain_refusal(self, error):
        if isinstance(error, WechatPayBusyError):
            return (
                "warning",
                self.env._(
                    "WeChat Pay is busy (HTTP %(status)s %(code)s).",
                    status=error.http_status,
                    code=error.code,
                ),
                self._wechatpay_advise_again(),
            )
        said = self.env._(
            'WeChat Pay refuses: "%(message)s" (%(code)s, request %(request)s).',
            message=error.message,
            code=error.code or error.http_status,
            request=error.request_id or "-",
        )
        if error.http_status == _SIGNATURE_REFUSED:
            return (
                "failed",
                said,
                self.env._(
                    "Merchant number, certificate serial number and private key must be"
                    " of the same merchant and the same certificate: compare them with"
                    " the merchant platform under Account Center > API Security. A"
                    " wrong clock has the same effect."
                ),
            )
        return (
            "failed",
            said,
            self.env._(
                "Compare the numbers, and the ID of the public key, with the merchant"
                " platform. WeChat Pay's support wants to know the request number."
            ),
        )

    def _wechatpay_explain_answer(self, error):
        compare = self.env._(
            "Compare the WeChat Pay public key and its ID with the merchant platform"
            " under Account Center > API Security: both are shown there together."
        )
        if isinstance(error, WechatPayUnknownSerialError):
            meaning = self.env._(
                "WeChat Pay answered with the key %s, which is not entered here.",
                error.serial,
            )
            return "failed", meaning, compare
        if isinstance(error, WechatPaySignatureError):
            meaning = self.env._(
                "WeChat Pay answered, but the key entered here does not prove that the"
                " answer is its own and of these minutes."
            )
            return "failed", meaning, compare
        if isinstance(error, WechatPayDecryptionError):
            return (
                "failed",
                self.env._("The private key does not open what WeChat Pay sealed."),
                self.env._(
                    "Enter the private key and the serial number of the same"
                    " certificate."
                ),
            )
        meaning = self.env._("WeChat Pay's answer is not what its documents describe.")
        return "failed", meaning, self._wechatpay_advise_again()

    def _wechatpay_find_apiv3_key(self, sender, is_told):
        topic = "apiv3_key"
        try:
            check_apiv3_key(self.wechatpay_apiv3_key)
        except WechatPayConfigurationError:
            meaning = self.env._("The API v3 key has 32 letters and digits.")
            return Finding(topic, "failed", meaning, self._wechatpay_advise_apiv3())
        if self.wechatpay_platform_certificates:
            try:
                self._wechatpay_get_client(sender).fetch_certificates(
                    self.wechatpay_apiv3_key
                )
                meaning = self.env._("It opened what WeChat Pay sealed with it.")
                return Finding(topic, "ok", meaning)
            except WechatPayDecryptionError:
                return Finding(topic, *self._wechatpay_explain_apiv3())
            except WechatPayError as error:
                # Those who moved on to the public key have no certificates any more;
                # what else can be wrong is told by the test call.
                _logger.info("No certificates for %s: %s", self.name, error)
        if is_told:
            return Finding(
                topic,
                "waiting",
                self.env._("The test notification will show whether it is the same."),
            )
        return Finding(topic, *self._wechatpay_explain_untried_apiv3())

    def _wechatpay_explain_untried_apiv3(self):
        """Return state, meaning and advice of an API v3 key that opened nothing yet.

        :rtype: tuple
        """
        return (
            "warning",
            self.env._(
                "It has 32 characters. Whether it is the one at WeChat Pay shows with"
                " the first notification."
            ),
            self.env._("Mend what is wrong in the other lines, then check again."),
        )

    def _wechatpay_explain_apiv3(self):
        """Return state, meaning and advice of an API v3 key that opens nothing.

        :rtype: tuple
        """
        return (
            "failed",
            self.env._(
                "It does not open what WeChat Pay seals, so no notification can be"
                " read."
            ),
            self._wechatpay_advise_apiv3(),
        )

    def _wechatpay_find_clock(self, offset):
        if offset is None:
            return Finding(
                "clock",
                "warning",
                self.env._("Not compared: no answer told WeChat Pay's time."),
                self.env._("Mend what is wrong above, then check again."),
            )
        seconds = round(abs(offset))
        if not seconds:
            meaning = self.env._("It shows the same time as WeChat Pay's.")
        elif offset > 0:
            meaning = self.env._("It is %s seconds ahead of WeChat Pay's.", seconds)
        else:
            meaning = self.env._("It is %s seconds behind WeChat Pay's.", seconds)
        state = "ok"
        if abs(offset) >= check_const.CLOCK_WARNING_SECONDS:
            state = "warning"
        if abs(offset) >= CLOCK_WINDOW_SECONDS:
            state = "failed"
        advice = self.env._(
            "Set the server's clock and let it follow a time server (NTP). WeChat Pay"
            " refuses what is five minutes off."
        )
        return Finding("clock", state, meaning, "" if state == "ok" else advice)

    # === NOTIFICATIONS === #

    def _wechatpay_find_notification(self, is_callable, is_told):
        topic = "notification"
        if not is_callable:
            return Finding(
                topic,
                "failed",
                self.env._("Not tried: WeChat Pay cannot reach the address above."),
                self.env._("Mend the address, then check again."),
            )
        door = self._wechatpay_try_door()
        if door == "other":
            return Finding(
                topic,
                "failed",
                self.env._(
                    "Something other than the door for notifications answers at this"
                    " address."
                ),
                self._wechatpay_advise_door(),
            )
        if not is_told:
            return Finding(
                topic,
                "warning",
                self.env._("Not tried: the test call did not succeed."),
                self.env._("Mend what is wrong above, then check again."),
            )
        meaning = (
            self.env._(
                "Our door answers. WeChat Pay's test notification is on its way."
            )
            if door == "ours"
            else self.env._(
                "This server does not reach its own address, which need not mean"
                " anything. WeChat Pay's test notification is on its way."
            )
        )
        return Finding(
            topic,
            "waiting",
            meaning,
            self.env._("Press Look Again in some seconds."),
        )

    def _wechatpay_try_door(self):
        """Return who answers at the notification address, as seen from this server.

        :return: ours, other or silent.
        :rtype: str
        """
        base = self._wechatpay_get_notify_url().rpartition("/")[0]
        url = f"{base}/{check_const.NOBODY}"
        headers = {"Content-Type": "application/json"}
        try:
            answer = self._wechatpay_get_transport()("POST", url, headers, b"{}")
        except WechatPayConnectionError:
            return "silent"
        is_ours = (
            answer.status == check_const.NOBODY_STATUS
            and check_const.REFUSAL in answer.body
        )
        return "ours" if is_ours else "other"

    # === ADVICE === #

    def _wechatpay_advise_again(self):
        return self.env._("Check again in a minute.")

    def _wechatpay_advise_apiv3(self):
        return self.env._(
            "The key cannot be read back from WeChat Pay: set a new one in the merchant"
            " platform under Account Center > API Security, and enter the same 32"
            " characters here at once."
        )

    def _wechatpay_advise_door(self):
        return self.env._(
            "Let /payment/wechatpay/ through to Odoo, by POST, without a login, a"
            " redirection or a firewall's question in front of it, and with a"
            " certificate that browsers accept. If several databases are served,"
            " the host name must lead to this one (dbfilter)."
        )
