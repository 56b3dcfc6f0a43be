"""The door of the open API: method, access token, JSON, errcode."""

import json
import secrets
import time

from ..faults import ANSWER_FAULTS
from ..web import LostConnection, Response
from .errors import OpenApiError

_OWN_FAULTS = frozenset(
    name
    for name in ANSWER_FAULTS
    if name in ("delay", "lose_request", "lose_answer", "errcode", "answer_garbage")
)
_GARBAGE = Response(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html")


class OpenApiDoor:
    """Checks what all open APIs share and applies ordered faults.

    Route options: `needs_token` (default True), `content_type` of the answer.
    """

    def __init__(self, world):
        self._world = world

    def handle(self, request, route):
        """Return the answer to a request.

        :raise LostConnection: If a fault says that request or answer gets lost.
        """
        struck = self._world.faults.strike(_OWN_FAULTS, api=route.api)
        request.context.setdefault("faults", []).extend(name for name, _ in struck)
        faults = dict(struck)
        if "lose_request" in faults:
            raise LostConnection
        if "errcode" in faults:
            error = OpenApiError(int(faults["errcode"].get("errcode", -1)))
            response = self._refuse(request, route, error)
        else:
            response = self._answer(request, route)
        if "delay" in faults:
            time.sleep(float(faults["delay"].get("seconds", 1)))
        if "lose_answer" in faults:
            raise LostConnection
        return _GARBAGE if "answer_garbage" in faults else response

    def wrong_method(self, request, route_methods):
        """Return the answer for a known path with another method."""
        errcode = 43002 if "POST" in route_methods else 43001
        return self._refuse(request, None, OpenApiError(errcode))

    def _answer(self, request, route):
        try:
            if route.options.get("needs_token", True):
                token = request.query.get("access_token", "")
                request.context["appid"] = self._world.tokens.appid_of(token)
            answer = route.handler(request)
        except OpenApiError as error:
            return self._refuse(request, route, error)
        if isinstance(answer, Response):
            return answer
        return _json(answer, route)

    def _refuse(self, request, route, error):
        request.context["error"] = str(error)
        rid = f"{int(time.time()):x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
        return _json(
            {"errcode": error.errcode, "errmsg": f"{error.errmsg} rid: {rid}"}, route
        )


def body_of(request):
    """Return the JSON object of a POST.

    :raise OpenApiError: If the body is no JSON object in UTF-8.
    """
    try:
        value = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise OpenApiError(47001, f"the body must be JSON in UTF-8: {error}") from error
    if not isinstance(value, dict):
        raise OpenApiError(47001, "the body must be a JSON object")
    return value


def text_of(body, name, errcode):
    """Return a required text of a body.

    :raise OpenApiError: With `errcode` if it is missing, empty or no text.
    """
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise OpenApiError(errcode, f"{name}: a text that is not empty")
    return value


def _json(value, route):
    content_type = "application/json; encoding=utf-8"
    if route is not None:
        content_type = route.options.get("content_type", content_type)
    return Response.json(value, content_type=content_type)
