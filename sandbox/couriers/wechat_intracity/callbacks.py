"""What WeChat tells a mini-program's server of its deliveries: unsigned in practice."""

import json

from ..wire import dump, value_of
from .orders_api import TROUBLE, WITHDRAWN, status_of

# WeChat publishes no schedule; this one is a guess.
RETRIES = (60, 60, 60)


class WechatIntracityTeller:
    """Writes WeChat's callbacks."""

    def events(self, order, action, at, facts):
        """Return what is to be told of a step: (event, address, content)."""
        if action == "reassign":
            return []
        special = {"withdraw": WITHDRAWN, "exception": TROUBLE}
        content = {
            "appid": order["account"],
            "wx_store_id": facts["shop"]["shop_no"],
            "wx_order_id": order["platform_no"],
            "store_order_id": order["number"],
            "order_status": special.get(action) or status_of(order),
            "status_change_time": int(at),
        }
        return [("status", order["callback_url"] or "", content)]

    def build(self, row, account, fault):
        """Return the address, the headers and the body of a callback."""
        changes = {
            "callback_forged": {"order_status": 70000},
            "callback_unknown_order": {"store_order_id": "NOBODY", "wx_order_id": "0"},
            "callback_unknown_status": {"order_status": 77777},
        }
        content = {**json.loads(row["content"]), **changes.get(fault, {})}
        body = b"not json" if fault == "callback_garbage" else dump(content)
        return row["notify_url"], {"Content-Type": "application/json"}, body

    def accepts(self, answer):
        """Return whether an answer is acceptance: 200 and return_code 0."""
        return answer.status == 200 and value_of(answer).get("return_code") == 0

    def retry_delays(self, row):
        """Return the seconds between one try and the next."""
        return RETRIES
