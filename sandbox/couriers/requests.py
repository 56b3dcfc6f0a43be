"""Riders who ask to cancel: the merchant answers, or the platform agrees in time."""

from .errors import RuleError
from .orders import BY_RIDER
from .states import BEFORE_PICKUP

KIND = "cancel_request"


class CancelRequests:
    """Keeps what riders ask and what merchants answer."""

    def __init__(self, world):
        self._world = world
        self._store = world.store

    def ask(self, order, reason):
        """Let an order's rider ask to cancel it.

        :raise RuleError: If the rider has the goods or asked before.
        """
        if order["state"] not in BEFORE_PICKUP or order["rider"] is None:
            raise RuleError("state", f"no rider can ask while {order['state']}")
        if order["platform"] != "dada":
            raise RuleError("state", "only Dada's riders ask")
        if self._open(order):
            raise RuleError("state", "the rider asked already")
        couriers, now = self._world.couriers, self._world.clock.now()
        account = couriers.accounts.of(order["platform"], order["account"])
        patience_s = couriers.accounts.console(account)["agrees_to_cancel_after_s"]
        with self._store.transaction():
            couriers.orders.note(order, KIND, reason, now + patience_s)
            couriers.callbacks.tell(order, KIND, now, {"reason": reason})

    def answer(self, order, agrees, words=""):
        """Take the merchant's answer; agreed, the order is cancelled by its rider.

        :raise RuleError: If nobody asked.
        """
        with self._store.transaction() as db:
            note = self._open(order)
            if note is None:
                raise RuleError("state", "no rider waits for an answer")
            db.execute(
                "UPDATE courier_notes SET answer = ?, answered_at = ? WHERE id = ?",
                (
                    "agreed" if agrees else f"refused: {words}",
                    self._world.clock.now(),
                    note["id"],
                ),
            )
            if agrees:
                orders = self._world.couriers.orders
                orders.cancel(order, note["content"], by=BY_RIDER)

    def agree_due(self):
        """Agree for merchants who did not answer in time."""
        with self._store.transaction():
            due = self._store.all(
                "SELECT order_id FROM courier_notes WHERE kind = ? "
                "AND answered_at IS NULL AND due_at <= ?",
                (KIND, self._world.clock.now()),
            )
            for row in due:
                order = self._world.couriers.orders.get(row["order_id"])
                agrees = order["state"] in BEFORE_PICKUP
                self.answer(order, agrees, "the rider went on")

    def next_due(self):
        """Return when the platform next agrees by itself, or None."""
        return self._store.one(
            "SELECT min(due_at) FROM courier_notes WHERE kind = ? "
            "AND answered_at IS NULL",
            (KIND,),
        )[0]

    def _open(self, order):
        return self._store.one(
            "SELECT * FROM courier_notes WHERE order_id = ? AND kind = ? "
            "AND answered_at IS NULL",
            (order["id"], KIND),
        )
