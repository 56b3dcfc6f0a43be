"""What can go wrong with WeChat Pay, sorted by what the caller can do about it.

The error table of the API: https://pay.weixin.qq.com/doc/v3/merchant/4012068676 and the
page of each call. Last seen: November 2026.
"""


class WechatPayError(Exception):
    """Base of all errors of this package.

    :ivar bool is_result_unknown: Whether WeChat Pay may have done what was asked. Then
        ask first, and repeat only with the very same parameters.
    """

    is_result_unknown = False


class WechatPayConfigurationError(WechatPayError):
    """A key or number of the merchant is missing or malformed: correct the settings."""


class WechatPayConnectionError(WechatPayError):
    """No complete answer came."""

    is_result_unknown = True


class WechatPaySignatureError(WechatPayError):
    """A message is not proven to be WeChat Pay's: missing, wrong or old signature."""

    is_result_unknown = True


class WechatPayUnknownSerialError(WechatPaySignatureError):
    """The message names a key that is not configured.

    :ivar str serial: The name of the key.
    """

    def __init__(self, serial):
        super().__init__(f"no key is configured for the serial {serial!r}")
        self.serial = serial


class WechatPayDecryptionError(WechatPayError):
    """The API v3 key does not open the message."""


class WechatPayContentError(WechatPayError):
    """A proven message is not what the documents describe."""

    is_result_unknown = True


class WechatPayBillFormatError(WechatPayError):
    """A bill is not laid out as the documents describe, or not whole."""


class WechatPayResponseError(WechatPayError):
    """WeChat Pay answered with an error.

    :ivar int http_status: The HTTP status.
    :ivar str code: WeChat Pay's code, in its newer spelling or as it came.
    :ivar str message: WeChat Pay's explanation, in Chinese.
    :ivar str request_id: What to tell WeChat's support.
    :ivar dict detail: Which field was wrong, if the answer tells.
    """

    def __init__(self, http_status, code="", message="", request_id="", detail=None):
        super().__init__(f"HTTP {http_status} {code} {message} [{request_id}]")
        self.http_status = http_status
        self.code = code
        self.message = message
        self.request_id = request_id
        self.detail = detail or {}


class WechatPayBusyError(WechatPayResponseError):
    """WeChat Pay failed or asks to slow down; what became of the request is unknown."""

    is_result_unknown = True


class WechatPayNotFoundError(WechatPayResponseError):
    """WeChat Pay does not know the number; or not yet, right after a create call."""


class WechatPayOrderPaidError(WechatPayResponseError):
    """The order is paid already: query it."""


class WechatPayOrderClosedError(WechatPayResponseError):
    """The order is closed or reversed: use a new number."""


class WechatPayNumberUsedError(WechatPayResponseError):
    """The number has other parameters already: query it, then use a new one."""


class WechatPayNotEnoughError(WechatPayResponseError):
    """The balance is short: the payer's when paying, the merchant's when refunding."""


class WechatPayBillNotReadyError(WechatPayResponseError):
    """The bill is still being made: ask again later; it says nothing of the day."""


class WechatPayNoBillError(WechatPayResponseError):
    """There is no bill, because nothing happened that day."""


class WechatPayRefusedError(WechatPayResponseError):
    """WeChat Pay refuses for good: repeating changes nothing."""


# Each code without underscores, because old and new spellings exist side by side
# (ORDERPAID and ORDER_PAID, SYSTEMERROR and SYSTEM_ERROR).
ERROR_OF_CODE = {
    "ORDERPAID": WechatPayOrderPaidError,
    "ORDERCLOSED": WechatPayOrderClosedError,
    "ORDERREVERSED": WechatPayOrderClosedError,
    "OUTTRADENOUSED": WechatPayNumberUsedError,
    "ORDERNOTEXIST": WechatPayNotFoundError,
    "RESOURCENOTEXISTS": WechatPayNotFoundError,
    "REFUNDNOTEXISTS": WechatPayNotFoundError,
    "NOTENOUGH": WechatPayNotEnoughError,
    "FREQUENCYLIMITED": WechatPayBusyError,
    "FREQUENCYLIMITEXCEED": WechatPayBusyError,
    "RATELIMITEXCEED": WechatPayBusyError,
    "RATELIMITEXCEEDED": WechatPayBusyError,
    "SYSTEMERROR": WechatPayBusyError,
    "BANKERROR": WechatPayBusyError,
    "USERPAYING": WechatPayBusyError,
    "STATEMENTCREATING": WechatPayBillNotReadyError,
    "NOSTATEMENTEXIST": WechatPayNoBillError,
}

_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500
_CLIENT_ERROR = 400


def error_of_answer(http_status, content, request_id):
    """Return the error that an unsuccessful answer stands for.

    The HTTP status alone decides when the code says nothing: a redirection or a server
    error leaves the result open.

    :param int http_status: The HTTP status.
    :param dict content: The JSON object of the body; empty if it was not one.
    :param str request_id: The answer's `Request-ID`.
    :return: The error, not raised.
    :rtype: WechatPayResponseError
    """
    code = str(content.get("code") or "")
    detail = content.get("detail")
    known = ERROR_OF_CODE.get(code.upper().replace("_", ""))
    if known is None:
        is_refusal = _CLIENT_ERROR <= http_status < _SERVER_ERROR
        is_refusal = is_refusal and http_status != _TOO_MANY_REQUESTS
        known = WechatPayRefusedError if is_refusal else WechatPayBusyError
    return known(
        http_status,
        code,
        str(content.get("message") or ""),
        request_id,
        detail if isinstance(detail, dict) else None,
    )
