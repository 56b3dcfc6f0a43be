"""The bodies of refunds.

See https://pay.weixin.qq.com/doc/v3/merchant/4012791862. Last seen: November 2026.
"""

import re
from dataclasses import dataclass

from .common import CURRENCY, check_amount, fit

MAX_REASON_BYTES = 80
OUT_REFUND_NO = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True)
class SealedCard:
    """A bank card that nobody but WeChat Pay can read.

    :ivar str bank_type: The bank, as WeChat Pay calls its debit cards.
    :ivar str bank_account: The number, sealed.
    :ivar str real_name: The holder's name, sealed.
    """

    bank_type: str
    bank_account: str
    real_name: str


def refund(*, out_trade_no, out_refund_no, reason, refund_fen, total_fen, notify_url):
    """Return the body that gives back a part or the whole of a payment.

    :param str reason: What the payer reads; cut to WeChat's limit.
    :rtype: dict
    :raise ValueError: If a number or amount is not one WeChat Pay takes.
    """
    if not OUT_REFUND_NO.fullmatch(out_refund_no):
        raise ValueError(f"{out_refund_no!r} is not a valid out_refund_no")
    check_amount(refund_fen)
    if refund_fen > total_fen:
        raise ValueError("a refund is at most the payment")
    body = {
        "out_trade_no": out_trade_no,
        "out_refund_no": out_refund_no,
        "notify_url": notify_url,
        "amount": {"refund": refund_fen, "total": total_fen, "currency": CURRENCY},
    }
    if fitting := fit(reason, MAX_REASON_BYTES):
        body["reason"] = fitting
    return body


def abnormal_refund(out_refund_no):
    """Return the body that sends an abnormal refund to the merchant's bank account.

    See https://pay.weixin.qq.com/doc/v3/merchant/4013421138.

    :rtype: dict
    """
    return {"out_refund_no": out_refund_no, "type": "MERCHANT_BANK_CARD"}


def abnormal_refund_to_card(out_refund_no, card):
    """Return the body that sends an abnormal refund to a bank card of the payer's.

    See https://pay.weixin.qq.com/doc/v3/merchant/4013421138.

    :param SealedCard card: The card, readable for WeChat Pay only.
    :rtype: dict
    """
    return {
        "out_refund_no": out_refund_no,
        "type": "USER_BANK_CARD",
        "bank_type": card.bank_type,
        "bank_account": card.bank_account,
        "real_name": card.real_name,
    }
