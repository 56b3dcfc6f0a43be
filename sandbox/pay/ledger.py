"""What each merchant's account at WeChat Pay holds, movement by movement.

A payment brings its amount and takes the fee; a refund takes its amount and brings
its part of the fee back. The fund-flow bill is this ledger, day by day.
"""

import secrets

from ..clock import compact

BASIC, OPERATION, FEES = "BASIC", "OPERATION", "FEES"
ACCOUNTS = (BASIC, OPERATION, FEES)
TRADE, FEE = "trade", "fee"
REFUND, FEE_RETURN, REFUND_RETURN, FEE_AGAIN = (
    "refund",
    "fee_return",
    "refund_return",
    "fee_again",
)
REVERSAL, WITHDRAWAL, DEPOSIT = "reversal", "withdrawal", "deposit"
_MYRIAD = 10_000


def fee_of(fen, per_myriad):
    """Return the fee of an amount: to the fen, half a fen up."""
    return (fen * per_myriad + _MYRIAD // 2) // _MYRIAD


def fee_returned(order, refunded_before, refund_fen):
    """Return what a refund brings back of its order's fee.

    Counted from the sum of all refunds, so that the last one brings the rest.
    """
    total, fee = order["total_fen"], order["fee_fen"]
    if not total:
        return 0

    def until(refunded):
        return (2 * fee * refunded + total) // (2 * total)

    return until(refunded_before + refund_fen) - until(refunded_before)


class Ledger:
    """Writes movements down and adds them up."""

    def __init__(self, store):
        self._store = store

    def balance(self, mchid, account=BASIC, before=None):
        """Return a merchant's balance in fen, now or just before a moment."""
        limit = "" if before is None else " AND at < ?"
        params = (mchid, account) if before is None else (mchid, account, before)
        return self._store.one(
            "SELECT coalesce(sum(fen), 0) FROM movements "
            f"WHERE mchid = ? AND account = ?{limit}",
            params,
        )[0]

    def paid(self, order):
        """Note that a payment came in and its fee went."""
        at, number = order["paid_at"], order["transaction_id"]
        voucher = order["out_trade_no"]
        self._move(order["mchid"], at, TRADE, order["total_fen"], (number, voucher))
        self._move(order["mchid"], at, FEE, -order["fee_fen"], (number, voucher))

    def reversed(self, order):
        """Note that a reversed payment went back, with its fee."""
        at, number = order["reversed_at"], order["transaction_id"]
        numbers = (number, order["out_trade_no"])
        self._move(order["mchid"], at, FEE_RETURN, order["fee_fen"], numbers)
        self._move(order["mchid"], at, REVERSAL, -order["total_fen"], numbers)

    def refunded(self, refund, reason=""):
        """Note that a refund went out and its part of the fee came back."""
        at = refund["created_at"]
        numbers = (refund["refund_id"], refund["out_refund_no"], reason)
        self._move(refund["mchid"], at, FEE_RETURN, refund["fee_fen"], numbers)
        self._move(refund["mchid"], at, REFUND, -refund["refund_fen"], numbers)

    def refund_failed(self, refund):
        """Note that a closed refund came back, and its fee is due again."""
        at = refund["finished_at"]
        numbers = (refund["refund_id"], refund["out_refund_no"])
        self._move(refund["mchid"], at, REFUND_RETURN, refund["refund_fen"], numbers)
        self._move(refund["mchid"], at, FEE_AGAIN, -refund["fee_fen"], numbers)

    def withdraw(self, mchid, fen, at, account=BASIC):
        """Note that a merchant took money to its bank; return WeChat's number."""
        number = _number("1000", at)
        self._move(mchid, at, WITHDRAWAL, -fen, (number, number), account)
        return number

    def deposit(self, mchid, fen, at, account=BASIC):
        """Note that a merchant topped its account up; return WeChat's number."""
        number = _number("2000", at)
        self._move(mchid, at, DEPOSIT, fen, (number, number), account)
        return number

    def of_span(self, mchid, account, begin, end):
        """Return the movements of a span of time in their order."""
        return self._store.all(
            "SELECT * FROM movements WHERE mchid = ? AND account = ? "
            "AND at >= ? AND at < ? ORDER BY at, id",
            (mchid, account, begin, end),
        )

    def fill_from(self, orders, refunds):
        """Write the movements of a data folder that is older than the ledger."""
        if self._store.one("SELECT 1 FROM movements LIMIT 1"):
            return
        with self._store.transaction():
            for order in orders:
                self.paid(order)
            for refund in refunds:
                self.refunded(refund)
                if refund["status"] == "CLOSED":
                    self.refund_failed(refund)

    def _move(self, mchid, at, kind, fen, numbers, account=BASIC):
        if not fen:
            return
        business_no, voucher_no, *remark = numbers
        self._store.insert(
            "movements",
            {
                "mchid": mchid,
                "account": account,
                "at": at,
                "kind": kind,
                "fen": fen,
                "business_no": business_no,
                "flow_no": f"{mchid}{compact(at)}{secrets.randbelow(10**8):08d}",
                "voucher_no": voucher_no,
                "remark": remark[0] if remark else "",
            },
        )


def _number(prefix, at):
    return f"{prefix}{compact(at)}{secrets.randbelow(10**14):014d}"
