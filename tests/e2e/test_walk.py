"""The main job, end to end: from the code on a table to the closed, balanced books."""

import re
import xmlrpc.client
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from waiting import wait_until
from walk import TILL_MS, Cashier, Cook, Guest

from stack import Stack

TABLE = "5"
DISH = "经典过桥米线"
BROTH = "土鸡高汤"
PRICE = 38.0
PHONE = {"width": 375, "height": 812}
TABLET = {"width": 1180, "height": 820}


class Office:
    """Odoo as a manager's program sees it."""

    def __init__(self, stack: Stack, login: str = "manager") -> None:
        self.password = login
        self.db_name = stack.settings.db_name or "restaurant_demo"
        with xmlrpc.client.ServerProxy(f"{stack.url}/xmlrpc/2/common") as common:
            self.uid = common.authenticate(self.db_name, login, login, {})
        self.models = xmlrpc.client.ServerProxy(
            f"{stack.url}/xmlrpc/2/object", allow_none=True
        )

    def call(self, model: str, method: str, *arguments, **options):
        """Return what a public method answers."""
        return self.models.execute_kw(
            self.db_name, self.uid, self.password, model, method, arguments, options
        )

    def read(self, model: str, domain: list, *fields: str) -> list[dict]:
        """Return records of a model."""
        return self.call(model, "search_read", domain, list(fields))


@pytest.fixture
def office(stack: Stack) -> Iterator[Office]:
    """Return the back office."""
    opened = Office(stack)
    with opened.models:
        yield opened


def test_from_table_code_to_balanced_books(
    stack: Stack, open_page: Callable, office: Office
):
    cashier = Cashier(open_page(), stack)
    cashier.open_till()
    cook = Cook(open_page(TABLET), stack)
    guest = Guest(open_page(PHONE), stack, TABLE)

    guest.choose(DISH, BROTH)
    uuid = guest.submit()
    wait_until(lambda: cashier.is_occupied(TABLE), seconds=TILL_MS / 1000)
    guest.pay()
    notice = cashier.page.locator(".o_notification").filter(has_text=re.compile(r"W\d"))
    expect(notice.first).to_be_attached()
    [order] = office.read(
        "pos.order", [["uuid", "=", uuid]], "wechat_pickup_number", "session_id"
    )
    number = order["wechat_pickup_number"]
    expect(cook.ticket(number)).to_be_visible()

    guest.watch()
    cook.advance(number, "cooking")
    expect(guest.page.get_by_text("正在制作")).to_be_visible()
    cook.advance(number, "ready")
    expect(guest.page.get_by_text("菜已做好，马上上桌")).to_be_visible()
    expect(cook.ticket(number)).to_contain_text(TABLE)
    cook.finish(number)
    expect(guest.page.get_by_text("已完成，欢迎再来")).to_be_visible()

    _close_day(office)
    _check_books(office, order["session_id"][0], uuid)


def _close_day(office: Office) -> None:
    [store] = office.read("wechat.store", [["code", "=", "cuihu"]], "id")
    office.call("wechat.store", "action_end_business_day", [store["id"]])


def _check_books(office: Office, session_id: int, uuid: str) -> None:
    def session() -> dict:
        domain = [["id", "=", session_id]]
        return office.read("pos.session", domain, "state", "move_id")[0]

    wait_until(lambda: session()["state"] == "closed", seconds=60)
    lines = Office.read(
        office,
        "account.move.line",
        [["move_id", "=", session()["move_id"][0]]],
        "debit",
        "credit",
    )
    debit = round(sum(line["debit"] for line in lines), 2)
    credit = round(sum(line["credit"] for line in lines), 2)
    orders = office.read(
        "pos.order", [["session_id", "=", session_id]], "amount_total", "state", "uuid"
    )
    assert debit == credit
    assert {order["state"] for order in orders} <= {"done", "cancel"}
    assert uuid in {order["uuid"] for order in orders}
    received = sum(o["amount_total"] for o in orders if o["state"] == "done")
    payments = office.read(
        "pos.payment", [["session_id", "=", session_id]], "amount", "payment_method_id"
    )
    assert round(sum(p["amount"] for p in payments), 2) == round(received, 2)
    assert {p["payment_method_id"][1] for p in payments} == {"WeChat Pay"}
