"""Refunds of WeChat Pay and their state machine.

PROCESSING -> SUCCESS | CLOSED | ABNORMAL; ABNORMAL -> PROCESSING when the merchant
names a bank card. A refund is accepted at once and finished later, as
`settings.refund_delay_s` and the ordered outcome say.
"""

import json
import secrets

from ..clock import compact
from .errors import PayError, invalid_request
from .ledger import fee_returned
from .refund_view import notification_view
from .states import REFUND as ORDER_REFUND
from .states import SUCCESS as ORDER_SUCCESS

PROCESSING, SUCCESS, CLOSED, ABNORMAL = "PROCESSING", "SUCCESS", "CLOSED", "ABNORMAL"
FINAL = (SUCCESS, ABNORMAL, CLOSED)
# From a status to those that may follow.
MOVES = {
    PROCESSING: FINAL,
    ABNORMAL: (PROCESSING,),
    SUCCESS: (),
    CLOSED: (),
}
MAX_PER_ORDER = 50
MIN_INTERVAL_S = 60
REFUND_WINDOW_S = 365 * 24 * 3600


class Refunds:
    """All refunds, keyed by merchant and merchant's refund number."""

    def __init__(self, world):
        self._world = world
        self._store = world.store

    def apply(self, mchid, body):
        """Accept a refund, or find it again if the very same one is repeated.

        :return: The refund's row.
        :raise PayError: If it breaks a rule.
        """
        request = json.dumps(body, ensure_ascii=False, sort_keys=True)
        with self._store.transaction():
            known = self.find(mchid, body["out_refund_no"])
            if known and known["request"] != request:
                raise invalid_request(
                    "订单金额或退款金额与之前请求不一致，请核实后再试",
                    "this out_refund_no stands for another request: repeat it with "
                    "identical parameters",
                    field="out_refund_no",
                    value=body["out_refund_no"],
                )
            if known:
                return known
            order = self._order_of(mchid, body)
            self._check(order, body)
            return self._accept(order, body, request)

    def find(self, mchid, out_refund_no):
        """Return a refund's row, or None."""
        return self._store.one(
            "SELECT * FROM refunds WHERE mchid = ? AND out_refund_no = ?",
            (mchid, out_refund_no),
        )

    def of_order(self, order):
        """Return the rows of an order's refunds, oldest first."""
        return self._store.all(
            "SELECT * FROM refunds WHERE mchid = ? AND out_trade_no = ? "
            "ORDER BY created_at",
            (order["mchid"], order["out_trade_no"]),
        )

    def next_due(self):
        """Return when the next refund finishes, or None."""
        return self._store.one(
            "SELECT min(due_at) FROM refunds WHERE status = 'PROCESSING'"
        )[0]

    def finish_due(self):
        """Finish all refunds whose time has come; return how many."""
        rows = self._store.all(
            "SELECT * FROM refunds WHERE status = 'PROCESSING' AND due_at <= ?",
            (self._world.clock.now(),),
        )
        for row in rows:
            self.finish(row, row["outcome"])
        return len(rows)

    def finish(self, refund, outcome):
        """Move a refund that is under way to its outcome, and notify the merchant."""
        with self._store.transaction() as db:
            moved = db.execute(
                "UPDATE refunds SET status = ?, finished_at = ?, due_at = NULL "
                "WHERE refund_id = ? AND status = 'PROCESSING'",
                (outcome, self._world.clock.now(), refund["refund_id"]),
            ).rowcount
            if not moved:
                return False
            refund = self.find(refund["mchid"], refund["out_refund_no"])
            order = self._world.orders.get(refund["mchid"], refund["out_trade_no"])
            if outcome == CLOSED:
                self._world.ledger.refund_failed(refund)
            self._world.notifier.plan(
                f"REFUND.{outcome}",
                mchid=order["sp_mchid"] or order["mchid"],
                out_trade_no=refund["out_trade_no"],
                notify_url=refund["notify_url"],
                content=notification_view(refund, order),
            )
        self._world.notifier.wake()
        return True

    def _order_of(self, mchid, body):
        orders = self._world.orders
        numbers = [name for name in ("transaction_id", "out_trade_no") if name in body]
        if len(numbers) != 1:
            raise PayError(
                400,
                "PARAM_ERROR",
                "transaction_id和out_trade_no必须二选一",
                field="/out_trade_no",
                location="body",
                issue="send exactly one of transaction_id and out_trade_no",
            )
        try:
            if "transaction_id" in body:
                return orders.get_by_transaction(mchid, body["transaction_id"])
            return orders.get(mchid, body["out_trade_no"])
        except PayError as error:
            raise PayError(
                404, "RESOURCE_NOT_EXISTS", "订单不存在", **error.detail
            ) from error

    def _check(self, order, body):
        amount = body["amount"]
        if order["state"] not in (ORDER_SUCCESS, ORDER_REFUND):
            raise invalid_request(
                "订单状态不支持退款", f"only a paid order; this one is {order['state']}"
            )
        if amount["total"] != order["total_fen"]:
            raise invalid_request(
                "订单金额或退款金额与之前请求不一致，请核实后再试",
                f"amount.total must be the order's total {order['total_fen']}",
                field="/amount/total",
                value=amount["total"],
            )
        if self._world.clock.now() - order["paid_at"] > REFUND_WINDOW_S:
            raise invalid_request("订单已超过可退款的最大期限", "within one year")
        earlier = self.of_order(order)
        left = order["total_fen"] - self.refunded(order)
        if amount["refund"] > left:
            raise invalid_request(
                "申请退款金额超过订单可退款金额",
                f"{left} fen are left to refund, {amount['refund']} asked",
                field="/amount/refund",
                value=amount["refund"],
            )
        self._check_pace(earlier)
        self._check_balance(order, amount["refund"])

    def _check_balance(self, order, fen):
        have = self._world.ledger.balance(order["mchid"])
        back = fee_returned(order, self.refunded(order), fen)
        if fen > have + back:
            raise not_enough(f"the account holds {have} fen")

    def send_elsewhere(self, refund, account):
        """Send an abnormal refund to a bank card; repeating it changes nothing.

        :return: The refund's row, under way again.
        """
        now = self._world.clock.now()
        self._store.execute(
            "UPDATE refunds SET status = ?, outcome = ?, due_at = ?, "
            "finished_at = NULL, account = ?, channel = 'OTHER_BANKCARD' "
            "WHERE refund_id = ? AND status = ?",
            (
                PROCESSING,
                SUCCESS,
                now + self._world.settings.refund_delay_s,
                account,
                refund["refund_id"],
                ABNORMAL,
            ),
        )
        self._world.notifier.wake()
        return self.find(refund["mchid"], refund["out_refund_no"])

    def refunded(self, order):
        """Return how much of an order was given back, or is about to be."""
        return sum(
            row["refund_fen"] for row in self.of_order(order) if row["status"] != CLOSED
        )

    def _check_pace(self, earlier):
        if len(earlier) >= MAX_PER_ORDER:
            raise invalid_request(
                "退款次数超过限制", f"at most {MAX_PER_ORDER} refunds for one order"
            )
        if not earlier:
            return
        since = self._world.clock.now() - earlier[-1]["created_at"]
        if since < MIN_INTERVAL_S:
            raise PayError(
                429,
                "FREQUENCY_LIMITED",
                "同一笔订单多次退款需间隔1分钟",
                issue=f"wait {MIN_INTERVAL_S} s between refunds of one order; "
                f"{since:.0f} s have passed",
            )

    def _accept(self, order, body, request):
        now = self._world.clock.now()
        outcome = self._ordered_outcome(order)
        waits = outcome == PROCESSING
        self._store.insert(
            "refunds",
            {
                "mchid": order["mchid"],
                "out_refund_no": body["out_refund_no"],
                "refund_id": _refund_id(now),
                "out_trade_no": order["out_trade_no"],
                "refund_fen": body["amount"]["refund"],
                "status": PROCESSING,
                "outcome": outcome,
                "notify_url": body.get("notify_url"),
                "request": request,
                "created_at": now,
                "due_at": None if waits else now + self._world.settings.refund_delay_s,
                "fee_fen": fee_returned(
                    order, self.refunded(order), body["amount"]["refund"]
                ),
            },
        )
        self._world.orders.mark_refunded(order)
        refund = self.find(order["mchid"], body["out_refund_no"])
        self._world.ledger.refunded(refund, body.get("reason", ""))
        return refund

    def _ordered_outcome(self, order):
        struck = self._world.faults.strike(
            ("refund_outcome",), api="pay.refund", out_trade_no=order["out_trade_no"]
        )
        return dict(struck).get("refund_outcome", {}).get("status", SUCCESS)


def not_enough(issue):
    """Return the error for a refund that the merchant's account cannot pay."""
    return PayError(
        403,
        "NOT_ENOUGH",
        "基本账户余额不足，请充值后重新发起",
        issue=f"{issue}; repeat with the same out_refund_no once it is topped up",
    )


def _refund_id(now):
    return f"5030{compact(now, '%Y%m%d')}{secrets.randbelow(10**17):017d}"
