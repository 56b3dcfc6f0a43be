"""Builds the messages WeChat Pay sends to merchants, true and false ones.

https://pay.weixin.qq.com/doc/v3/merchant/4012075249
"""

import json
import uuid
from dataclasses import dataclass

from ..clock import rfc3339
from ..web import dump_json
from .signing import (
    OLD_S,
    PROBE_PREFIX,
    UNKNOWN_SERIAL,
    break_tag,
    encrypt,
    signed_headers,
)

SUMMARIES = {
    "TRANSACTION.SUCCESS": "支付成功",
    "REFUND.SUCCESS": "退款成功",
    "REFUND.ABNORMAL": "退款异常",
    "REFUND.CLOSED": "退款关闭",
    "SECURITY_ECHO.SUCCESS": "验签测试",
}

# What is inside, by the family of the event.
_KINDS = {
    "TRANSACTION": "transaction",
    "REFUND": "refund",
    "SECURITY_ECHO": "security",
}


@dataclass(frozen=True)
class Message:
    """A notification ready to be posted."""

    headers: dict
    body: bytes


def build(notification, *, signer, merchant, wire_now, fault=None):
    """Return the message for a notification.

    :param notification: Its row in the store.
    :param Signer signer: The key WeChat Pay signs with.
    :param Merchant merchant: The receiver, whose APIv3 key encrypts.
    :param float wire_now: The real time.
    :param str fault: One of the message faults, to spoil the message with.
    """
    content = _falsify(json.loads(notification["resource"]), fault)
    event_type = notification["event_type"]
    kind = _KINDS[event_type.partition(".")[0]]
    box = encrypt(merchant.apiv3_key, dump_json(content), kind)
    if fault == "notify_bad_tag":
        box["ciphertext"] = break_tag(box["ciphertext"])
    # A forged message is another message; a probe stands for the real one.
    message_id = notification["id"] if fault is None else str(uuid.uuid4())
    body = dump_json(
        {
            "id": message_id,
            "create_time": rfc3339(notification["created_at"]),
            "resource_type": "encrypt-resource",
            "event_type": event_type,
            "summary": SUMMARIES[event_type],
            "resource": {"original_type": kind, **box},
        }
    )
    headers = _spoil_headers(
        signed_headers(
            signer, body, wire_now - (OLD_S if fault == "notify_old_timestamp" else 0)
        ),
        fault,
    )
    return Message(
        {
            "Content-Type": "application/json",
            "Accept": "*/*",
            "User-Agent": "Mozilla/4.0",
            **headers,
        },
        body,
    )


def _falsify(content, fault):
    if "amount" not in content:
        return content
    if fault == "notify_wrong_amount":
        content["amount"]["total"] += 1
        content["amount"]["payer_total"] = content["amount"]["total"]
    elif fault == "notify_wrong_currency":
        content["amount"]["currency"] = "USD"
    elif fault == "notify_wrong_mchid":
        content["sub_mchid" if "sub_mchid" in content else "mchid"] = "1900000001"
    elif fault == "notify_wrong_appid":
        content["sp_appid" if "sp_appid" in content else "appid"] = "wx" + "0" * 16
    elif fault == "notify_unknown_order":
        content["out_trade_no"] = "NOSUCH" + content["out_trade_no"][-20:]
    return content


def _spoil_headers(headers, fault):
    if fault == "notify_unsigned":
        return {}
    if fault == "notify_signtest":
        headers["Wechatpay-Signature"] = PROBE_PREFIX + headers["Wechatpay-Signature"]
    elif fault == "notify_wrong_serial":
        headers["Wechatpay-Serial"] = UNKNOWN_SERIAL
    return headers
