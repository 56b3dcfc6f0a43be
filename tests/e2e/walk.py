"""The people of a restaurant, as far as a browser shows what they do."""

import re

from playwright.sync_api import Locator, Page, expect

from stack import Stack

# A first page of the web client on a busy machine takes its time.
SLOW_MS = 90_000
# The contract with the till: a guest's table is green within five seconds.
TILL_MS = 5_000


def sign_in(page: Page, stack: Stack, login: str) -> None:
    """Sign in to Odoo as one of the demo's users."""
    page.goto(f"{stack.url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_url(re.compile("/odoo"), timeout=SLOW_MS)


class Cashier:
    """Who works at the till of the first shop."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self.page = page
        sign_in(page, stack, "cashier")
        page.goto(stack.url + stack.facts["urls"]["till"])

    def open_till(self) -> None:
        """Open the session and look at the floor."""
        start = self.page.get_by_text("开启收银机").first
        floor = self.page.locator(".floor-table").first
        expect(start.or_(floor).first).to_be_visible(timeout=SLOW_MS)
        if start.is_visible():
            start.click()
        confirm = self.page.locator(".modal-footer button.btn-primary")
        expect(confirm.or_(floor).first).to_be_visible(timeout=SLOW_MS)
        if confirm.is_visible():
            confirm.click()
        expect(floor).to_be_visible(timeout=SLOW_MS)
        expect(confirm).to_be_hidden(timeout=SLOW_MS)

    def table(self, number: str) -> Locator:
        """Return a table of the floor plan."""
        return self.page.locator(".floor-table").filter(
            has_text=re.compile(rf"^\s*{number}\s*$")
        )

    def is_occupied(self, number: str) -> bool:
        """Tell whether the floor plan fills the table with its colour."""
        return self.table(number).evaluate(
            "table => getComputedStyle(table).backgroundColor === "
            "getComputedStyle(table).borderColor"
        )


class Cook:
    """Who stands at the kitchen display."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self.page = page
        sign_in(page, stack, "cook")
        page.goto(f"{stack.url}/odoo/kitchen")
        expect(page.locator(".o_kitchen_display")).to_be_visible(timeout=SLOW_MS)

    def ticket(self, number: str) -> Locator:
        """Return the tickets of an order."""
        return self.page.locator(f"[data-ticket='{number}']")

    def advance(self, number: str, to_state: str) -> None:
        """Tap the only dish of an order once and see it move."""
        line = self.ticket(number).locator(".o_kitchen_line")
        line.click()
        expect(line).to_have_attribute("data-state", to_state)

    def finish(self, number: str) -> None:
        """Press the button below a ticket: all ready, or served."""
        self.ticket(number).locator("footer button").click()


class Guest:
    """Who sits at a table with a phone."""

    def __init__(self, page: Page, stack: Stack, table: str) -> None:
        self.page = page
        code = stack.facts["tables"]["cuihu"][table]
        page.goto(f"{stack.url}/diner/#/pages/menu/menu?scene={code}")
        page.get_by_text("同意并继续").click()

    def choose(self, dish: str, *options: str) -> None:
        """Put a dish with its options into the cart."""
        self.page.get_by_text(dish, exact=True).last.click()
        for option in options:
            self.page.get_by_text(option, exact=True).click()
        self.page.get_by_role("button", name="加入购物车").click()

    def submit(self) -> str:
        """Submit the order as far as the payment sheet; return its uuid."""
        self.page.get_by_text("去结算").click()
        with self.page.expect_response(
            lambda answer: answer.url.endswith("/orders") and answer.status == 201
        ) as placed:
            self.page.get_by_text("提交并支付").click()
        return placed.value.json()["uuid"]

    def pay(self) -> None:
        """Confirm the payment in WeChat and see that the server knows."""
        self.page.get_by_text("立即支付 Pay now").click()
        expect(self.page.get_by_text("支付成功")).to_be_visible()

    def watch(self) -> None:
        """Open the order's own page."""
        self.page.get_by_text("查看订单").click()
