"""An evening in the restaurant, in four browsers: from table code to balanced books.

Nobody reloads a page: every screen follows by itself.
"""

import subprocess
import time
from collections.abc import Callable

from people import LIVE_MS, Cashier, Cook, Diner
from playwright.sync_api import Page, expect

from housekeeping import demo, sql
from stack import ROOT, Stack

CLOSING_S = 90
END_THE_DAY = """
store = env["wechat.store"].search([("code", "=", "cuihu")])
store._roll_session()
env.cr.commit()
"""
ENTRY = """
    SELECT session.state, move.state, COALESCE(SUM(line.debit), 0),
           COALESCE(SUM(line.credit), 0),
           (SELECT SUM(amount_total) FROM pos_order WHERE session_id = session.id)
      FROM pos_order orders
      JOIN pos_session session ON session.id = orders.session_id
 LEFT JOIN account_move move ON move.id = session.move_id
 LEFT JOIN account_move_line line ON line.move_id = move.id
     WHERE orders.wechat_pickup_number = %s
  GROUP BY session.id, move.state
"""


def test_from_the_table_code_to_balanced_books(
    stack: Stack, open_page: Callable[..., Page]
) -> None:
    cashier = Cashier(open_page(), stack, "cashier")
    cashier.open_till()
    cook = Cook(open_page(), stack, "cook")
    cook.open_kitchen()

    diner = Diner(open_page, stack)
    diner.order("小锅米线", "细米线", "微辣")
    number = diner.number()

    expect(cook.ticket(number)).to_contain_text("小锅米线", timeout=LIVE_MS)
    expect(cashier.notice().filter(has_text=number)).to_be_attached(timeout=LIVE_MS)

    cook.finish(number)
    ready = diner.page.get_by_text("菜已做好，马上上桌")
    expect(ready).to_be_visible(timeout=LIVE_MS)

    _end_the_day(stack)
    debit, credit, sold = _closed_entry(stack, number)
    assert debit == credit == sold >= 20


def _end_the_day(stack: Stack) -> None:
    """Do what the nightly job does; its jobs then run where they always run."""
    database = f"--database={_database(stack)}"
    subprocess.run(
        [ROOT / "scripts/house", "odoo", "shell", database, "--no-http"],
        env=stack.environ,
        input=END_THE_DAY,
        text=True,
        check=True,
        capture_output=True,
    )


def _closed_entry(stack: Stack, number: str) -> list[float]:
    """Return debit and credit of the entry of the order's session, and its sales."""
    deadline = time.monotonic() + CLOSING_S
    while time.monotonic() < deadline:
        (row,) = sql.run(stack.settings, _database(stack), ENTRY, number)
        if row[:2] == ["closed", "posted"]:
            return [float(amount) for amount in row[2:]]
        time.sleep(1)
    raise AssertionError(f"the session of {number} is not closed yet: {row}")


def _database(stack: Stack) -> str:
    return stack.settings.db_name or demo.DB_NAME
