"""Loads what happened on many days at once, so that bills can be made of it.

Nothing is notified, no rule of pace applies; sums and numbers are checked.
"""

import json
import secrets
from datetime import datetime

from .clock import compact
from .pay.ledger import fee_of, fee_returned

_PAYMENT = {
    "out_trade_no": str,
    "total_fen": int,
    "paid_at": str,
}
_PAYMENT_OPTIONS = (
    "trade_type", "user", "description", "attach", "device_id", "transaction_id",
    "reversed_at",
)  # fmt: skip
_REFUND = {
    "out_refund_no": str,
    "out_trade_no": str,
    "refund_fen": int,
    "created_at": str,
}
_REFUND_OPTIONS = ("status", "finished_at", "reason", "refund_id")
_MOVE = {"fen": int, "at": str}


class BulkError(ValueError):
    """Raised for a row that does not fit; then nothing is loaded."""


def load(world, merchant, happened):
    """Load payments, refunds, withdrawals and deposits of a merchant.

    :param World world: The sandbox.
    :param Merchant merchant: A direct merchant, whose money it is.
    :param dict happened: `payments`, `refunds`, `withdrawals` and `deposits`, each a
        list of dicts; times as RFC 3339. A refund's order is among the payments or
        was loaded before.
    :return: WeChat's numbers by ours: `{"payments": {...}, "refunds": {...}}`, and
        how much the account holds: `balance_fen`.
    :raise BulkError: If a row does not fit.
    """
    loader = _Loader(world, merchant)
    with world.store.transaction():
        return {
            "payments": dict(map(loader.payment, happened.get("payments", ()))),
            "refunds": dict(map(loader.refund, happened.get("refunds", ()))),
            "withdrawals": [
                loader.move(row, world.ledger.withdraw)
                for row in happened.get("withdrawals", ())
            ],
            "deposits": [
                loader.move(row, world.ledger.deposit)
                for row in happened.get("deposits", ())
            ],
            "balance_fen": world.ledger.balance(merchant.mchid),
        }


class _Loader:
    def __init__(self, world, merchant):
        self._world = world
        self._merchant = merchant
        self._now = world.clock.now()
        self._openids = {}

    def payment(self, row):
        _check(row, _PAYMENT, _PAYMENT_OPTIONS)
        number, appid = row["out_trade_no"], self._merchant.appids[0]
        if self._world.orders.find(self._merchant.mchid, number):
            raise BulkError(f"payments: {number} is there already")
        at, rate = self._time(row, "paid_at"), self._world.settings.fee_per_myriad
        reversed_at = self._time(row, "reversed_at")
        order = {
            "mchid": self._merchant.mchid,
            "out_trade_no": number,
            "appid": appid,
            "openid": self._openid(appid, row.get("user", "guest")),
            "trade_type": row.get("trade_type", "JSAPI"),
            "state": "REVOKED" if reversed_at else "SUCCESS",
            "total_fen": row["total_fen"],
            "currency": "CNY",
            "description": row.get("description", "滇味小馆"),
            "attach": row.get("attach"),
            "device_id": row.get("device_id"),
            "request": "{}",
            "transaction_id": row.get("transaction_id")
            or f"4200{compact(at, '%Y%m%d')}{secrets.randbelow(10**16):016d}",
            "created_at": at,
            "expires_at": at + 3600,
            "paid_at": at,
            "fee_fen": fee_of(row["total_fen"], rate),
            "fee_rate": rate,
            "reversed_at": reversed_at,
        }
        self._world.store.insert("orders", order)
        self._world.ledger.paid(order)
        if reversed_at:
            self._world.ledger.reversed(order)
        return number, order["transaction_id"]

    def refund(self, row):
        _check(row, _REFUND, _REFUND_OPTIONS)
        mchid, refunds = self._merchant.mchid, self._world.refunds
        order = self._world.orders.find(mchid, row["out_trade_no"])
        if order is None or order["state"] not in ("SUCCESS", "REFUND"):
            raise BulkError(f"refunds: {row['out_trade_no']} is no paid order")
        before = refunds.refunded(order)
        if before + row["refund_fen"] > order["total_fen"]:
            raise BulkError(f"refunds: {row['out_refund_no']} gives back too much")
        at, status = self._time(row, "created_at"), row.get("status", "SUCCESS")
        waits = status == "PROCESSING"
        refund = {
            "mchid": mchid,
            "out_refund_no": row["out_refund_no"],
            "refund_id": row.get("refund_id")
            or f"5030{compact(at, '%Y%m%d')}{secrets.randbelow(10**17):017d}",
            "out_trade_no": row["out_trade_no"],
            "refund_fen": row["refund_fen"],
            "status": status,
            "outcome": status,
            "request": json.dumps({}),
            "created_at": at,
            "finished_at": None if waits else self._time(row, "finished_at") or at,
            "fee_fen": fee_returned(order, before, row["refund_fen"]),
        }
        self._world.store.insert("refunds", refund)
        self._world.orders.mark_refunded(order)
        self._world.ledger.refunded(refund, row.get("reason", ""))
        if status == "CLOSED":
            self._world.ledger.refund_failed(refund)
        return row["out_refund_no"], refund["refund_id"]

    def move(self, row, write):
        _check(row, _MOVE, ())
        return write(self._merchant.mchid, row["fen"], self._time(row, "at"))

    def _openid(self, appid, name):
        if name not in self._openids:
            self._openids[name] = self._world.users.named(appid, name)
        return self._openids[name]

    def _time(self, row, name):
        if row.get(name) is None:
            return None
        try:
            at = datetime.fromisoformat(row[name].replace("Z", "+00:00"))
        except (ValueError, AttributeError) as error:
            raise BulkError(f"{name}: RFC 3339, got {row[name]!r}") from error
        if at.tzinfo is None:
            raise BulkError(f"{name}: with a zone, as +08:00")
        if at.timestamp() > self._now:
            raise BulkError(f"{name}: {row[name]} is still to come")
        return at.timestamp()


def _check(row, required, optional):
    if not isinstance(row, dict):
        raise BulkError(f"an object, got {row!r}")
    unknown = sorted(set(row) - {*required, *optional})
    if unknown:
        raise BulkError(f"unknown names {unknown}")
    for name, kind in required.items():
        value = row.get(name)
        if isinstance(value, bool) or not isinstance(value, kind) or not value:
            raise BulkError(f"{name}: {kind.__name__} is needed, got {value!r}")
        if kind is int and value < 0:
            raise BulkError(f"{name}: not negative")
