"""Shows what the sandbox knows: calls, money, messages, health."""

import time

from ..clock import rfc3339
from ..web import Route
from .door import ControlError

MAX_CALLS = 5000
_ORDER_TIMES = "created_at expires_at paid_at closed_at reversed_at".split()


class InspectionApi:
    """What a test or a person may look at; nothing here changes anything."""

    def __init__(self, world):
        self._world = world
        self._began = time.time()

    def routes(self):
        """Return the paths answered here."""
        return [
            Route("GET", "/control/health", "control.read", self.health),
            Route("GET", "/control/calls", "control.read", self.calls),
            Route("GET", "/control/ledger", "control.read", self.ledger),
            Route("GET", "/control/messages", "control.read", self.messages),
        ]

    def health(self, request):
        """Return that the sandbox is up."""
        return {"status": "ok", "uptime_s": round(time.time() - self._began, 1)}

    def calls(self, request):
        """Return the call log, newest first."""
        query = request.query
        return {
            "calls": self._world.calls.read(
                limit=min(_number(request, "limit", 200), MAX_CALLS),
                since_id=_number(request, "since_id", 0),
                api=query.get("api"),
                direction=query.get("direction"),
                out_trade_no=query.get("out_trade_no"),
            )
        }

    def ledger(self, request):
        """Return orders, refunds and notifications with their amounts in fen.

        All of them, or the newest `limit`; the totals always count all.
        """
        limit = _number(request, "limit", -1)
        return {
            "orders": self._orders(limit),
            "refunds": self._refunds(limit),
            "notifications": self._notifications(limit),
            "totals": self._totals(),
        }

    def messages(self, request):
        """Return the subscribe messages that reached phones, newest first."""
        rows = self._world.store.all(
            "SELECT * FROM messages ORDER BY id DESC LIMIT 500"
        )
        return {"messages": [dict(row) for row in rows]}

    def _totals(self):
        row = self._world.store.one(
            "SELECT (SELECT coalesce(sum(total_fen), 0) FROM orders "
            "WHERE paid_at IS NOT NULL) AS paid_fen, "
            "(SELECT coalesce(sum(total_fen), 0) FROM orders "
            "WHERE paid_at IS NOT NULL AND reversed_at IS NOT NULL) AS reversed_fen, "
            "coalesce(sum(CASE WHEN status = 'SUCCESS' THEN refund_fen END), 0) "
            "AS refunded_fen, "
            "coalesce(sum(CASE WHEN status IN ('PROCESSING', 'ABNORMAL') "
            "THEN refund_fen END), 0) AS refunding_fen FROM refunds"
        )
        return dict(row)

    def _orders(self, limit):
        rows = self._newest(
            "SELECT o.*, coalesce((SELECT sum(refund_fen) FROM refunds r "
            "WHERE r.mchid = o.mchid AND r.out_trade_no = o.out_trade_no "
            "AND r.status = 'SUCCESS'), 0) AS refunded_fen FROM orders o",
            limit,
        )
        return [
            {
                "mchid": row["mchid"],
                "out_trade_no": row["out_trade_no"],
                "transaction_id": row["transaction_id"],
                "appid": row["appid"],
                "trade_type": row["trade_type"],
                "trade_state": row["state"],
                "description": row["description"],
                "total_fen": row["total_fen"],
                "paid_fen": row["total_fen"] if row["paid_at"] else 0,
                "refunded_fen": row["refunded_fen"],
                "close_reason": row["close_reason"],
                **{name: row[name] and rfc3339(row[name]) for name in _ORDER_TIMES},
            }
            for row in rows
        ]

    def _refunds(self, limit):
        names = "mchid out_refund_no refund_id out_trade_no refund_fen status account"
        return [
            {
                **{name: row[name] for name in names.split()},
                "created_at": rfc3339(row["created_at"]),
            }
            for row in self._newest("SELECT * FROM refunds", limit)
        ]

    def _notifications(self, limit):
        columns = "id, out_trade_no, event_type, state, attempts, last_result"
        rows = self._newest(f"SELECT {columns} FROM notifications", limit)
        return [dict(row) for row in rows]

    def _newest(self, sql, limit):
        rows = self._world.store.all(
            f"{sql} ORDER BY created_at DESC LIMIT ?", (limit,)
        )
        return rows[::-1]


def _number(request, name, default):
    try:
        return int(request.query.get(name, default))
    except ValueError as error:
        raise ControlError(f"{name}: a whole number") from error
