"""What UU tells its merchants: its own envelope, posted to the order's address."""

import json

from ..riders import rider_of
from ..wire import dump, value_of
from .orders_api import STATUS
from .signing import sign

# UU publishes no schedule; this one is a guess.
RETRIES = (60, 60, 60)
RIDER_GAVE_UP = (2, "跑男取消")
_SPECIAL = {"withdraw": RIDER_GAVE_UP, "expire": (-3, "超时无人接单取消")}


class UuTeller:
    """Writes UU's callbacks."""

    def events(self, order, action, at, facts):
        """Return what is to be told of a step: (event, address, content)."""
        if action in ("exception", "reassign"):
            return []
        state, words = _SPECIAL.get(action) or STATUS[order["state"]]
        if action in ("cancel", "fail"):
            state, words = -2, "客服取消"
        rider = rider_of(order)
        content = {
            "orderCode": order["platform_no"],
            "originId": order["number"],
            "state": str(state),
            "stateText": words,
            "driverName": rider.name if rider else "",
            "driverMobile": rider.phone if rider else "",
            "driverPhoto": "",
            "changeTime": str(int(at * 1000)),
        }
        return [("status", order["callback_url"] or "", content)]

    def build(self, row, account, fault):
        """Return the address, the headers and the body of a callback."""
        changes = {
            "callback_forged": {"state": "10", "stateText": "收件人已收货"},
            "callback_unknown_order": {"originId": "NOBODY", "orderCode": "0"},
            "callback_unknown_status": {"state": "777"},
        }
        content = {**json.loads(row["content"]), **changes.get(fault, {})}
        biz = dump(content).decode()
        stamp = int(row["created_at"])
        key = "0" * 32 if fault == "callback_forged" else account.keys["app_key"]
        envelope = {"openId": account.number, "timestamp": stamp, "biz": biz}
        if fault != "callback_unsigned":
            envelope["sign"] = sign(biz, key, stamp)
        if fault == "callback_bad_sign":
            envelope["sign"] = "0" * 32
        body = b"not json" if fault == "callback_garbage" else dump(envelope)
        return row["notify_url"], {"Content-Type": "application/json"}, body

    def accepts(self, answer):
        """Return whether an answer is acceptance: 200 and code 1."""
        return answer.status == 200 and value_of(answer).get("code") in (1, "1")

    def retry_delays(self, row):
        """Return the seconds between one try and the next."""
        return RETRIES
