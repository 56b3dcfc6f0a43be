import json
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WechatPayHttpCase

DOOR = "odoo.addons.wechat_payment.controllers.webhook"
RULES = "odoo.addons.wechat_payment.models.payment_transaction"


@tagged("post_install", "-at_install")
class TestWebhook(WechatPayHttpCase):
    def setUp(self):
        super().setUp()
        self.parameters = self._start_payment()
        self.tx = self._transaction()
        # Each test sends its messages itself.
        self.sandbox.fault("notify_hold", times=0)

    def notify(self, reference=None, **how):
        """Have the sandbox send a notification now, and return what we answered."""
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            sent = self.sandbox.control(
                "POST", "notify", out_trade_no=reference or self.tx.reference, **how
            )["sent"]
        self.env.invalidate_all()
        return sent

    def assert_answers(self, sent, *statuses):
        self.assertEqual([one["status"] for one in sent], list(statuses))

    def assert_unpaid(self):
        self.assertEqual(self.tx.wechatpay_state, "notpay")
        self.assertEqual(self.tx.state, "pending")
        self.assertFalse(self._run_jobs())

    # === The eight cases of every callback === #

    def test_valid_notification_confirms_the_payment(self):
        self.assertEqual(self._pay(self.parameters), "requestPayment:ok")

        sent = self.notify()

        self.assert_answers(sent, 200)
        self.assertEqual(self.tx.wechatpay_state, "success")
        self.assertEqual(self.tx.state, "done")
        at_wechat = self._order_at_wechat(self.tx.reference)
        self.assertEqual(self.tx.provider_reference, at_wechat["transaction_id"])
        self.assertEqual(self._history(self.tx), ["created", "notpay", "success"])
        self.assertEqual(self.order.state, "draft", "the order is a job's work")
        self.assertEqual(self._run_jobs(), 1)
        self.assertEqual(self.order.state, "paid")

    @mute_logger(DOOR)
    def test_notification_without_signature_is_refused(self):
        self._pay(self.parameters)

        self.assert_answers(self.notify(fault="notify_unsigned"), 401)
        self.assert_unpaid()

    @mute_logger(DOOR)
    def test_notification_with_wrong_signature_is_refused(self):
        self._pay(self.parameters)
        for fault in ("notify_forged_key", "notify_signtest", "notify_wrong_serial"):
            with self.subTest(fault=fault):
                self.assert_answers(self.notify(fault=fault), 401)
                self.assert_unpaid()

    @mute_logger(DOOR)
    def test_old_notification_is_refused(self):
        self._pay(self.parameters)

        self.assert_answers(self.notify(fault="notify_old_timestamp"), 401)
        self.assert_unpaid()

    def test_repeated_notification_changes_nothing(self):
        self._pay(self.parameters)

        for _time in range(3):
            self.assert_answers(self.notify(), 200)
        self.assertEqual(self._run_jobs(), 1)
        self.assert_answers(self.notify(), 200)

        self.assertEqual(self._history(self.tx), ["created", "notpay", "success"])
        self.assertEqual(len(self.order.payment_ids), 1)
        self.assertFalse(self._run_jobs())

    @mute_logger(RULES)
    def test_notification_of_an_unknown_number_is_refused(self):
        self._pay(self.parameters)

        self.assert_answers(self.notify(fault="notify_unknown_order"), 404)
        self.assert_unpaid()

    @mute_logger(RULES)
    def test_notification_that_is_not_exactly_ours_is_refused(self):
        self._pay(self.parameters)
        for fault, word in [
            ("notify_wrong_amount", "2901"),
            ("notify_wrong_currency", "currency"),
            ("notify_wrong_mchid", "mchid"),
            ("notify_wrong_appid", "appid"),
        ]:
            with self.subTest(fault=fault):
                self.assert_answers(self.notify(fault=fault), 404)
                self.assertIn(word, self.tx.state_message)
                self.assert_unpaid()

        self.assert_answers(self.notify(), 200)
        self.assertEqual(
            self.tx.wechatpay_state, "success", "the true one still counts"
        )

    def test_notification_that_comes_after_the_refund_changes_nothing(self):
        self._pay(self.parameters)
        self.notify()
        self._run_jobs()
        self.tx._wechatpay_refund(2900, "sold out")
        with self.allow_requests(all_requests=True):
            refund = self.tx.child_transaction_ids
            self.sandbox.control(
                "POST", "refund", out_refund_no=refund.reference, status="SUCCESS"
            )

        sent = self.notify(order="newest_first")

        self.assertEqual({one["status"] for one in sent}, {200})
        self.assertEqual(
            {one["event"] for one in sent}, {"REFUND.SUCCESS", "TRANSACTION.SUCCESS"}
        )
        self.assertEqual(refund.wechatpay_state, "success")
        self.assertEqual(self.tx.wechatpay_state, "refund")
        self.assertFalse(self._run_jobs())

    # === Early and late === #

    def test_notification_may_overtake_the_answer(self):
        order = self._create_order()
        self.sandbox.control("DELETE", "behaviour")
        self.sandbox.fault("pay_before_answer", api="pay.jsapi")

        with (
            self.allow_requests(all_requests=True),
            self.assertRaisesRegex(Exception, "paid already"),
        ):
            self._start_payment(order)

        tx = self._transaction(order)
        self.assertEqual(self._history(tx), ["created", "success"])
        self._run_jobs()
        self.assertEqual(order.state, "paid")

    def test_notification_after_closing_gives_the_money_back(self):
        self._pay(self.parameters)
        self.tx._wechatpay_lock()
        self.tx._wechatpay_move("closed", "close")
        self.order.state = "cancel"

        self.assert_answers(self.notify(), 200)

        self.assertEqual(self.tx.wechatpay_state, "success")
        self._run_jobs()
        self._run_jobs()
        at_wechat = self._order_at_wechat(self.tx.reference)
        self.assertEqual(at_wechat["trade_state"], "REFUND")
        self.assertFalse(self.order.payment_ids)

    # === The door === #

    def test_message_sealed_with_another_key_is_our_fault(self):
        self._pay(self.parameters)

        with self.assertLogs(DOOR, "ERROR"):
            self.assert_answers(self.notify(fault="notify_bad_tag"), 500)
        self.assert_unpaid()

    @mute_logger(DOOR)
    def test_anything_else_at_the_door_is_refused(self):
        url = f"/payment/wechatpay/webhook/{self.provider.id}"
        other = self.env["payment.provider"].search(
            [("code", "!=", "wechatpay")], limit=1
        )
        bodies = [b"", b"{}", b"\xff", b"x" * 60000, json.dumps({"id": 1}).encode()]
        for body in bodies:
            for kind in ("application/json", "application/x-www-form-urlencoded", "x"):
                answer = self.url_open(
                    url, data=body, headers={"Content-Type": kind}, method="POST"
                )
                self.assertEqual(answer.status_code, 401)
                self.assertEqual(answer.json()["code"], "FAIL")
        for number in (other.id, 0, 10**9):
            answer = self.url_open(
                f"/payment/wechatpay/webhook/{number}",
                data=b"{}",
                headers={"Content-Type": "application/json"},
            )
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.url_open(url).status_code, 405)

    @mute_logger(DOOR, "odoo.http", "werkzeug")
    def test_endless_body_is_refused_unread(self):
        answer = self.url_open(
            f"/payment/wechatpay/webhook/{self.provider.id}",
            data=b"x" * 200_000,
            headers={"Content-Type": "application/json"},
        )

        self.assertEqual(answer.status_code, 413)

    @mute_logger(RULES)
    def test_notification_at_the_door_of_another_merchant_is_refused(self):
        known = self.sandbox.credentials
        other = self._create_provider(name="Other", wechatpay_mchid="1600000001")
        self._pay(self.parameters)
        self.tx.wechatpay_body = self.tx.wechatpay_body.replace(
            f"webhook/{self.provider.id}", f"webhook/{other.id}"
        )
        self.assertNotEqual(other.wechatpay_mchid, known["mchid"])

        with patch.object(
            type(self.provider),
            "_wechatpay_get_notify_url",
            lambda provider: f"{self.base_url()}/payment/wechatpay/webhook/{other.id}",
        ):
            parameters = self._start_payment(self._create_order())
        self._pay(parameters)

        self.assert_answers(self.notify(parameters["out_trade_no"]), 404)

    @mute_logger(DOOR)
    def test_merchant_is_known_at_the_door_from_its_making_on(self):
        last = self.env["payment.provider"].search([], order="id desc", limit=1).id
        url = "/payment/wechatpay/webhook/%s"
        headers = {"Content-Type": "application/json"}
        number = last + 1
        while True:
            answer = self.url_open(url % number, data=b"{}", headers=headers)
            self.assertEqual(answer.status_code, 404)
            provider = self._create_provider(name="New")
            if provider.id == number:
                break
            number = provider.id + 1

        answer = self.url_open(url % number, data=b"{}", headers=headers)

        self.assertEqual(answer.status_code, 401)

    @mute_logger(DOOR)
    def test_changed_key_is_used_at_once(self):
        self._pay(self.parameters)
        self.provider.wechatpay_apiv3_key = "x" * 32
        self.assert_answers(self.notify(), 500)

        self.provider.wechatpay_apiv3_key = self.sandbox.credentials["apiv3_key"]

        self.assert_answers(self.notify(), 200)

    def test_failed_job_does_not_lose_the_payment(self):
        self._pay(self.parameters)
        self.notify()

        with patch.object(
            type(self.order), "_wechatpay_on_paid", side_effect=ValueError
        ):
            self._run_jobs()

        self.assertEqual(self.tx.wechatpay_state, "success")
        self.assertFalse(self.tx.is_post_processed)
        self._run_jobs()
        self.assertEqual(self.order.state, "paid")

    def test_session_closing_is_not_needed_to_take_the_fact(self):
        self._pay(self.parameters)
        self.order.state = "cancel"

        self.assert_answers(self.notify(), 200)
        self.assertEqual(self.tx.wechatpay_state, "success")
