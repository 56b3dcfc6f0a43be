"""Checks parameters as strictly as a platform does, and turns units into ours.

A shape is a dict of names and fields. Reading returns the same names with money in
fen, weight in grammes and degrees as floats, or raises a `FieldError`.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from .errors import FieldError

_PHONE = re.compile(r"(1\d{10}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})([,，_]\d{1,6})?")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")


def parse_json(raw):
    """Return a JSON value with its numbers as they were written.

    :raise FieldError: If it is no JSON in UTF-8, or a name stands twice.
    """
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        return json.loads(
            text,
            parse_float=Decimal,
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError) as error:
        raise FieldError("body", f"JSON in UTF-8 is needed: {error}") from error


def read(params, shape, path=""):
    """Return the parameters once they are proven to fit a shape, in our units.

    :raise FieldError: If one does not fit.
    """
    if not isinstance(params, dict):
        raise FieldError(path or "body", "a JSON object")
    for name in params:
        if name not in shape:
            raise FieldError(path + name, f"unknown; known here: {sorted(shape)}")
    values = {}
    for name, field in shape.items():
        if name in params:
            values[name] = _read_one(field, params[name], path + name)
        elif field.required:
            raise FieldError(path + name, "required")
    return values


def _read_one(field, value, path):
    if value is None:
        raise FieldError(path, "leave it out instead of sending null")
    try:
        return field.read(value, path)
    except ValueError as error:
        raise FieldError(path, f"{error}, got {value!r}") from error


@dataclass(frozen=True)
class Text:
    """A text, counted in characters; `pattern` is explained by `rule`."""

    maximum: int = 64
    required: bool = False
    pattern: str = ""
    rule: str = ""
    may_be_empty: bool = False

    def read(self, value, path):
        """Return the text."""
        if not isinstance(value, str):
            raise ValueError("a text")
        if not value and not self.may_be_empty:
            raise ValueError("a text that is not empty")
        if len(value) > self.maximum:
            raise ValueError(f"at most {self.maximum} characters")
        if self.pattern and value and not re.fullmatch(self.pattern, value):
            raise ValueError(self.rule or f"like {self.pattern}")
        return value


@dataclass(frozen=True)
class Phone:
    """A mobile or landline number; a privacy number has its extension at the end."""

    required: bool = False

    def read(self, value, path):
        """Return the number."""
        if not isinstance(value, str) or not _PHONE.fullmatch(value):
            raise ValueError("a phone number, an extension after a comma")
        return value


@dataclass(frozen=True)
class Url:
    """An address to post to."""

    required: bool = False

    def read(self, value, path):
        """Return the address."""
        parts = urlsplit(value if isinstance(value, str) else "")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an http or https address")
        if len(value) > 512:
            raise ValueError("at most 512 characters")
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number; a quoted one, a float and a boolean are none."""

    minimum: int = 0
    maximum: int = 2**53
    required: bool = False
    choices: tuple = ()

    def read(self, value, path):
        """Return the number."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("a whole number")
        if self.choices and value not in self.choices:
            raise ValueError(f"one of {list(self.choices)}")
        if not self.minimum <= value <= self.maximum:
            raise ValueError(f"{self.minimum} to {self.maximum}")
        return value


@dataclass(frozen=True)
class Boolean:
    """True or false; no number stands for it."""

    required: bool = False

    def read(self, value, path):
        """Return the value."""
        if not isinstance(value, bool):
            raise ValueError("true or false")
        return value


def flag(required=False):
    """Return a field that is 0 or 1."""
    return Whole(0, 1, required)


@dataclass(frozen=True)
class Amount:
    """A number or a numeric text with few decimals, told in units of 1/`scale`.

    Yuan with `scale` 100 become fen, kilogrammes with 1000 become grammes.
    """

    scale: int
    places: int
    minimum: int
    maximum: int
    unit: str
    required: bool = False
    may_be_text: bool = True

    def read(self, value, path):
        """Return the amount as a whole number of small units."""
        kinds = (int, Decimal, str) if self.may_be_text else (int, Decimal)
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise ValueError(f"a number of {self.unit}")
        text = str(value)
        if not _PLAIN.fullmatch(text):
            raise ValueError(f"a plain number of {self.unit}")
        number = Decimal(text)
        if -number.as_tuple().exponent > self.places:
            raise ValueError(f"at most {self.places} decimals")
        scaled = number * self.scale
        if scaled != scaled.to_integral_value():
            raise ValueError(f"whole 1/{self.scale} {self.unit}")
        if not self.minimum <= scaled <= self.maximum:
            low, high = self.minimum / self.scale, self.maximum / self.scale
            raise ValueError(f"{low:g} to {high:g} {self.unit}")
        return int(scaled)


def yuan(minimum=0, maximum=2_000_000, places=2, required=False):
    """Return a field of yuan that reads as fen."""
    return Amount(100, places, minimum, maximum, "yuan", required)


def kilogrammes(maximum=50_000, required=False):
    """Return a field of kilogrammes that reads as grammes."""
    return Amount(1000, 3, 1, maximum, "kg", required)


@dataclass(frozen=True)
class Degrees:
    """A longitude or latitude, as a number or as a text."""

    limit: int
    required: bool = False
    as_text: bool = False

    def read(self, value, path):
        """Return the degrees as a float."""
        kinds = (str,) if self.as_text else (int, Decimal)
        if isinstance(value, bool) or not isinstance(value, kinds):
            kind = "text" if self.as_text else "number"
            raise ValueError(f"degrees as a {kind}")
        if not _PLAIN.fullmatch(str(value)) or abs(Decimal(str(value))) > self.limit:
            raise ValueError(f"degrees, at most {self.limit}")
        return float(value)


@dataclass(frozen=True)
class Nested:
    """An object of a shape of its own."""

    shape: dict
    required: bool = False

    def read(self, value, path):
        """Return the object's values."""
        return read(value, self.shape, f"{path}.")


@dataclass(frozen=True)
class Many:
    """A list of things of one kind."""

    item: object
    maximum: int
    required: bool = False
    minimum: int = 1

    def read(self, value, path):
        """Return the values of the list."""
        if not isinstance(value, list):
            raise ValueError("a list")
        if not self.minimum <= len(value) <= self.maximum:
            raise ValueError(f"{self.minimum} to {self.maximum} items")
        return [
            _read_one(self.item, one, f"{path}[{index}]")
            for index, one in enumerate(value)
        ]


def _no_duplicates(pairs):
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value


def _no_constant(name):
    raise ValueError(f"{name} is no JSON value")
