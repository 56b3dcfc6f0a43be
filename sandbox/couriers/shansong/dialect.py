"""Shansong's forms: clientId, shopId, milliseconds, a JSON text `data`, a signature."""

import hmac
import json
from urllib.parse import parse_qsl

from ...web import Response
from ..errors import FieldError, RuleError
from ..fields import parse_json
from .signing import sign

CLOCK_S = 600
_NAMES = {"clientId", "shopId", "timestamp", "data", "sign"}
# Shansong publishes no table: 200 is success, and the words are the sandbox's.
REFUSED = 500
CODES = {
    "parameter": "参数错误: {name}",
    "unauthorised": "clientId或shopId不存在",
    "signature": "签名错误",
    "clock": "签名错误: timestamp已过期",
    "shop": "参数错误: storeId",
    "shop_closed": "店铺已停用",
    "city": "城市未开通服务",
    "point": "参数错误: 坐标",
    "distance": "超出最大配送距离",
    "weight": "参数错误: 超重",
    "appointment": "参数错误: 预约时间",
    "duplicate": "订单重复提交",
    "quote_expired": "订单已过期,请重新计费",
    "quote_used": "订单已提交,请勿重复",
    "balance": "账户余额不足,请充值",
    "unknown_order": "订单不存在",
    "state": "当前订单状态不允许该操作",
    "cancelled": "订单已取消",
    "picked_up": "订单闪送中,不能取消",
    "done": "订单已完成,不能取消",
    "tip": "加价金额不合法",
    "reason": "参数错误: reason",
    "too_fast": "请求频繁,请稍后",
}


class ShansongDialect:
    """What Shansong understands and how it answers."""

    platform = "shansong"

    def __init__(self, world):
        self._world = world

    def number_of(self, request):
        """Return the merchant's number of the order a request is about, or None."""
        form = self._form(request)
        try:
            data = json.loads(form.get("data") or "{}")
        except ValueError:
            data = {}
        request.context["lenient_json"] = {**form, "data": data}
        if not isinstance(data, dict):
            return None
        if isinstance(data.get("thirdOrderNo"), str):
            return data["thirdOrderNo"]
        receivers = data.get("receiverList")
        if isinstance(receivers, list) and receivers and isinstance(receivers[0], dict):
            return str(receivers[0].get("orderNo"))
        number = str(data.get("issOrderNo"))
        row = self._world.store.one(
            "SELECT number FROM courier_quotes WHERE token = ?", (number,)
        )
        return row["number"] if row else None

    def open(self, request):
        """Return the account and the parameters of a proven request.

        :raise RuleError: If something of the form is wrong.
        """
        kind = request.header("Content-Type")
        if not kind.startswith("application/x-www-form-urlencoded"):
            raise FieldError("Content-Type", "application/x-www-form-urlencoded")
        form = self._form(request)
        for name in form:
            if name not in _NAMES:
                raise FieldError(name, f"unknown; known here: {sorted(_NAMES)}")
        account = self._world.couriers.accounts.of("shansong", form.get("shopId", ""))
        if account is None or account.keys["client_id"] != form.get("clientId"):
            raise RuleError("unauthorised", "clientId and shopId of one merchant")
        signature = form.pop("sign", "")
        expected = sign(form, account.keys["app_secret"])
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise RuleError(
                "signature", "MD5 in capitals of secret, sorted names and values"
            )
        self._check_clock(form.get("timestamp", ""))
        return account, parse_json(form.get("data") or "{}")

    def close(self, result):
        """Return the answer to a request that was followed."""
        return Response.json({"status": 200, "msg": None, "data": result})

    def refuse(self, error):
        """Return the answer to a request that was not."""
        message = CODES.get(error.reason, "请求被拒绝")
        message = message.replace("{name}", getattr(error, "name", ""))
        code = getattr(error, "code", REFUSED)
        return Response.json({"status": code, "msg": message, "data": None})

    def _form(self, request):
        text = request.body.decode("utf-8", "replace")
        return dict(parse_qsl(text, keep_blank_values=True))

    def _check_clock(self, stamp):
        if not stamp.isdecimal() or len(stamp) != 13:
            raise RuleError("clock", "timestamp: milliseconds, 13 digits")
        if abs(int(stamp) / 1000 - self._world.clock.wire()) > CLOCK_S:
            raise RuleError("clock", f"timestamp: at most {CLOCK_S} s off")
