"""An order as WeChat Pay shows it: to queries, in notifications, after a scan."""

from ..clock import rfc3339
from .states import STATE_TEXTS

BANK_TYPE = "OTHERS"


def transaction_view(order):
    """Return an order as queries and notifications show it."""
    view = {
        **_names(order),
        "out_trade_no": order["out_trade_no"],
        "trade_state": order["state"],
        "trade_state_desc": STATE_TEXTS[order["state"]],
        "attach": order["attach"] or "",
        "payer": _payer(order),
        "amount": {"total": order["total_fen"], "currency": order["currency"]},
        "promotion_detail": [],
    }
    if order["device_id"]:
        view["scene_info"] = {"device_id": order["device_id"]}
    if order["transaction_id"]:
        view["transaction_id"] = order["transaction_id"]
        view["trade_type"] = order["trade_type"]
        view["bank_type"] = BANK_TYPE
        view["success_time"] = rfc3339(order["paid_at"])
        view["amount"]["payer_total"] = order["total_fen"]
        view["amount"]["payer_currency"] = order["currency"]
    return view


def _names(order):
    if not order["sp_mchid"]:
        return {"appid": order["appid"], "mchid": order["mchid"]}
    names = {
        "sp_appid": order["sp_appid"],
        "sp_mchid": order["sp_mchid"],
        "sub_mchid": order["mchid"],
    }
    if order["sub_appid"]:
        names["sub_appid"] = order["sub_appid"]
    return names


def _payer(order):
    if not order["openid"]:
        return {}
    if not order["sp_mchid"]:
        return {"openid": order["openid"]}
    payer = {"sp_openid": order["sp_openid"] or order["openid"]}
    if order["sub_appid"] and order["appid"] == order["sub_appid"]:
        payer["sub_openid"] = order["openid"]
    return payer
