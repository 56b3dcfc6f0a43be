"""A meal: an order, who pays it, and what both can be put through."""

import concurrent.futures
import copy
import itertools
import threading
import time
import uuid

import requests
from undertaker import Undertaker

from diner import STORE, Diner
from housekeeping import demo, sql
from stack import Stack

PATIENCE_S = 60
PAUSE_S = 0.3


class Restaurant:
    """Where meals are ordered; shared by all that happens at once."""

    def __init__(self, stack: Stack, undertaker: Undertaker) -> None:
        self.stack = stack
        self.undertaker = undertaker
        self._numbers = itertools.count()
        guest = Diner(stack, "money")
        menu = guest.get(f"/stores/{STORE}/menu/zh_CN")
        self.version = menu["version"]
        self._guest = guest
        # A dish each, so that nothing sells out.
        self._choices = guest.choices(menu)
        self._lines = itertools.cycle(self._choices)
        self._lock = threading.Lock()
        self._kind = Meal
        # WeChat's clock is put forward for reversals, and a payment by code waits for
        # its payer 45 seconds only: one at a time.
        self.at_till = threading.RLock()
        self.appid = requests.get(
            f"{stack.sandbox_url}/control/credentials", timeout=PATIENCE_S
        ).json()["appid"]

    def choose(self, basket: list[tuple[int, int]]) -> list[dict]:
        """Return the lines of a basket: which dish, how often."""
        return [
            {**self._choices[which % len(self._choices)], "quantity": often}
            for which, often in basket
        ]

    def quote(self, lines: list[dict]) -> dict:
        """Return what the lines cost."""
        return self._guest.post("/quotes", store=STORE, service="takeaway", lines=lines)

    def serving(self, kind: type["Meal"]) -> "Restaurant":
        """Return the same restaurant, where all pay in another way."""
        same = copy.copy(self)
        same._kind = kind
        return same

    def order(self, lines: list[dict] | None = None) -> "Meal":
        """Return a meal that somebody new ordered and did not pay."""
        with self._lock:
            number, line = next(self._numbers), next(self._lines)
        diner = _insist(lambda: Diner(self.stack, f"money-{number}"))
        order_uuid = str(uuid.uuid4())
        _insist(
            lambda: diner.post(
                "/orders",
                store=STORE,
                service="takeaway",
                lines=lines or [line],
                uuid=order_uuid,
                menu_version=self.version,
            )
        )
        return self._kind(self, diner, order_uuid)

    def query(self, statement: str, *values) -> list[list]:
        """Return the rows of a statement in the restaurant's database."""
        return sql.run(self.stack.settings, demo.DB_NAME, statement, *values)


class Meal:
    """An order of one guest, and its payment with the phone."""

    # What other ways do in the place of a deed, and call in the place of an API.
    deeds: dict[str, str] = {}
    apis: dict[str, str] = {}

    def __init__(self, restaurant: Restaurant, diner: Diner, order_uuid: str) -> None:
        self.restaurant = restaurant
        self.diner = diner
        self.uuid = order_uuid
        self.path = f"/orders/{order_uuid}"
        self.parameters: dict = {}

    # === What the guest does === #

    def prepare(self) -> None:
        """Tap on "pay" until the phone shows WeChat's window."""
        _insist(self._prepare)

    def _prepare(self) -> None:
        self.parameters = self.diner.post(f"{self.path}/pay")["payment"]

    def try_to_prepare(self) -> None:
        """Tap on "pay" once, whatever comes of it."""
        _whatever(self._prepare)

    def pay(self, quietly: bool = False) -> str:
        """Type the password, and return what WeChat's window says.

        :param quietly: Whether WeChat never tells the restaurant of it.
        """
        if quietly:
            self.strike("notify_none", "notify.TRANSACTION.SUCCESS", times=0)
        pay = {"appId": self.restaurant.appid, **self.parameters}
        return self.diner.steer("pay", **pay)["result"]

    def prepare_and_pay(self, quietly: bool = False) -> None:
        """Pay as most guests do."""
        self.prepare()
        assert self.pay(quietly) == "requestPayment:ok"

    def check(self) -> None:
        """Ask once whether it is paid, as the phone does after WeChat's window."""
        _whatever(lambda: self.diner.post(f"{self.path}/check-payment"))

    def cancel(self) -> None:
        """Give the order up, if that can be done."""
        _whatever(lambda: self.diner.post(f"{self.path}/cancel"))

    def wait_until_booked(self) -> None:
        """Wait until the kitchen has the order."""
        self.diner.wait_for(self.path, payment_state="paid")

    # === What happens to it === #

    def do(self, deed: str, dies: str = "", **arguments):
        """Have a deed done about the order by a process that may die of it."""
        deed = self.deeds.get(deed, deed)
        return self.restaurant.undertaker.do(deed, dies, uuid=self.uuid, **arguments)

    def refund(self, dies: str = "") -> None:
        """Give all the money back, as a cashier does."""
        self.do("refund", dies, refund_uuid=str(uuid.uuid4()))

    def strike(self, fault: str, api: str, times: int = 1, **more) -> None:
        """Let WeChat do something wrong with the payment, next time."""
        self.diner.steer(
            "behaviour",
            fault=fault,
            api=self._name_api(api),
            out_trade_no=self.number,
            times=times,
            **more,
        )

    def notify(self, event: str = "TRANSACTION.SUCCESS") -> None:
        """Let WeChat tell the restaurant now, and wait for it."""
        self.diner.steer("notify", out_trade_no=self.number, event=event)

    def _name_api(self, api: str) -> str:
        return self.apis.get(api, api)

    @property
    def number(self) -> str:
        """The number of the last payment."""
        return self.numbers[-1]

    @property
    def numbers(self) -> list[str]:
        """The numbers of all payments of the order."""
        rows = self.restaurant.query(
            "SELECT t.reference FROM payment_transaction t"
            " JOIN pos_order o ON o.id = t.wechatpay_pos_order_id"
            " WHERE o.uuid = %s AND t.operation IS DISTINCT FROM 'refund'"
            " ORDER BY t.id",
            self.uuid,
        )
        return [row[0] for row in rows]


class TillMeal(Meal):
    """An order that is paid at a till, which never comes back to book it."""

    deeds = {"book": "book_at_till"}

    def check(self) -> None:
        """Ask once whether it is paid, as the till does every few seconds."""
        self.do("step")

    def wait_until_booked(self) -> None:
        """Let the till's time pass, until the kitchen has the order."""
        _insist(self._book)

    def _book(self) -> None:
        self.do("book")
        assert self.diner.get(self.path)["payment_state"] == "paid"


class QrMeal(TillMeal):
    """An order whose guest scans the till's screen."""

    deeds = {**TillMeal.deeds, "pay": "show_qr", "close": "cancel_qr"}
    apis = {"pay.jsapi": "pay.native"}

    def _prepare(self) -> None:
        told = self.do("pay")
        assert "answer" in told, told
        self.parameters = {"url": told["answer"]}

    def pay(self, quietly: bool = False) -> str:
        """Scan the till's screen and type the password."""
        if quietly:
            self.strike("notify_none", "notify.TRANSACTION.SUCCESS", times=0)
        result = self.diner.steer("open", **self.parameters)["result"]
        return f"requestPayment:{result}"

    def cancel(self) -> None:
        """Give the payment up at the till, if that can be done."""
        self.do("close")


class CodeMeal(TillMeal):
    """An order whose guest's payment code is scanned."""

    kind = "codepay"

    def prepare_and_pay(self, quietly: bool = False) -> None:
        """Pay as most guests do; WeChat never tells of it anyway."""
        self.scan("paid")

    def scan(self, course: str, dies: str = "", answer: dict | None = None) -> None:
        """Scan the guest's payment code at a till.

        :param course: How that ends, one of the sandbox's.
        :param answer: What WeChat does wrong with its answer.
        """
        with self.restaurant.at_till:
            # A fault cannot name a number that is not drawn yet.
            if answer:
                api = self._name_api("pay.codepay")
                self.diner.steer("behaviour", api=api, **answer)
            code = self.diner.steer("pay-code", course=course)["auth_code"]
            self.do("codepay", dies, auth_code=code, kind=self.kind)

    def reverse(self, dies: str = "") -> None:
        """Give up the payment by code, after the time that WeChat asks for."""
        with self.restaurant.at_till:
            self.diner.steer("clock", advance_s=16)
            self.do("reverse", dies)


class V2Meal(CodeMeal):
    """An order whose guest's payment code is scanned, by API v2."""

    apis = {
        "pay.codepay": "pay.v2_micropay",
        "pay.query": "pay.v2_query",
        "pay.reverse": "pay.v2_reverse",
    }
    kind = "codepay_v2"


def at_once(*functions) -> None:
    """Do things at the same time, and wait for all of them."""
    with concurrent.futures.ThreadPoolExecutor(len(functions)) as pool:
        for done in [pool.submit(function) for function in functions]:
            done.result()


def _insist(step) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return step()
        except (requests.RequestException, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_S)


def _whatever(step) -> None:
    try:
        step()
    except (requests.RequestException, AssertionError):
        pass
