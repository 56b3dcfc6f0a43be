"""The bodies of our requests.

See https://pay.weixin.qq.com/doc/v3/merchant/4012791856 (mini-program order) and
https://pay.weixin.qq.com/doc/v3/merchant/4012791862 (refund). Last seen: November 2026.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

CURRENCY = "CNY"
MAX_DESCRIPTION_BYTES = 127
MAX_REASON_BYTES = 80

# One form that every kind of payment and of bill takes, though `|` and `*` are allowed
# to some: a number with `|` is sent as %7C and signed otherwise by careless clients.
OUT_TRADE_NO = re.compile(r"[0-9A-Za-z_-]{6,32}")
OUT_REFUND_NO = re.compile(r"[0-9A-Za-z_-]{1,64}")

_BEIJING = timezone(timedelta(hours=8))


def encode(content):
    """Return a body as it is signed and sent: UTF-8, no spaces, no escapes."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class JsapiOrder:
    """A payment to prepare in a mini-program.

    :ivar str out_trade_no: Our number, never used before.
    :ivar str description: What the payer reads; cut to WeChat's limit.
    :ivar str openid: Who will pay.
    :ivar int total_fen: The amount.
    :ivar datetime expires_at: Until when it can be paid, with a time zone.
    :ivar str notify_url: Where notifications go; without a query string.
    """

    out_trade_no: str
    description: str
    openid: str
    total_fen: int
    expires_at: datetime
    notify_url: str

    def to_json(self, appid, mchid):
        """Return the body of the request.

        :rtype: dict
        :raise ValueError: If the number or the amount is not one WeChat Pay takes.
        """
        if not OUT_TRADE_NO.fullmatch(self.out_trade_no):
            raise ValueError(f"{self.out_trade_no!r} is not a valid out_trade_no")
        _check_amount(self.total_fen)
        return {
            "appid": appid,
            "mchid": mchid,
            "description": fit(self.description, MAX_DESCRIPTION_BYTES)
            or self.out_trade_no,
            "out_trade_no": self.out_trade_no,
            "time_expire": rfc3339(self.expires_at),
            "notify_url": self.notify_url,
            "amount": {"total": self.total_fen, "currency": CURRENCY},
            "payer": {"openid": self.openid},
        }


def refund(*, out_trade_no, out_refund_no, reason, refund_fen, total_fen, notify_url):
    """Return the body that gives back a part or the whole of a payment.

    :param str reason: What the payer reads; cut to WeChat's limit.
    :rtype: dict
    :raise ValueError: If a number or amount is not one WeChat Pay takes.
    """
    if not OUT_REFUND_NO.fullmatch(out_refund_no):
        raise ValueError(f"{out_refund_no!r} is not a valid out_refund_no")
    _check_amount(refund_fen)
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


def fit(text, max_bytes):
    """Return a text as WeChat Pay takes it: no emoji, one line, not too long.

    :param str text: Any text.
    :param int max_bytes: The limit, in bytes of UTF-8; no character is cut in two.
    :rtype: str
    """
    plain = "".join(
        letter for letter in text or "" if letter.isspace() or _is_plain(letter)
    )
    line = " ".join(plain.split())
    return line.encode()[:max_bytes].decode(errors="ignore").strip()


def rfc3339(moment):
    """Return a time as WeChat Pay writes it, in Beijing time and whole seconds.

    :param datetime moment: A time with a time zone.
    :rtype: str
    """
    return moment.astimezone(_BEIJING).isoformat(timespec="seconds")


def _is_plain(letter):
    # WeChat Pay refuses characters of four bytes; lone surrogates are no characters.
    code = ord(letter)
    return code >= 0x20 and code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF


def _check_amount(fen):
    if not isinstance(fen, int) or isinstance(fen, bool) or fen < 1:
        raise ValueError(f"{fen!r} is not an amount in fen")
