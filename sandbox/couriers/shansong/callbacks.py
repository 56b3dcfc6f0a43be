"""What Shansong tells its merchants: with neither a signature nor a time."""

import json

from ..wire import dump, value_of
from .orders_api import STATUS, abort_of, courier_of

RETRIES = (60,) * 5


class ShansongTeller:
    """Writes Shansong's callbacks."""

    def events(self, order, action, at, facts):
        """Return what is to be told of a step: (event, address, content)."""
        if action == "exception":
            return []
        status, words, sub_status, sub_words = STATUS[order["state"]]
        if action in ("withdraw", "reassign"):
            sub_words = "转单"
        content = {
            "issOrderNo": order["platform_no"],
            "orderNo": order["number"],
            "status": status,
            "statusDesc": words,
            "subStatus": sub_status,
            "subStatusDesc": sub_words,
            "pickupPassword": order["pickup_code"],
            "deliveryPassword": order["finish_code"] if order["picked_at"] else "",
            "deductAmount": 0,
            "sendBackFee": 0,
            "drawback": 0,
            **(abort_of(order) or {}),
        }
        courier = courier_of(facts["couriers"], order, at)
        if courier:
            content["courier"] = courier
        return [("status", facts["console"]["notify_url"], content)]

    def build(self, row, account, fault):
        """Return the address, the headers and the body of a callback."""
        changes = {
            "callback_forged": {"status": 50, "statusDesc": "已完成"},
            "callback_unknown_order": {"orderNo": "NOBODY", "issOrderNo": "TDH0"},
            "callback_unknown_status": {"status": 777},
        }
        content = {**json.loads(row["content"]), **changes.get(fault, {})}
        body = b"not json" if fault == "callback_garbage" else dump(content)
        return row["notify_url"], {"Content-Type": "application/json"}, body

    def accepts(self, answer):
        """Return whether an answer is acceptance: 200 and status 200."""
        return answer.status == 200 and value_of(answer).get("status") == 200

    def retry_delays(self, row):
        """Return the seconds between one try and the next."""
        return RETRIES
