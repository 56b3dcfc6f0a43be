"""Answers cgi-bin/message/subscribe/send: one message for each consent.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
"""

import json
import re

from ..web import Route
from .door import body_of, text_of
from .errors import OpenApiError

_KNOWN = frozenset("touser template_id page data miniprogram_state lang".split())
STATES = ("developer", "trial", "formal")
LANGUAGES = ("zh_CN", "en_US", "zh_HK", "zh_TW")
_PAGE = re.compile(r"[^/\s][^\s]*")
_CHINESE = r"[\u4e00-\u9fff]"
_DAY = r"\d{4}(年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})"
_HOUR = r"\d{1,2}:\d{2}(:\d{2})?"
# What each kind of field may hold: a pattern, and the rule in words.
FIELD_RULES = {
    "thing": (r".{1,20}", "1 to 20 characters"),
    "number": (r"-?\d{1,32}(\.\d+)?", "digits, with a decimal point at most"),
    "letter": (r"[A-Za-z]{1,32}", "1 to 32 letters"),
    "symbol": (r"[^\w\s]{1,5}", "1 to 5 symbols"),
    "character_string": (r"[\x21-\x7e]{1,32}", "1 to 32 digits, letters or symbols"),
    "time": (rf"({_DAY} ?)?{_HOUR}|{_DAY}", "a time of 24 hours, with a date or not"),
    "date": (rf"{_DAY}( {_HOUR})?", "a date, with a time or not"),
    "amount": (
        r"[^\d\s]?\d{1,10}(\.\d{1,2})?元?",
        "one symbol, up to 10 digits, two decimals at most",
    ),
    "phone_number": (r"[0-9+\-]{1,17}", "up to 17 digits and symbols"),
    "car_number": (r".{1,8}", "up to 8 characters"),
    "name": (rf"({_CHINESE}{{1,10}}|[A-Za-z .\-]{{1,20}})", "10 Chinese or 20 letters"),
    "phrase": (rf"{_CHINESE}{{1,5}}", "1 to 5 Chinese characters only"),
}


class SubscribeApi:
    """Subscribe messages to users who tapped "allow"."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [
            Route(
                "POST",
                "/cgi-bin/message/subscribe/send",
                "open.subscribe_send",
                self.send,
            )
        ]

    def send(self, request):
        """Deliver a message and use up one consent."""
        body, appid = body_of(request), request.context["appid"]
        openid = text_of(body, "touser", 40003)
        if self._world.users.find(appid, openid) is None:
            raise OpenApiError(40003, "this app never saw this openid")
        template_id = text_of(body, "template_id", 40037)
        fields = self._world.templates.fields_of(appid, template_id)
        if fields is None:
            raise OpenApiError(40037, "see templates in GET /control/credentials")
        _check_envelope(body)
        _check_data(body.get("data"), fields)
        with self._world.store.transaction():
            if not self._world.templates.use_consent(appid, openid, template_id):
                raise OpenApiError(43101, "one tap allows one message per template")
            self._world.store.insert(
                "messages",
                {
                    "appid": appid,
                    "openid": openid,
                    "template_id": template_id,
                    "page": body.get("page"),
                    "data": json.dumps(body["data"], ensure_ascii=False),
                    "sent_at": self._world.clock.now(),
                },
            )
        return {"errcode": 0, "errmsg": "ok"}


def _check_envelope(body):
    unknown = sorted(set(body) - _KNOWN)
    if unknown:
        raise OpenApiError(47001, f"unknown fields {unknown}")
    page = body.get("page")
    if page is not None and not (isinstance(page, str) and _PAGE.fullmatch(page)):
        raise OpenApiError(41030, "a page path without leading /")
    if body.get("miniprogram_state", "formal") not in STATES:
        raise OpenApiError(40097, f"miniprogram_state: one of {STATES}")
    if body.get("lang", "zh_CN") not in LANGUAGES:
        raise OpenApiError(40097, f"lang: one of {LANGUAGES}")


def _check_data(data, fields):
    if not isinstance(data, dict):
        raise OpenApiError(47003, "data: an object of fields")
    wrong = sorted(set(data) ^ set(fields))
    if wrong:
        raise OpenApiError(47003, f"data must have exactly {fields}; wrong: {wrong}")
    for name in fields:
        _check_field(name, data[name])


def _check_field(name, field):
    value = field.get("value") if isinstance(field, dict) else None
    if not isinstance(value, str) or set(field) != {"value"}:
        raise OpenApiError(47003, f'data.{name}: {{"value": "a text"}}')
    if not value.strip():
        raise OpenApiError(47003, f"data.{name}.value is empty")
    kind = re.sub(r"\d+\Z", "", name)
    pattern, rule = FIELD_RULES.get(kind, (r".{1,20}", "1 to 20 characters"))
    if not re.fullmatch(pattern, value):
        raise OpenApiError(47003, f"data.{name}.value invalid: {rule}")
