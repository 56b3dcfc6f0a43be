from odoo.tests import tagged
from odoo.tools import mute_logger

from ..errors import PaymentRefusedError, PaymentUnavailableError
from .common import WechatPayCase

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"
RULES = "odoo.addons.wechat_payment.models.payment_transaction"


@tagged("post_install", "-at_install")
class TestQueryClose(WechatPayCase):
    def setUp(self):
        super().setUp()
        self.parameters = self._start_payment()
        self.tx = self._transaction()

    # === Query === #

    def test_unpaid_payment_stays_open(self):
        self.assertEqual(self.tx._wechatpay_query(), "notpay")
        self.assertEqual(self._history(self.tx), ["created", "notpay"])

    def test_unnoticed_payment_is_found(self):
        self._pay_unnoticed(self.parameters)

        self.assertEqual(self.tx._wechatpay_query(), "success")
        self.assertEqual(self.tx._wechatpay_query(), "success")

        self.assertEqual(self._history(self.tx), ["created", "notpay", "success"])
        self.assertEqual(self._run_jobs(), 1)
        self.assertEqual(self.order.state, "paid")

    def test_payment_closed_elsewhere_is_found(self):
        self.provider._wechatpay_get_client().close_order(self.tx.reference)

        self.assertEqual(self.tx._wechatpay_query(), "closed")

    @mute_logger(REQUESTS)
    def test_unclear_answer_changes_nothing(self):
        self._pay_unnoticed(self.parameters)
        for fault in (
            "lose_request",
            "lose_answer",
            "rate_limit",
            "error_before",
            "answer_garbage",
            "answer_signtest",
            "answer_unsigned",
            "answer_old_timestamp",
            "answer_wrong_serial",
            "answer_tampered",
        ):
            with (
                self.subTest(fault=fault),
                self.sandbox.standing_fault(fault, api="pay.query"),
            ):
                self._catch(PaymentUnavailableError, self.tx._wechatpay_query)
                self.assertEqual(self.tx.wechatpay_state, "notpay")

    def test_refused_question_is_told(self):
        self.sandbox.fault("error_before", api="pay.query", status=403, code="NO_AUTH")

        with self.assertLogs(REQUESTS, "ERROR"), self.assertRaises(PaymentRefusedError):
            self.tx._wechatpay_query()

    def test_payment_of_another_amount_is_not_booked(self):
        self._pay_unnoticed(self.parameters)
        self.tx.wechatpay_body = self.tx.wechatpay_body.replace("2900", "3000")
        self.env.flush_all()

        with self.assertLogs(RULES, "ERROR"):
            self.assertEqual(self.tx._wechatpay_query(), "notpay")

        self.assertIn("2900", self.tx.state_message)
        self.assertFalse(self._run_jobs())

    def test_intent_that_never_arrived_is_given_up_in_time(self):
        self.sandbox.control("POST", "reset")
        self.tx.write({"wechatpay_state": "created", "wechatpay_prepay_id": False})
        self.env.flush_all()

        self.assertEqual(self.tx._wechatpay_query(), "created", "may be on its way")
        self._grow_old(self.tx)
        self.assertEqual(self.tx._wechatpay_query(), "closed")

    def test_prepared_payment_that_is_not_known_yet_stays_open(self):
        self.sandbox.control("POST", "reset")
        self._grow_old(self.tx)

        self.assertEqual(self.tx._wechatpay_query(), "notpay")

    # === Close === #

    def test_closed_payment_can_no_longer_be_made(self):
        self.assertEqual(self.tx._wechatpay_close(), "closed")
        self.assertEqual(self.tx._wechatpay_close(), "closed")

        self.assertEqual(len(self.sandbox.calls("pay.close")), 1)
        self.assertNotEqual(self._pay(self.parameters), "requestPayment:ok")
        self.assertEqual(self.tx.state, "cancel")

    def test_money_that_came_first_wins(self):
        self._pay_unnoticed(self.parameters)

        self.assertEqual(self.tx._wechatpay_close(), "paid")
        self.assertEqual(self.tx._wechatpay_close(), "paid")

        self.assertEqual(self.tx.wechatpay_state, "success")
        self._run_jobs()
        self.assertEqual(self.order.state, "paid")

    @mute_logger(REQUESTS)
    def test_closing_is_sure_or_not_done(self):
        for fault in ("lose_request", "error_before", "rate_limit"):
            with (
                self.subTest(fault=fault),
                self.sandbox.standing_fault(fault, api="pay.close"),
                self.sandbox.standing_fault("lose_request", api="pay.query"),
            ):
                self._catch(PaymentUnavailableError, self.tx._wechatpay_close)
                self.assertEqual(self.tx.wechatpay_state, "notpay")

    def test_closing_whose_answer_is_lost_is_found_by_the_query(self):
        self.sandbox.fault("lose_answer", api="pay.close")

        self.assertEqual(self.tx._wechatpay_close(), "closed")

    def test_closing_that_did_not_happen_is_not_believed(self):
        with self.sandbox.standing_fault("lose_request", api="pay.close"):
            self._catch(PaymentUnavailableError, self.tx._wechatpay_close)

        self.assertEqual(self.tx.wechatpay_state, "notpay")
        self.assertEqual(self._pay(self.parameters), "requestPayment:ok")

    def test_payment_that_wechat_pay_does_not_know_is_closed(self):
        self.sandbox.control("POST", "reset")

        self.assertEqual(self.tx._wechatpay_close(), "closed")

    def test_intent_that_may_still_arrive_is_not_closed(self):
        self.sandbox.control("POST", "reset")
        self.tx.write({"wechatpay_state": "created", "wechatpay_prepay_id": False})
        self.env.flush_all()

        self._catch(PaymentUnavailableError, self.tx._wechatpay_close)
        self._grow_old(self.tx)
        self.assertEqual(self.tx._wechatpay_close(), "closed")
