"""Calls to WeChat Pay: sign, send, prove, understand."""

import json

from .bills import BillCalls
from .certificates import CertificateCalls
from .codepay import CodepayCalls
from .content import parse_object
from .errors import WechatPayConnectionError, error_of_answer
from .orders import OrderCalls
from .refunds import RefundCalls
from .signing import SignedMessage, authorization, request_message

API_URL = "https://api.mch.weixin.qq.com"
# The same API at another place, for when the first one cannot be reached, see
# https://pay.weixin.qq.com/doc/v3/merchant/4012062524.
STANDBY_URL = "https://api2.mch.weixin.qq.com"
# WeChat Pay refuses requests without one.
USER_AGENT = "wechat-ordering-suite/1.0"

_OK = range(200, 300)
_SERVER_ERROR = 500


class WechatPayClient(
    OrderCalls, CodepayCalls, RefundCalls, BillCalls, CertificateCalls
):
    """One merchant's calls: what signs, sends and verifies all of them.

    Each group of calls is a class in a module of its own.

    The transport, the clock and the source of nonces come from outside, so that each
    call can be repeated to the letter in a test.

    :param Merchant merchant: Who asks, and in whose name.
    :param Verifiers verifiers: WeChat Pay's public keys.
    :param callable transport: Sends one request, see :class:`HttpTransport`.
    :param callable clock: Returns Unix seconds.
    :param callable nonce: Returns 32 letters and digits never used before.
    :param tuple base_urls: Where the API is; the second place, if any, is tried when
        the first one does not answer.
    """

    def __init__(
        self, merchant, verifiers, *, transport, clock, nonce, base_urls=(API_URL,)
    ):
        self._merchant = merchant
        self._account = merchant.account
        self._verifiers = verifiers
        self._transport = transport
        self._clock = clock
        self._nonce = nonce
        self._base_urls = tuple(url.rstrip("/") for url in base_urls)

    def _call(self, method, target, body=b"", *, is_repeatable=True):
        """Return the JSON object of a proven answer; empty if it has no body.

        :param bool is_repeatable: Whether the same words twice do the same as once, so
            that silence may be answered by asking the standby.
        :raise WechatPayConnectionError: If no complete answer came.
        :raise WechatPaySignatureError: If a good answer is not proven to be WeChat
            Pay's.
        :raise WechatPayResponseError: If the answer is an error.
        :raise WechatPayContentError: If it is not what the documents describe.
        """
        urls = self._base_urls if is_repeatable else self._base_urls[:1]
        answer = self._send(urls, method, target, body)
        self._check_status(answer)
        signed = SignedMessage.from_http(answer.headers, answer.body)
        signed.check_age(self._clock())
        proof = signed.verify(self._verifiers)
        return parse_object(answer.body, proof) if answer.body else {}

    def _send(self, urls, method, target, body):
        # The body stays the same to the byte; only the signature's time and nonce are
        # new, because a nonce is good once.
        url, *others = urls
        headers = self._headers(method, target, body)
        try:
            answer = self._transport(method, url + target, headers, body)
        except WechatPayConnectionError:
            if not others:
                raise
        else:
            if not (others and _is_silence(answer)):
                return answer
        return self._send(others, method, target, body)

    @staticmethod
    def _check_status(answer):
        if answer.status not in _OK:
            raise _error_of(answer)

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


def _is_silence(answer):
    # A gateway that speaks instead of WeChat Pay: its answer has no code.
    return answer.status >= _SERVER_ERROR and "code" not in _content_of(answer)


def _error_of(answer):
    # Errors are not always signed, so they prove nothing; a refusal is believed only as
    # far as it makes us stop or ask again.
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return error_of_answer(
        answer.status,
        _content_of(answer),
        headers.get("request-id", ""),
    )


def _content_of(answer):
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
