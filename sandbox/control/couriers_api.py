"""The couriers seen and steered: accounts, orders, riders, callbacks, money."""

from ..clock import rfc3339
from ..couriers import fields
from ..couriers.accounts import CONSOLE, HOME, PLATFORMS
from ..couriers.errors import RuleError
from ..couriers.faults_list import CALLBACK_FAULTS
from ..couriers.rides import STEPS
from ..couriers.statement import statement
from ..couriers.views import account_view, callback_view, order_view
from ..web import Response, Route, dump_json
from .door import ControlError, object_of

ACTIONS = (*STEPS, "exception", "ask_cancel", "ready", "auto", "steer")
_ORDER = ("platform", "account", "number", "id")
_SHOP = {
    "shop_no": fields.Text(64),
    "own_no": fields.Text(64),
    "name": fields.Text(64),
    "city": fields.Text(16),
    "address": fields.Text(256),
    "lng": fields.Degrees(180),
    "lat": fields.Degrees(90),
    "contact": fields.Text(32),
    "phone": fields.Phone(),
    "is_open": fields.flag(),
}


class CouriersApi:
    """What a test or a person may see and order of the couriers."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        reads = (
            ("couriers", self.overview, {}),
            ("courier-credentials", self.credentials, own),
            ("courier-ledger", self.ledger, {}),
            ("courier-callbacks", self.callbacks, {}),
            ("courier-statement", self.statement, own),
        )
        writes = (
            ("courier-account", self.ensure_account, own),
            ("courier-shop", self.save_shop, own),
            ("courier-deposit", self.deposit, own),
            ("courier-order", self.steer, own),
            ("courier-callback", self.send, {}),
        )
        return [
            *(
                Route("GET", f"/control/{path}", "control.read", handler, options)
                for path, handler, options in reads
            ),
            *(
                Route("POST", f"/control/{path}", f"control.{path}", handler, options)
                for path, handler, options in writes
            ),
        ]

    def overview(self, request):
        """Return the accounts and the newest orders, with riders and prices."""
        rows = self._world.store.all(
            "SELECT * FROM courier_orders ORDER BY id DESC LIMIT ?",
            (_number(request, "limit", 100),),
        )
        return {
            "accounts": [
                account_view(self._couriers, one)
                for one in self._couriers.accounts.all()
            ],
            "orders": [order_view(self._couriers, row) for row in rows],
            "waiting_callbacks": self._world.store.one(
                "SELECT count(*) FROM courier_callbacks "
                "WHERE state IN ('pending', 'reordered', 'held')"
            )[0],
        }

    def credentials(self, request):
        """Return what a merchant copies from a platform's console."""
        return self._credentials(self._account(request.query))

    def ensure_account(self, request):
        """Return an account's credentials; make it at the first call."""
        body = object_of(request, known=("platform", "name", "console"))
        platform, name = body.get("platform"), body.get("name", "")
        if platform not in PLATFORMS:
            raise ControlError(f"platform: one of {PLATFORMS}")
        if not isinstance(name, str) or len(name) > 64:
            raise ControlError("name: at most 64 characters; repeating finds it again")
        account = self._couriers.accounts.ensure(platform, name)
        self._couriers.open_account(account)
        console = body.get("console", {})
        _check_console(platform, console)
        self._couriers.accounts.set_console(account, console)
        return self._credentials(account)

    def save_shop(self, request):
        """Make or change a shop, as a merchant does in a platform's console."""
        body = object_of(request, known=("platform", "account", *_SHOP))
        account = self._account(body)
        given = {name: body[name] for name in _SHOP if name in body}
        try:
            facts = fields.read(fields.parse_json(dump_json(given)), _SHOP)
        except RuleError as error:
            raise ControlError(error.issue) from error
        number = facts.pop("shop_no", account.first_shop)
        shop = self._couriers.accounts.shop(account, number)
        if shop is None:
            shop = self._couriers.accounts.add_shop(account, number, {**HOME, **facts})
        elif facts:
            self._couriers.accounts.change_shop(shop, facts)
        return dict(self._couriers.accounts.shop(account, number))

    def deposit(self, request):
        """Top a prepaid account up, or draw it down with a negative amount."""
        body = object_of(request, known=("platform", "account", "fen"))
        fen, account = body.get("fen"), self._account(body)
        if isinstance(fen, bool) or not isinstance(fen, int) or not fen:
            raise ControlError("fen: a whole number, not zero")
        ledger = self._couriers.orders.ledger
        number = ledger.deposit(account, fen, self._world.clock.now())
        return {"number": number, "balance_fen": ledger.balance(account)}

    def ledger(self, request):
        """Return what every order of an account was charged, and every movement."""
        account = self._account(request.query)
        ledger = self._couriers.orders.ledger
        rows = self._world.store.all(
            "SELECT * FROM courier_orders WHERE platform = ? AND account = ? "
            "ORDER BY id",
            (account.platform, account.number),
        )
        orders = [
            {
                "number": row["number"],
                "run": row["run"],
                "platform_no": row["platform_no"],
                "state": row["state"],
                **ledger.charged(row["id"]),
            }
            for row in rows
        ]
        movements = ledger.of_span(account, 0, float("inf"))
        return {
            "balance_fen": ledger.balance(account),
            "orders": orders,
            "movements": [
                {
                    **{n: row[n] for n in ("flow_no", "number", "kind", "fen")},
                    "at": rfc3339(row["at"]),
                }
                for row in movements
            ],
            "charged_fen": sum(order["net_fen"] for order in orders),
        }

    def statement(self, request):
        """Return an account's statement of a month (?month=2026-11) as a CSV file."""
        account = self._account(request.query)
        month = request.query.get("month", "")
        try:
            text = statement(self._couriers, account, month)
        except ValueError as error:
            raise ControlError(str(error)) from error
        name = f"{account.platform}-{account.number}-{month}.csv"
        return Response(
            200,
            text.encode(),
            "text/csv; charset=utf-8",
            {"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def callbacks(self, request):
        """Return the callbacks of an order (?number=) or the newest of all."""
        number = request.query.get("number")
        where, params = ("WHERE out_trade_no = ?", (number,)) if number else ("", ())
        rows = self._world.store.all(
            f"SELECT * FROM courier_callbacks {where} ORDER BY rowid DESC LIMIT ?",
            (*params, _number(request, "limit", 200)),
        )
        return {"callbacks": [callback_view(row) for row in rows]}

    def steer(self, request):
        """Let a rider or the platform do something with an order."""
        known = (*_ORDER, "action", "ex_id", "reason")
        body = object_of(request, known=known)
        action = body.get("action")
        if action not in ACTIONS:
            raise ControlError(f"action: one of {ACTIONS}")
        order = self._order(body)
        request.context["out_trade_no"] = order["number"]
        try:
            self._do(order, action, body)
        except RuleError as error:
            raise ControlError(error.issue, 409) from error
        return order_view(self._couriers, self._couriers.orders.get(order["id"]))

    def send(self, request):
        """Send an order's callbacks now, in any order, or a bad one."""
        known = (*_ORDER, "fault", "order", "last")
        body = object_of(request, known=known)
        order, fault = self._order(body), body.get("fault")
        callbacks = self._couriers.callbacks
        if fault is not None:
            if fault not in CALLBACK_FAULTS:
                raise ControlError(f"fault: one of {sorted(CALLBACK_FAULTS)}")
            sent = callbacks.forge(order, fault)
            if sent is None:
                raise ControlError(
                    "nobody is told about this order, or this platform signs nothing",
                    409,
                )
            return {"sent": [sent]}
        rows = [row for row in callbacks.of_order(order) if row["notify_url"]]
        if body.get("last"):
            rows = rows[-1:]
        if body.get("order") == "newest_first":
            rows.reverse()
        return {"sent": [callbacks.deliver_now(row) for row in rows]}

    def _do(self, order, action, body):
        rides = self._couriers.rides
        if action in STEPS:
            rides.step(order, action)
        elif action == "exception":
            code = body.get("ex_id", 2001)
            if isinstance(code, bool) or not isinstance(code, int):
                raise ControlError("ex_id: a whole number")
            rides.exception(order, code, str(body.get("reason", "")))
        elif action == "ask_cancel":
            reason = str(body.get("reason") or "骑士车辆故障")
            self._couriers.requests.ask(order, reason)
        elif action == "ready":
            rides.ready(order)
        else:
            rides.steer(order, action == "auto")

    def _credentials(self, account):
        couriers = self._couriers
        first = couriers.accounts.shop(account, account.first_shop)
        return {
            **account_view(couriers, account),
            **account.keys,
            "shop_no": account.first_shop,
            "lng": first and first["lng"],
            "lat": first and first["lat"],
            "console": couriers.accounts.console(account),
        }

    def _account(self, names):
        platform = names.get("platform")
        if platform not in PLATFORMS:
            raise ControlError(f"platform: one of {PLATFORMS}")
        accounts = self._couriers.accounts
        number, name = names.get("account"), names.get("name", "")
        found = accounts.of(platform, number) if number else None
        found = found or (None if number else accounts.named(platform, name))
        if found is None:
            raise ControlError("no such account at this platform", 404)
        return found

    def _order(self, body):
        wanted = {name: body[name] for name in _ORDER if name in body}
        if "id" not in wanted and "number" not in wanted:
            raise ControlError("number or id: which order")
        where = " AND ".join(f"{name} = ?" for name in wanted)
        row = self._world.store.one(
            f"SELECT * FROM courier_orders WHERE {where} ORDER BY id DESC LIMIT 1",
            tuple(wanted.values()),
        )
        if row is None:
            raise ControlError("no such order", 404)
        return row


def _check_console(platform, console):
    if not isinstance(console, dict):
        raise ControlError("console: an object")
    for name, value in console.items():
        known = CONSOLE[platform]
        if name not in known:
            raise ControlError(f"console: one of {sorted(known)}")
        if type(value) is not type(known[name]):
            raise ControlError(f"console {name}: a {type(known[name]).__name__}")


def _number(request, name, default):
    try:
        return int(request.query.get(name, default))
    except ValueError as error:
        raise ControlError(f"{name}: a whole number") from error
