"""Calls to WeChat Pay: sign, send, prove, understand."""

import json

from .codepay import CodepayCalls
from .content import parse_object
from .errors import error_of_answer
from .orders import OrderCalls
from .refunds import RefundCalls
from .signing import SignedMessage, authorization, request_message

API_URL = "https://api.mch.weixin.qq.com"
# WeChat Pay refuses requests without one.
USER_AGENT = "wechat-ordering-suite/1.0"

_OK = range(200, 300)


class WechatPayClient(OrderCalls, CodepayCalls, RefundCalls):
    """One merchant's calls: what signs, sends and verifies all of them.

    Each group of calls is a class in a module of its own.

    The transport, the clock and the source of nonces come from outside, so that each
    call can be repeated to the letter in a test.

    :param Merchant merchant: Who asks, and in whose name.
    :param Verifiers verifiers: WeChat Pay's public keys.
    :param callable transport: Sends one request, see :class:`HttpTransport`.
    :param callable clock: Returns Unix seconds.
    :param callable nonce: Returns 32 letters and digits never used before.
    :param str base_url: Where the API is.
    """

    def __init__(
        self, merchant, verifiers, *, transport, clock, nonce, base_url=API_URL
    ):
        self._merchant = merchant
        self._account = merchant.account
        self._verifiers = verifiers
        self._transport = transport
        self._clock = clock
        self._nonce = nonce
        self._base_url = base_url.rstrip("/")

    def _call(self, method, target, body=b""):
        """Return the JSON object of a proven answer; empty if it has no body.

        :raise WechatPayConnectionError: If no complete answer came.
        :raise WechatPaySignatureError: If a good answer is not proven to be WeChat
            Pay's.
        :raise WechatPayResponseError: If the answer is an error.
        :raise WechatPayContentError: If it is not what the documents describe.
        """
        answer = self._transport(
            method,
            self._base_url + target,
            self._headers(method, target, body),
            body,
        )
        if answer.status not in _OK:
            raise _error_of(answer)
        signed = SignedMessage.from_http(answer.headers, answer.body)
        signed.check_age(self._clock())
        signed.verify(self._verifiers)
        return parse_object(answer.body) if answer.body else {}

    def _headers(self, method, target, body):
        timestamp, nonce = int(self._clock()), self._nonce()
        message = request_message(method, target, timestamp, nonce, body)
        return {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Authorization": authorization(
                self._merchant.key, self._account.mchid, nonce, timestamp, message
            ),
            "User-Agent": USER_AGENT,
            "Wechatpay-Serial": self._verifiers.preferred_serial,
        }


def _error_of(answer):
    # Errors are not always signed, so they prove nothing; a refusal is believed only as
    # far as it makes us stop or ask again.
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        content = {}
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return error_of_answer(
        answer.status,
        content if isinstance(content, dict) else {},
        headers.get("request-id", ""),
    )
