from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .bill_case import DAY, BillCase
from .bill_files import Event, beijing

NEXT = DAY + timedelta(days=1)


@tagged("post_install", "-at_install")
class TestBillDifferences(BillCase):
    def setUp(self):
        super().setUp()
        # Something ordinary happens too.
        self.shop.pay(beijing(DAY, 11), 8_800)
        self.income, self.expense = self._find_accounts()

    def test_unknown_payment_waits_on_suspense_until_booked(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self._book()

        day = self._read()

        self.assertEqual(
            self._listed(day), [("missing_here", "payment", payment.own_number, "open")]
        )
        self.assertEqual((day.state, day.open_count), ("unsettled", 1))
        self.assertEqual(day.difference_ids.date, DAY)
        self.assertEqual(day.difference_ids.merchant, day.merchant)
        self._assert_balanced(day)
        self.assertEqual(self._suspense(), -29)

        self._only(day)._apply("book", "Old shop system", self.income)

        self.assertEqual((day.state, self._suspense()), ("settled", 0))
        self._assert_balanced(day)
        history = day.difference_ids.event_ids
        self.assertEqual(history.mapped("to_state"), ["resolved"])
        self.assertEqual(history.reason, "Old shop system")

    def test_unknown_payment_can_be_given_back(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self._book()
        day = self._read()
        difference = self._only(day)

        difference._apply("refund", "Nobody knows it")

        tx = difference.transaction_id
        self.assertEqual(tx.reference, payment.own_number)
        self.assertEqual((tx.wechatpay_state, tx.amount), ("success", 29))
        job = self.env["queue.job"].search(
            [("method_name", "=", "_wechatpay_refund_rest")]
        )
        self.assertEqual(job.records, tx)
        self.assertEqual((day.state, self._suspense()), ("settled", 0))

    def test_payment_that_never_came_is_written_off(self):
        self.shop.pay(beijing(DAY, 12), 2_900, only_here=True, at_the_till=True)
        self._book()

        day = self._read()

        difference = self._only(day)
        self.assertEqual(
            (difference.reason, difference.our_amount, difference.amount),
            ("missing_there", 29, -29),
        )
        self._assert_balanced(day)
        transit = self.method.outstanding_account_id
        self.assertEqual(self._residual(transit), 29)

        difference._apply("write_off", "The guest did not pay", self.expense)

        self.assertEqual(self._residual(transit), 0)
        self.assertEqual(difference.move_id.line_ids.account_id, transit | self.expense)
        self.assertEqual(day.state, "settled")
        self._read(NEXT)
        self.assertEqual(self._residual(transit), 0)

    def test_cashiers_payment_without_a_number_is_linked_by_hand(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self.shop.pay(beijing(DAY, 12), 2_900, only_here=True, at_the_till=True)
        self._book()
        day = self._read()
        unknown = day.difference_ids.filtered(
            lambda known: known.own_number == payment.own_number
        )
        self.assertEqual(unknown.suggestion, "link")

        unknown._apply("link", "Same guest", counterpart=unknown._find_candidates())

        self.assertEqual(set(day.difference_ids.mapped("state")), {"resolved"})
        self.assertEqual(day.state, "settled")
        self.assertEqual(self._suspense(), 0)
        self.assertEqual(self._residual(self.method.outstanding_account_id), 0)
        self._assert_balanced(day)

    def test_another_amount_is_a_line_of_its_own(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900)
        self.bills.change(payment.number, fen=3_000)
        self._book()

        day = self._read()

        difference = self._only(day)
        self.assertEqual(
            (difference.reason, difference.bill_amount, difference.our_amount),
            ("amount", 30, 29),
        )
        self.assertEqual(difference.statement_line_id.amount, 1)
        self.assertEqual(self._residual(self.method.outstanding_account_id), 0)
        self._assert_balanced(day)

        difference._apply("write_off", "One yuan", self.income)

        self.assertEqual((day.state, self._suspense()), ("settled", 0))

    def test_coupon_of_the_merchant_is_told_apart(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900)
        self.bills.change(payment.number, coupon_fen=500)
        self._book()

        difference = self._only(self._read())

        self.assertEqual((difference.reason, difference.amount), ("coupon", -5))

    def test_other_fee_is_listed(self):
        payment = self.shop.pay(beijing(DAY, 12), 10_000)
        self.bills.change(payment.number, extra_fee_fen=40)
        self._book()

        day = self._read()

        difference = self._only(day)
        self.assertEqual(
            (difference.reason, difference.bill_amount, difference.our_amount),
            ("fee", -1, -0.6),
        )
        self._assert_balanced(day)
        difference._apply("accept", "Asked WeChat Pay")
        self.assertEqual(day.state, "settled")

    def test_agreed_rate_counts_more_than_the_bills(self):
        self.provider.wechatpay_fee_rate = 0.38
        self._book()

        day = self._read()

        self.assertEqual(day.difference_ids.mapped("reason"), ["fee"])

    def test_doubled_row_is_no_second_payment(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900)
        self.bills.doubled.add(payment.number)
        self._book()

        day = self._read()

        self.assertEqual(
            self._listed(day), [("doubled", "payment", payment.own_number, "open")]
        )
        self.assertEqual(self._residual(self.method.outstanding_account_id), 0)
        self._assert_balanced(day)

    def test_row_of_another_merchant_is_foreign(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self.bills.change(payment.number, mchid="1999999999")
        self._book()

        day = self._read()

        self.assertIn("foreign", day.difference_ids.mapped("reason"))

    def test_other_movement_is_listed_and_booked(self):
        self.bills.add(Event("other", beijing(DAY, 20), "3008450740", "FZ1", -1_000))
        self._book()

        day = self._read()

        difference = self._only(day)
        self.assertEqual((difference.reason, difference.amount), ("other", -10))
        self._assert_balanced(day)
        difference._apply("book", "Profit sharing", self.expense)
        self.assertEqual((day.state, self._suspense()), ("settled", 0))

    def test_payment_at_midnight_is_expected_and_found_next_day(self):
        payment = self.shop.pay(
            beijing(NEXT, 0, 0, 2), 2_900, our_at=beijing(DAY, 23, 59, 58)
        )
        self._book()

        day = self._read()

        self.assertEqual(
            self._listed(day),
            [("missing_there", "payment", payment.own_number, "waiting")],
        )
        after = self._read(NEXT)
        difference = day.difference_ids
        self.assertEqual(
            (difference.state, difference.resolution), ("resolved", "found")
        )
        self.assertFalse(after.difference_ids)
        self.assertEqual((day.state, after.state), ("settled", "settled"))
        self.assertEqual(self._residual(self.method.outstanding_account_id), 0)

    def test_what_the_next_bill_does_not_have_either_is_open(self):
        self.shop.pay(beijing(DAY, 23, 59, 58), 2_900, only_here=True, at_the_till=True)
        self._book()
        day = self._read()
        self.assertEqual(day.difference_ids.state, "waiting")

        self._read(NEXT)

        self.assertEqual(day.difference_ids.state, "open")

    def test_late_booking_settles_itself(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900, unbooked=True)
        self._book()
        day = self._read()
        self.assertEqual(self._suspense(), -29)
        session = self.shop.session_of(beijing(DAY, 12))
        order = self._create_order()
        self.env["pos.payment"].create(
            {
                "pos_order_id": order.id,
                "amount": 29,
                "payment_method_id": self.method.id,
                "transaction_id": payment.number,
                "payment_ref_no": payment.own_number,
                "payment_date": fields.Datetime.now(),
            }
        ).session_id = session

        self.days._retry_all()

        self.assertEqual(day.difference_ids.resolution, "found")
        self.assertEqual(self._suspense(), 0)
