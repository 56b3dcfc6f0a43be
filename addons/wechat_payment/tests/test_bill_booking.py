from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .bill_case import DAY, BillCase
from .bill_files import Event, beijing

NEXT = DAY + timedelta(days=1)


@tagged("post_install", "-at_install")
class TestBillBooking(BillCase):
    def test_day_agrees_and_sessions_are_cleared(self):
        payment = self.shop.pay(beijing(DAY, 12), 10_000)
        self.shops[1].pay(beijing(DAY, 13), 5_000)
        self.shop.refund(payment, beijing(DAY, 14), 2_000)
        self._book()

        day = self._read()

        self.assertEqual(day.state, "settled", day.problem)
        self.assertFalse(self._listed(day))
        self.assertEqual((day.received, day.refunded), (150, 20))
        self.assertEqual((day.fee, day.net), (0.78, 129.22))
        self._assert_balanced(day)
        transit = self.method.outstanding_account_id
        self.assertEqual(self._residual(transit), 0)
        for session in self.shop.sessions.values():
            payments = self.env["account.payment"].search(
                [("pos_session_id", "=", session.id)]
            )
            self.assertEqual(payments.state, "paid")
        self.assertTrue(all(day.statement_line_ids.mapped("is_reconciled")))

    def test_lines_are_one_for_each_session_and_kind(self):
        payment = self.shop.pay(beijing(DAY, 12), 10_000)
        self.shop.pay(beijing(DAY, 12, 30), 4_000)
        self.shops[1].pay(beijing(DAY, 13), 5_000)
        self.shop.refund(payment, beijing(DAY, 14), 2_000)
        self._book()

        day = self._read()

        booked = sorted(
            (line.wechatpay_kind, line.amount) for line in day.statement_line_ids
        )
        self.assertEqual(
            booked,
            [("fee", -1.02), ("payment", 50), ("payment", 140), ("refund", -20)],
        )

    def test_fees_go_to_financial_expenses(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()

        day = self._read()

        fee = day.statement_line_ids.filtered(lambda line: line.wechatpay_kind == "fee")
        account = fee.line_ids.account_id - self.method.journal_id.default_account_id
        self.assertTrue(account.code.startswith("5603"), account.code)
        self.assertEqual(account.account_type, "expense")

    def test_session_across_midnight_is_cleared_by_two_days(self):
        self.shop.pay(beijing(DAY, 22), 10_000)
        self.shop.pay(beijing(NEXT, 1), 3_000)
        self._book()
        transit = self.method.outstanding_account_id

        first = self._read()
        open_after_first = self._residual(transit)
        second = self._read(NEXT)

        self.assertEqual(len(self.shop.sessions), 1)
        self.assertEqual(open_after_first, 30)
        self.assertEqual(self._residual(transit), 0)
        for day in (first, second):
            self.assertEqual(day.state, "settled", day.problem)
            self._assert_balanced(day)

    def test_session_of_refunds_only_owes_what_the_bill_gives_back(self):
        payment = self.shop.pay(beijing(DAY, 12), 10_000)
        self.shop.refund(payment, beijing(NEXT, 12), 2_000)
        self._book()
        transit = self.method.outstanding_account_id
        self.assertEqual(self._residual(transit), 80)

        first, second = self._read(), self._read(NEXT)

        self.assertEqual(len(self.shop.sessions), 2)
        self.assertEqual((first.state, second.state), ("settled", "settled"))
        self.assertEqual(self._residual(transit), 0)
        payments = self.env["account.payment"].search(
            [("pos_payment_method_id", "=", self.method.id)]
        )
        self.assertEqual(set(payments.mapped("state")), {"paid"})
        self._assert_balanced(second)

    def test_closing_entry_of_refunds_only_is_cleared_too(self):
        """The POS itself closes here, with a guest's receivable on the other side."""
        order = self._create_order(-1)
        order.amount_paid = -29
        self.env["pos.payment"].create(
            {
                "pos_order_id": order.id,
                "amount": -29,
                "payment_method_id": self.method.id,
            }
        )
        order.state = "paid"
        self.order.action_pos_order_cancel()

        self.session.action_pos_session_closing_control()

        self.assertEqual(self.session.state, "closed")
        lines = self.session._get_related_account_moves().line_ids
        transit = lines.filtered(
            lambda line: line.account_id == self.method.outstanding_account_id
        )
        self.assertEqual(transit.credit, 29)
        receivable = lines.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        self.assertEqual(sum(receivable.mapped("balance")), 0)
        self.assertTrue(all(receivable.mapped("reconciled")))

    def test_open_session_is_cleared_once_it_closes(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        session = self.shop.session_of(beijing(DAY, 12))
        self._book()
        payment = self.env["account.payment"].search(
            [("pos_session_id", "=", session.id)]
        )
        self.env.cr.execute(
            "UPDATE pos_session SET state = 'opened' WHERE id = %s", [session.id]
        )
        session.invalidate_recordset()

        day = self._read()
        state_before = payment.state
        self.env.cr.execute(
            "UPDATE pos_session SET state = 'closed' WHERE id = %s", [session.id]
        )
        session.invalidate_recordset()
        self.days._retry_all()

        self.assertEqual((day.state, state_before), ("settled", "in_process"))
        self.assertEqual(payment.state, "paid")
        self.assertEqual(self._residual(self.method.outstanding_account_id), 0)

    def test_withdrawal_is_an_internal_transfer(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self.bills.add(
            Event("withdrawal", beijing(DAY, 15), "1217752501", "TX1", -5_000)
        )
        self._book()

        day = self._read()

        line = day.statement_line_ids.filtered(
            lambda known: known.wechatpay_kind == "withdrawal"
        )
        self.assertIn(self.company.transfer_account_id, line.line_ids.account_id)
        self.assertEqual((day.withdrawn, day.state), (50, "settled"))
        self._assert_balanced(day)

    def test_money_that_came_for_nothing_and_went_back_clears_itself(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900, unbooked=True, state="refund")
        self.shop.rows[-1][1]["unbooked"] = True
        self.shop.refund(payment, beijing(NEXT, 9), 2_900)
        self.shop.rows[-1][1]["unbooked"] = True
        self._book()

        first, second = self._read(), self._read(NEXT)

        self.assertFalse(self._listed(first | second))
        self.assertEqual(self._residual(self.method.outstanding_account_id), 0)
        self._assert_balanced(second)

    def test_statement_holds_wechats_balance(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self.shop.pay(beijing(NEXT, 12), 1_000)
        self._book()

        first, second = self._read(), self._read(NEXT)

        self.assertEqual(first.statement_id.balance_end_real, 99.4)
        self.assertEqual(second.statement_id.balance_start, 99.4)
        for statement in (first | second).statement_id:
            self.assertTrue(statement.is_valid)
            self.assertTrue(statement.is_complete)

    def test_day_without_anything_keeps_the_balance(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()
        self._read()
        day = self.days._ensure(self.provider, NEXT)
        for bill in day.bill_ids:
            bill._move("empty")

        day._import()

        self.assertEqual((day.state, day.wechat_balance), ("settled", 99.4))
        self._assert_balanced(day)

    def test_reading_again_changes_nothing(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()
        day = self._read()
        lines, rows = day.statement_line_ids, day.line_ids

        self.bills.balance_fen = 0
        again = self._read()

        self.assertEqual(again, day)
        self.assertEqual((again.statement_line_ids, again.line_ids), (lines, rows))

    def test_reset_takes_everything_back(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()
        day = self._read()
        numbers = day.statement_line_ids.move_id

        day.action_reset()

        self.assertEqual(day.state, "expected")
        self.assertFalse(day.line_ids or day.statement_line_ids or numbers.exists())
        self.bills.balance_fen = 0
        self._read()
        self.assertEqual(day.state, "settled")
        self._assert_balanced(day)

    def test_locked_day_is_not_reset(self):
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()
        day = self._read()
        self.company.fiscalyear_lock_date = NEXT

        with self.assertRaises(UserError):
            day.action_reset()

        self.assertEqual(day.state, "settled")
        self._assert_balanced(day)

    def test_balance_from_before_is_listed_and_booked_apart(self):
        self.bills.balance_fen = 123_456
        self.shop.pay(beijing(DAY, 12), 10_000)
        self._book()

        day = self._read()

        self.assertEqual(self._listed(day), [("opening", "opening", "", "open")])
        self._assert_balanced(day)
        self.assertEqual(self._suspense(), -1234.56)
        self.assertTrue(day.statement_id.is_valid and day.statement_id.is_complete)
