"""Processes are killed while guests order and pay. Afterwards every yuan is explained.

The sandbox is the witness: it writes down what it was paid before it answers.
"""

import concurrent.futures
import threading
import time

import pytest
import requests
from stubborn import order_and_pay

from diner import STORE, TIMEOUT_S, Diner, lift_rate_limits
from housekeeping import demo, sql
from stack import Stack

ORDERS = 200
GUESTS = 8
SETTLE_S = 180
ODOO_NOTICES_S = 6
# What dies just before which order, while seven others are on their way.
KILLS = {
    25: "worker",
    50: "jobs",
    75: "postgres",
    110: "worker",
    140: "odoo",
    170: "postgres",
}
_one_kill_at_a_time = threading.Lock()

# Every order: how often it was paid, and how often its dishes are on tickets.
ACCOUNTS = """
    SELECT o.uuid, o.state, o.wechat_state,
           (SELECT COUNT(*) FROM pos_payment p WHERE p.pos_order_id = o.id),
           (SELECT COALESCE(SUM(ROUND(p.amount * 100)), 0)
              FROM pos_payment p WHERE p.pos_order_id = o.id),
           ROUND(o.amount_total * 100),
           (SELECT COUNT(*) FROM pos_order_line l WHERE l.order_id = o.id),
           (SELECT COUNT(*) FROM kitchen_ticket_line k
              JOIN pos_order_line l ON l.id = k.order_line_id
             WHERE l.order_id = o.id)
      FROM pos_order o
     WHERE o.source = 'wechat'
"""


@pytest.fixture(scope="module")
def guests(stack: Stack) -> list[Diner]:
    """Return guests who are signed in."""
    stack.start()
    lift_rate_limits(stack)
    signed_in = [Diner(stack, f"chaos-{number}") for number in range(GUESTS)]
    credentials = f"{stack.sandbox_url}/control/credentials"
    appid = requests.get(credentials, timeout=TIMEOUT_S).json()["appid"]
    for guest in signed_in:
        guest.appid = appid
    return signed_in


def test_every_order_is_paid_once_or_never_and_cooked_once(
    stack: Stack, guests: list[Diner]
):
    menu = guests[0].get(f"/stores/{STORE}/menu/zh_CN")
    # Every order another dish, so that nothing sells out.
    lines = guests[0].choices(menu)
    placed = _order_all(stack, guests, lines, menu["version"])

    accounts = _settled_accounts(stack, set(placed))

    assert len(set(placed)) == ORDERS
    assert {row[0] for row in accounts} >= set(placed)
    for row in accounts:
        _check_account(*row)
    assert _sandbox_money(stack) == sum(row[4] for row in accounts)


def _order_all(
    stack: Stack, guests: list[Diner], lines: list[dict], version: str
) -> list[str]:
    def order(number: int) -> str:
        if number in KILLS:
            _kill(stack, KILLS[number])
        guest = guests[number % GUESTS]
        return order_and_pay(guest, lines[number % len(lines)], version)

    with concurrent.futures.ThreadPoolExecutor(GUESTS) as pool:
        return list(pool.map(order, range(ORDERS)))


def _kill(stack: Stack, name: str) -> None:
    """Kill something without warning, and bring it up again as a person would.

    One at a time: who starts a restaurant while another breaks it proves nothing.
    """
    with _one_kill_at_a_time:
        if name == "worker":
            # Odoo replaces a dead worker by itself.
            stack.kill_worker()
            return
        if name != "postgres":
            stack.kill(name)
            stack.start()
            return
        stack.kill_postgres()
        stack.start()
        # Odoo's master may end a moment later: it dies if it wants to replace a worker
        # that lost its connection and the database is still recovering.
        time.sleep(ODOO_NOTICES_S)
        stack.start()


def _settled_accounts(stack: Stack, placed: set[str]) -> list[list]:
    """Return the accounts once jobs have caught up, or as they are in the end."""
    deadline = time.monotonic() + SETTLE_S
    while True:
        db_name = stack.settings.db_name or demo.DB_NAME
        rows = [
            [uuid, state, wechat_state, *map(int, numbers)]
            for uuid, state, wechat_state, *numbers in sql.run(
                stack.settings, db_name, ACCOUNTS
            )
        ]
        mine = [row for row in rows if row[0] in placed]
        is_settled = all(row[1] != "draft" and row[7] == row[6] for row in mine)
        if is_settled or time.monotonic() > deadline:
            return rows
        time.sleep(1)


def _check_account(
    uuid: str,
    state: str,
    wechat_state: str,
    payments: int,
    paid_fen: int,
    total_fen: int,
    lines: int,
    cooked: int,
) -> None:
    is_paid = state in {"paid", "done"}
    assert payments == is_paid, f"{uuid} is {state} and was paid {payments} times"
    assert paid_fen == (total_fen if is_paid else 0), uuid
    assert cooked == (lines if is_paid else 0), f"{uuid} ({wechat_state}): {cooked}"


def _sandbox_money(stack: Stack) -> int:
    ledger = f"{stack.sandbox_url}/control/ledger"
    totals = requests.get(ledger, timeout=TIMEOUT_S).json()["totals"]
    return totals["paid_fen"] - totals["refunded_fen"] - totals["refunding_fen"]
