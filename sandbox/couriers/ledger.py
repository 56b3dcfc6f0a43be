"""What each merchant's prepaid account holds and what every ride was charged."""

import secrets

from ..clock import compact

DEPOSIT, WITHDRAWAL = "deposit", "withdrawal"
FEE, TIP, PENALTY, REFUND, TIP_REFUND = "fee", "tip", "penalty", "refund", "tip_refund"
KINDS = (DEPOSIT, WITHDRAWAL, FEE, TIP, PENALTY, REFUND, TIP_REFUND)
CHARGES = (FEE, TIP, PENALTY, REFUND, TIP_REFUND)


class CourierLedger:
    """Writes movements of prepaid accounts down and adds them up."""

    def __init__(self, store):
        self._store = store

    def balance(self, account):
        """Return what an account holds, in fen."""
        return self._store.one(
            "SELECT coalesce(sum(fen), 0) FROM courier_movements "
            "WHERE platform = ? AND account = ?",
            (account.platform, account.number),
        )[0]

    def deposit(self, account, fen, at):
        """Note that a merchant paid money in (or, if negative, took it out)."""
        kind = DEPOSIT if fen >= 0 else WITHDRAWAL
        return self._move(account.platform, account.number, kind, fen, at)

    def note(self, order, kind, fen, at):
        """Note a movement for an order; nothing moves if it is zero."""
        if fen:
            self._move(order["platform"], order["account"], kind, fen, at, order)

    def charged(self, order_id):
        """Return what an order was charged: fen by kind, and `net_fen`."""
        rows = self._store.all(
            "SELECT kind, sum(fen) AS fen FROM courier_movements "
            "WHERE order_id = ? GROUP BY kind",
            (order_id,),
        )
        sums = {row["kind"]: row["fen"] for row in rows}
        charged = {f"{kind}_fen": abs(sums.get(kind, 0)) for kind in CHARGES}
        return {**charged, "net_fen": -sum(sums.values())}

    def of_span(self, account, begin, end):
        """Return an account's movements of a span of time, in their order."""
        return self._store.all(
            "SELECT * FROM courier_movements WHERE platform = ? AND account = ? "
            "AND at >= ? AND at < ? ORDER BY at, id",
            (account.platform, account.number, begin, end),
        )

    def _move(self, platform, number, kind, fen, at, order=None):
        flow_no = f"{compact(at)}{secrets.randbelow(10**10):010d}"
        self._store.insert(
            "courier_movements",
            {
                "platform": platform,
                "account": number,
                "order_id": order["id"] if order else None,
                "number": order["number"] if order else "",
                "at": at,
                "kind": kind,
                "fen": fen,
                "flow_no": flow_no,
            },
        )
        return flow_no
