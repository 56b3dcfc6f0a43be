"""Take the README's pictures from a running demo.

    make demo && .prefix/dev/bin/python docs/images/draw.py

It signs in as the demo's users and orders a bowl of noodles, so it changes the demo.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/e2e"), str(ROOT / "scripts")]

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - path above
from walk import Cashier, Cook, Guest, sign_in  # noqa: E402 - path above

from housekeeping import chromium, settings  # noqa: E402 - path above
from stack import Stack  # noqa: E402 - path above

FOLDER = pathlib.Path(__file__).parent
PHONE = {"width": 375, "height": 812}
TABLET = {"width": 1180, "height": 760}
SETTLE_MS = 1_500


class Running(Stack):
    """The demo that is running already, whatever its ports."""

    def __init__(self) -> None:
        self.settings = settings.load()
        self.url = f"http://127.0.0.1:{self.settings.http_port}"
        self.sandbox_url = f"http://127.0.0.1:{self.settings.sandbox_port}"


def shoot(page: Page, name: str) -> None:
    """Save what a page shows, once it has come to rest."""
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=80)


def draw(browser: Browser, stack: Stack) -> None:
    """Walk through the main job and take a picture at each station."""
    cashier = Cashier(browser.new_page(viewport=TABLET), stack)
    cashier.open_till()
    cook = Cook(browser.new_page(viewport=TABLET), stack)
    guest = Guest(browser.new_page(viewport=PHONE, device_scale_factor=2), stack, "5")
    shoot(guest.page, "menu")
    guest.choose("经典过桥米线", "土鸡高汤")
    guest.submit()
    shoot(cashier.page, "till")
    guest.pay()
    shoot(cook.page, "kitchen")
    guest.watch()
    shoot(guest.page, "order")
    manager = browser.new_page(viewport=TABLET)
    sign_in(manager, stack, "manager")
    manager.goto(f"{stack.url}/odoo/restaurant-setup")
    manager.wait_for_selector(".o_wechat_setup li")
    shoot(manager, "setup")


def main() -> None:
    """Take all pictures."""
    stack = Running()
    with sync_playwright() as playwright:
        program = chromium.ensure(stack.settings)
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        draw(browser, stack)
        browser.close()


if __name__ == "__main__":
    main()
