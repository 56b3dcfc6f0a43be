"""The people of an evening: what each does on their own screen."""

import contextlib
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, TimeoutError, expect

from stack import Stack

PHONE = {"width": 375, "height": 812}
TABLET = {"width": 1024, "height": 768}
# The first page of Odoo compiles templates: on a busy machine that takes its time.
FIRST_PAGE_MS = 90_000
# What somebody waits for: another screen must follow within this.
LIVE_MS = 20_000


class Staff:
    """Somebody of the restaurant, signed in to Odoo.

    :param page: A page in a browser context of their own.
    :param login: The demo's login; the password is the same.
    """

    def __init__(self, page: Page, stack: Stack, login: str) -> None:
        self.page = page
        self.base = stack.url
        self.urls = stack.facts["urls"]
        page.goto(f"{self.base}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", login)
        page.click("button[type=submit]")
        page.wait_for_url("**/odoo**", timeout=FIRST_PAGE_MS)


class Cashier(Staff):
    """At the till."""

    def open_till(self) -> None:
        """Open the register, unless it is open, and look at the tables."""
        page = self.page
        page.goto(self.base + self.urls["till"])
        tables = page.locator(".floor-screen")
        closed = page.locator(".open-register-btn")
        expect(tables.or_(closed).first).to_be_visible(timeout=FIRST_PAGE_MS)
        if closed.is_visible():
            closed.click()
            # Cash is counted once a day: no question if the register was open before.
            with contextlib.suppress(TimeoutError):
                page.locator(".modal .btn-primary").click(timeout=LIVE_MS / 2)
        expect(tables).to_be_visible(timeout=LIVE_MS)

    def notice(self) -> Locator:
        """Return the messages that pop up."""
        return self.page.locator(".o_notification")


class Cook(Staff):
    """At the kitchen display."""

    def open_kitchen(self) -> None:
        """Look at what is to be made."""
        self.page.goto(self.base + self.urls["kitchen"])
        board = self.page.locator(".o_kitchen_board")
        expect(board).to_be_visible(timeout=FIRST_PAGE_MS)

    def ticket(self, number: str) -> Locator:
        """Return the ticket of an order."""
        return self.page.locator(f'.o_kitchen_ticket[data-ticket="{number}"]')

    def finish(self, number: str) -> None:
        """Say that all dishes of a ticket are ready."""
        self.ticket(number).locator("footer button").click()


class Diner:
    """A guest with a phone, at table 5."""

    def __init__(self, open_page: Callable[..., Page], stack: Stack) -> None:
        self.page = open_page(PHONE, locale="zh-CN")
        self.page.goto(stack.url + stack.facts["urls"]["diner, table 5"])
        self.page.get_by_text("同意并继续").click(timeout=FIRST_PAGE_MS)

    def order(self, dish: str, *options: str) -> None:
        """Put a dish into the cart, order it and pay."""
        page = self.page
        page.get_by_text(dish, exact=True).last.click()
        for option in options:
            page.get_by_text(option, exact=True).last.click()
        for button in ("加入购物车", "去结算", "提交并支付", "立即支付", "查看订单"):
            page.get_by_text(button).click()

    def number(self) -> str:
        """Return the number that is called out when the order is ready."""
        body = self.page.locator("body")
        expect(body).to_contain_text(re.compile(r"W\d{3}"), timeout=LIVE_MS)
        return re.search(r"W\d{3}", body.inner_text())[0]
