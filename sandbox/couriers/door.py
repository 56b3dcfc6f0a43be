"""The door of a courier: faults, the envelope, the parameters, the answer."""

import time

from ..web import LostConnection, Response
from .errors import RuleError
from .faults_list import ANSWER_FAULTS
from .fields import read

_GARBAGE = Response(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html")
_BROKEN = Response(500, b"Internal Server Error", "text/plain")
_BUSY = Response(429, b"Too Many Requests", "text/plain")


class OrderedError(RuleError):
    """The refusal that a fault rule ordered, with the platform's own code."""

    def __init__(self, code):
        super().__init__("ordered", f"as ordered: {code}")
        self.code = int(code) if code.lstrip("-").isdigit() else code


class CourierDoor:
    """Proves requests to one platform and speaks its language.

    A dialect has `platform`, `number_of(request)`, `open(request)` (the account and
    the raw parameters, once proven), `close(result)` and `refuse(error)`.
    Route options: `shape` of the parameters; without one the handler checks itself.
    """

    def __init__(self, world, dialect):
        self._world = world
        self._dialect = dialect

    def handle(self, request, route):
        """Return the answer to a request.

        :raise LostConnection: If a fault says that request or answer gets lost.
        """
        context = request.context
        if context.get("courier") not in (None, self._dialect.platform):
            return Response.json({"error": "this path is another courier's"}, 404)
        context["out_trade_no"] = self._dialect.number_of(request)
        struck = self._world.faults.strike(
            ANSWER_FAULTS, api=route.api, out_trade_no=context["out_trade_no"]
        )
        context.setdefault("faults", []).extend(name for name, _ in struck)
        faults = dict(struck)
        if "lose_request" in faults:
            raise LostConnection
        response = self._refuse_early(request, faults) or self._answer(request, route)
        if "callback_before_answer" in faults:
            self._world.couriers.callbacks.settle(context["out_trade_no"])
        if "delay" in faults:
            time.sleep(float(faults["delay"].get("seconds", 1)))
        return _leave(response, faults)

    def _refuse_early(self, request, faults):
        if "rate_limit" in faults:
            return _BUSY
        if "error_before" in faults:
            return Response(int(faults["error_before"].get("status", 500)))
        if "courier_code" in faults:
            code = str(faults["courier_code"].get("code", "-1"))
            return self._refuse(request, OrderedError(code))
        return None

    def _answer(self, request, route):
        try:
            account, params = self._dialect.open(request)
            if "shape" in route.options:
                params = read(params, route.options["shape"])
            return self._dialect.close(route.handler(account, params, request))
        except RuleError as error:
            return self._refuse(request, error)

    def _refuse(self, request, error):
        request.context["error"] = str(error)
        return self._dialect.refuse(error)


def _leave(response, faults):
    if "lose_answer" in faults:
        raise LostConnection
    if "answer_garbage" in faults:
        return _GARBAGE
    if "error_after_commit" in faults:
        status = int(faults["error_after_commit"].get("status", 500))
        return Response(status, _BROKEN.body, _BROKEN.content_type)
    return response
