"""Orders at the couriers: quoted, placed, tipped, cancelled."""

import json
import secrets
from dataclasses import asdict, dataclass

from ..merchants import digits
from . import ledger, pricing
from .cities import around
from .errors import RuleError
from .states import BEFORE_PICKUP, CANCELLED, DELIVERING, DONE, RETURNING, WAITING

QUOTE_LIFE_S = 180
# Nobody accepts a forgotten order after three days.
UNACCEPTED_S = 72 * 3600
# Courses that a fault rule can order for the next order.
COURSES = ("ride_nobody", "ride_withdraw", "ride_cancelled", "ride_refused")
BY_RIDER, BY_MERCHANT, BY_SYSTEM = 1, 2, 3


@dataclass(frozen=True)
class Job:
    """What is to be carried where, in our units."""

    number: str
    to: tuple
    address: str
    name: str
    phone: str
    weight_g: int
    goods_fen: int
    tip_fen: int = 0
    insured_fen: int = 0
    is_direct: bool = False
    needs_code: bool = False
    note: str = ""
    sequence: str = ""
    callback_url: str | None = None
    publish_at: float | None = None
    expect_at: float | None = None
    # Of a platform whose quote names the order already.
    platform_no: str = ""

    @classmethod
    def load(cls, text):
        """Return the job a row remembers."""
        values = json.loads(text)
        return cls(**{**values, "to": tuple(values["to"])})

    def dump(self):
        """Return the job as a row keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)


class CourierOrders:
    """Owns the orders of all platforms; rides move them on."""

    def __init__(self, world):
        self._world = world
        self._store = world.store
        self._clock = world.clock
        self.ledger = ledger.CourierLedger(world.store)

    def get(self, order_id):
        """Return an order's row."""
        return self._store.one("SELECT * FROM courier_orders WHERE id = ?", (order_id,))

    def find(self, account, number, shop=None):
        """Return the newest run of an order by the merchant's number, or None."""
        only = " AND shop_id = ?" if shop else ""
        return self._store.one(
            "SELECT * FROM courier_orders WHERE platform = ? AND account = ? "
            f"AND number = ?{only} ORDER BY run DESC, id DESC LIMIT 1",
            (account.platform, account.number, number, *([shop["id"]] if shop else [])),
        )

    def find_by_platform_no(self, account, platform_no):
        """Return an order by the platform's own number, or None."""
        return self._store.one(
            "SELECT * FROM courier_orders WHERE platform = ? AND account = ? "
            "AND platform_no = ?",
            (account.platform, account.number, platform_no),
        )

    def shop_of(self, order):
        """Return the row of the shop an order starts from."""
        return self._world.couriers.accounts.shop_by_id(order["shop_id"])

    def price(self, account, shop, job):
        """Return what a ride would cost now.

        :raise RuleError: If the shop is closed or the ride is not possible.
        """
        if not shop["is_open"]:
            raise RuleError("shop_closed", f"shop {shop['shop_no']} is offline")
        if around((shop["lng"], shop["lat"])) is None:
            raise RuleError("city", f"no rider works in {shop['city']}")
        surge = self._world.settings.courier_surge_fen
        return pricing.quote(
            account.platform, (shop["lng"], shop["lat"]), job, int(surge)
        )

    def keep_quote(self, account, shop, job, *, life_s=QUOTE_LIFE_S, prefix="D"):
        """Return a quote's row and its price, which holds for `life_s`."""
        price = self.price(account, shop, job)
        row = {
            "token": f"{prefix}{digits(19)}",
            "platform": account.platform,
            "account": account.number,
            "number": job.number,
            "shop_id": shop["id"],
            "job": job.dump(),
            "price": json.dumps(price.parts()),
            "expires_at": self._clock.now() + life_s,
        }
        self._store.insert("courier_quotes", row)
        return row, price

    def place_quoted(self, account, token, changes, *, is_number=False):
        """Place the order of a quote at its price.

        :param dict changes: What the order says besides, as values of the job.
        :param bool is_number: The quote's token becomes the platform's number.
        :raise RuleError: If the quote is unknown, too old or used.
        """
        with self._store.transaction() as db:
            row = db.execute(
                "SELECT * FROM courier_quotes WHERE token = ? AND platform = ? "
                "AND account = ?",
                (token, account.platform, account.number),
            ).fetchone()
            if row is None or row["expires_at"] < self._clock.now():
                raise RuleError("quote_expired", "a quote that is not too old")
            if row["used_at"] is not None:
                raise RuleError("quote_used", "each quote is placed once")
            db.execute(
                "UPDATE courier_quotes SET used_at = ? WHERE token = ?",
                (self._clock.now(), token),
            )
            shop = self._world.couriers.accounts.shop_by_id(row["shop_id"])
            job = Job.load(row["job"])
            if is_number:
                changes = {**changes, "platform_no": token}
            job = Job(**{**asdict(job), "to": job.to, **changes})
            price = pricing.Price(**json.loads(row["price"]))
            return self.place(account, shop, job, price=price)

    def place(self, account, shop, job, *, price=None, again=None):
        """Place an order, charge it and tell its merchant; return its row.

        :param price: The price that was promised; today's if missing.
        :param again: The ended order whose number is used once more.
        :raise RuleError: If the number is taken or the account is too low.
        """
        price = price or self.price(account, shop, job)
        now = self._clock.now()
        with self._store.transaction():
            if again is None:
                self._check_number(account, shop, job)
            due = price.total_fen + job.tip_fen
            held = self.ledger.balance(account)
            if held < due:
                raise RuleError("balance", f"{due} fen needed, {held} fen held")
            order_id = self._store.insert(
                "courier_orders", self._row(account, shop, job, price, again)
            )
            order = self.get(order_id)
            self.ledger.note(order, ledger.FEE, -price.total_fen, now)
            self.ledger.note(order, ledger.TIP, -job.tip_fen, now)
            if job.tip_fen:
                self._keep_tip(order, job.tip_fen, None)
            self._world.couriers.rides.begin(order)
        return self.get(order_id)

    def replace_tip(self, order, fen):
        """Let a new tip replace the old one, as Dada does.

        :raise RuleError: If it does not exceed the old one or comes too late.
        """
        with self._store.transaction():
            order = self._waiting(order)
            if fen <= order["tip_fen"]:
                raise RuleError("tip", f"more than {order['tip_fen']} fen")
            self._add_tip(order, fen - order["tip_fen"], None)

    def add_tip(self, order, fen, serial, *, most=10, most_fen=20_000):
        """Add to an order's tip, as SF does; the same serial number adds once.

        :raise RuleError: If there were too many, it is too much or too late.
        """
        with self._store.transaction():
            order = self._waiting(order)
            tips = self.tips(order)
            if serial and any(tip["serial"] == serial for tip in tips):
                return
            if len(tips) >= most:
                raise RuleError("tip", f"at most {most} times")
            if order["tip_fen"] + fen > most_fen:
                raise RuleError("tip", f"at most {most_fen} fen in all")
            self._add_tip(order, fen, serial)

    def tips(self, order):
        """Return the tips of an order, oldest first."""
        return self._store.all(
            "SELECT * FROM courier_tips WHERE order_id = ? ORDER BY id", (order["id"],)
        )

    def cancel(self, order, reason, *, by=BY_MERCHANT):
        """Cancel an order before its pick-up; return the penalty in fen.

        Only the merchant pays one; freight and tip always come back.

        :raise RuleError: If it is too late or already cancelled.
        """
        with self._store.transaction():
            order = self.get(order["id"])
            _check_cancellable(order)
            now = self._clock.now()
            fen = self.penalty(order) if by == BY_MERCHANT else 0
            self.change(order, penalty_fen=fen, cancel_from=by, cancel_reason=reason)
            self._world.couriers.rides.end(order, CANCELLED, now)
            self.give_back(order, now)
            self.ledger.note(order, ledger.PENALTY, -fen, now)
        return fen

    def penalty(self, order):
        """Return what cancelling would cost the merchant now."""
        return pricing.penalty(order["platform"], order, self._clock.now())

    def give_back(self, order, at):
        """Give freight and tip of an order back."""
        self.ledger.note(order, ledger.REFUND, order["fee_fen"], at)
        self.ledger.note(order, ledger.TIP_REFUND, order["tip_fen"], at)

    def note(self, order, kind, content="", due_at=None):
        """Keep something that was said about an order; return its id."""
        return self._store.insert(
            "courier_notes",
            {
                "order_id": order["id"],
                "kind": kind,
                "at": self._clock.now(),
                "content": content,
                "due_at": due_at,
            },
        )

    def notes(self, order, kind):
        """Return what was said about an order, oldest first."""
        return self._store.all(
            "SELECT * FROM courier_notes WHERE order_id = ? AND kind = ? ORDER BY id",
            (order["id"], kind),
        )

    def change(self, order, **changes):
        """Change an order's columns."""
        names = ", ".join(f"{name} = ?" for name in changes)
        self._store.execute(
            f"UPDATE courier_orders SET {names} WHERE id = ?",
            (*changes.values(), order["id"]),
        )

    def _check_number(self, account, shop, job):
        # SF and WeChat count numbers by shop, the others by merchant.
        within = shop if account.platform in ("sf", "wechat_intracity") else None
        if self.find(account, job.number, within) is not None:
            raise RuleError("duplicate", f"{job.number} was placed before")

    def _waiting(self, order):
        order = self.get(order["id"])
        if order["state"] != WAITING:
            raise RuleError("state", f"only while WAITING, it is {order['state']}")
        return order

    def _add_tip(self, order, fen, serial):
        account = self._world.couriers.accounts.of(order["platform"], order["account"])
        held = self.ledger.balance(account)
        if held < fen:
            raise RuleError("balance", f"{fen} fen needed, {held} fen held")
        self.change(order, tip_fen=order["tip_fen"] + fen)
        self._keep_tip(order, fen, serial)
        self.ledger.note(order, ledger.TIP, -fen, self._clock.now())

    def _keep_tip(self, order, fen, serial):
        now = self._clock.now()
        tip = {"order_id": order["id"], "serial": serial, "fen": fen, "at": now}
        self._store.insert("courier_tips", tip)

    def _row(self, account, shop, job, price, again):
        now = self._clock.now()
        struck = self._world.faults.strike(
            COURSES, api=f"{account.platform}.create", out_trade_no=job.number
        )
        return {
            "platform": account.platform,
            "account": account.number,
            "shop_id": shop["id"],
            "number": job.number,
            "run": again["run"] + 1 if again else 1,
            "platform_no": job.platform_no or _platform_no(account.platform),
            "state": WAITING,
            "job": job.dump(),
            "price": json.dumps(price.parts()),
            "fee_fen": price.total_fen,
            "tip_fen": job.tip_fen,
            "callback_url": job.callback_url,
            "created_at": now,
            "publish_at": max(now, job.publish_at or now),
            "touched_at": now,
            "course": ",".join(name for name, _ in struck),
            "is_auto": int(self._world.settings.courier_auto),
            "pickup_code": digits(4),
            "finish_code": digits(6) if job.needs_code else "",
            "track_token": secrets.token_urlsafe(12),
        }


def _platform_no(platform):
    # SF's own have 19 digits: more than a float can hold.
    return "3" + digits(18 if platform == "sf" else 12)


def _check_cancellable(order):
    if order["state"] == CANCELLED:
        raise RuleError("cancelled", "it is cancelled already")
    if order["state"] in (DELIVERING, RETURNING):
        raise RuleError("picked_up", "the rider has the goods")
    if order["state"] not in BEFORE_PICKUP:
        reason = "done" if order["state"] == DONE else "state"
        raise RuleError(reason, f"it is {order['state']}")
