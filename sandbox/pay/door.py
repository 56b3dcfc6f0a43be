"""The door of WeChat Pay: every request passes here, and every answer leaves here."""

import time

from ..faults import ANSWER_FAULTS
from ..web import LostConnection, Response
from .errors import PayError, param_error
from .signing import OLD_S, PROBE_PREFIX, UNKNOWN_SERIAL, nonce, signed_headers

# `pay_before_answer` belongs to the order, `errcode` to the open API.
_OWN_FAULTS = frozenset(ANSWER_FAULTS) - {"pay_before_answer", "errcode"}
_GARBAGE = Response(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html")


class PayDoor:
    """Authenticates requests, applies ordered faults, signs answers."""

    def __init__(self, world):
        self._world = world

    def handle(self, request, route):
        """Return the signed answer to a request.

        :raise LostConnection: If a fault says that request or answer gets lost.
        """
        context = request.context
        if self._world.settings.main_down and not context.get("prefix"):
            raise LostConnection
        context["out_trade_no"] = self._order_number(request)
        struck = self._world.faults.strike(
            _OWN_FAULTS, api=route.api, out_trade_no=context["out_trade_no"]
        )
        context.setdefault("faults", []).extend(name for name, _ in struck)
        faults = dict(struck)
        if "lose_request" in faults:
            raise LostConnection
        response = self._refuse_early(request, faults) or self._answer(request, route)
        if "delay" in faults:
            time.sleep(float(faults["delay"].get("seconds", 1)))
        return self._leave(request, response, faults, route)

    def refuse(self, request, error):
        """Return the unsigned answer for an error, noted for the log."""
        request.context["error"] = f"{error.code}: {error.detail.get('issue', '')}"
        return Response.json(error.body(), error.status)

    def _refuse_early(self, request, faults):
        if "rate_limit" in faults:
            code = faults["rate_limit"].get("code", "FREQUENCY_LIMITED")
            error = PayError(429, str(code), "频率超限")
        elif "error_before" in faults:
            error = _ordered_error(faults["error_before"])
        else:
            return None
        return self.refuse(request, error)

    def _answer(self, request, route):
        try:
            merchant = self._world.authenticator.authenticate(request)
            self._check_wanted_key(request)
            return route.handler(request, merchant)
        except PayError as error:
            return self.refuse(request, error)

    def _leave(self, request, response, faults, route):
        if "lose_answer" in faults:
            raise LostConnection
        if "answer_garbage" in faults:
            return _GARBAGE
        if "error_after_commit" in faults:
            error = _ordered_error(faults["error_after_commit"])
            response = self.refuse(request, error)
        if route.options.get("unsigned") and response.status == 200:
            response.headers = {"Request-ID": nonce(36).upper()}
        else:
            self._sign(request, response, faults)
        return response

    def _sign(self, request, response, faults):
        old = OLD_S if "answer_old_timestamp" in faults else 0
        headers = signed_headers(
            self._signer(request), response.body, self._world.clock.wire() - old
        )
        if "answer_signtest" in faults:
            headers["Wechatpay-Signature"] = (
                PROBE_PREFIX + headers["Wechatpay-Signature"]
            )
        if "answer_wrong_serial" in faults:
            headers["Wechatpay-Serial"] = UNKNOWN_SERIAL
        if "answer_unsigned" in faults:
            headers = {}
        if "answer_tampered" in faults:
            response.body += b" "
        response.headers = {**headers, "Request-ID": nonce(36).upper()}

    def _check_wanted_key(self, request):
        wanted = request.header("Wechatpay-Serial")
        known = [signer.serial for signer in self._signers()]
        if wanted and wanted not in known:
            raise param_error(
                "Wechatpay-Serial",
                "平台证书序列号Wechatpay-Serial错误",
                f"one of {known}, as the merchant was given them",
                wanted,
                location="header",
            )

    def _signers(self):
        keys = self._world.keys
        others = [one.signer for one in keys.platform_listed]
        platforms = [keys.platform, *(s for s in others if s != keys.platform)]
        return {
            "public_key": [keys.wechatpay],
            "certificate": platforms,
            "mixed": [*platforms, keys.wechatpay],
        }[self._world.settings.mode]

    def _signer(self, request):
        signers = self._signers()
        wanted = request.header("Wechatpay-Serial")
        return next((s for s in signers if s.serial == wanted), signers[0])

    def _order_number(self, request):
        """Return the number of the order a request is about, for rules and log."""
        body = request.lenient_json()
        number = request.params.get("out_trade_no") or body.get("out_trade_no")
        if isinstance(number, str):
            return number
        refund_no = request.params.get("out_refund_no")
        transaction_id = request.params.get("transaction_id") or body.get(
            "transaction_id"
        )
        row = None
        if refund_no:
            row = self._world.store.one(
                "SELECT out_trade_no FROM refunds WHERE out_refund_no = ?", (refund_no,)
            )
        elif isinstance(transaction_id, str):
            row = self._world.store.one(
                "SELECT out_trade_no FROM orders WHERE transaction_id = ?",
                (transaction_id,),
            )
        return row["out_trade_no"] if row else None


def _ordered_error(params):
    return PayError(
        int(params.get("status", 500)),
        str(params.get("code", "SYSTEM_ERROR")),
        "系统异常，请用相同参数重新调用",
    )
