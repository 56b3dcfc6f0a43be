"""Payment codes (付款码): the cashier scans what the payer's phone shows.

See https://pay.weixin.qq.com/doc/v3/merchant/4012382150 (pay) and
https://pay.weixin.qq.com/doc/v3/merchant/4012382161 (reverse). Last seen: November
2026. No notification follows a payment by code: it is asked about.
"""

import re
from dataclasses import dataclass

from . import bodies
from .content import Trade
from .errors import WechatPayContentError
from .paths import path_of

_AUTH_CODE = re.compile(r"1[0-5][0-9]{16}")
_ALIPAY_CODE = re.compile(r"(2[5-9]|30)[0-9]{14,22}")

# What the cashier can do about a refusal, by code; each without underscores, because
# APIv2 and v3 spell some differently. The code pages name them, see above and
# https://pay.weixin.qq.com/doc/v2/merchant/4011937125. What is not named here is
# `refused`: the payer takes another way, the shop looks into it.
REFUSALS = {
    # The payer's phone shows a new code each minute, and each is good for one payment.
    "AUTHCODEINVALID": "new_code",
    "AUTHCODEEXPIRE": "new_code",
    "AUTHCODEERROR": "new_code",
    "NOTENOUGH": "not_enough",
    "NOTSUPORTCARD": "other_card",
    "NOTSUPPORTCARD": "other_card",
    "BUYERMISMATCH": "other_payer",
    # The shop's settings, or what WeChat Pay allows the shop.
    "NOAUTH": "settings",
    "RETURNFAIL": "settings",
    "SIGNERROR": "settings",
    "PARAMERROR": "settings",
    "INVALIDREQUEST": "settings",
    "APPIDMCHIDNOTMATCH": "settings",
    "MCHNOTEXISTS": "settings",
    "MCHIDNOTEXIST": "settings",
    "APPIDNOTEXIST": "settings",
}


class AuthCodeError(ValueError):
    """What was scanned is not a payment code of WeChat Pay: nothing was asked for."""


class AlipayCodeError(AuthCodeError):
    """The payer shows a code of Alipay (支付宝)."""


def check_auth_code(text):
    """Return a payment code as WeChat Pay takes it.

    :param str text: What was scanned or typed; spaces are forgiven.
    :return: 18 digits.
    :rtype: str
    :raise AlipayCodeError: If it is one of Alipay's codes.
    :raise AuthCodeError: If it is none of WeChat Pay's.
    """
    code = "".join((text or "").split())
    if _AUTH_CODE.fullmatch(code):
        return code
    if _ALIPAY_CODE.fullmatch(code):
        raise AlipayCodeError("a payment code of Alipay")
    # What was scanned may be anything, and is not repeated.
    raise AuthCodeError("a payment code has 18 digits and begins with 10 to 15")


def refusal_of(code):
    """Return what can be done about a refused payment.

    :param str code: WeChat Pay's error code, in either spelling.
    :return: `new_code`, `not_enough`, `other_card`, `other_payer`, `settings` or
        `refused`.
    :rtype: str
    """
    return REFUSALS.get(code.upper().replace("_", ""), "refused")


@dataclass(frozen=True)
class CodepayAnswer:
    """How a payment by code begins: paid at once, or waiting for a password.

    :ivar Trade trade: The payment; None while the payer types.
    """

    trade: Trade | None

    @classmethod
    def from_json(cls, content):
        """Return what a proven answer says.

        :raise WechatPayContentError: If it says neither.
        """
        # HTTP 200 or 202, with the state alone or, in older answers, as a code.
        state = content.get("trade_state") or content.get("code")
        if state == "USERPAYING":
            return cls(None)
        if state != "SUCCESS":
            raise WechatPayContentError("the answer has no known trade_state")
        return cls(Trade.from_json(content))


class CodepayCalls:
    """The part of the client that takes payments by code."""

    def pay_by_code(self, body):
        """Take a payment by code.

        Never to be repeated: after an unclear answer, query.

        :param bytes body: What :func:`bodies.with_auth_code` made.
        :rtype: CodepayAnswer
        :raise WechatPayError: See :meth:`WechatPayClient._call`; of a refusal,
            :func:`refusal_of` tells what can be done.
        """
        path = f"{self._account.orders_path}/{bodies.CodepayOrder.kind}"
        # The till decides what to do about silence: the payer is standing there.
        return CodepayAnswer.from_json(
            self._call("POST", path, body, is_repeatable=False)
        )

    def reverse_order(self, out_trade_no):
        """Make sure that no money is taken: close what is unpaid, give back the rest.

        Not within 15 seconds of the payment's begin, and not after 7 days.

        :param str out_trade_no: Our number.
        :raise WechatPayError: See :meth:`WechatPayClient._call`; unless the number is
            unknown, repeat until it is done.
        """
        path = path_of(f"{self._account.orders_path}/out-trade-no", out_trade_no)
        self._call("POST", f"{path}/reverse", bodies.encode(self._account.members))
