"""Moves orders on: by themselves on the clock, or as somebody steers them."""

from . import states
from .errors import RuleError
from .geo import distance_m
from .orders import BY_SYSTEM, UNACCEPTED_S, Job
from .riders import next_rider, position_of
from .states import (
    ACCEPTED,
    ATSHOP,
    BEFORE_PICKUP,
    CANCELLED,
    DELIVERING,
    DONE,
    FAILED,
    OVER,
    RETURNED,
    RETURNING,
    WAITING,
)

# What a rider or a platform does, and where it leads.
STEPS = {
    "accept": ACCEPTED,
    "reassign": ACCEPTED,
    "withdraw": WAITING,
    "arrive": ATSHOP,
    "pickup": DELIVERING,
    "deliver": DONE,
    "refuse": RETURNING,
    "return": RETURNED,
    "cancel": CANCELLED,
    "expire": CANCELLED,
    "fail": FAILED,
}
_TIMES = {
    ACCEPTED: "accepted_at",
    ATSHOP: "arrived_at",
    DELIVERING: "picked_at",
    DONE: "finished_at",
    RETURNED: "finished_at",
    FAILED: "finished_at",
    CANCELLED: "cancelled_at",
}
# Here the merchant says when the goods are back; elsewhere the rider does.
_MERCHANT_CONFIRMS_RETURN = ("dada", "shansong")


class Rides:
    """Takes every order through its states and tells what happened."""

    def __init__(self, world):
        self._world = world
        self._store = world.store

    def begin(self, order):
        """Put a new order before the riders and tell its merchant."""
        self._tell(order, "create", order["created_at"])
        self._plan(order, order["publish_at"])

    def step(self, order, action, at=None):
        """Let a rider or the platform do something; return the order's new row.

        :raise RuleError: If that cannot follow the order's state.
        """
        at = self._world.clock.now() if at is None else at
        with self._store.transaction():
            order = self._orders.get(order["id"])
            self._check(order, action)
            self._orders.change(order, **self._changes(order, action, at))
            if STEPS[action] in (CANCELLED, FAILED):
                self._orders.give_back(order, at)
            moved = self._orders.get(order["id"])
            self._tell(moved, action, at, before=order)
            self._plan(moved, at)
        return self._orders.get(order["id"])

    def end(self, order, state, at):
        """End an order that its merchant cancels; money is the caller's."""
        self._move_on(order, state, at, "merchant_cancel")

    def confirm_return(self, order):
        """Note that the merchant has the goods back."""
        self._move_on(order, RETURNED, self._world.clock.now(), "return")

    def exception(self, order, code, text):
        """Let the rider report trouble; the state stays."""
        if order["state"] in OVER:
            raise RuleError("state", f"it is {order['state']}")
        at = self._world.clock.now()
        self._orders.note(order, "exception", f"{code} {text}")
        self._tell(order, "exception", at, code=code, text=text)

    def ready(self, order):
        """Note that the meal is ready: a waiting rider goes at once."""
        now = self._world.clock.now()
        with self._store.transaction():
            order = self._orders.get(order["id"])
            self._orders.change(order, ready_at=now)
            if order["next_action"] == "pickup":
                self._orders.change(order, next_at=now)

    def run_due(self):
        """Do what the clock has brought due, each at its own time."""
        while self._run_one():
            pass

    def _run_one(self):
        """Do the one thing that is due longest; return whether there was one."""
        # Looked up and done in one transaction: whoever pushes the clock on and the
        # thread that watches it come here at once.
        with self._store.transaction():
            row = self._store.one(
                "SELECT * FROM courier_orders WHERE next_at <= ? "
                "ORDER BY next_at, id LIMIT 1",
                (self._world.clock.now(),),
            )
            if row is None:
                return False
            self._orders.change(row, next_at=None, next_action=None)
            self.step(row, row["next_action"], row["next_at"])
            return True

    def next_due(self):
        """Return when the next thing happens by itself, or None."""
        return self._store.one("SELECT min(next_at) FROM courier_orders")[0]

    def position(self, order, at=None):
        """Return where an order's rider is (or was at a moment), or None."""
        shop, job = self._orders.shop_of(order), Job.load(order["job"])
        at = self._world.clock.now() if at is None else at
        return position_of(order, shop, job.to, at)

    def steer(self, order, is_auto):
        """Let an order go by itself, or only when somebody steers it."""
        self._orders.change(order, is_auto=int(is_auto))
        self._plan(self._orders.get(order["id"]), self._world.clock.now())

    @property
    def _orders(self):
        return self._world.couriers.orders

    def _check(self, order, action):
        is_legal = STEPS[action] in states.MOVES[order["state"]]
        if action == "accept":
            is_legal = order["state"] == WAITING
        if action == "withdraw" and order["state"] not in (ACCEPTED, ATSHOP):
            is_legal = False
        if not is_legal:
            raise RuleError("state", f"{action} cannot follow {order['state']}")

    def _move_on(self, order, state, at, action):
        changes = {"state": state, "next_at": None, "next_action": None}
        self._orders.change(order, **changes, **{_TIMES[state]: at})
        moved = self._orders.get(order["id"])
        self._tell(moved, action, at, before=order)

    def _changes(self, order, action, at):
        state = STEPS[action]
        changes = {"state": state, "leg_at": at, "leg_s": self._leg_s(order, state)}
        if state in _TIMES:
            changes[_TIMES[state]] = at
        if action in ("accept", "reassign"):
            changes.update(rider=next_rider(order), arrived_at=None)
        if action == "withdraw":
            changes.update(rider=None, accepted_at=None, arrived_at=None)
        if state == CANCELLED:
            words = {"cancel": "系统取消", "expire": "长时间无骑手接单"}
            changes.update(cancel_from=BY_SYSTEM, cancel_reason=words[action])
        return changes

    def _leg_s(self, order, state):
        settings = self._world.settings
        if state == ACCEPTED:
            return settings.courier_to_shop_s
        if state in (DELIVERING, RETURNING):
            shop, job = self._orders.shop_of(order), Job.load(order["job"])
            metres = distance_m((shop["lng"], shop["lat"]), job.to)
            return max(metres / max(settings.courier_speed_mps, 0.1), 1.0)
        return 0.0

    def _plan(self, order, at):
        """Write down what happens next by itself, and when."""
        action, due = self._next(order, at) if order["is_auto"] else (None, None)
        if action is None and order["state"] == WAITING:
            action, due = "expire", order["publish_at"] + UNACCEPTED_S
        self._orders.change(order, next_action=action, next_at=due)
        self._world.couriers.wake()

    def _next(self, order, at):
        settings, course = self._world.settings, order["course"].split(",")
        if order["state"] == WAITING:
            if "ride_nobody" in course:
                return None, None
            action = "cancel" if "ride_cancelled" in course else "accept"
            return action, at + settings.courier_accept_s
        if order["state"] == ACCEPTED:
            if "ride_withdraw" in course:
                # Once: the next rider keeps it.
                kept = ",".join(name for name in course if name != "ride_withdraw")
                self._orders.change(order, course=kept)
                return "withdraw", at + order["leg_s"] / 2
            return "arrive", at + order["leg_s"]
        if order["state"] == ATSHOP:
            waits = 0 if order["ready_at"] else settings.courier_pickup_s
            return "pickup", at + waits
        if order["state"] == DELIVERING:
            action = "refuse" if "ride_refused" in course else "deliver"
            return action, at + order["leg_s"]
        return self._after_refusal(order, at)

    @staticmethod
    def _after_refusal(order, at):
        by_merchant = order["platform"] in _MERCHANT_CONFIRMS_RETURN
        if order["state"] == RETURNING and not by_merchant:
            return "return", at + order["leg_s"]
        return None, None

    def _tell(self, order, action, at, **facts):
        self._world.couriers.callbacks.tell(order, action, at, facts)


def is_cancellable(order):
    """Return whether an order's merchant could still cancel it."""
    return order["state"] in BEFORE_PICKUP
