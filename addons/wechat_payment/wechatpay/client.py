"""Calls to WeChat Pay: sign, send, prove, understand."""

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from . import bodies
from .content import Refund, Trade, parse_object
from .errors import WechatPayContentError, error_of_answer
from .keys import PrivateKey
from .signing import SignedMessage, authorization, jsapi_parameters, request_message

API_URL = "https://api.mch.weixin.qq.com"
# WeChat Pay refuses requests without one.
USER_AGENT = "wechat-ordering-suite/1.0"

_OK = range(200, 300)
_PREPAY_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True)
class Merchant:
    """Who asks: the mini-program, the merchant number and the merchant's key."""

    appid: str
    mchid: str
    key: PrivateKey


class WechatPayClient:
    """One merchant's calls.

    The transport, the clock and the source of nonces come from outside, so that each
    call can be repeated to the letter in a test.

    :param Merchant merchant: Who asks.
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
        self._verifiers = verifiers
        self._transport = transport
        self._clock = clock
        self._nonce = nonce
        self._base_url = base_url.rstrip("/")

    def create_jsapi_order(self, body):
        """Prepare a payment in a mini-program.

        :param bytes body: What :class:`bodies.JsapiOrder` made, encoded. Repeating the
            number asks for the very same bytes.
        :return: The prepay_id, good for two hours.
        :rtype: str
        :raise WechatPayError: See :meth:`_call`.
        """
        content = self._call("POST", "/v3/pay/transactions/jsapi", body)
        prepay_id = content.get("prepay_id")
        if not isinstance(prepay_id, str) or not _PREPAY_ID.fullmatch(prepay_id):
            raise WechatPayContentError("the answer has no prepay_id")
        return prepay_id

    def jsapi_parameters(self, prepay_id):
        """Return the five parameters of `wx.requestPayment`, signed now.

        :param str prepay_id: The prepared payment.
        :rtype: dict
        """
        return jsapi_parameters(
            self._merchant.key,
            self._merchant.appid,
            prepay_id,
            timestamp=int(self._clock()),
            nonce=self._nonce(),
        )

    def query_order(self, out_trade_no):
        """Return a payment as WeChat Pay sees it now.

        :param str out_trade_no: Our number.
        :rtype: Trade
        :raise WechatPayError: See :meth:`_call`.
        """
        path = _path("/v3/pay/transactions/out-trade-no", out_trade_no)
        query = urlencode({"mchid": self._merchant.mchid})
        return Trade.from_json(self._call("GET", f"{path}?{query}"))

    def close_order(self, out_trade_no):
        """Make sure that a payment can no longer be made.

        :param str out_trade_no: Our number.
        :raise WechatPayError: See :meth:`_call`; whatever it is, query then, for the
            payer may have been faster.
        """
        path = _path("/v3/pay/transactions/out-trade-no", out_trade_no)
        self._call(
            "POST", f"{path}/close", bodies.encode({"mchid": self._merchant.mchid})
        )

    def create_refund(self, body):
        """Give money back.

        :param bytes body: What :func:`bodies.refund` made, encoded. After an error
            repeat the very same bytes: another number would be another refund.
        :return: The refund, accepted and perhaps not yet carried out.
        :rtype: Refund
        :raise WechatPayError: See :meth:`_call`.
        """
        return Refund.from_json(self._call("POST", "/v3/refund/domestic/refunds", body))

    def query_refund(self, out_refund_no):
        """Return a refund as WeChat Pay sees it now.

        :param str out_refund_no: Our number.
        :rtype: Refund
        :raise WechatPayError: See :meth:`_call`.
        """
        path = _path("/v3/refund/domestic/refunds", out_refund_no)
        return Refund.from_json(self._call("GET", path))

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
                self._merchant.key, self._merchant.mchid, nonce, timestamp, message
            ),
            "User-Agent": USER_AGENT,
            "Wechatpay-Serial": self._verifiers.preferred_serial,
        }


def _path(prefix, number):
    # Quoted before signing: what is signed is what is sent.
    return f"{prefix}/{quote(number, safe='')}"


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
