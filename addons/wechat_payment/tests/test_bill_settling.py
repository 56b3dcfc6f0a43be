from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .bill_case import DAY, BillCase
from .bill_files import Event, beijing

NEXT = DAY + timedelta(days=1)


@tagged("post_install", "-at_install")
class TestBillSettling(BillCase):
    def setUp(self):
        super().setUp()
        self.shop.pay(beijing(DAY, 11), 8_800)
        self.income, self.expense = self._find_accounts()
        self.transit = self.method.outstanding_account_id

    def test_settled_difference_stays_settled(self):
        self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self._book()
        difference = self._only(self._read())
        difference._apply("book", "x", self.income)

        with self.assertRaises(UserError):
            difference._apply("book", "y", self.income)
        with self.assertRaises(UserError):
            difference.day_id.action_reset()

    def test_what_does_not_fit_the_reason_is_refused(self):
        self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self._book()
        difference = self._only(self._read())

        for action in ("accept", "wait"):
            with self.subTest(action=action), self.assertRaises(UserError):
                difference._apply(action, "x")
        with self.assertRaises(UserError):
            difference._apply("book", "no account")

    def test_write_off_is_for_the_person_in_charge(self):
        self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self._book()
        difference = self._only(self._read())
        clerk = self._user("clerk", "account.group_account_invoice")
        chief = self._user("chief", "account.group_account_manager")

        with self.assertRaises(AccessError):
            difference.with_user(clerk)._apply("write_off", "x", self.income)
        difference.with_user(chief)._apply("write_off", "Too old", self.income)

        self.assertEqual(difference.state, "resolved")
        self.assertEqual(difference.event_ids.user_id, chief)

    def test_settling_begins_with_the_suggestion(self):
        self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self.shop.pay(beijing(DAY, 13), 2_900, only_there=True)
        self._book()
        first, second = self._read().difference_ids
        first._apply("book", "x", self.income)
        clerk = self._user("clerk", "account.group_account_invoice")
        wizards = self.env["wechatpay.bill.difference.settle"].with_user(clerk)

        wizard = wizards.with_context(default_difference_id=second.id).create({})

        self.assertEqual(wizard.action, second.suggestion)
        wizard.action = "book"
        self.assertEqual(wizard.account_id, self.income, "as the last time")
        wizard.action_apply()
        self.assertEqual(second.state, "resolved")

    def test_all_that_need_no_more_words_are_settled_as_suggested(self):
        for fen in (1_100, 1_200, 1_300):
            self.shop.pay(beijing(DAY, 12), fen, only_there=True)
        self.shop.pay(beijing(DAY, 13), 1_300, only_here=True, at_the_till=True)
        dear = self.shop.pay(beijing(DAY, 14), 10_000)
        self.bills.change(dear.number, extra_fee_fen=40)
        self.bills.add(Event("other", beijing(DAY, 20), "3008450740", "FZ1", -1_000))
        self.bills.add(Event("other", beijing(DAY, 21), "3008450741", "FZ2", -2_000))
        self._book()
        day = self._read()
        first_share = day.difference_ids.filtered(
            lambda known: known.wechat_number == "3008450740"
        )
        first_share._apply("book", "Profit sharing", self.expense)
        clerk = self._user("clerk", "account.group_account_invoice")

        message = day.difference_ids.with_user(clerk).action_settle_as_suggested()

        left = day.difference_ids.filtered(lambda known: known.state == "open")
        self.assertEqual(
            sorted(left.mapped("bill_amount")), [11, 12], "refunds are not a clerk's"
        )
        second_share = day.difference_ids.filtered(
            lambda known: known.wechat_number == "3008450741"
        )
        account = second_share.statement_line_id.line_ids.account_id
        self.assertIn(self.expense, account, "as the last time")
        self.assertIn("are for you to decide", message["params"]["message"])
        self._assert_balanced(day)
        self.assertEqual(self._residual(self.transit), 0)

    def test_auditor_and_cashier_settle_nothing(self):
        self.shop.pay(beijing(DAY, 12), 2_900, only_there=True)
        self._book()
        difference = self._only(self._read())
        for name, groups in (
            ("auditor", "account.group_account_readonly"),
            ("cashier", "point_of_sale.group_pos_manager"),
        ):
            own = difference.with_user(self._user(name, groups))
            for do in (
                own.action_settle,
                own.action_settle_as_suggested,
                lambda own=own: own._apply("book", "x", self.income),
            ):
                with self.subTest(user=name), self.assertRaises(AccessError):
                    do()
        self.assertEqual(difference.state, "open")

    # === WHAT SETTLES ITSELF === #

    def test_refund_under_way_is_expected_and_found_once_booked(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900)
        refund = self.shop.refund(
            payment, beijing(DAY, 13), 900, state="processing", unbooked=True
        )
        self._book()
        day = self._read()
        self.assertEqual(
            self._listed(day), [("under_way", "refund", refund.own_number, "waiting")]
        )
        self._assert_balanced(day)
        self.assertEqual(self._suspense(), 9)

        self._pay_late(refund, beijing(NEXT, 13))
        self.days._retry_all()
        later = self._read(NEXT)

        self.assertEqual(day.difference_ids.resolution, "found")
        self.assertFalse(later.difference_ids, "the refund stands in yesterday's bill")
        self.assertEqual((day.state, later.state), ("settled", "settled"))
        self.assertEqual(self._suspense(), 0)

    def test_refund_that_is_never_booked_is_opened_after_a_week(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900)
        self.shop.refund(
            payment, beijing(DAY, 13), 900, state="abnormal", unbooked=True
        )
        self._book()
        day = self._read()

        for offset in (6, 7):
            state_before = day.difference_ids.state
            self._read(DAY + timedelta(days=offset))

        self.assertEqual((state_before, day.difference_ids.state), ("waiting", "open"))

    def test_refund_that_came_back_clears_itself(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900)
        refund = self.shop.refund(
            payment, beijing(DAY, 13), 2_900, state="closed", unbooked=True
        )
        self.bills.add(
            Event(
                "refund_return",
                beijing(NEXT, 13),
                refund.number,
                refund.own_number,
                2_900,
            )
        )
        self._book()

        first, second = self._read(), self._read(NEXT)

        self.assertFalse(self._listed(first | second))
        self.assertEqual((first.refunded, second.refunded), (29, -29))
        self.assertEqual(self._residual(self.transit), 0)
        self._assert_balanced(second)

    def test_late_booking_of_another_amount_is_a_difference_of_its_own(self):
        payment = self.shop.pay(beijing(DAY, 12), 2_900, unbooked=True)
        self._book()
        day = self._read()

        self._pay_late(payment, beijing(DAY, 12), 30)
        self.days._retry_all()

        missing, amount = day.difference_ids.sorted("id")
        self.assertEqual(
            (missing.reason, missing.resolution), ("missing_here", "found")
        )
        self.assertEqual(
            (amount.reason, amount.bill_amount, amount.our_amount), ("amount", 29, 30)
        )
        self.assertEqual((self._suspense(), self._residual(self.transit)), (0, 1))

        amount._apply("write_off", "One yuan less", self.expense)

        self.assertEqual(self._residual(self.transit), 0)
        self.assertEqual(day.state, "settled")
        self._assert_balanced(day)

    def test_invoice_paid_outside_the_pos_is_cleared(self):
        paid = self.shop.pay(beijing(DAY, 12), 2_900, unbooked=True)
        late = self.shop.pay(beijing(DAY, 13), 3_100, unbooked=True)
        self._book()
        known = self._create_invoice_payment(paid)

        day = self._read()

        self.assertEqual(
            self._listed(day), [("missing_here", "payment", late.own_number, "open")]
        )
        self.assertEqual(known.state, "paid")
        unknown = self._create_invoice_payment(late)
        self.days._retry_all()
        self.assertEqual(day.difference_ids.resolution, "found")
        self.assertEqual(unknown.state, "paid")
        self.assertEqual((self._suspense(), day.state), (0, "settled"))

    def test_invoice_payment_that_never_came_is_written_off(self):
        paid = self.shop.pay(beijing(DAY, 12), 2_900, only_here=True, unbooked=True)
        self._book()
        payment = self._create_invoice_payment(paid)

        day = self._read()
        self._only(day)._apply("write_off", "Never came", self.expense)

        self.assertEqual(payment.state, "paid")
        self.assertEqual(day.state, "settled")

    def _pay_late(self, event, at, amount=None):
        """Book at the till what the bill told of before."""
        order = self._create_order()
        self.env["pos.payment"].create(
            {
                "pos_order_id": order.id,
                "amount": amount or event.fen / 100,
                "payment_method_id": self.method.id,
                "transaction_id": event.number,
                "payment_ref_no": event.own_number,
                "payment_date": at.replace(tzinfo=None) - at.utcoffset(),
            }
        ).session_id = self.shop.session_of(event.at)
        if amount:
            # The session had its entry already; this one is posted as for another.
            self.shop.session_of(event.at)._create_combine_account_payment(
                self.method, {"amount": amount, "amount_converted": amount}, 0
            )

    def _create_invoice_payment(self, event):
        """Return the payment entry of an invoice that was paid by WeChat."""
        tx = self.env["payment.transaction"].search(
            [("reference", "=", event.own_number)]
        )
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.company.partner_id.id,
                "invoice_line_ids": [
                    Command.create({"name": "Banquet", "price_unit": tx.amount})
                ],
            }
        )
        invoice.invoice_line_ids.tax_ids = False
        invoice.action_post()
        tx.invoice_ids = invoice
        return tx._create_payment()

    def _user(self, name, groups):
        return new_test_user(
            self.env,
            f"wechatpay-settling-{name}",
            groups=groups,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
