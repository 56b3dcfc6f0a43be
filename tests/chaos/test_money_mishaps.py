"""Whatever goes wrong with money: in the end all books agree, and nobody paid twice.

All mishaps happen first, several at a time; then everything comes to rest as it would
by itself within a day; then each one is looked at.
"""

import concurrent.futures
import os
import subprocess
import time
from collections.abc import Iterator

import accounts
import pytest
from meals import Meal, Restaurant
from mishaps import MISHAPS
from undertaker import Undertaker

from diner import Diner, lift_rate_limits
from stack import ROOT, Stack

AT_ONCE = 6
# So long only on a busy machine; there are two hundred meals to end.
SETTLE_S = 240
CLOSE_S = 60
PAUSE_S = 0.5
# Longer than WeChat waits for a password.
PASSWORD_S = 60


@pytest.fixture(scope="module")
def restaurant(stack: Stack) -> Iterator[Restaurant]:
    """Return the restaurant, with somebody who buries the dead."""
    stack.start()
    lift_rate_limits(stack)
    undertaker = Undertaker(stack)
    yield Restaurant(stack, undertaker)
    undertaker.stop()


@pytest.fixture(scope="module")
def happened(restaurant: Restaurant) -> dict[str, Meal | Exception]:
    """Let everything happen, and come to rest; return the meals by mishap."""
    steer = Diner(restaurant.stack, "money").steer
    steer("settings", refund_delay_s=0, notify_scale=0.01)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        running = {
            name: pool.submit(mishap, restaurant)
            for name, (mishap, _ends) in MISHAPS.items()
        }
    found = {name: done.exception() or done.result() for name, done in running.items()}
    meals = [meal for meal in found.values() if isinstance(meal, Meal)]
    steer("clock", advance_s=PASSWORD_S)
    deadline = time.monotonic() + SETTLE_S
    while accounts.find_open(restaurant, meals) and time.monotonic() < deadline:
        accounts.let_time_pass(restaurant, meals)
        restaurant.undertaker.do("look_after")
        time.sleep(PAUSE_S)
    return found


@pytest.fixture(scope="module")
def books(restaurant: Restaurant, happened: dict) -> dict[str, accounts.Account]:
    """Return what the books say, by the uuid of the order."""
    meals = [meal for meal in happened.values() if isinstance(meal, Meal)]
    return accounts.read_accounts(restaurant, meals)


@pytest.mark.parametrize("name", MISHAPS)
def test_books_agree_after(name: str, happened: dict, books: dict):
    meal = happened[name]
    if isinstance(meal, Exception):
        raise meal

    account = books[meal.uuid]

    _mishap, ends = MISHAPS[name]
    account.check(ends)


def test_nothing_is_open_for_ever(restaurant: Restaurant, happened: dict):
    meals = [meal for meal in happened.values() if isinstance(meal, Meal)]

    assert accounts.find_open(restaurant, meals) == []


def test_each_voucher_is_proven(restaurant: Restaurant, happened: dict):
    done = subprocess.run(
        [ROOT / "scripts/house", "verify-vouchers"],
        env={**os.environ, **restaurant.stack.environ},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "all sound" in done.stdout


def test_journal_says_what_wechat_says(restaurant: Restaurant, happened: dict):
    assert restaurant.undertaker.do("end_day")
    deadline = time.monotonic() + CLOSE_S
    while time.monotonic() < deadline:
        sessions = accounts.read_journal(restaurant)
        if all(state == "closed" for _name, state, _taken, _posted in sessions):
            break
        time.sleep(PAUSE_S)

    assert sessions
    for name, state, taken, posted in sessions:
        assert (name, state, posted) == (name, "closed", taken)
    totals = accounts.read_ledger(restaurant)["totals"]
    given_back = sum(
        totals[name] for name in ("reversed_fen", "refunded_fen", "refunding_fen")
    )
    posted_fen = sum(posted for _name, _state, _taken, posted in sessions)
    assert posted_fen == totals["paid_fen"] - given_back
