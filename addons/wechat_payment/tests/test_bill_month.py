import csv
import io
import json
import logging
import time

from odoo.tests import TransactionCase, tagged

from .bill_month import CpuClock, MonthMixin

_logger = logging.getLogger(__name__)


class MonthCase(MonthMixin, TransactionCase):
    def _assert_month_agrees(self, days):
        """The differences are those injected; settled, nothing is left of them."""
        self._assert_exceptions_are_those_injected(days)
        self._assert_every_day_balances(days)
        midnight = days.difference_ids.filtered(
            lambda known: known.own_number == self.midnight.own_number
        )
        self.assertEqual(midnight.resolution, "found")
        self._settle_all(days)
        self._assert_nothing_is_left(days)
        self._assert_every_day_balances(days)


@tagged("post_install", "-at_install")
class TestBillMonth(MonthCase):
    """Two weeks of it, with all its faults; the benchmark plays the whole."""

    length = 14

    def test_month_is_reconciled_to_the_fen(self):
        payments_a_day = 20
        self._play(payments_a_day)

        days, rows = self._read_month()

        # Each is a trade, a movement, and mostly a fee.
        self.assertGreater(rows, self.length * payments_a_day * 3)
        self._assert_month_agrees(days)


@tagged("post_install", "-at_install", "-standard", "wechatpay_bench_bills")
class BenchBillMonth(MonthCase):
    """A whole month of a thousand payments a day, with its cost."""

    def test_whole_month_is_reconciled_to_the_fen(self):
        self._play(payments_a_day=1_000)
        clock = CpuClock(self.env.cr)
        booking = self._time_booking(clock)
        start, began = clock.now(), time.monotonic()

        days, rows = self._read_month()

        spent, lasted = clock.now() - start, time.monotonic() - began
        ledger = sum(booking)
        self._assert_month_agrees(days)
        parsing = self._parse_plainly(days)
        _logger.info(
            "bills: %s",
            json.dumps(
                {
                    "rows": rows,
                    "seconds": lasted,
                    "seconds_per_1000": spent / rows * 1_000,
                    "parsing_per_1000": parsing / rows * 1_000,
                    "ratio": spent / parsing,
                    "rows_ratio": (spent - ledger) / parsing,
                    "differences": len(days.difference_ids),
                }
            ),
        )

    def _time_booking(self, clock):
        """Return a list that fills with the CPU seconds of Odoo's ledger.

        They depend on how many sessions there are, not on how many rows.
        """
        spent = []
        for name in ("_book", "_clear"):
            self._time_method(clock, name, spent)
        return spent

    def _time_method(self, clock, name, spent):
        method = getattr(type(self.days), name)

        def timed(days):
            start = clock.now()
            result = method(days)
            # What Odoo left to be computed belongs to it.
            days.env.flush_all()
            spent.append(clock.now() - start)
            return result

        self.patch(type(self.days), name, timed)

    def _parse_plainly(self, days):
        """Return the CPU seconds of the standard library for the same files.

        Decoded and cut into a dictionary of texts for each row, and no more: nothing
        is typed, checked, kept or compared.
        """
        files = [bill.attachment_id.raw for bill in days.bill_ids if bill.sha1]
        start = time.process_time()
        for content in files:
            text = io.StringIO(content.decode("utf-8-sig"), newline="")
            for _row in csv.DictReader(text, quoting=csv.QUOTE_NONE):
                pass
        return time.process_time() - start
