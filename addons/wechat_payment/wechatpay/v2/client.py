"""Payment codes by APIv2: micropay, orderquery, reverse.

The same three calls with the same results as the v3 client's, for merchants whom WeChat
Pay does not let use v3's. See https://pay.weixin.qq.com/doc/v2/merchant/4011937125.
Last seen: November 2026.
"""

import json

from ..codepay import CodepayAnswer
from ..content import Trade
from ..errors import WechatPayBusyError, WechatPayContentError, error_of_answer
from ..proof import SHARED_KEY, Proof, ProvenObject, text_of
from .message import from_xml, to_xml
from .signing import HMAC_SHA256, check_key, sign, verify

_OK = 200
_SUCCESS = "SUCCESS"
# What an answer without a result says of itself: nothing was looked at.
_NOT_TAKEN = "RETURN_FAIL"
_REFUSAL_STATUS = 400


class V2Client:
    """One merchant's payments by code.

    :param Account account: Who is paid.
    :param str key: The APIv2 key.
    :param callable transport: Sends one request; reversing needs one that shows the
        merchant's certificate, see :class:`CertificateTransport`.
    :param callable nonce: Returns at most 32 letters and digits never used before.
    :param str base_url: Where the API is.
    :param str sign_type: `HMAC-SHA256` or `MD5`.
    """

    def __init__(
        self, account, key, *, transport, nonce, base_url, sign_type=HMAC_SHA256
    ):
        self._account = account
        self._key = check_key(key)
        self._transport = transport
        self._nonce = nonce
        self._base_url = base_url.rstrip("/")
        self._sign_type = sign_type

    def pay_by_code(self, body):
        """Take a payment by code; see :meth:`CodepayCalls.pay_by_code`.

        :param bytes body: The very body of the v3 call.
        :rtype: CodepayAnswer
        """
        asked = json.loads(body)
        values = self._call(
            "/pay/micropay",
            body=asked["description"],
            out_trade_no=asked["out_trade_no"],
            total_fee=str(asked["amount"]["total"]),
            fee_type=asked["amount"]["currency"],
            auth_code=asked["payer"]["auth_code"],
            spbill_create_ip="127.0.0.1",
        )
        return CodepayAnswer(_trade_of(values, _SUCCESS, values.proof))

    def query_order(self, out_trade_no):
        """Return a payment as WeChat Pay sees it now.

        :param str out_trade_no: Our number.
        :rtype: Trade
        """
        values = self._call("/pay/orderquery", out_trade_no=out_trade_no)
        return _trade_of(
            {"out_trade_no": out_trade_no, **values},
            values.get("trade_state", ""),
            values.proof,
        )

    def reverse_order(self, out_trade_no):
        """Make sure that no money is taken; see :meth:`CodepayCalls.reverse_order`.

        :param str out_trade_no: Our number.
        """
        values = self._call("/secapi/pay/reverse", out_trade_no=out_trade_no)
        if values.get("recall") == "Y":
            raise WechatPayBusyError(_OK, "RECALL", "to be asked for again")

    def _call(self, path, **values):
        """Return the values of a proven, successful answer.

        :raise WechatPayConnectionError: If no complete answer came.
        :raise WechatPaySignatureError: If an answer is not proven to be WeChat Pay's.
        :raise WechatPayResponseError: If the answer is an error.
        :raise WechatPayContentError: If it is not what the documents describe.
        """
        message = {**self._members(), "nonce_str": self._nonce(), **values}
        message["sign_type"] = self._sign_type
        message["sign"] = sign(message, self._key, self._sign_type)
        answer = self._transport(
            "POST",
            self._base_url + path,
            {"Content-Type": "text/xml; charset=utf-8"},
            to_xml(message),
        )
        if answer.status != _OK:
            raise error_of_answer(answer.status, {}, "")
        return self._read(
            ProvenObject.of(
                from_xml(answer.body), Proof(SHARED_KEY, text_of(answer.body))
            )
        )

    def _read(self, values):
        if values.get("return_code") != _SUCCESS:
            # Not signed: it makes us stop or ask, and proves nothing.
            raise _error(_NOT_TAKEN, values.get("return_msg", ""))
        verify(values, self._key, self._sign_type)
        if values.get("result_code") == _SUCCESS:
            return values
        if values.get("recall") == "Y":
            raise WechatPayBusyError(_OK, values.get("err_code", ""), "recall=Y")
        raise _error(values.get("err_code", ""), values.get("err_code_des", ""))

    def _members(self):
        members = {"appid": self._account.appid, "mch_id": self._account.mchid}
        if self._account.is_partner:
            members["sub_mch_id"] = self._account.sub_mchid
            if self._account.sub_appid:
                members["sub_appid"] = self._account.sub_appid
        return members


def _error(code, message):
    return error_of_answer(_REFUSAL_STATUS, {"code": code, "message": message}, "")


def _trade_of(values, trade_state, proof):
    """Return the payment that an answer describes, in v3's words.

    :raise WechatPayContentError: If a value is missing or no number.
    """
    total = values.get("total_fee", "")
    if total and not (total.isascii() and total.isdigit()):
        raise WechatPayContentError("total_fee is not a number")
    try:
        return Trade(
            appid=values["appid"],
            mchid=values["mch_id"],
            out_trade_no=values["out_trade_no"],
            trade_state=trade_state,
            sub_appid=values.get("sub_appid", ""),
            sub_mchid=values.get("sub_mch_id", ""),
            transaction_id=values.get("transaction_id", ""),
            trade_type=values.get("trade_type", ""),
            success_time=values.get("time_end", ""),
            openid=values.get("sub_openid") or values.get("openid", ""),
            total_fen=int(total) if total else None,
            currency=values.get("fee_type") or ("CNY" if total else ""),
            proof=proof,
        )
    except KeyError as error:
        raise WechatPayContentError(f"the answer has no {error.args[0]}") from error
