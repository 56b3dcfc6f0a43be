from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .. import const
from .common import WechatPayCase
from .till import TillMixin

HOUR = 3600


@tagged("post_install", "-at_install")
class TestTillBooking(TillMixin, WechatPayCase):
    def _line(self, wish=None, amount=29, **values):
        wish = wish or self.wish
        return (wish["payment_uuid"], amount, values)

    # === Proof ===

    def test_order_of_the_till_proves_its_payment(self):
        self._scan("00")
        tx = self._till_tx()

        self._sync(None, self._line(payment_status="done"))

        self.assertEqual(self.order.state, "paid")
        payment = self.order.payment_ids
        self.assertEqual(payment.transaction_id, tx.provider_reference)
        self.assertEqual(payment.payment_ref_no, tx.reference)
        self.assertEqual(tx.wechatpay_pos_order_id, self.order)
        self.assertTrue(tx.is_post_processed)

    def test_payment_that_never_happened_is_refused(self):
        error = self._catch(
            UserError,
            self._sync,
            None,
            self._line(payment_status="done", transaction_id="4200000001"),
        )

        self.assertIn("29.00", str(error))

    def test_payment_that_is_still_open_is_refused(self):
        self._scan("13")

        self._catch(UserError, self._sync, None, self._line(payment_status="done"))

    def test_payment_of_less_money_is_refused(self):
        wish = self._wish(amount_fen=100)
        self._scan("00", wish)

        self._catch(UserError, self._sync, None, self._line(wish))

    def test_number_of_another_order_is_refused(self):
        other = self._create_order()
        wish = self._wish(other)
        self._scan("00", wish)
        self._sync(other, self._line(wish))
        tx = self._till_tx(wish)

        self._catch(
            UserError, self._sync, None, self._line(payment_ref_no=tx.reference)
        )

    def test_one_payment_does_not_pay_two_lines(self):
        wish = self._wish(amount_fen=1450)
        self._scan("00", wish)
        tx = self._till_tx(wish)

        self._catch(
            UserError,
            self._sync,
            None,
            self._line(wish, 14.5),
            self._line(amount=14.5, payment_ref_no=tx.reference),
        )

    def test_money_that_was_given_back_pays_nothing(self):
        self._scan("00")
        self.till.wechatpay_till_give_back(self.session.id, self._till_tx().reference)
        self._run_jobs_of("_wechatpay_refund_rest")

        self._catch(UserError, self._sync, None, self._line())

    def test_back_office_cannot_book_what_nobody_received(self):
        self.order.add_payment(
            {
                "pos_order_id": self.order.id,
                "amount": 29,
                "payment_method_id": self.method.id,
            }
        )

        self._catch(UserError, self.order.action_pos_order_paid)

    def test_line_of_a_draft_needs_no_proof_yet(self):
        self._sync(None, self._line(payment_status="waiting"), state="draft")

        self.assertEqual(self.order.state, "draft")

    # === The till never comes back ===

    def test_till_has_time_to_book_by_itself(self):
        self._scan("00")

        self._run_jobs_of("_wechatpay_post_process")

        tx = self._till_tx()
        self.assertFalse(tx.is_post_processed)
        self.assertEqual(self.order.state, "draft")

    def test_server_books_on_the_order_it_knows(self):
        self._scan("00")
        self._pass_time(const.TILL_BOOK_SECONDS)

        self._run_jobs_of("_wechatpay_post_process")

        self.assertEqual(self.order.state, "paid")
        self.assertEqual(self.order.payment_ids.uuid, self.wish["payment_uuid"])
        self.assertEqual(self._ask()["stage"], "paid")

    def test_server_fills_the_line_that_the_till_had_sent(self):
        self._sync(None, self._line(payment_status="waiting"), state="draft")
        self._scan("00")
        self._pass_time(const.TILL_BOOK_SECONDS)

        self._run_jobs_of("_wechatpay_post_process")

        self.assertEqual(self.order.state, "paid")
        self.assertEqual(len(self.order.payment_ids), 1)
        self.assertEqual(self.order.payment_ids.payment_status, "done")
        self.assertEqual(self.order.amount_paid, 29)

    def test_till_that_comes_back_late_changes_nothing(self):
        self._scan("00")
        self._pass_time(const.TILL_BOOK_SECONDS)
        self._run_jobs_of("_wechatpay_post_process")

        self._sync(None, self._line(payment_status="done"))

        self.assertEqual(len(self.order.payment_ids), 1)
        self.assertEqual(self.order.amount_paid, 29)

    def test_money_for_an_order_paid_otherwise_is_given_back(self):
        self._scan("00")
        self.order.write({"state": "cancel"})

        self._run_jobs_of("_wechatpay_post_process")
        self._run_jobs_of("_wechatpay_refund_rest")

        refund = self._till_tx().child_transaction_ids
        self.assertEqual(refund.amount, -29)
        self.assertEqual(self._ask()["stage"], "given_back")

    def test_line_that_two_codes_paid_keeps_the_money_of_one(self):
        # An error is not signed: the money of a refused code may have been taken.
        self.sandbox.fault(
            "error_after_commit", api="pay.codepay", status=403, code="NOT_ENOUGH"
        )
        self.assertEqual(self._scan("00")["stage"], "refused")
        refused = self._till_tx()
        self.assertEqual(self._scan("00")["stage"], "paid")
        paid = self._till_tx()
        self._pass_time(const.TILL_BOOK_SECONDS)
        refused._wechatpay_query()
        self.env.invalidate_all()
        self.assertEqual(refused.wechatpay_state, "success")

        for tx in refused, paid:
            self._pass_time(const.TILL_BOOK_SECONDS)
            tx._post_process()
        self._run_jobs_of("_wechatpay_refund_rest")

        self.assertEqual(self.order.state, "paid")
        self.assertEqual(self.order.amount_paid, 29)
        self.assertEqual(self.order.payment_ids.payment_ref_no, refused.reference)
        self.assertEqual(paid.child_transaction_ids.amount, -29)
        self.assertFalse(refused.child_transaction_ids)

    def test_money_without_an_order_waits_for_its_till_for_a_day(self):
        wish = self._wish(order_uuid="8f14e45f-ceea-467f-9f5c-0a1b2c3d4e5f")
        self._scan("00", wish)
        tx = self._till_tx(wish)
        self._pass_time(HOUR)
        self._run_jobs_of("_wechatpay_post_process")
        self.assertFalse(tx.is_post_processed)

        self._pass_time(23 * HOUR)
        tx._post_process()
        self._run_jobs_of("_wechatpay_refund_rest")

        self.assertEqual(tx.child_transaction_ids.amount, -29)

    def test_cashier_gives_back_what_no_order_wants(self):
        wish = self._wish(order_uuid="8f14e45f-ceea-467f-9f5c-0a1b2c3d4e5f")
        self._scan("00", wish)
        tx = self._till_tx(wish)
        self.assertEqual(
            [
                one["reference"]
                for one in self.till.wechatpay_till_recover(self.session.id)
            ],
            [tx.reference],
        )

        self.assertTrue(
            self.till.wechatpay_till_give_back(self.session.id, tx.reference)
        )
        self.assertFalse(
            self.till.wechatpay_till_give_back(self.session.id, tx.reference)
        )
        self._run_jobs_of("_wechatpay_refund_rest")

        self.assertEqual(tx.child_transaction_ids.amount, -29)
        self.assertFalse(self.till.wechatpay_till_recover(self.session.id))

    # === Closing the session ===

    def test_session_waits_for_a_payment_that_is_being_made(self):
        self._scan("13")
        self.order.write({"state": "cancel"})

        error = self._catch(UserError, self.session.action_pos_session_closing_control)

        self.assertIn(self._till_tx().reference, str(error))

    def test_session_gives_back_what_belongs_to_no_order(self):
        wish = self._wish(order_uuid="8f14e45f-ceea-467f-9f5c-0a1b2c3d4e5f")
        self._scan("00", wish)
        self.order.write({"state": "cancel"})

        self.session.action_pos_session_closing_control()
        self._run_jobs_of("_wechatpay_refund_rest")

        self.assertEqual(self.session.state, "closed")
        self.assertEqual(self._till_tx(wish).child_transaction_ids.amount, -29)

    def test_phone_and_till_make_one_combined_payment(self):
        phone = self._create_order(2)
        self._pay_unnoticed(self._start_payment(phone))
        self._transaction(phone)._wechatpay_query()
        self._run_jobs_of("_wechatpay_book")
        self._scan("00")
        self._sync(None, self._line(payment_status="done"))

        self.session.action_pos_session_closing_control()

        entries = self.session._get_related_account_moves()
        for entry in entries:
            self.assertAlmostEqual(sum(entry.line_ids.mapped("balance")), 0)
        transit = entries.line_ids.filtered(
            lambda line: line.account_id == self.method.outstanding_account_id
        )
        self.assertEqual(len(transit), 1, "one line for phone and till")
        self.assertEqual(transit.debit, 58 + 29)
        payments = self.session.order_ids.payment_ids
        received = self.env["payment.transaction"].search(
            [("reference", "in", payments.mapped("payment_ref_no"))]
        )
        self.assertEqual(sum(received.mapped("amount")), transit.debit)

    def test_time_of_a_booking_is_that_of_the_payment(self):
        self._scan("00")
        self._pass_time(const.TILL_BOOK_SECONDS)
        self._run_jobs_of("_wechatpay_post_process")

        age = fields.Datetime.now() - self.order.payment_ids.payment_date
        self.assertGreaterEqual(age, timedelta(seconds=const.TILL_BOOK_SECONDS))

    # === Vouchers ===

    def _vouchers(self):
        return self.env["wechatpay.voucher"].search(
            [("transaction_id", "=", self._till_tx().id)]
        )

    def test_payment_leaves_a_voucher_that_is_sealed_at_once(self):
        self._scan("00")

        self.assertEqual(self._vouchers().mapped("kind"), ["payment"])
        self._run_jobs("wechatpay.voucher")
        self.assertTrue(self._vouchers().hash)

    def test_reversal_leaves_a_voucher_with_the_word_of_wechat_pay(self):
        self._scan("13")
        self._cancel()
        self._pass_time(const.CODE_REVERSE_SECONDS)
        self._ask()

        tx = self._till_tx()
        self.assertEqual(tx.wechatpay_state, "revoked")
        self.assertEqual(tx.state_message, "Cancelled by the cashier")
        voucher = self._vouchers()
        self.assertEqual(
            (voucher.kind, voucher.verification), ("reversal", "signature")
        )
