"""The door through which WeChat Pay tells what happened.

See https://pay.weixin.qq.com/doc/v3/merchant/4012075249. WeChat Pay waits five seconds
and repeats what was not accepted for a day, so the door only writes down the fact; what
follows from it is a job's work.
"""

from odoo import SUPERUSER_ID, http
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.addons.wechat_base.tools.retry import run_in_request
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
        # In the transaction of the request, which Odoo commits before it answers.
        return run_in_request(lambda: self._take_in(provider_id), lambda: request.env)

    def _take_in(self, provider_id):
        env = request.env(user=SUPERUSER_ID, context={"lang": "en_US"})
        # The raw body: put together again from its JSON it would not be what was
        # signed.
        body = request.httprequest.get_data()
        try:
            notification = env["payment.provider"]._wechatpay_parse_notification(
                provider_id, request.httprequest.headers, body
            )
            if not notification:
                return _answer(404)
            is_ours = self._follow(env, provider_id, notification)
        except WechatPayError as error:
            return self._refuse(env, provider_id, error)
        return _answer(200 if is_ours else 404)

    def _follow(self, env, provider_id, notification):
        """Apply a proven notification.

        :param Environment env: The environment of the request.
        :param int provider_id: The merchant it was sent to.
        :param Notification notification: What WeChat Pay says.
        :return: Whether it is about a payment or refund of ours, and fits it.
        :rtype: bool
        :raise WechatPayContentError: If it is malformed.
        """
        payments = env["payment.transaction"]
        if notification.is_payment:
            return payments._wechatpay_follow_payment(provider_id, notification.trade)
        if notification.is_refund:
            return payments._wechatpay_follow_refund(provider_id, notification.refund)
        if notification.is_echo:
            env["wechatpay.settings.check"]._hear(provider_id, notification.content)
        else:
            _logger.info("Nothing to do for a %s event", notification.event_type)
        return True

    def _refuse(self, env, provider_id, error):
        if isinstance(error, WechatPayDecryptionError):
            # Its signature was proven before it was to be opened: it is WeChat Pay's.
            env["wechatpay.settings.check"]._hear_unopened(provider_id)
        is_own_fault = isinstance(
            error, (WechatPayConfigurationError, WechatPayDecryptionError)
        )
        log = _logger.error if is_own_fault else _logger.warning
        log(
            "Refused a notification for provider %s (%s): %s",
            provider_id,
            type(error).__name__,
            error,
        )
        return _answer(500 if is_own_fault else 401)


def _answer(status):
    body = _ACCEPTED if status == 200 else _REFUSED
    return request.make_response(body, headers=_HEADERS, status=status)
