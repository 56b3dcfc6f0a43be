from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WechatPayCase


@tagged("post_install", "-at_install")
class TestPostProcess(WechatPayCase):
    def pay(self, order=None, **changes):
        self._pay_unnoticed(self._start_payment(order, **changes))
        tx = self._transaction(order)
        tx._wechatpay_query()
        self.env.invalidate_all()
        return tx

    def link_method(self, provider_id):
        """Change the method while the till is open, as only SQL can."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pos_payment_method SET wechatpay_provider_id = %s WHERE id = %s",
            [provider_id, self.method.id],
        )
        self.env.invalidate_all()

    def test_order_is_paid_with_the_method_of_the_merchant(self):
        tx = self.pay()
        self._run_jobs()

        payment = self.order.payment_ids
        self.assertEqual(self.order.state, "paid")
        self.assertEqual((payment.amount, payment.payment_method_id), (29, self.method))
        self.assertEqual(payment.transaction_id, tx.provider_reference)
        self.assertEqual(payment.payment_ref_no, tx.reference)
        self.assertTrue(tx.is_post_processed)
        self.assertFalse(tx.payment_id, "the session books it")

    def test_order_is_told_exactly_once(self):
        tx = self.pay()
        for _time in range(3):
            tx._wechatpay_post_process()
        tx._post_process()
        self._run_jobs()

        self.assertEqual(len(self.order.payment_ids), 1)

    def test_one_job_books_all_payments_that_are_due(self):
        orders = self.order + self._create_order() + self._create_order()
        for order in orders:
            self.pay(order)

        self.assertEqual(self._run_jobs(), 1)

        self.assertEqual(set(orders.mapped("state")), {"paid"})

    def book(self, order):
        return self.env["payment.transaction"]._wechatpay_book_due(order.id)

    def test_who_asks_about_a_payment_need_not_wait_for_the_job(self):
        other = self._create_order()
        self.pay(other)
        self.pay()

        self.assertEqual(self.book(self.order), 1)

        self.assertEqual((self.order.state, other.state), ("paid", "draft"))
        self.assertEqual(self.book(self.order), 0, "it is booked once")
        self._run_jobs()
        self.assertEqual(other.state, "paid", "the job books what nobody asked about")
        self.assertEqual(len(self.order.payment_ids), 1)

    def test_job_leaves_a_payment_to_who_asks_for_a_moment(self):
        before = fields.Datetime.now()
        self.pay()

        job = self.env["queue.job"].search([("method_name", "=", "_wechatpay_book")])
        pause = (job.eta - before).total_seconds()
        self.assertTrue(1 < pause < 60, pause)

    def test_job_that_waits_after_a_failure_is_not_counted_on(self):
        self.pay()
        jobs = self.env["queue.job"].search([("method_name", "=", "_wechatpay_book")])
        jobs.eta = fields.Datetime.now() + timedelta(minutes=10)
        self.env.flush_all()

        self.pay(self._create_order())

        found = self.env["queue.job"].search([("method_name", "=", "_wechatpay_book")])
        self.assertEqual(len(found - jobs), 1)

    def test_payment_is_booked_alike_whoever_asks(self):
        self.pay()
        reader = self.env["payment.transaction"].with_context(lang="zh_CN")
        reader.with_user(self.env.ref("base.public_user")).sudo()._wechatpay_book_due(
            self.order.id
        )

        self.assertEqual(self.order.payment_ids.create_uid.id, SUPERUSER_ID)

    def test_booked_payment_does_not_prove_what_a_till_claims(self):
        self.order.amount_total = 39
        tx = self.pay(amount_fen=2900)
        claim = {
            "pos_order_id": self.order.id,
            "payment_method_id": self.method.id,
            "payment_ref_no": tx.reference,
            "amount": 10,
        }
        self.order.add_payment(claim)

        self.book(self.order)

        self.assertEqual(self.order.state, "draft")
        with self.assertRaisesRegex(UserError, "has not received 10.00 yuan"):
            tx._wechatpay_post_process()

    def test_payment_that_cannot_be_booked_keeps_no_other_from_it(self):
        other = self._create_order()
        stuck = self.pay()
        self.pay(other)
        accepts = type(self.order)._wechatpay_accepts_payment

        def fail(order, tx):
            if tx == stuck:
                raise ValueError("no such shop")
            return accepts(order, tx)

        self.patch(type(self.order), "_wechatpay_accepts_payment", fail)
        self._run_jobs()

        self.assertEqual(other.state, "paid")
        self.assertEqual(self.order.state, "draft")
        job = self.env["queue.job"].search(
            [("state", "=", "pending"), ("model_name", "=", "payment.transaction")]
        )
        self.assertEqual(job.records, stuck)

        # Its own job is where it is seen: the next payments are booked without it.
        last = self._create_order()
        self.pay(last)
        job.state = "failed"
        self._run_jobs()
        self.assertEqual(last.state, "paid")

    def test_generic_post_processing_finds_what_a_lost_job_left(self):
        tx = self.pay()
        self.env["queue.job"].search([("state", "=", "pending")]).unlink()

        tx._post_process()

        self.assertEqual(self.order.state, "paid")

    def test_open_payment_is_not_post_processed(self):
        self._start_payment()
        tx = self._transaction()

        tx._post_process()

        self.assertFalse(tx.is_post_processed)
        self.assertEqual(self.order.state, "draft")

    def test_payment_of_a_part_waits_for_the_rest(self):
        self.pay(amount_fen=900)
        self._run_jobs()
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.amount_paid, 9)

        self.pay(amount_fen=2000)
        self._run_jobs()

        self.assertEqual(self.order.state, "paid")
        self.assertEqual(len(self.order.payment_ids), 2)

    def test_money_for_a_dead_order_goes_back(self):
        for state in ("cancel", "paid"):
            with self.subTest(state=state):
                order = self._create_order()
                tx = self.pay(order)
                order.state = state
                self._run_jobs()
                self._run_jobs()

                self.assertTrue(tx.is_post_processed)
                self.assertFalse(order.payment_ids)
                at_wechat = self._order_at_wechat(tx.reference)
                self.assertEqual(at_wechat["trade_state"], "REFUND")

    def test_money_that_is_too_much_goes_back(self):
        tx = self.pay()
        self.order.amount_total = 20
        self._run_jobs()
        self._run_jobs()

        self.assertFalse(self.order.payment_ids)
        self.assertTrue(tx.child_transaction_ids)

    def test_shop_without_the_method_is_told_what_to_do(self):
        tx = self.pay()
        self.link_method(None)

        with self.assertRaisesRegex(UserError, self.config.name):
            tx._wechatpay_post_process()

        self.link_method(self.provider.id)
        tx._wechatpay_post_process()
        self.assertEqual(self.order.state, "paid")
