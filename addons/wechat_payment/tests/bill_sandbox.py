"""WeChat Pay's side of many days, told to the sandbox: the files are its own."""

import random
from datetime import UTC

# A call to the sandbox takes one megabyte.
_CHUNK = 2_500


class SandboxBills:
    """Takes down what happened, then has the sandbox believe it."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self._happened = {
            name: [] for name in ("payments", "refunds", "withdrawals", "deposits")
        }

    def add(self, event):
        """Let something happen."""
        lists = {
            "payment": ("payments", self._prepare_payment),
            "refund": ("refunds", self._prepare_refund),
            "withdrawal": ("withdrawals", _prepare_move),
            "top_up": ("deposits", _prepare_move),
        }
        name, prepare = lists[event.kind]
        self._happened[name].append(prepare(event))
        return event

    def publish(self):
        """Tell the sandbox, payments before what is given back of them."""
        for name, rows in self._happened.items():
            for first in range(0, len(rows), _CHUNK):
                chunk = rows[first : first + _CHUNK]
                self.sandbox.control("POST", "bulk", **{name: chunk})
            rows.clear()

    def spoil(self, fault, day, **where):
        """Have an error in the bill of a day, once."""
        self.sandbox.fault(fault, bill_date=day.isoformat(), **where)

    def _prepare_payment(self, event):
        values = {
            "out_trade_no": event.own_number,
            "total_fen": event.fen,
            "paid_at": _iso(event.at),
            "transaction_id": event.number,
            "description": random.choice(_DISHES),
        }
        if event.reversed_at:
            values["reversed_at"] = _iso(event.reversed_at)
            values["trade_type"] = "MICROPAY"
        return values

    def _prepare_refund(self, event):
        values = {
            "out_refund_no": event.own_number,
            "out_trade_no": event.payment_own_number,
            "refund_fen": -event.fen,
            "created_at": _iso(event.at),
            "refund_id": event.number,
            "status": event.status,
        }
        if event.finished_at:
            values["finished_at"] = _iso(event.finished_at)
        return values


def _prepare_move(event):
    return {"fen": abs(event.fen), "at": _iso(event.at)}


def _iso(moment):
    return moment.astimezone(UTC).isoformat()


_DISHES = ('过桥米线, "大碗"', "汽锅鸡", "宜良烤鸭 半只", "烧饵块`加蛋`")
