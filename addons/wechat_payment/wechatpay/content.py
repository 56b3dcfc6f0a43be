"""The neutral form of what WeChat Pay tells: payments and refunds.

See https://pay.weixin.qq.com/doc/v3/merchant/4012791858 (payment) and
https://pay.weixin.qq.com/doc/v3/merchant/4012791863 (refund). Last seen: November 2026.
"""

import json
from dataclasses import dataclass, field

from .errors import WechatPayContentError
from .proof import Proof, ProvenObject, text_of


@dataclass(frozen=True)
class Trade:
    """A payment as WeChat Pay sees it.

    What is not known yet is empty: an order that nobody paid has neither a transaction
    nor, in some answers, an amount.
    """

    # Of a service provider's payment: the service provider's.
    appid: str
    mchid: str
    out_trade_no: str
    trade_state: str
    sub_appid: str = ""
    sub_mchid: str = ""
    transaction_id: str = ""
    trade_type: str = ""
    success_time: str = ""
    openid: str = ""
    total_fen: int | None = None
    currency: str = ""
    # The message that says so. Two that say the same are the same payment.
    proof: Proof | None = field(default=None, compare=False, repr=False)

    @classmethod
    def from_json(cls, content):
        """Return the payment that an answer or a notification describes.

        :raise WechatPayContentError: If a field has another type than documented.
        """
        amount = _member(content, "amount", dict, {})
        payer = _member(content, "payer", dict, {})
        return cls(
            appid=_either(content, "sp_appid", "appid"),
            mchid=_either(content, "sp_mchid", "mchid", _REQUIRED),
            out_trade_no=_member(content, "out_trade_no", str),
            trade_state=_member(content, "trade_state", str),
            sub_appid=_member(content, "sub_appid", str, ""),
            sub_mchid=_member(content, "sub_mchid", str, ""),
            transaction_id=_member(content, "transaction_id", str, ""),
            trade_type=_member(content, "trade_type", str, ""),
            success_time=_member(content, "success_time", str, ""),
            openid=_either(payer, "sub_openid", "openid")
            or _member(payer, "sp_openid", str, ""),
            total_fen=_member(amount, "total", int, None),
            currency=_member(amount, "currency", str, ""),
            proof=getattr(content, "proof", None),
        )


@dataclass(frozen=True)
class Refund:
    """A refund as WeChat Pay sees it."""

    out_trade_no: str
    out_refund_no: str
    status: str
    refund_fen: int
    total_fen: int
    # Only notifications name the merchant, and no refund names the mini-program.
    mchid: str = ""
    sub_mchid: str = ""
    refund_id: str = ""
    transaction_id: str = ""
    success_time: str = ""
    proof: Proof | None = field(default=None, compare=False, repr=False)

    @classmethod
    def from_json(cls, content):
        """Return the refund that an answer or a notification describes.

        A notification calls `refund_status` what an answer calls `status`.

        :raise WechatPayContentError: If a field has another type than documented.
        """
        amount = _member(content, "amount", dict)
        status = _member(content, "status", str, "")
        return cls(
            out_trade_no=_member(content, "out_trade_no", str),
            out_refund_no=_member(content, "out_refund_no", str),
            status=status or _member(content, "refund_status", str),
            refund_fen=_member(amount, "refund", int),
            total_fen=_member(amount, "total", int),
            mchid=_either(content, "sp_mchid", "mchid"),
            sub_mchid=_member(content, "sub_mchid", str, ""),
            refund_id=_member(content, "refund_id", str, ""),
            transaction_id=_member(content, "transaction_id", str, ""),
            success_time=_member(content, "success_time", str, ""),
            proof=getattr(content, "proof", None),
        )


def parse_object(body, proof=None):
    """Return the JSON object of a body.

    :param bytes body: The body.
    :param Proof proof: What proves it; it stays with the object.
    :rtype: ProvenObject
    :raise WechatPayContentError: If it is not one.
    """
    try:
        content = json.loads(text_of(body))
    except (ValueError, RecursionError) as error:
        raise WechatPayContentError("the message is not JSON") from error
    if not isinstance(content, dict):
        raise WechatPayContentError("the message is not a JSON object")
    return ProvenObject.of(content, proof)


_REQUIRED = object()


def _either(content, name, other, default=""):
    return _member(content, name, str, "") or _member(content, other, str, default)


def _member(content, name, kind, default=_REQUIRED):
    value = content.get(name)
    if value is None and default is not _REQUIRED:
        return default
    # A boolean is an int to Python, and no amount.
    if not isinstance(value, kind) or isinstance(value, bool):
        raise WechatPayContentError(f"{name} is not a {kind.__name__}")
    return value
