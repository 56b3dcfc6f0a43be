"""A refund as WeChat Pay shows it: to queries and in notifications."""

import json

from ..clock import rfc3339

DEFAULT_ACCOUNT = "支付用户零钱"


def refund_view(refund, order):
    """Return a refund as the API shows it."""
    request = json.loads(refund["request"])
    fen = refund["refund_fen"]
    view = {
        "refund_id": refund["refund_id"],
        "out_refund_no": refund["out_refund_no"],
        "transaction_id": order["transaction_id"],
        "out_trade_no": order["out_trade_no"],
        "channel": refund["channel"],
        "user_received_account": refund["account"] or DEFAULT_ACCOUNT,
        "create_time": rfc3339(refund["created_at"]),
        "status": refund["status"],
        "funds_account": request.get("funds_account", "UNSETTLED"),
        "amount": {
            "total": order["total_fen"],
            "refund": fen,
            "payer_total": order["total_fen"],
            "payer_refund": fen,
            "settlement_refund": fen,
            "settlement_total": order["total_fen"],
            "discount_refund": 0,
            "currency": order["currency"],
        },
        "promotion_detail": [],
    }
    if refund["status"] == "SUCCESS":
        view["success_time"] = rfc3339(refund["finished_at"])
    return view


def notification_view(refund, order):
    """Return a refund as its notification shows it: without appid."""
    view = {
        **_names(order),
        "out_trade_no": order["out_trade_no"],
        "transaction_id": order["transaction_id"],
        "out_refund_no": refund["out_refund_no"],
        "refund_id": refund["refund_id"],
        "refund_status": refund["status"],
        "user_received_account": refund["account"] or DEFAULT_ACCOUNT,
        "amount": {
            "total": order["total_fen"],
            "refund": refund["refund_fen"],
            "payer_total": order["total_fen"],
            "payer_refund": refund["refund_fen"],
        },
    }
    if refund["status"] == "SUCCESS":
        view["success_time"] = rfc3339(refund["finished_at"])
    return view


def _names(order):
    if order["sp_mchid"]:
        return {"sp_mchid": order["sp_mchid"], "sub_mchid": order["mchid"]}
    return {"mchid": order["mchid"]}
