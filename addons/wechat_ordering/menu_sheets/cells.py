"""How the text of a cell becomes a value. One function a kind."""

import datetime
import re
from decimal import Decimal, InvalidOperation

from .problems import CellError

_CODE = re.compile(r"[\w.\-]{1,40}")
_SEPARATORS = re.compile(r"[;；,，、]")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")
_YES = {"1", "true", "yes", "y", "x", "是", "√", "✓"}
_NO = {"", "0", "false", "no", "n", "否"}
_MAX_AMOUNT = Decimal(100000)
_MAX_TEXT = 1000

#: Units a sheet may name: what is measured, and how much of its base unit it is.
UNITS = {
    "g": ("mass", Decimal(1)),
    "kg": ("mass", Decimal(1000)),
    "ml": ("volume", Decimal(1)),
    "l": ("volume", Decimal(1000)),
    "pc": ("piece", Decimal(1)),
}
_UNIT_NAMES = {
    "克": "g",
    "公斤": "kg",
    "千克": "kg",
    "毫升": "ml",
    "升": "l",
    "个": "pc",
    "pcs": "pc",
}

#: The eight allergens that GB 7718 names, and what a sheet may call them.
ALLERGENS = {
    "gluten": "含麸质谷物",
    "crustacean": "甲壳类",
    "fish": "鱼类",
    "egg": "蛋类",
    "peanut": "花生",
    "soy": "大豆",
    "milk": "乳类",
    "nuts": "坚果",
}
_ALLERGEN_NAMES = {zh: code for code, zh in ALLERGENS.items()}
_KINDS = {
    "single": "single",
    "单选": "single",
    "multiple": "multiple",
    "多选": "multiple",
}


def parse_cell(kind, raw):
    """Return the value of a cell.

    :param str kind: The kind of its column.
    :param raw: What the file holds: a text, or a number, truth value or time of a
        workbook.
    :return: None for an empty cell (an empty list where the column holds a list).
    :raise CellError: If the cell cannot be understood.
    """
    text = _as_text(raw)
    if not text and kind not in _EMPTY:
        return None
    return _PARSERS[kind](text)


def _as_text(raw):
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, datetime.time | datetime.datetime):
        return raw.strftime("%H:%M")
    if isinstance(raw, float):
        # 12.0 was typed as 12; repr keeps what a person sees of all other numbers.
        return str(int(raw)) if raw.is_integer() else repr(raw)
    return str(raw).strip()


def _text(text):
    if len(text) > _MAX_TEXT:
        raise CellError("text_too_long", limit=_MAX_TEXT)
    return text


def _code(text):
    if not _CODE.fullmatch(text):
        raise CellError("not_a_code", value=text)
    return text


def _split(text):
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _codes(text):
    return list(dict.fromkeys(_code(part) for part in _split(text)))


def _texts(text):
    return list(dict.fromkeys(_text(part) for part in _split(text)))


def _number(text, code):
    try:
        number = Decimal(text.replace("，", "").lstrip("¥￥").strip())
    except InvalidOperation as error:
        raise CellError(code, value=text) from error
    if not number.is_finite() or number < 0:
        raise CellError(code, value=text)
    return number


def _amount(text):
    amount = _number(text, "not_an_amount")
    if amount >= _MAX_AMOUNT or amount != amount.quantize(Decimal("0.01")):
        raise CellError("not_an_amount", value=text)
    return amount


def _quantity(text):
    quantity = _number(text, "not_a_number")
    if quantity > _MAX_AMOUNT:
        raise CellError("not_a_number", value=text)
    return quantity


def _percent(text):
    percent = _number(text.rstrip("%"), "not_a_percentage")
    if percent > 100:
        raise CellError("not_a_percentage", value=text)
    return percent


def _integer(text):
    number = _number(text, "not_a_whole_number")
    if number != int(number) or number > 9999:
        raise CellError("not_a_whole_number", value=text)
    return int(number)


def _spicy(text):
    if text not in {"0", "1", "2", "3"}:
        raise CellError("not_a_spiciness", value=text)
    return text


def _flag(text):
    lower = text.lower()
    if lower in _YES:
        return True
    if lower in _NO:
        return False
    raise CellError("not_a_flag", value=text)


def _time(text):
    match = _TIME.fullmatch(text)
    hour, minute = map(int, match.groups()) if match else (99, 99)
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise CellError("not_a_time", value=text)
    return hour + minute / 60


def _kind(text):
    if text.lower() not in _KINDS:
        raise CellError("not_a_kind", value=text)
    return _KINDS[text.lower()]


def _unit(text):
    unit = _UNIT_NAMES.get(text.lower(), text.lower())
    if unit not in UNITS:
        raise CellError("not_a_unit", value=text)
    return unit


def _allergens(text):
    codes = []
    for part in _split(text):
        code = _ALLERGEN_NAMES.get(part, part.lower())
        if code not in ALLERGENS:
            raise CellError("not_an_allergen", value=part)
        codes.append(code)
    return list(dict.fromkeys(codes))


def _option(text):
    group, colon, value = text.replace("：", ":").partition(":")
    if not colon:
        raise CellError("not_an_option", value=text)
    return _code(group.strip()), _code(value.strip())


_PARSERS = {
    "text": _text,
    "code": _code,
    "codes": _codes,
    "texts": _texts,
    "amount": _amount,
    "cost": _quantity,
    "quantity": _quantity,
    "percent": _percent,
    "integer": _integer,
    "spicy": _spicy,
    "flag": _flag,
    "time": _time,
    "kind": _kind,
    "unit": _unit,
    "allergens": _allergens,
    "option": _option,
}
#: Kinds in which an empty cell says something: no, or nothing in the list.
_EMPTY = {"codes", "texts", "allergens", "flag"}
