"""What all bodies share: how they are encoded, and what texts and amounts they take."""

import json
import re
from datetime import timedelta, timezone

CURRENCY = "CNY"
MAX_DESCRIPTION_BYTES = 127

# One form that every kind of payment and of bill takes, though `|` and `*` are allowed
# to some: a number with `|` is sent as %7C and signed otherwise by careless clients.
OUT_TRADE_NO = re.compile(r"[0-9A-Za-z_-]{6,32}")

_BEIJING = timezone(timedelta(hours=8))


def encode(content):
    """Return a body as it is signed and sent: UTF-8, no spaces, no escapes."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


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


def check_number(number):
    """Refuse a number of ours that not every kind of payment takes.

    :raise ValueError: If it is not a valid out_trade_no.
    """
    if not OUT_TRADE_NO.fullmatch(number):
        raise ValueError(f"{number!r} is not a valid out_trade_no")


def check_amount(fen):
    """Refuse what is not a whole number of fen, at least one.

    :raise ValueError: If it is not.
    """
    if not isinstance(fen, int) or isinstance(fen, bool) or fen < 1:
        raise ValueError(f"{fen!r} is not an amount in fen")


def order_members(order, account):
    """Return what each kind of order says: who is paid, what for and how much.

    :param order: Has `out_trade_no`, `description` and `total_fen`.
    :param Account account: Who is paid.
    :rtype: dict
    :raise ValueError: If the number or the amount is not one WeChat Pay takes.
    """
    check_number(order.out_trade_no)
    check_amount(order.total_fen)
    return {
        **account.members,
        "description": fit(order.description, MAX_DESCRIPTION_BYTES)
        or order.out_trade_no,
        "out_trade_no": order.out_trade_no,
        "amount": {"total": order.total_fen, "currency": CURRENCY},
    }


def _is_plain(letter):
    # WeChat Pay refuses characters of four bytes; lone surrogates are no characters.
    code = ord(letter)
    return code >= 0x20 and code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF
