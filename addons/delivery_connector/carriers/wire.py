"""Between neutral values and what platforms write: numbers, times, JSON.

Amounts never pass through arithmetic of floats: JSON numbers are read as Decimal, and
a yuan amount is only written as the float that prints as it should.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from .errors import CarrierInvalidRequestError, CarrierUnknownError
from .neutral import Point

SHANGHAI = timezone(timedelta(hours=8))

_FEN_PER_YUAN = 100
_GRAMS_PER_KG = 1000
_MAX_SECONDS = 10**11
_MAX_DIGITS = 20
_MAX_LNG = 180
_MAX_LAT = 90


def to_json(content: Any) -> str:
    """Return JSON without blanks, Chinese as it is: what is signed and sent."""
    return json.dumps(
        content, ensure_ascii=False, separators=(",", ":"), default=_number
    )


def _number(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a request")


def parse_object(body: bytes | str) -> dict:
    """Return the JSON object of an answer.

    :raise CarrierUnknownError: If it is none: nobody knows what was done.
    """
    try:
        content = json.loads(body, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise CarrierUnknownError("the answer is not JSON") from error
    if not isinstance(content, dict):
        raise CarrierUnknownError("the answer is no JSON object")
    return content


def _refuse(constant):
    raise ValueError(f"{constant} is no number")


# === MONEY AND WEIGHT === #


def yuan_of_fen(fen: int) -> float:
    """Return fen as the JSON number of yuan."""
    return float(Decimal(fen) / _FEN_PER_YUAN)


def kg_of_g(grams: int) -> float:
    """Return grams as the JSON number of kilograms."""
    return float(Decimal(grams) / _GRAMS_PER_KG)


def fen_of_yuan(value: object) -> int | None:
    """Return yuan, as a number or as text, in fen.

    :return: None if there is no amount.
    :raise CarrierUnknownError: If it is no whole number of fen.
    """
    exact = decimal_of(value)
    return None if exact is None else _whole(exact * _FEN_PER_YUAN)


def fen_of_fen(value: object) -> int | None:
    """Return an amount that the platform writes in fen.

    :return: None if there is no amount.
    :raise CarrierUnknownError: If it is no whole number of fen.
    """
    exact = decimal_of(value)
    return None if exact is None else _whole(exact)


def decimal_of(value: object) -> Decimal | None:
    """Return a number that came as a number or as text; None if it is absent.

    :raise CarrierUnknownError: If it is no number.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise CarrierUnknownError("a number is none")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise CarrierUnknownError("a number is none") from error
    if not number.is_finite() or number.adjusted() > _MAX_DIGITS:
        raise CarrierUnknownError("a number is none")
    return number


def _whole(number):
    if number != number.to_integral_value():
        raise CarrierUnknownError("an amount has a part of a fen")
    return int(number)


def metres_of(value: object) -> int | None:
    """Return a distance in whole metres; None if it is absent."""
    number = decimal_of(value)
    return None if number is None else round(number)


# === TEXT, TIMES, PLACES === #


def text_of(value: object) -> str:
    """Return a value as text; empty for none, and for lists and objects.

    Half a character (which JSON can write and nothing can store) becomes a `?`.
    """
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return str(value).strip().encode(errors="replace").decode()


def moment_of(value: object) -> int | None:
    """Return a time in Unix seconds.

    It may come in seconds, in milliseconds, or as the clock in China shows it.

    :return: None if there is none, or none that can be understood.
    """
    text = text_of(value)
    if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS:
        number = int(text)
        return (number // 1000 if number > _MAX_SECONDS else number) or None
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"):
        try:
            shown = datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
            return int(shown.timestamp())
        except ValueError:
            continue
    return None


def clock_text(moment_s: int) -> str:
    """Return a time as the clock in China shows it, to the minute."""
    return datetime.fromtimestamp(moment_s, SHANGHAI).strftime("%Y-%m-%d %H:%M")


def point_of(lng: object, lat: object) -> Point | None:
    """Return a place on the map; None if it is absent or none."""
    try:
        numbers = decimal_of(lng), decimal_of(lat)
    except CarrierUnknownError:
        return None
    if None in numbers or numbers == (0, 0):
        return None
    point = Point(*map(float, numbers))
    is_on_earth = abs(point.lng) <= _MAX_LNG and abs(point.lat) <= _MAX_LAT
    return point if is_on_earth else None


def object_of(content: Mapping, name: str) -> dict:
    """Return an object inside an object; empty if it is absent or something else."""
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def objects_of(value: object) -> list[dict]:
    """Return the objects of a list; none if it is no list."""
    return [item for item in value if isinstance(item, dict)] if _is_list(value) else []


def _is_list(value):
    return isinstance(value, list)


def is_yes(value: object) -> bool:
    """Return whether a flag is set, written as true, 1 or "1"."""
    return value is True or text_of(value) == "1"


def cut(text: str, length: int) -> str:
    """Return a text no longer than the platform takes, without line ends."""
    return " ".join(text.split())[:length]


def without_empty(content: Mapping) -> dict:
    """Return an object without the members that say nothing."""
    return {name: value for name, value in content.items() if value not in (None, "")}


def digest_of(body: bytes) -> str:
    """Return what tells a repeated message from another one."""
    return hashlib.sha256(body).hexdigest()


def check_ascii(number: str, max_length: int) -> str:
    """Return our number of an order, once every platform can carry it.

    :raise CarrierInvalidRequestError: If it is empty, too long or not plain ASCII.
    """
    if not (0 < len(number) <= max_length and number.isascii()):
        raise CarrierInvalidRequestError("the order's number is not plain or too long")
    return number
