"""Checks a JSON body against its description, as strictly as WeChat Pay does."""

import json
import re
from dataclasses import dataclass

from .errors import invalid_request, param_error

_MAX_INT = {32: 2**31 - 1, 64: 2**63 - 1}
_LAST_THREE_BYTE_CHARACTER = 0xFFFF


@dataclass(frozen=True)
class String:
    """A text whose length WeChat counts in bytes."""

    label: str
    max_bytes: int
    required: bool = False
    min_bytes: int = 1
    pattern: str = ""
    # What `pattern` demands, in words.
    rule: str = ""
    choices: tuple = ()

    def check(self, value, path):
        """Raise a `PayError` unless `value` fits."""
        if not isinstance(value, str):
            raise _wrong_type(self, value, path, "string", "一个合法的字符串")
        size = len(value.encode())
        if size > self.max_bytes:
            raise param_error(
                path,
                f"输入源“/body{path}”映射到值字段“{self.label}”字符串规则校验失败，"
                f"字节数 {size}，大于最大值 {self.max_bytes}",
                f"at most {self.max_bytes} bytes of UTF-8, got {size}",
                value,
            )
        if size < self.min_bytes:
            raise param_error(
                path,
                f"输入源“/body{path}”映射到值字段“{self.label}”字符串规则校验失败，"
                f"字节数 {size}，小于最小值 {self.min_bytes}",
                f"at least {self.min_bytes} bytes, got {size}",
                value,
            )
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise param_error(
                path,
                f"输入源“/body{path}”映射到值字段“{self.label}”字符串规则校验失败，"
                "字符串不符合规则",
                self.rule or f"must match {self.pattern}",
                value,
            )
        if self.choices and value not in self.choices:
            raise param_error(
                path,
                f"输入源“/body{path}”映射到枚举字段“{self.label}”校验失败，枚举值不合法",
                f"one of {list(self.choices)}",
                value,
            )


@dataclass(frozen=True)
class Integer:
    """A whole number; WeChat refuses a float and a quoted number."""

    label: str
    required: bool = False
    minimum: int = 0
    bits: int = 64

    def check(self, value, path):
        """Raise a `PayError` unless `value` fits."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong_type(
                self, value, path, "integer", f"一个合法的 {self.bits} 位有符号整数"
            )
        if value < self.minimum:
            raise param_error(
                path,
                f"输入源“/body{path}”映射到数值字段“{self.label}”规则校验失败，"
                f"值低于最小值 {self.minimum}",
                f"at least {self.minimum}",
                value,
            )
        if value > _MAX_INT[self.bits]:
            raise _wrong_type(
                self, value, path, "integer", f"一个合法的 {self.bits} 位有符号整数"
            )


@dataclass(frozen=True)
class Boolean:
    """True or false."""

    label: str
    required: bool = False

    def check(self, value, path):
        """Raise a `PayError` unless `value` fits."""
        if not isinstance(value, bool):
            raise _wrong_type(self, value, path, "boolean", "一个合法的布尔值")


@dataclass(frozen=True)
class Array:
    """A list whose items all have one shape."""

    label: str
    item: object
    required: bool = False
    max_items: int = 6000

    def check(self, value, path):
        """Raise a `PayError` unless `value` and each item fit."""
        if not isinstance(value, list):
            raise _wrong_type(self, value, path, "array", "一个合法的数组")
        if not 1 <= len(value) <= self.max_items:
            raise param_error(
                path,
                f"输入源“/body{path}”映射到数组字段“{self.label}”规则校验失败，"
                f"元素个数 {len(value)} 不在允许范围内",
                f"1 to {self.max_items} items, got {len(value)}",
            )
        for index, item in enumerate(value):
            self.item.check(item, f"{path}/{index}")


@dataclass(frozen=True)
class Object:
    """A JSON object with known members only."""

    label: str
    members: dict
    required: bool = False

    def check(self, value, path):
        """Raise a `PayError` unless `value` and each member fit."""
        if not isinstance(value, dict):
            raise _wrong_type(self, value, path, "object", "一个合法的对象")
        for name in value:
            if name not in self.members:
                raise invalid_request(
                    "请求中含有未在API文档中定义的参数",
                    f"unknown field; known here: {sorted(self.members)}",
                    field=f"{path}/{name}",
                    location="body",
                )
        for name, member in self.members.items():
            if name in value:
                member.check(value[name], f"{path}/{name}")
            elif member.required:
                raise param_error(
                    f"{path}/{name}",
                    f"输入源“/body{path}/{name}”映射到值字段“{member.label}”"
                    "必填性规则校验失败，此字段为必填项",
                    "required field is missing",
                )


def parse_body(raw, shape):
    """Return the JSON object of a body once it is proven to fit `shape`.

    :raise PayError: If it is no JSON, holds a null or a character of four bytes,
        or does not fit.
    """
    try:
        text = raw.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise param_error(
            "/", "请求体不是合法的JSON格式", f"the body must be JSON in UTF-8: {error}"
        ) from error
    _refuse_null_and_emoji(value, "")
    shape.check(value, "")
    return value


def _no_duplicates(pairs):
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value


def _no_constant(name):
    raise ValueError(f"{name} is no JSON value")


def _refuse_null_and_emoji(value, path):
    if value is None:
        raise param_error(
            path or "/",
            "参数值不能为null",
            "leave the field out instead of sending null",
        )
    if isinstance(value, dict):
        for name, item in value.items():
            _refuse_null_and_emoji(item, f"{path}/{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_null_and_emoji(item, f"{path}/{index}")
    elif isinstance(value, str):
        _refuse_four_byte_characters(value, path)


def _refuse_four_byte_characters(text, path):
    for character in text:
        code = ord(character)
        if code > _LAST_THREE_BYTE_CHARACTER or 0xD800 <= code <= 0xDFFF:
            raise param_error(
                path,
                "参数包含不支持的字符",
                f"only characters of at most 3 bytes in UTF-8, got U+{code:04X}",
            )


def _wrong_type(field, value, path, wanted, wording):
    return param_error(
        path,
        f"无法将输入源“/body{path}”映射到目标字段“{field.label}”中，此字段需要{wording}",
        f"must be of type {wanted}, got {type(value).__name__}",
        value if isinstance(value, (str, int, float)) else None,
    )
