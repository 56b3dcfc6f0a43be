"""Answers API v2's payment code: /pay/micropay, /pay/orderquery, /secapi/pay/reverse.

The same orders as APIv3's: what v2 scans, v3 queries and refunds.
"""

import re

from ..clock import compact
from ..merchants import PARTNER
from ..web import LostConnection, Route
from .errors import PayError
from .order_view import BANK_TYPE
from .parties import DirectDeals, PartnerDeals
from .states import STATE_TEXTS, USERPAYING
from .v2_door import V2Error

# From APIv3's words to API v2's.
_CODES = {
    "AUTH_CODE_INVALID": "AUTH_CODE_INVALID",
    "NOT_ENOUGH": "NOTENOUGH",
    "ORDER_CLOSED": "ORDERCLOSED",
    "ORDER_REVERSED": "ORDERREVERSED",
    "ORDER_NOT_EXIST": "ORDERNOTEXIST",
    "SYSTEM_ERROR": "SYSTEMERROR",
    "NO_AUTH": "NOAUTH",
}
_REQUIRED = "appid mch_id nonce_str sign".split()
_OPTIONAL = "sub_appid sub_mch_id sign_type".split()
_FIELDS = {
    "micropay": (
        "body out_trade_no total_fee spbill_create_ip auth_code".split(),
        "device_info detail attach fee_type goods_tag limit_pay time_start time_expire "
        "receipt scene_info profit_sharing version".split(),
    ),
    "query": ([], ["out_trade_no", "transaction_id"]),
    "reverse": ([], ["out_trade_no", "transaction_id"]),
}
_RULES = {
    "out_trade_no": r"[0-9A-Za-z_\-|*@]{6,32}",
    "total_fee": r"[1-9]\d{0,9}",
    "auth_code": r"1[0-5]\d{16}",
    "nonce_str": r"[0-9A-Za-z]{1,32}",
    "fee_type": "CNY",
    "time_start": r"\d{14}",
    "time_expire": r"\d{14}",
}
_LENGTHS = {"body": 128, "attach": 127, "device_info": 32, "spbill_create_ip": 64}


class V2Api:
    """Payments by code of merchants without the v3 permission."""

    def __init__(self, world):
        self._world = world
        self._direct, self._partner = DirectDeals(world), PartnerDeals(world)

    def routes(self):
        """Return the paths answered here."""
        shown = {"certificate": True}
        return [
            Route("POST", "/pay/micropay", "pay.v2_micropay", self.micropay),
            Route("POST", "/pay/orderquery", "pay.v2_query", self.query),
            Route("POST", "/secapi/pay/reverse", "pay.v2_reverse", self.reverse, shown),
        ]

    def micropay(self, request, merchant, params):
        """Take the money of the payer whose code was scanned."""
        check_fields(params, "micropay")
        deals, names = self._party(merchant, params)
        body = {
            **names,
            "description": params["body"],
            "out_trade_no": params["out_trade_no"],
            "payer": {"auth_code": params["auth_code"]},
            "amount": {"total": int(params["total_fee"]), "currency": "CNY"},
            "scene_info": {"device_id": params.get("device_info", "")},
        }
        if params.get("attach"):
            body["attach"] = params["attach"]
        order = _v2(self._world.codepay.submit, deals, body, merchant)
        if order["state"] == USERPAYING:
            raise V2Error("USERPAYING", "需要用户输入支付密码", "ask again in 5 s")
        return self._view(order)

    def query(self, request, merchant, params):
        """Return what became of an order."""
        check_fields(params, "query")
        order = self._find(merchant, params)
        view = self._view(order) if order["transaction_id"] else self._names(order)
        return {
            **view,
            "out_trade_no": order["out_trade_no"],
            "trade_state": order["state"],
            "trade_state_desc": STATE_TEXTS[order["state"]],
        }

    def reverse(self, request, merchant, params):
        """Take an order back; `recall` says whether to ask again."""
        check_fields(params, "reverse")
        order = self._find(merchant, params)
        struck = self._world.faults.strike(
            ("reverse_userpaying",),
            api="pay.v2_reverse",
            out_trade_no=order["out_trade_no"],
        )
        if struck or self._world.codepay.busy(order):
            return {
                "result_code": "FAIL",
                "err_code": "USERPAYING",
                "err_code_des": "用户支付中，需要输入密码",
                "recall": "Y",
            }
        _v2(self._world.codepay.reverse, order["mchid"], order["out_trade_no"])
        return {**self._names(order), "recall": "N"}

    def _party(self, merchant, params):
        if merchant.kind != PARTNER:
            return self._direct, {"appid": params["appid"], "mchid": params["mch_id"]}
        names = {
            "sp_appid": params["appid"],
            "sp_mchid": params["mch_id"],
            "sub_mchid": params.get("sub_mch_id", ""),
        }
        if params.get("sub_appid"):
            names["sub_appid"] = params["sub_appid"]
        return self._partner, names

    def _find(self, merchant, params):
        deals, names = self._party(merchant, params)
        mchid = _v2(deals.check_mchids, names, merchant)
        numbers = [n for n in ("transaction_id", "out_trade_no") if params.get(n)]
        if not numbers:
            raise _param_error("out_trade_no", "out_trade_no or transaction_id")
        if numbers[0] == "transaction_id":
            find = self._world.orders.get_by_transaction
            return _v2(find, mchid, params["transaction_id"])
        return _v2(self._world.orders.get, mchid, params["out_trade_no"])

    def _names(self, order):
        names = {"appid": order["sp_appid"] or order["appid"]}
        if order["sp_mchid"]:
            names["sub_mch_id"] = order["mchid"]
        return names

    def _view(self, order):
        return {
            **self._names(order),
            "openid": order["sp_openid"] or order["openid"],
            "is_subscribe": "N",
            "trade_type": order["trade_type"],
            "bank_type": BANK_TYPE,
            "fee_type": order["currency"],
            "total_fee": order["total_fen"],
            "cash_fee": order["total_fen"],
            "transaction_id": order["transaction_id"],
            "out_trade_no": order["out_trade_no"],
            "attach": order["attach"] or "",
            "time_end": compact(order["paid_at"]),
        }


def check_fields(params, kind):
    """Raise unless the parameters are those of a call, each well formed.

    :raise V2Error: With the first that is not.
    """
    required, optional = _FIELDS[kind]
    for name in [*_REQUIRED, *required]:
        if not params.get(name):
            raise _param_error(name, "required")
    known = {*_REQUIRED, *_OPTIONAL, *required, *optional}
    for name, value in params.items():
        if name not in known:
            raise _param_error(name, f"unknown; known: {sorted(known)}")
        rule = _RULES.get(name)
        if value and rule and not re.fullmatch(rule, value):
            raise _param_error(name, f"must match {rule}")
        if len(value.encode()) > _LENGTHS.get(name, 8192):
            raise _param_error(name, f"at most {_LENGTHS[name]} bytes")
        if any(ord(character) > 0xFFFF for character in value):
            raise _param_error(name, "no characters of four bytes")


def _param_error(name, issue):
    return V2Error("PARAM_ERROR", f"{name}参数错误", f"{name}: {issue}")


def _v2(call, *args):
    """Call what APIv3 calls too, its errors put in API v2's words."""
    try:
        return call(*args)
    except LostConnection:
        raise
    except PayError as error:
        code = _CODES.get(error.code, error.code)
        if code == "AUTH_CODE_INVALID" and "过期" in error.message:
            code = "AUTHCODEEXPIRE"
        issue = error.detail.get("issue", "")
        raise V2Error(code, error.message, issue) from error
