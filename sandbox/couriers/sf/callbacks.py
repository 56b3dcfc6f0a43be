"""What SF tells its merchants: one address for each kind of event, a keyed sign."""

import json
from urllib.parse import quote

from ..orders import BY_MERCHANT
from ..riders import rider_of
from ..wire import dump, value_of
from .signing import sign
from .status import (
    BACK_AT_SHOP,
    CANCELLING,
    SIGNED_FOR,
    STATUS,
    TROUBLE,
    TROUBLES,
    WITHDRAWN,
)

# SF publishes no schedule; this one is a guess.
RETRIES = (60, 120, 300)
REFUSED = 2005
SHOP_CANCELS, SF_CANCELS = 313, 401
# Which address of the console an event goes to.
_ADDRESSES = {
    "deliver": "order_complete",
    "return": "order_complete",
    "cancel": "sf_cancel",
    "expire": "sf_cancel",
    "fail": "sf_cancel",
    "withdraw": "rider_recall",
    "exception": "rider_exception",
    "refuse": "rider_exception",
}


class SfTeller:
    """Writes SF's callbacks."""

    def events(self, order, action, at, facts):
        """Return what is to be told of a step: (event, address, content)."""
        contents = [self._content(order, action, at, facts)]
        if action == "merchant_cancel":
            is_taken = facts["before"]["rider"] is not None
            under_way = {**contents[0], "order_status": CANCELLING}
            under_way["status_desc"] = "取消中"
            contents = [under_way, contents[0]] if is_taken else contents
        urls = facts["console"]
        return [(one["url_index"], urls[one["url_index"]], one) for one in contents]

    def build(self, row, account, fault):
        """Return the address, the headers and the body of a callback."""
        content = bent(json.loads(row["content"]), fault)
        body = b"not json" if fault == "callback_garbage" else dump(content)
        key = "0" * 32 if fault == "callback_forged" else account.keys["dev_key"]
        signed = sign(body, account.number, key)
        if fault == "callback_bad_sign":
            signed = "AAAA" + signed[4:]
        url = row["notify_url"]
        if fault != "callback_unsigned":
            mark = "&" if "?" in url else "?"
            url = f"{url}{mark}sign={quote(signed, safe='')}"
        return url, {"Content-Type": "application/json"}, body

    def accepts(self, answer):
        """Return whether an answer is acceptance: 200 and error_code 0."""
        return answer.status == 200 and value_of(answer).get("error_code") == 0

    def retry_delays(self, row):
        """Return the seconds between one try and the next."""
        return RETRIES

    def _content(self, order, action, at, facts):
        status, words = STATUS[order["state"]]
        rider = rider_of(order)
        content = {
            "shop_id": facts["shop"]["shop_no"],
            "sf_order_id": order["platform_no"],
            "shop_order_id": order["number"],
            "url_index": _ADDRESSES.get(action, "rider_status"),
            "operator_name": rider.name if rider else "",
            "operator_phone": rider.phone if rider else "",
            "rider_lng": f"{facts['point'][0]:.6f}" if rider else "",
            "rider_lat": f"{facts['point'][1]:.6f}" if rider else "",
            "order_status": status,
            "status_desc": "配送员改派" if action == "reassign" else words,
            "push_time": int(at),
        }
        return {**content, **self._special(order, action, facts)}

    def _special(self, order, action, facts):
        if action == "withdraw":
            gone = rider_of(facts["before"])
            return {
                "order_status": WITHDRAWN,
                "status_desc": "配送员撤单",
                "operator_name": gone.name,
                "operator_phone": gone.phone,
            }
        if action in ("exception", "refuse"):
            code = facts.get("code", REFUSED)
            return {
                "order_status": TROUBLE,
                "status_desc": "骑士上报异常",
                "ex_id": code,
                "ex_content": facts.get("text") or TROUBLES.get(code, ""),
                "expect_time": 0,
            }
        if action in ("deliver", "return"):
            receipt = SIGNED_FOR if action == "deliver" else BACK_AT_SHOP
            return {"receipt_type": receipt, "pickup_pic": [], "complete_pic": []}
        if order["cancelled_at"] is not None:
            by_shop = order["cancel_from"] == BY_MERCHANT
            code = SHOP_CANCELS if by_shop else SF_CANCELS
            return {"cancel_code": code, "cancel_reason": order["cancel_reason"]}
        return {}


def bent(content, fault):
    """Return a callback's content as a fault wants it."""
    changes = {
        "callback_forged": {"order_status": 17, "receipt_type": SIGNED_FOR},
        "callback_unknown_order": {
            "shop_order_id": "NOBODY-PLACED-THIS",
            "sf_order_id": "3000000000000000000",
        },
        "callback_unknown_status": {"order_status": 777},
    }
    return {**content, **changes.get(fault, {})}
