"""The door through which WeChat Pay tells what happened.

See https://pay.weixin.qq.com/doc/v3/merchant/4012075249. WeChat Pay waits five seconds
and repeats what was not accepted for a day, so the door only writes down the fact; what
follows from it is a job's work.
"""

from odoo import SUPERUSER_ID, http
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.http import request

from .. import const
from ..wechatpay.errors import (
    WechatPayConfigurationError,
    WechatPayDecryptionError,
    WechatPayError,
)

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
_ACCEPTED = '{"code":"SUCCESS","message":"成功"}'
_REFUSED = '{"code":"FAIL","message":"失败"}'


class WechatPayWebhook(http.Controller):
    """Takes notifications of payments and refunds."""

    @http.route(
        f"{const.WEBHOOK_ROUTE}/<int:provider_id>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        readonly=False,
        save_session=False,
        max_content_length=const.MAX_NOTIFICATION_BYTES,
    )
    def wechatpay_webhook(self, provider_id, **_form):
        """Write down what WeChat Pay says, once it is proven that it does.

        Nobody is logged in here: the signature is the proof, checked before anything
        else is looked at.

        :param int provider_id: The merchant it is about.
        :return: The acknowledgement, or a refusal after which WeChat Pay tries again.
        :rtype: Response
        """
        env = request.env(user=SUPERUSER_ID, context={"lang": "en_US"})
        provider = env["payment.provider"].browse(provider_id).exists()
        if provider.code != const.PROVIDER_CODE:
            return _answer(404)
        # The raw body: put together again from its JSON it would not be what was
        # signed.
        body = request.httprequest.get_data()
        try:
            notification = provider._wechatpay_parse_notification(
                request.httprequest.headers, body
            )
            is_ours = self._follow(provider, notification)
        except WechatPayError as error:
            return self._refuse(provider, error)
        return _answer(200 if is_ours else 404)

    def _follow(self, provider, notification):
        """Apply a proven notification and commit.

        :param payment.provider provider: The merchant it is about.
        :param Notification notification: What WeChat Pay says.
        :return: Whether it is about a payment or refund of ours, and fits it.
        :rtype: bool
        :raise WechatPayContentError: If it is malformed.
        """
        if notification.is_payment:
            number, facts, method = (
                notification.trade.out_trade_no,
                notification.trade,
                "_wechatpay_apply",
            )
        elif notification.is_refund:
            number, facts, method = (
                notification.refund.out_refund_no,
                notification.refund,
                "_wechatpay_apply_refund",
            )
        else:
            _logger.info("Nothing to do for a %s event", notification.event_type)
            return True

        def apply(env):
            tx = env["payment.transaction"].search(
                [("reference", "=", number), ("provider_id", "=", provider.id)]
            )
            if not tx:
                _logger.warning("WeChat Pay tells of %s, which is not ours", number)
                return False
            return getattr(tx, method)(facts, "notification")

        return run_committed(provider.env, apply)

    def _refuse(self, provider, error):
        is_own_fault = isinstance(
            error, (WechatPayConfigurationError, WechatPayDecryptionError)
        )
        log = _logger.error if is_own_fault else _logger.warning
        log(
            "Refused a notification for %s (%s): %s",
            provider.name,
            type(error).__name__,
            error,
        )
        return _answer(500 if is_own_fault else 401)


def _answer(status):
    body = _ACCEPTED if status == 200 else _REFUSED
    return request.make_response(body, headers=_HEADERS, status=status)
