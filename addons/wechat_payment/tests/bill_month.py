"""A month of three shops, with three bad days in it.

Our side is brought in by a generator, WeChat Pay's is what the sandbox was told: its
files come signed and zipped over the wire, with errors in them on the bad days.
"""

import os
import random
import time
from datetime import datetime, timedelta

from ..wechatpay.bill_rows import BEIJING
from .bill_case import BillMixin
from .bill_files import Event, beijing, days_from
from .bill_sandbox import SandboxBills
from .bill_world import Shop

# Long enough ago for the nights after the month to be over.
FIRST = datetime.now(BEIJING).date() - timedelta(days=40)
# One in so many payments is given back, in part or whole.
REFUND_EVERY = 40
FOREIGN_NUMBER = "FOREIGN0000000000000000000000001"


class MonthMixin(BillMixin):
    """Plays the month; to stand before the test case among the bases."""

    # How long it is; a shorter one has the same faults in it.
    length = 31

    def setUp(self):
        super().setUp()
        self.bad_days = [
            FIRST + timedelta(days=offset)
            for offset in (self.length // 7, self.length * 2 // 5, self.length * 2 // 3)
        ]
        # This one is not fetched in its turn, and made up for at the end.
        self.missed_day = FIRST + timedelta(days=self.length // 2 + 1)
        self.bills = SandboxBills(self.sandbox)
        for shop in self.shops:
            shop.bills = self.bills
        self.shops.append(Shop(self, self._create_pos_config(), self.bills, "3"))
        self.random = random.Random(19)
        self.injected = set()

    # === WHAT HAPPENS === #

    def _play(self, payments_a_day):
        """Let the month happen on both sides, faults included."""
        for day in days_from(FIRST, self.length):
            for _number in range(payments_a_day):
                self._serve(day)
            self._move_money(day)
        self._spoil_first(self.bad_days[0])
        self._spoil_second(self.bad_days[1])
        self._spoil_third(self.bad_days[2])
        self._book()
        self.bills.publish()
        # As the server's housekeeping does, which sees nothing of a test.
        self.env.cr.execute("ANALYZE")

    def _serve(self, day):
        """Let one guest pay between ten in the morning and two at night."""
        shop = self.random.choice(self.shops)
        at = beijing(day, 10) + timedelta(seconds=self.random.randrange(16 * 3600))
        payment = shop.pay(at, self.random.randrange(300, 30_000))
        if self.random.randrange(REFUND_EVERY) == 0:
            back = self.random.choice([payment.fen, payment.fen // 3])
            shop.refund(
                payment, at + timedelta(hours=self.random.randrange(1, 40)), back
            )

    def _move_money(self, day):
        """Send some to the bank each morning, and top up on Mondays."""
        if day != FIRST:
            at = beijing(day, 9, 30)
            self.bills.add(Event("withdrawal", at, "", "", -20_000))
        if day.weekday() == 0:
            self.bills.add(Event("top_up", beijing(day, 9), "", "", 5_000))

    def _spoil_first(self, day):
        """What people do: some of it is wrong, some only looks so."""
        unknown = self.shops[0].pay(beijing(day, 12), 4_321, only_there=True)
        self._expect("missing_here", unknown)
        self.shops[1].pay(beijing(day, 13), 5_432, only_here=True, at_the_till=True)
        self.injected.add(("missing_there", "payment", ""))
        # Reversed at the till, and a refund that the payer's bank sent back.
        self.shops[2].pay(
            beijing(day, 14),
            2_345,
            reversed_at=beijing(day, 14, 1),
            state="revoked",
            unbooked=True,
        )
        paid = self.shops[0].pay(beijing(day, 15), 3_456)
        self.shops[0].refund(
            paid,
            beijing(day, 16),
            3_456,
            status="CLOSED",
            finished_at=beijing(day + timedelta(days=2), 10),
            state="closed",
            unbooked=True,
        )

    def _spoil_second(self, day):
        """What files do: another amount, rows too many, a row too few."""
        wrong = self.shops[2].pay(beijing(day, 12), 6_643, our_fen=6_543)
        doubled = self.shops[0].pay(beijing(day, 13), 7_654)
        left_out = self.shops[1].pay(beijing(day, 14), 8_765)
        copied = self.shops[1].pay(beijing(day, 15), 9_876)
        for fault, event in (
            ("bill_row_doubled", doubled),
            ("bill_row_missing", left_out),
            ("bill_foreign_row", copied),
        ):
            number = event.own_number
            self.bills.spoil(fault, day, api="pay.tradebill", out_trade_no=number)
        self._expect("amount", wrong)
        self._expect("doubled", doubled)
        self._expect("untold", left_out)
        self.injected.add(("missing_here", "payment", FOREIGN_NUMBER))

    def _spoil_third(self, day):
        """What the night does: a fee, midnight, and downloads that go wrong."""
        dear = self.shops[2].pay(beijing(day, 13), 9_876)
        self.bills.spoil(
            "bill_fee_wrong",
            day,
            api="pay.tradebill",
            out_trade_no=dear.own_number,
            fen=50,
            times=0,
        )
        self.midnight = self.shops[0].pay(
            beijing(day + timedelta(days=1), 0, 0, 1),
            1_234,
            our_at=beijing(day, 23, 59, 59),
        )
        self.bills.spoil("bill_bad_hash", day, api="pay.tradebill")
        self.bills.spoil("bill_truncated", day, api="pay.fundflowbill")
        self._expect("fee", dear)
        self._expect("missing_there", self.midnight)

    def _expect(self, reason, event):
        self.injected.add((reason, event.kind, event.own_number))

    # === WHAT IS DONE ABOUT IT === #

    def _read_month(self):
        """Fetch the bills of the month and of the nights after it, one day too late.

        :return: The days, and how many rows their bills have.
        """
        wanted = days_from(FIRST, self.length + 2)
        wanted.remove(self.missed_day)
        read = self.days
        for date in [*wanted, self.missed_day]:
            read |= self._fetch_day(date)
        return read.sorted("date"), sum(read.bill_ids.mapped("row_count"))

    def _fetch_day(self, date):
        """Fetch the bills of a day as the job does, and again if they are damaged."""
        day = self.days._ensure(self.provider, date)
        if date == self.bad_days[2]:
            with self.assertLogs("odoo.addons.wechat_payment", "WARNING") as logs:
                day._fetch()
            self.assertEqual(len(logs.output), 2, logs.output)
            self.assertEqual(day.state, "expected")
        day._fetch()
        return day

    def _settle_all(self, days):
        """Settle every difference as an accountant would."""
        accounts = self.env["account.account"]
        income, expense = (
            accounts.search(
                [
                    ("account_type", "=", kind),
                    ("company_ids", "in", self.company.ids),
                ],
                limit=1,
            )
            for kind in ("income", "expense")
        )
        for difference in days.difference_ids.filtered(
            lambda known: known.state != "resolved"
        ):
            remedies = difference._get_remedies()
            action = next(
                known for known in ("book", "write_off", "accept") if known in remedies
            )
            account = income if difference.amount > 0 else expense
            difference._apply(action, "Settled in the test", account)

    def _assert_exceptions_are_those_injected(self, days):
        found = {
            (known.reason, known.kind, known.own_number or "")
            for known in days.difference_ids
        }
        self.assertEqual(found, self.injected)
        self.assertEqual(len(days.difference_ids), len(self.injected))

    def _assert_every_day_balances(self, days):
        for day in days:
            self.assertEqual(
                (day.book_balance, day.difference), (day.wechat_balance, 0), day.date
            )
            statement = day.statement_id
            if statement:
                self.assertTrue(statement.is_complete and statement.is_valid, day.date)

    def _assert_nothing_is_left(self, days):
        """Every session is cleared to the fen, and nothing is on suspense."""
        self.assertEqual(set(days.mapped("state")), {"settled"})
        self.assertEqual(self._suspense(), 0)
        open_lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.method.outstanding_account_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ]
        )
        self.assertEqual(
            [(line.name, line.date, line.amount_residual) for line in open_lines], []
        )
        payments = self.env["account.payment"].search(
            [("pos_payment_method_id", "=", self.method.id)]
        )
        self.assertTrue(payments)
        self.assertEqual(set(payments.mapped("state")), {"paid"})


class CpuClock:
    """The CPU seconds of this process and of its PostgreSQL backend."""

    def __init__(self, cursor):
        self._cursor = cursor

    def now(self):
        """Return the sum, to be compared with another one."""
        self._cursor.execute("SELECT pg_backend_pid()")
        return time.process_time() + _cpu_of(self._cursor.fetchone()[0])


def _cpu_of(pid):
    # Only a PostgreSQL on this machine can be looked at.
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
