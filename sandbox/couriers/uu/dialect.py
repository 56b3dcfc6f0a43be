"""UU's envelope: X-App-Id in the header, a JSON text `biz`, seconds, a signature."""

import hmac
import json

from ...web import Response
from ..errors import FieldError, RuleError
from ..fields import Text, Whole, parse_json, read
from .signing import sign

CLOCK_S = 600
_ENVELOPE = {
    "openId": Text(64, required=True),
    "timestamp": Whole(10**9, 10**10, required=True),
    "biz": Text(200_000, required=True),
    "sign": Text(32, True, "[0-9A-F]{32}", "32 hexadecimal digits in capitals"),
}
# UU publishes no table: code 1 is success, and the words are the sandbox's.
REFUSED = -1
CODES = {
    "parameter": "参数不合法: {name}",
    "unauthorised": "appId或openId不存在",
    "signature": "签名错误",
    "clock": "签名错误: timestamp已过期",
    "shop": "参数不合法: 发货地址",
    "shop_closed": "商户已停用",
    "city": "城市未开通服务",
    "point": "参数不合法: 坐标",
    "distance": "超出配送范围",
    "weight": "参数不合法: 货物超重",
    "appointment": "参数不合法: 预约时间",
    "duplicate": "订单重复提交,originId已存在",
    "quote_expired": "priceToken已过期,请重新计算价格",
    "quote_used": "订单重复提交,priceToken已使用",
    "balance": "账户余额不足,请充值",
    "unknown_order": "订单不存在",
    "state": "当前订单状态不允许该操作",
    "cancelled": "订单已取消",
    "picked_up": "已取件,不能取消订单",
    "done": "订单已完成,不能取消",
    "tip": "小费金额不合法",
    "reason": "参数不合法: reason",
    "too_fast": "请求过于频繁,请稍后",
}


class UuDialect:
    """What UU understands and how it answers."""

    platform = "uu"

    def __init__(self, world):
        self._world = world

    def number_of(self, request):
        """Return the merchant's number of the order a request is about, or None."""
        envelope = dict(request.lenient_json())
        try:
            biz = json.loads(envelope.get("biz") or "{}")
        except (ValueError, TypeError):
            return None
        request.context["lenient_json"] = {**envelope, "biz": biz}
        if not isinstance(biz, dict):
            return None
        if isinstance(biz.get("originId"), str):
            return biz["originId"]
        token, code = biz.get("priceToken"), biz.get("orderCode")
        row = self._world.store.one(
            "SELECT number FROM courier_quotes WHERE token = ? UNION "
            "SELECT number FROM courier_orders WHERE platform_no = ?",
            (str(token), str(code)),
        )
        return row["number"] if row else None

    def open(self, request):
        """Return the account and the parameters of a proven request.

        :raise RuleError: If something of the envelope is wrong.
        """
        if not request.header("Content-Type").startswith("application/json"):
            raise FieldError("Content-Type", "application/json")
        values = read(parse_json(request.body), _ENVELOPE)
        account = self._world.couriers.accounts.of("uu", values["openId"])
        app_id = request.header("X-App-Id")
        if account is None or account.keys["app_id"] != app_id:
            raise RuleError("unauthorised", "X-App-Id and openId of one merchant")
        stamp = values["timestamp"]
        expected = sign(values["biz"], account.keys["app_key"], stamp)
        if not hmac.compare_digest(expected, values["sign"]):
            raise RuleError("signature", "MD5 in capitals of biz, app key, seconds")
        if abs(stamp - self._world.clock.wire()) > CLOCK_S:
            raise RuleError("clock", f"timestamp: seconds, at most {CLOCK_S} s off")
        return account, parse_json(values["biz"])

    def close(self, result):
        """Return the answer to a request that was followed."""
        return Response.json({"code": 1, "msg": "success", "body": result or {}})

    def refuse(self, error):
        """Return the answer to a request that was not."""
        message = CODES.get(error.reason, "请求被拒绝")
        message = message.replace("{name}", getattr(error, "name", ""))
        code = getattr(error, "code", REFUSED)
        return Response.json({"code": code, "msg": message, "body": None})
