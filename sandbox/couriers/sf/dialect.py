"""SF requests: the sign in the query over the raw body, dev_id and push_time inside."""

import hmac

from ...web import Response
from ..errors import FieldError, RuleError
from ..fields import parse_json
from .signing import sign

# How far a request's clock may be off; SF names no number.
CLOCK_S = 600
# SF publishes no full table: 3302 and the texts of 1202 were seen in the wild.
GENERIC = 1202
CODES = {
    "parameter": (GENERIC, "请求参数异常: 字段params.{name} 不合法"),
    "unauthorised": (1101, "开发者不存在"),
    "signature": (1102, "签名校验失败"),
    "clock": (GENERIC, "请求参数异常: 字段params.push_time 不合法"),
    "shop": (GENERIC, "请求参数异常: 字段params.shop_id 不合法"),
    "shop_closed": (GENERIC, "店铺已停用"),
    "city": (GENERIC, "没有匹配的计价规则或计价规则已失效"),
    "point": (GENERIC, "请求参数异常: 收件人经纬度不合法"),
    "distance": (GENERIC, "超出配送距离"),
    "weight": (GENERIC, "超出配送重量"),
    "appointment": (GENERIC, "抱歉,所选时间不在商圈服务时间范围内"),
    "duplicate": (GENERIC, "订单重复,不可重复创建"),
    "quote_expired": (GENERIC, "没有匹配的计价规则或计价规则已失效"),
    "quote_used": (GENERIC, "订单重复,不可重复创建"),
    "balance": (3302, "预付费账户余额不足,请及时充值"),
    "unknown_order": (GENERIC, "订单不存在"),
    "state": (GENERIC, "当前订单状态不允许该操作"),
    "cancelled": (GENERIC, "订单已取消, 不可以重复取消"),
    "picked_up": (GENERIC, "骑士已取货,不可以取消"),
    "done": (GENERIC, "订单已完成,不可以取消"),
    "tip": (GENERIC, "小费次数或金额超出限制"),
    "reason": (GENERIC, "请求参数异常: 字段params.cancel_code 不合法"),
    "too_fast": (GENERIC, "不要在2s内重复提交数据!"),
}


class SfDialect:
    """What SF understands and how it answers."""

    platform = "sf"

    def __init__(self, world):
        self._world = world

    def number_of(self, request):
        """Return the merchant's number of the order a request is about, or None."""
        body = request.lenient_json()
        if isinstance(body.get("shop_order_id"), str):
            return body["shop_order_id"]
        number = body.get("order_id")
        if not isinstance(number, str):
            return None
        if body.get("order_type") == 2:
            return number
        row = self._world.store.one(
            "SELECT number FROM courier_orders WHERE platform = 'sf' "
            "AND platform_no = ?",
            (number,),
        )
        return row["number"] if row else None

    def open(self, request):
        """Return the account and the parameters of a proven request.

        :raise RuleError: If something of it is wrong.
        """
        if not request.header("Content-Type").startswith("application/json"):
            raise FieldError("Content-Type", "application/json")
        params = parse_json(request.body)
        if not isinstance(params, dict):
            raise FieldError("body", "a JSON object")
        dev_id = params.pop("dev_id", None)
        if isinstance(dev_id, bool) or not isinstance(dev_id, int):
            raise FieldError("dev_id", "a whole number")
        account = self._world.couriers.accounts.of("sf", str(dev_id))
        if account is None:
            raise RuleError("unauthorised", "a dev_id of this sandbox")
        expected = sign(request.body, dev_id, account.keys["dev_key"])
        if not hmac.compare_digest(expected, request.query.get("sign", "")):
            raise RuleError(
                "signature",
                "base64 of the MD5's hexadecimal text over body&dev_id&dev_key, "
                "percent-encoded in the query",
            )
        self._check_clock(params.pop("push_time", None))
        return account, params

    def close(self, result):
        """Return the answer to a request that was followed."""
        return Response.json(
            {
                "error_code": 0,
                "error_msg": "success",
                "error_data": None,
                "result": result,
            }
        )

    def refuse(self, error):
        """Return the answer to a request that was not."""
        code, message = CODES.get(error.reason, (GENERIC, "请求被拒绝"))
        message = message.replace("{name}", getattr(error, "name", ""))
        return Response.json(
            {
                "error_code": getattr(error, "code", code),
                "error_msg": message,
                "error_data": None,
                "result": None,
            }
        )

    def _check_clock(self, stamp):
        if isinstance(stamp, bool) or not isinstance(stamp, int):
            raise FieldError("push_time", "whole seconds")
        if abs(stamp - self._world.clock.wire()) > CLOCK_S:
            raise RuleError("clock", f"push_time: seconds, at most {CLOCK_S} s off")
