"""WeChat's intra-city delivery: an access token in the query, errcode in the answer."""

from ...open_api.errors import OpenApiError
from ...web import Response
from ..errors import FieldError, RuleError
from ..fields import parse_json

# Codes of WeChat's documents, with the sandbox's words.
CODES = {
    "parameter": (934001, "invalid parameter: {name}"),
    "unauthorised": (934003, "intracity delivery is not opened"),
    "signature": (934011, "signature is needed"),
    "clock": (934012, "timestamp expired"),
    "shop": (934008, "store not exist"),
    "shop_closed": (934008, "store is closed"),
    "city": (934019, "city is not supported"),
    "point": (934020, "location is not supported"),
    "distance": (934009, "out of delivery range"),
    "weight": (934001, "invalid parameter: cargo_weight"),
    "appointment": (934001, "invalid parameter"),
    "duplicate": (934002, "store_order_id is used with other parameters"),
    "quote_expired": (934000, "system error"),
    "quote_used": (934002, "store_order_id is used"),
    "balance": (934013, "balance not enough"),
    "unknown_order": (934016, "order not exist"),
    "state": (934017, "order status not allowed"),
    "cancelled": (934018, "order has been cancelled"),
    "picked_up": (934017, "order can not be cancelled"),
    "done": (934017, "order is finished"),
    "tip": (934001, "invalid parameter"),
    "reason": (934001, "invalid parameter: cancel_reason_id"),
    "too_fast": (45009, "reach max api daily quota limit"),
}


class WechatIntracityDialect:
    """What WeChat understands and how it answers."""

    platform = "wechat_intracity"

    def __init__(self, world):
        self._world = world

    def number_of(self, request):
        """Return the merchant's number of the order a request is about, or None."""
        body = request.lenient_json()
        if isinstance(body.get("store_order_id"), str):
            return body["store_order_id"]
        row = self._world.store.one(
            "SELECT number FROM courier_orders WHERE platform_no = ?",
            (str(body.get("wx_order_id")),),
        )
        return row["number"] if row else None

    def open(self, request):
        """Return the account and the parameters of a proven request.

        :raise RuleError: If the token or the body is wrong.
        """
        try:
            token = request.query.get("access_token", "")
            appid = self._world.tokens.appid_of(token)
        except OpenApiError as error:
            raise TokenError(error) from error
        account = self._world.couriers.accounts.of(self.platform, appid)
        if account is None:
            raise RuleError("unauthorised", "a mini-program with this service")
        params = parse_json(request.body)
        if not isinstance(params, dict):
            raise FieldError("body", "a JSON object")
        return account, params

    def close(self, result):
        """Return the answer to a request that was followed."""
        return Response.json({"errcode": 0, "errmsg": "ok", **(result or {})})

    def refuse(self, error):
        """Return the answer to a request that was not."""
        code, message = CODES.get(error.reason, (934000, "system error"))
        message = message.replace("{name}", getattr(error, "name", ""))
        message = getattr(error, "message", message)
        code = getattr(error, "code", code)
        return Response.json({"errcode": code, "errmsg": message})


class TokenError(RuleError):
    """A token that WeChat's open API refuses."""

    def __init__(self, error):
        super().__init__("unauthorised", str(error))
        self.code = error.errcode
        self.message = error.errmsg
