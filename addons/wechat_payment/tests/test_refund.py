from odoo.addons.queue_job.exception import RetryableJobError
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..errors import PaymentRefusedError, PaymentUnavailableError
from .common import WechatPayCase

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"
RULES = "odoo.addons.wechat_payment.models.payment_transaction"
REFUNDS = "odoo.addons.wechat_payment.models.payment_transaction_refund"


@tagged("post_install", "-at_install")
class TestRefund(WechatPayCase):
    def setUp(self):
        super().setUp()
        self._pay_unnoticed(self._start_payment())
        self.tx = self._transaction()
        self.tx._wechatpay_query()
        self._run_jobs()
        self.sandbox.control("POST", "settings", refund_delay_s=3600.0)

    def at_wechat(self):
        return self._order_at_wechat(self.tx.reference)

    def finish(self, refund, status="SUCCESS"):
        self.sandbox.control(
            "POST", "refund", out_refund_no=refund.reference, status=status
        )
        refund._wechatpay_reconcile()
        self.env.invalidate_all()

    def test_whole_payment_is_given_back(self):
        self.assertEqual(self.tx._wechatpay_refund(2900, "卖完了"), "processing")

        refund = self.tx.child_transaction_ids
        self.assertEqual((refund.amount, refund.operation), (-29, "refund"))
        self.assertEqual(refund.state, "pending")
        self.finish(refund)
        self.assertEqual(refund.wechatpay_state, "success")
        self.assertEqual(refund.state, "done")
        self.assertEqual(self.tx.wechatpay_state, "refund")
        self.assertEqual(self.at_wechat()["refunded_fen"], 2900)
        self.assertEqual(self._history(refund), ["created", "processing", "success"])

    def test_part_of_a_payment_is_given_back(self):
        self.tx._wechatpay_refund(900, "one bowl")
        self.finish(self.tx.child_transaction_ids)
        self.sandbox.control("POST", "clock", advance_s=61)
        self.tx._wechatpay_refund(2000, "the rest")
        first, second = self.tx.child_transaction_ids.sorted("id")
        self.finish(second)

        self.assertNotEqual(first.reference, second.reference)
        self.assertEqual(self.at_wechat()["refunded_fen"], 2900)
        self.assertEqual(self.tx.wechatpay_state, "refund")

    def test_never_more_than_the_payment_is_given_back(self):
        self.tx._wechatpay_refund(2000, "most of it")

        for fen in (901, 2900, 0, -1):
            with self.subTest(fen=fen), self.assertRaises(UserError):
                self.tx._wechatpay_refund(fen, "too much")

        self.assertEqual(len(self.tx.child_transaction_ids), 1)

    def test_unpaid_payment_is_not_refunded(self):
        order = self._create_order()
        self._start_payment(order)

        with self.assertRaises(UserError):
            self._transaction(order)._wechatpay_refund(100, "not yet")

    @mute_logger(REQUESTS)
    def test_lost_answer_is_asked_for_again_under_the_same_number(self):
        for fault in ("lose_request", "lose_answer", "error_after_commit"):
            with self.sandbox.standing_fault(fault, api="pay.refund"):
                self._catch(
                    PaymentUnavailableError, self.tx._wechatpay_refund, 2900, "卖完了"
                )

        self.assertEqual(self.tx._wechatpay_refund(2900, "卖完了"), "processing")

        self.assertEqual(len(self.tx.child_transaction_ids), 1)
        self.finish(self.tx.child_transaction_ids)
        self.assertEqual(self.at_wechat()["refunded_fen"], 2900, "given back once")

    @mute_logger(REQUESTS)
    def test_job_finds_a_refund_that_died_on_the_way(self):
        with self.sandbox.standing_fault("lose_request", api="pay.refund"):
            self._catch(
                PaymentUnavailableError, self.tx._wechatpay_refund, 2900, "卖完了"
            )
        refund = self.tx.child_transaction_ids
        self.assertEqual(refund.wechatpay_state, "created")

        refund._wechatpay_reconcile()

        self.assertEqual(refund.wechatpay_state, "processing")

    @mute_logger(REFUNDS)
    def test_empty_merchant_balance_waits_for_a_top_up(self):
        self.sandbox.fault("refund_not_enough", api="pay.refund")
        error = self._catch(
            PaymentUnavailableError, self.tx._wechatpay_refund, 2900, "卖完了"
        )
        self.assertIn("balance", str(error))
        refund = self.tx.child_transaction_ids
        self.assertEqual(refund.wechatpay_state, "created")
        self.assertTrue(refund.state_message)

        self.assertEqual(self.tx._wechatpay_refund(2900, "卖完了"), "processing")

        self.assertEqual(self.tx.child_transaction_ids, refund)

    def test_refused_refund_ends_and_says_why(self):
        self.sandbox.fault("error_before", api="pay.refund", status=403, code="NO_AUTH")

        with self.assertLogs(REQUESTS, "ERROR"):
            self._catch(PaymentRefusedError, self.tx._wechatpay_refund, 2900, "卖完了")

        refund = self.tx.child_transaction_ids
        self.assertEqual(refund.wechatpay_state, "closed")
        self.assertIn("NO_AUTH", refund.state_message)
        self.assertEqual(self.tx._wechatpay_refund(2900, "卖完了"), "processing")
        self.assertEqual(len(self.tx.child_transaction_ids), 2)

    def test_refund_that_ends_badly_is_seen(self):
        self.tx._wechatpay_refund(2000, "most of it")
        refund = self.tx.child_transaction_ids

        with self.assertLogs(REFUNDS, "ERROR"):
            self.finish(refund, "ABNORMAL")

        self.assertEqual(refund.wechatpay_state, "abnormal")
        self.assertEqual(refund.state, "error")
        self.assertEqual(self.tx.wechatpay_state, "success")

    @mute_logger(REFUNDS)
    def test_abnormal_refund_goes_to_the_merchants_account(self):
        self.tx._wechatpay_refund(2000, "most of it")
        refund = self.tx.child_transaction_ids
        self.finish(refund, "ABNORMAL")
        self.assertIn("bank account", refund.wechatpay_advice)

        refund.action_wechatpay_to_merchant()
        self.env.invalidate_all()
        self.assertEqual(refund.wechatpay_state, "processing")
        self.finish(refund)

        self.assertEqual(refund.wechatpay_state, "success")
        self.assertEqual(
            self._history(refund),
            ["created", "processing", "abnormal", "processing", "success"],
        )

    def test_closed_refund_frees_its_money(self):
        self.tx._wechatpay_refund(2900, "卖完了")
        refund = self.tx.child_transaction_ids
        self.finish(refund, "CLOSED")

        self.assertEqual(refund.wechatpay_state, "closed")
        self.sandbox.control("POST", "clock", advance_s=61)
        self.assertEqual(self.tx._wechatpay_refund(2900, "again"), "processing")

    def test_refund_of_another_amount_is_not_believed(self):
        self.tx._wechatpay_refund(900, "one bowl")
        refund = self.tx.child_transaction_ids
        refund.wechatpay_body = refund.wechatpay_body.replace(":900", ":800")
        self.env.flush_all()

        with self.assertLogs(RULES, "ERROR"):
            self.finish(refund)

        self.assertEqual(refund.wechatpay_state, "processing")

    def test_rest_is_given_back_by_a_job(self):
        self.tx._wechatpay_refund(900, "one bowl")
        self.finish(self.tx.child_transaction_ids)
        self.sandbox.control("POST", "clock", advance_s=61)

        self.tx._wechatpay_enqueue_refund("late")
        self.tx._wechatpay_enqueue_refund("late")
        self.assertEqual(self._run_jobs(), 1)

        amounts = self.tx.child_transaction_ids.sorted("id").mapped("amount")
        self.assertEqual(amounts, [-9, -20])
        self.tx._wechatpay_refund_rest("late")
        self.assertEqual(len(self.tx.child_transaction_ids), 2)

    @mute_logger(REQUESTS)
    def test_job_tries_again_after_an_unclear_answer(self):
        self.sandbox.fault("lose_answer", api="pay.refund", times=2)

        self._catch(RetryableJobError, self.tx._wechatpay_refund_rest, "late")
        self.tx._wechatpay_refund_rest("late")

        self.assertEqual(len(self.tx.child_transaction_ids), 1)
