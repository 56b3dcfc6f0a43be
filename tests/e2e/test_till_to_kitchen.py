"""What a cashier types reaches the cooks: sent, added, taken off, moved, paid."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from walk import Cashier, Cook

from stack import Stack

TABLET = {"width": 1024, "height": 768}
MUSHROOMS = "油鸡枞"
EGGS = "茉莉花炒蛋"


class Waiter(Cashier):
    """A cashier who types orders."""

    def add(self, dish: str) -> None:
        """Put one of a dish without options on the bill."""
        self.page.locator("article.product").filter(has_text=dish).first.click()
        expect(self.bill_line(dish)).to_be_visible()

    def bill_line(self, dish: str) -> Locator:
        """Return the line of the bill with a dish."""
        return self.page.locator(".orderline").filter(has_text=dish)

    def send(self) -> None:
        """Press the button that sends what is new to the kitchen."""
        self.page.locator(".submit-order").click()
        expect(self.page.locator(".floor-table").first).to_be_visible()

    def merge_into(self, table: str) -> None:
        """Move the bill on the screen to a table that has one already."""
        self.page.locator(".more-btn").click()
        self.page.locator(".modal").get_by_role("button", name="转移/合并").click()
        self.table(table).click()

    def pay_in_cash(self) -> None:
        """Take the money, sending to the kitchen what was not sent."""
        self.page.locator(".pay-order-button").last.click()
        self.page.locator(".modal-footer .btn-primary").click()
        self.page.locator(".paymentmethod").filter(has_text="现金").click()
        self.page.locator("button.next, .validation-button").first.click()
        expect(self.page.locator(".receipt-screen")).to_be_visible()

    def press(self, key: str) -> None:
        """Press a key of the number pad."""
        self.page.locator(".numpad button").filter(
            has_text=re.compile(rf"^{key}$")
        ).first.click()


class Display(Cook):
    """A cook who looks for a table instead of a number."""

    def dishes(self, table: str) -> Locator:
        """Return the dishes on the tickets of a table."""
        number = re.compile(rf"(?<!\d){table}(?!\d)")
        service = self.page.locator(".o_kitchen_service", has_text=number)
        ticket = self.page.locator(".o_kitchen_ticket").filter(has=service)
        return ticket.locator(".o_kitchen_line")


@pytest.fixture
def waiter(stack: Stack, open_page: Callable[..., Page]) -> Waiter:
    """Return a cashier in front of the floor plan."""
    opened = Waiter(open_page(), stack)
    opened.open_till()
    return opened


@pytest.fixture
def display(stack: Stack, open_page: Callable[..., Page]) -> Display:
    """Return a cook in front of the kitchen display."""
    return Display(open_page(TABLET), stack)


def test_table_order_reaches_the_kitchen_once(waiter: Waiter, display: Display):
    table = "3"
    waiter.table(table).click()
    waiter.add(MUSHROOMS)
    expect(display.dishes(table)).to_have_count(0)
    waiter.send()
    expect(display.dishes(table)).to_have_count(1)

    waiter.table(table).click()
    waiter.add(EGGS)
    waiter.send()
    expect(display.dishes(table)).to_have_count(2)
    expect(display.dishes(table).filter(has_text=MUSHROOMS)).to_have_count(1)

    waiter.table(table).click()
    waiter.bill_line(EGGS).click()
    waiter.press("0")
    waiter.send()
    eggs = display.dishes(table).filter(has_text=EGGS)
    expect(eggs).to_have_count(0)
    notice = display.page.locator(".o_notification").filter(has_text=EGGS)
    expect(notice).to_be_visible()


def test_merged_tables_are_cooked_once(waiter: Waiter, display: Display):
    source, target = "1", "2"
    for table in (source, target):
        waiter.table(table).click()
        waiter.add(MUSHROOMS)
        waiter.send()
        expect(display.dishes(table)).to_have_count(1)

    waiter.table(source).click()
    waiter.merge_into(target)
    expect(display.dishes(source)).to_have_count(0)
    expect(display.dishes(target)).to_have_count(2)
    states = display.dishes(target).evaluate_all(
        "lines => lines.map((line) => line.dataset.state)"
    )
    assert states == ["queued", "queued"]


def test_counter_order_is_cooked_when_it_is_paid(waiter: Waiter, display: Display):
    tickets = display.page.locator(".o_kitchen_ticket")
    expect(display.page.locator(".o_kitchen_header")).to_be_visible()
    before = tickets.count()
    waiter.page.locator(".new-order").or_(
        waiter.page.get_by_role("button", name="新建订单")
    ).first.click()
    waiter.add(EGGS)
    waiter.pay_in_cash()

    expect(tickets).to_have_count(before + 1)
    expect(tickets.last).to_contain_text(EGGS)
