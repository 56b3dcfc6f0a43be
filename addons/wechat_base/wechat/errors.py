"""What can go wrong with WeChat's open API, sorted by what the caller can do about it.

The error codes: https://developers.weixin.qq.com/miniprogram/dev/framework/usability/
PublicErrno.html and the page of each call. Last seen: November 2026.
"""


class WechatError(Exception):
    """Base of all errors of this package."""


class WechatConnectionError(WechatError):
    """No complete answer came: try again later."""


class WechatContentError(WechatError):
    """An answer or a message is not what the documents describe."""


class WechatSignatureError(WechatError):
    """A message is not proven to be WeChat's."""


class WechatResponseError(WechatError):
    """WeChat answered with an error code.

    :ivar int code: WeChat's `errcode`.
    :ivar str message: WeChat's explanation.
    """

    def __init__(self, code, message=""):
        super().__init__(f"{code} {message}".strip())
        self.code = code
        self.message = message


class WechatBusyError(WechatResponseError):
    """WeChat is busy or a limit is reached: try again later."""


class WechatTokenError(WechatResponseError):
    """The access token is not valid (any more): get another one."""


class WechatCodeError(WechatResponseError):
    """The one-time code of a phone is wrong, old or used: ask the phone for another."""


class WechatBlockedUserError(WechatResponseError):
    """WeChat considers the user a risk: do not let them in."""


class WechatAccountError(WechatResponseError):
    """The settings of the account are wrong: a person must correct them."""


class WechatRecipientError(WechatResponseError):
    """The person did not allow this message, or is unknown: do not try again."""


class WechatRefusedError(WechatResponseError):
    """WeChat refuses for good: repeating changes nothing."""


ERROR_OF_CODE = {
    -1: WechatBusyError,
    40001: WechatTokenError,
    40014: WechatTokenError,
    42001: WechatTokenError,
    40029: WechatCodeError,
    40163: WechatCodeError,
    40226: WechatBlockedUserError,
    40013: WechatAccountError,
    40125: WechatAccountError,
    40164: WechatAccountError,
    41002: WechatAccountError,
    41004: WechatAccountError,
    48001: WechatAccountError,
    50002: WechatAccountError,
    45009: WechatBusyError,
    45011: WechatBusyError,
    44990: WechatBusyError,
    44991: WechatBusyError,
    43101: WechatRecipientError,
    43104: WechatRecipientError,
    40003: WechatRecipientError,
    61010: WechatRecipientError,
    # The order centre learns of a payment some seconds after it.
    10060001: WechatBusyError,
}


def error_of_code(code, message=""):
    """Return the error that an `errcode` stands for, not raised."""
    return ERROR_OF_CODE.get(code, WechatRefusedError)(code, message)
