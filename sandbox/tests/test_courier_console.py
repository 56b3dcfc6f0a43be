"""The couriers' page: riders are watched and steered in a real browser."""

import re

import pytest

from .couriers import Dada
from .test_console import browser, expect  # noqa: F401


@pytest.fixture(params=[(1440, 900, "en-US"), (375, 812, "zh-CN")], ids=["en", "zh"])
def page(request, browser, sandbox):  # noqa: F811
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    width, height, locale = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda line: page.faults.append(line.text))
    page.dada = Dada(sandbox.url)
    page.number = page.dada.place()
    page.goto(f"{sandbox.url}/console/couriers.html")
    page.locator("#courier-orders article").wait_for()
    page.wait_for_function("document.forms[0].elements.courier_accept_s.value")
    yield page
    assert page.faults == []
    context.close()


def press(page, nth):
    page.locator("#courier-orders article .buttons button").nth(nth).click()


def test_rider_is_steered_to_the_guest(page):
    for state in ("ACCEPTED", "ATSHOP", "DELIVERING"):
        press(page, 0)
        page.wait_for_function(
            "async ([number, state]) => (await (await fetch('/control/couriers'))"
            ".json()).orders.find((one) => one.number === number).state === state",
            arg=[page.number, state],
        )
        # The first button is the next step once the card is drawn anew.
        page.wait_for_timeout(300)
    assert page.locator("#map .rider").count() == 1
    press(page, 0)
    page.locator("#courier-orders .empty").wait_for()
    page.uncheck("#only-live")

    expect(page.locator("#courier-orders .badge")).to_have_class(re.compile("good"))
    assert page.dada.control.order(page.number)["state"] == "DONE"


def test_bad_message_is_sent_and_its_answer_shown(page, receiver):
    number = page.dada.place(callback=receiver.url)
    receiver.default = (403, b"")
    card = page.locator("#courier-orders article", has_text=number)
    card.locator("summary").click()

    card.locator("select").select_option("callback_unsigned")
    card.locator("details button").last.click()

    expect(page.locator("#status")).to_contain_text(re.compile("refused|拒绝"))
    assert len(receiver.wait_for(2)) >= 2


def test_account_is_topped_up_and_drawn_down(page):
    card = page.locator("#accounts article").first

    card.get_by_role("button").nth(0).click()
    expect(card.locator(".amount")).to_have_text("¥1094.00")
    card.get_by_role("button").nth(1).click()

    expect(card.locator(".amount")).to_have_text("¥1.00")


def test_settings_of_riders_are_saved(page):
    page.fill("[name=courier_surge_fen]", "250")
    page.check("[name=courier_auto]")
    page.click("#courier-settings button")
    page.wait_for_selector("#status:not(:empty)")

    settings = page.dada.control("GET", "settings")
    assert (settings["courier_surge_fen"], settings["courier_auto"]) == (250, True)


def test_page_fits_its_screen_and_fingers(page):
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    small = page.evaluate(
        """[...document.querySelectorAll("button, select, input, summary")]
        .filter((one) => one.offsetParent && one.type !== "checkbox"
            && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML)"""
    )

    assert wide <= 0
    assert small == []


def test_page_is_accessible(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    assert axe.run(page).response["violations"] == []


def test_language_can_be_switched(page):
    before = page.title()

    page.click("#language")

    assert {before, page.title()} == {"Couriers", "配送平台"}
