"""Answers wxa/msg_sec_check version 2.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html
"""

import secrets

from ..web import Route
from .door import body_of, text_of
from .errors import OpenApiError

MAX_CONTENT = 2500
SEEN_WITHIN_S = 2 * 3600
SCENES = (1, 2, 3, 4)
_TEXTS = ("title", "nickname", "signature")
# Words that stand for what WeChat would find; harmless, so they can be typed.
RISKY_WORD, REVIEW_WORD = "违规测试", "复审测试"
LABELS = {"pass": 100, "review": 20003, "risky": 20006}


class SecurityApi:
    """Text checks for notes, nicknames and reviews."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [
            Route("POST", "/wxa/msg_sec_check", "open.msg_sec_check", self.check_text)
        ]

    def check_text(self, request):
        """Return a suggestion: pass, review or risky."""
        body, appid = body_of(request), request.context["appid"]
        # A missing version would mean version 1, which WeChat switched off.
        if body.get("version") not in (2, "2"):
            raise OpenApiError(40097, "version must be 2")
        if body.get("scene") not in SCENES or isinstance(body["scene"], bool):
            raise OpenApiError(40129, f"scene: one of {SCENES}")
        content = text_of(body, "content", 40097)
        if len(content) > MAX_CONTENT:
            raise OpenApiError(40097, f"content: at most {MAX_CONTENT} characters")
        for name in _TEXTS:
            if not isinstance(body.get(name, ""), str):
                raise OpenApiError(47001, f"{name}: a text")
        self._check_user(appid, text_of(body, "openid", 40003))
        suggest = _suggestion(content)
        label = LABELS[suggest]
        return {
            "errcode": 0,
            "errmsg": "ok",
            "result": {"suggest": suggest, "label": label},
            "detail": [
                {
                    "strategy": "content_model",
                    "errcode": 0,
                    "suggest": suggest,
                    "label": label,
                    "prob": 90,
                }
            ],
            "trace_id": secrets.token_hex(12),
        }

    def _check_user(self, appid, openid):
        user = self._world.users.find(appid, openid)
        if user is None:
            raise OpenApiError(40003, "this app never saw this openid")
        if self._world.clock.now() - (user["seen_at"] or 0) > SEEN_WITHIN_S:
            raise OpenApiError(61010, "the user must have been active within 2 hours")


def _suggestion(content):
    if RISKY_WORD in content:
        return "risky"
    return "review" if REVIEW_WORD in content else "pass"
