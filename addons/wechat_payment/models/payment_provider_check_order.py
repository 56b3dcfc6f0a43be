"""Whether WeChat Pay takes orders of this AppID: tried with one that nobody can pay."""

from datetime import datetime, timedelta, timezone

from odoo import models
from odoo.addons.wechat_base.tools.masking import get_wechat_logger

from .. import check_const, const
from ..wechatpay import bodies
from ..wechatpay.errors import WechatPayError, WechatPayResponseError
from .payment_provider_check import Finding

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

_NOT_LINKED = "APPID_MCHID_NOT_MATCH"
_NOT_ALLOWED = "NO_AUTH"


class PaymentProvider(models.Model):
    """A merchant whose AppID is tried."""

    _inherit = "payment.provider"

    def _wechatpay_find_binding(self, sender, word, is_possible):
        """Return whether the AppID is linked to the merchant number.

        WeChat Pay has no question for it, but it refuses each order of an AppID that is
        not. The order's code is thrown away and the order closed, so nobody can pay it.

        :param callable sender: What sends requests.
        :param str word: What makes the order's number a new one.
        :param bool is_possible: Whether WeChat Pay answered the test call.
        :rtype: Finding
        """
        topic = "binding"
        if not is_possible:
            return Finding(
                topic,
                "warning",
                self.env._("Not tried: the test call did not succeed."),
                self.env._("Mend what is wrong above, then check again."),
            )
        client = self._wechatpay_get_client(sender)
        number = f"{check_const.ORDER_PREFIX}{word}"
        try:
            client.create_native_order(self._wechatpay_prepare_check_order(number))
        except WechatPayError as error:
            if error.is_result_unknown:
                self._wechatpay_drop_check_order(client, number)
            return Finding(topic, *self._wechatpay_explain_binding(error))
        self._wechatpay_drop_check_order(client, number)
        return Finding(
            topic,
            "ok",
            self.env._(
                "WeChat Pay took an order of 0.01 yuan, which nobody saw and which is"
                " closed again."
            ),
        )

    def _wechatpay_prepare_check_order(self, number):
        ends_at = datetime.now(timezone.utc) + timedelta(
            minutes=check_const.ORDER_MINUTES
        )
        order = bodies.NativeOrder(
            out_trade_no=number,
            description=self.env._("Check of the settings"),
            total_fen=check_const.ORDER_FEN,
            expires_at=ends_at,
            notify_url=self._wechatpay_get_notify_url(),
        )
        return bodies.encode(order.to_json(self._wechatpay_get_account()))

    def _wechatpay_drop_check_order(self, client, number):
        try:
            client.close_order(number)
        except WechatPayError as error:
            _logger.info("The order %s ends by itself: %s", number, error)

    def _wechatpay_explain_binding(self, error):
        """Return state, meaning and advice of an order that was not taken.

        :rtype: tuple
        """
        code = getattr(error, "code", "")
        if code == _NOT_LINKED:
            return (
                "failed",
                self.env._(
                    "The AppID is not linked to the merchant number, so nobody can pay."
                ),
                self.env._(
                    "Link it in the merchant platform under Product Center > AppID"
                    " Account Management, and confirm the link in the mini-program's"
                    " own platform, mp.weixin.qq.com."
                ),
            )
        if code == _NOT_ALLOWED:
            return (
                "warning",
                self.env._(
                    "Not known: the merchant may not take payments by QR code, and"
                    " those are what this is tried with."
                ),
                self.env._(
                    "To take payments at the till or on a web page by QR code, apply"
                    " for Native payment in the merchant platform under Product Center."
                ),
            )
        if isinstance(error, WechatPayResponseError):
            _state, meaning, advice = self._wechatpay_explain_refusal(error)
            return "warning", meaning, advice
        return self._wechatpay_explain_echo(error)
