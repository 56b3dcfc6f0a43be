"""What Dada tells its merchants: the order's own callback, and messages."""

import json

from ..riders import rider_of
from ..wire import dump, value_of
from .orders_api import STATUS
from .signing import checksum

# Each minute, ten times; messages three times.
RETRIES = (60,) * 10
MESSAGE_RETRIES = (60,) * 3
STATUS_EVENT, MESSAGE_EVENT = "status", "message"
REASSIGNED = 1
_MILLISECONDS = 1000


class DadaTeller:
    """Writes Dada's callbacks."""

    retries = RETRIES

    def events(self, order, action, at, facts):
        """Return what is to be told of a step: (event, address, content)."""
        if action == "cancel_request":
            return [
                (MESSAGE_EVENT, facts["console"]["message_url"], _asks(order, facts))
            ]
        if action == "exception":
            return []  # Dada tells of no trouble but a return.
        if action == "reassign" and not facts["console"]["tells_transfers"]:
            return []
        again = {"repeat_reason_type": REASSIGNED} if action == "reassign" else {}
        content = {**self.content(order, at), **again}
        return [(STATUS_EVENT, order["callback_url"] or "", content)]

    def content(self, order, at):
        """Return the callback of an order's state, without its signature."""
        status, _words = STATUS[order["state"]]
        rider = rider_of(order)
        # Milliseconds only when Dada itself failed.
        stamp = int(at * 1000) if status == _MILLISECONDS else int(at)
        return {
            "client_id": order["platform_no"],
            "order_id": order["number"],
            "order_status": status,
            "cancel_reason": order["cancel_reason"] or "",
            "cancel_from": order["cancel_from"] or 0,
            "update_time": stamp,
            "dm_id": rider.number if rider else 0,
            "dm_name": rider.name if rider else "",
            "dm_mobile": rider.phone if rider else "",
            "finish_code": order["finish_code"],
        }

    def build(self, row, account, fault):
        """Return the address, the headers and the body of a callback."""
        content = bent(json.loads(row["content"]), fault)
        if row["event_type"] == STATUS_EVENT and fault != "callback_unsigned":
            names = ("client_id", "order_id", "update_time")
            content["signature"] = checksum(*(content[name] for name in names))
        if fault == "callback_bad_sign":
            content["signature"] = "0" * 32
        body = b"not json" if fault == "callback_garbage" else dump(content)
        return row["notify_url"], {"Content-Type": "application/json"}, body

    def accepts(self, answer):
        """Return whether an answer is acceptance: 200 and {"status":"ok"}."""
        return answer.status == 200 and value_of(answer).get("status") == "ok"

    def retry_delays(self, row):
        """Return the seconds between one try and the next."""
        return MESSAGE_RETRIES if row["event_type"] == MESSAGE_EVENT else RETRIES


def bent(content, fault):
    """Return a callback's content as a fault wants it."""
    changes = {
        "callback_forged": {"order_status": 4},
        "callback_unknown_order": {"order_id": "NOBODY-PLACED-THIS"},
        "callback_unknown_status": {"order_status": 777},
    }
    return {**content, **changes.get(fault, {})}


def _asks(order, facts):
    body = {
        "orderId": order["number"],
        "dadaOrderId": int(order["platform_no"]),
        "cancelReason": facts["reason"],
    }
    return {
        "messageType": 1,
        "messageBody": json.dumps(body, ensure_ascii=False),
        "createTime": int(facts["at"]),
    }
