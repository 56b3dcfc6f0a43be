"""Dada's envelope: read, proven, answered."""

import hmac
import json

from ...web import Response
from ..errors import FieldError, RuleError
from ..fields import Text, parse_json, read
from .signing import signature

# How far a request's clock may be off; Dada names no number.
CLOCK_S = 600
_ENVELOPE = {
    "app_key": Text(64, required=True),
    "signature": Text(32, True, "[0-9A-F]{32}", "32 hexadecimal digits in capitals"),
    "format": Text(8, True, "json", "json"),
    "v": Text(8, True, r"1\.0", "1.0"),
    "source_id": Text(32, required=True),
    "body": Text(200_000, required=True, may_be_empty=True),
}
# Dada's codes and words for what the sandbox refuses.
CODES = {
    "parameter": (2104, "参数不合法"),
    "envelope": (1994, "公共参数不合法"),
    "unauthorised": (2001, "app_key无效"),
    "merchant": (2131, "source_id不合法"),
    "signature": (2003, "签名错误"),
    "clock": (1998, "时间戳不合法"),
    "shop": (2004, "门店编号无效"),
    "shop_closed": (2132, "门店已下线"),
    "shop_exists": (2403, "门店编号已存在"),
    "city": (2044, "城市尚未开通"),
    "city_name": (2404, "城市名称不合法"),
    "business": (2407, "业务类型不合法"),
    "nothing": (2406, "没有需要更新的内容"),
    "point": (2079, "收货人经纬度异常"),
    "distance": (2139, "超出配送范围"),
    "weight": (2104, "订单重量超出限制"),
    "appointment": (2104, "预约发单时间不合法"),
    "duplicate": (2105, "订单已经下发,不能重复下单,如需重发请使用重发接口"),
    "queried": (2130, "订单已发单,不能查询运费"),
    "quote_expired": (2062, "运费已过期,请重新查询"),
    "quote_used": (2065, "deliveryNo已处理"),
    "balance": (2155, "账户余额不足"),
    "unknown_order": (2005, "订单不存在"),
    "state": (2060, "订单状态不允许该操作"),
    "cancelled": (2076, "订单已取消"),
    "picked_up": (2050, "订单正在配送中,不能取消"),
    "done": (2051, "订单已完成,不能取消"),
    "failed": (2053, "订单创建失败,不能取消"),
    "returning": (2458, "妥投异常订单不能取消"),
    "tip": (2055, "小费不合法"),
    "tip_state": (2054, "订单不是待接单状态,不能增加小费"),
    "reason": (2457, "取消原因不合法"),
    "complaint": (2134, "投诉原因不合法"),
    "complained": (2135, "订单已投诉"),
    "too_fast": (2012, "订单正在处理中"),
}


class DadaDialect:
    """What Dada understands and how it answers."""

    platform = "dada"

    def __init__(self, world):
        self._world = world

    def number_of(self, request):
        """Return the merchant's number of the order a request is about, or None."""
        envelope = dict(request.lenient_json())
        try:
            body = json.loads(envelope.get("body") or "{}")
        except (ValueError, TypeError):
            return None
        # The log shows the body's parts, so that it can mask them.
        request.context["lenient_json"] = {**envelope, "body": body}
        if not isinstance(body, dict):
            return None
        number = body.get("origin_id") or body.get("order_id")
        if number is None and isinstance(body.get("deliveryNo"), str):
            number = self._quoted(body["deliveryNo"])
        return number if isinstance(number, str) else None

    def open(self, request):
        """Return the account and the parameters of a proven request.

        :raise RuleError: If something of the envelope is wrong.
        """
        if not request.header("Content-Type").startswith("application/json"):
            raise RuleError("envelope", "Content-Type: application/json")
        try:
            envelope = parse_json(request.body)
            stamp = envelope.pop("timestamp", None) if envelope else None
            values = read(envelope, _ENVELOPE)
        except (FieldError, AttributeError) as error:
            raise RuleError("envelope", str(error)) from error
        if isinstance(stamp, bool) or not str(stamp).isdigit() or len(str(stamp)) != 10:
            raise RuleError("clock", "timestamp: seconds, 10 digits")
        account = self._account(values)
        expected = signature({**values, "timestamp": stamp}, account.keys["app_secret"])
        if not hmac.compare_digest(expected, values["signature"]):
            raise RuleError(
                "signature",
                "MD5 in capitals of secret, sorted names and values, secret",
            )
        if abs(int(stamp) - self._world.clock.wire()) > CLOCK_S:
            raise RuleError("clock", f"timestamp: at most {CLOCK_S} s off")
        return account, parse_json(values["body"]) if values["body"] else {}

    def close(self, result):
        """Return the answer to a request that was followed."""
        return Response.json(
            {"status": "success", "result": result, "code": 0, "msg": "成功"}
        )

    def refuse(self, error):
        """Return the answer to a request that was not."""
        code, message = CODES.get(error.reason, (None, "请求被拒绝"))
        code = getattr(error, "code", code)
        if isinstance(error, FieldError):
            message = f"{message}: {error.name}"
        return Response.json(
            {"status": "fail", "code": code, "errorCode": code, "msg": message}
        )

    def _account(self, values):
        accounts = self._world.couriers.accounts
        by_key = [
            one
            for one in accounts.all()
            if one.platform == "dada" and one.keys["app_key"] == values["app_key"]
        ]
        if not by_key:
            raise RuleError("unauthorised", "an app_key of this sandbox")
        if by_key[0].number != values["source_id"]:
            raise RuleError("merchant", "the source_id bound to this app_key")
        return by_key[0]

    def _quoted(self, token):
        row = self._world.store.one(
            "SELECT number FROM courier_quotes WHERE token = ?", (token,)
        )
        return row["number"] if row else None
