"""The console: complete in both languages, and usable in a real browser."""

import os
import re
import shutil
from pathlib import Path

import pytest

from sandbox.faults import ALL_FAULTS
from sandbox.pay.codes import COURSES

COURSE_NAMES = {course.name for course in COURSES}
STATIC = Path(__file__).parents[1] / "console/static"


def keys_of(language):
    return keys_in("texts.js", language) | keys_in("courier-texts.js", language)


def keys_in(name, language):
    text = (STATIC / name).read_text()
    block = re.search(rf"^  {language}: {{\n(.*?)^  }},\n", text, re.S | re.M)[1]
    # Words stand in quotes or backticks; what is left are the names.
    bare = re.sub(r'"[^"\n]*"|`[^`]*`', '""', block)
    return set(re.findall(r"(\w+):", bare))


def test_both_languages_have_the_same_words():
    english, chinese = keys_of("en"), keys_of("zh")

    assert len(english) > 60
    # English explanations of faults and courses come from the sandbox itself.
    assert english <= chinese
    assert chinese - english <= set(ALL_FAULTS) | COURSE_NAMES


def test_every_fault_and_course_is_explained_in_chinese():
    assert set(ALL_FAULTS) | COURSE_NAMES <= keys_of("zh")


@pytest.mark.parametrize("name", ["index.html", "couriers.html"])
def test_page_uses_only_words_there_are(name):
    page = (STATIC / name).read_text()

    assert set(re.findall(r'data-text="(\w+)"', page)) <= keys_of("en")


def test_nothing_comes_from_elsewhere():
    for path in STATIC.iterdir():
        foreign = re.findall(r"https?://(?!www\.w3\.org/)[^\s\"']+", path.read_text())
        assert foreign == [], path.name


def expect(locator):
    """Wait for what is expected of a part of the page."""
    return pytest.importorskip("playwright.sync_api").expect(locator)


@pytest.fixture(scope="module")
def browser():
    """Chromium, where playwright and a browser are installed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no chromium: set CHROMIUM to its path")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=[(1280, 900, "en-US"), (375, 812, "zh-CN")], ids=["en", "zh"])
def page(request, browser, merchant):
    width, height, locale = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda line: page.faults.append(line.text))
    number = merchant.order_body()["out_trade_no"]
    merchant.create(merchant.order_body(number))
    page.number = number
    page.goto(merchant.base_url)
    page.wait_for_selector("article")
    yield page
    assert page.faults == []
    context.close()


def test_order_is_paid_with_one_click(page, merchant):
    card = page.locator("article", has_text=page.number)

    card.get_by_role("button").first.click()
    page.wait_for_selector(".badge.good")

    assert merchant.query(page.number).json()["trade_state"] == "SUCCESS"


def test_rule_is_set_and_removed(page, merchant):
    page.select_option("[name=fault]", "refund_outcome")
    page.fill("#fault-value input", "CLOSED")
    page.fill("[name=out_trade_no]", page.number)
    page.click("#fault-form button")
    page.wait_for_selector("#rules button")

    [rule] = merchant.control("GET", "behaviour")["rules"]
    assert (rule["fault"], rule["status"]) == ("refund_outcome", "CLOSED")
    assert rule["out_trade_no"] == page.number
    page.click("#rules button")
    page.wait_for_selector("#rules button", state="detached")
    assert merchant.control("GET", "behaviour")["rules"] == []


def test_payment_code_is_shown_and_its_payer_steered(page, merchant):
    page.select_option("[name=course]", "password_left")
    page.click("#code-form button")
    expect(page.locator("#pay-code")).to_contain_text(re.compile(r"\d{4}"))
    code = page.text_content("#pay-code").replace(" ", "")
    number = "CODE" + page.number
    assert merchant.scan(code, number).status_code == 202

    card = page.locator("article", has_text=number)
    card.get_by_role("button").nth(1).click()
    card.locator(".badge.bad").wait_for()

    assert merchant.query(number).json()["trade_state"] == "PAYERROR"


@pytest.mark.parametrize(("nth", "state"), [(0, "SUCCESS"), (1, "NOTPAY")])
def test_code_url_is_paid_or_not(page, merchant, nth, state):
    number = "NATIVE" + page.number
    url = merchant.place("native", number=number).json()["code_url"]

    page.fill("[name=url]", url)
    page.locator("#open-form button").nth(nth).click()
    expect(page.locator("#status")).to_contain_text(number)

    assert merchant.query(number).json()["trade_state"] == state


def test_bill_is_shown_once_the_clock_is_there(page, merchant):
    number = merchant.paid_order()
    today = page.evaluate(
        "new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10)"
    )
    page.fill("[name=date]", today)
    page.click("#bill-form button")
    expect(page.locator("#status")).to_contain_text("STATEMENT_CREATING")
    [fault] = page.faults
    assert "409" in fault, "the browser itself notes the refusal, nothing else"
    page.faults.clear()
    page.click("[data-key=to-bills]")
    page.wait_for_selector("#status:not(.bad):not(:empty)")
    page.click("#bill-form button")
    page.wait_for_selector("#bill-file:not([hidden])")

    assert number in page.text_content("#bill-file")
    assert page.get_attribute("#bill-link", "download") == f"tradebill-{today}.csv"


def test_account_is_topped_up(page, merchant):
    page.fill("[name=yuan]", "12.34")
    page.locator("#withdraw-form button").nth(1).click()
    expect(page.locator("#balance")).to_have_text("¥12.34")

    assert merchant.control("GET", "balance")["BASIC"] == 1234


def test_settings_are_saved(page, merchant):
    page.select_option("[name=userpaying_status]", "400")
    page.check("[name=main_down]")
    page.click("#settings-form button")
    page.wait_for_selector("#status:not(:empty)")

    settings = merchant.control("GET", "settings")
    assert (settings["userpaying_status"], settings["main_down"]) == (400, True)


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

    assert {before, page.title()} == {"WeChat sandbox", "微信沙箱"}
    assert page.evaluate("document.documentElement.lang") in ("en", "zh-CN")
