from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import const
from ..errors import PaymentAlreadyPaidError, PaymentAtOtherTillError
from .common import WechatPayCase
from .till import TillMixin, code_ending

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"


@tagged("post_install", "-at_install")
class TestTillCodepay(TillMixin, WechatPayCase):
    # === Paid ===

    def test_paid_at_once(self):
        told = self._scan("00")

        self.assertEqual(told["stage"], "paid")
        self.assertEqual(told["amount_fen"], 2900)
        tx = self._till_tx()
        self.assertEqual(told["transaction_id"], tx.provider_reference)
        self.assertEqual(self._history(tx), ["created", "success"])
        self.assertEqual(self._order_at_wechat(tx.reference)["trade_state"], "SUCCESS")

    def test_code_is_kept_nowhere(self):
        code = code_ending("00")

        self._scan(code=code)

        tx = self._till_tx()
        for text in tx.read()[0].values():
            self.assertNotIn(code, str(text))
        job = self.env["queue.job"].search([], order="id desc", limit=1)
        self.assertNotIn(code, str(job.read()))

    def test_intent_and_its_watch_are_committed_before_the_call(self):
        with patch.object(
            type(self.provider),
            "_wechatpay_get_client_of",
            side_effect=KeyboardInterrupt,
        ):
            self._catch(KeyboardInterrupt, self._scan)

        self.assertEqual(self._till_tx().wechatpay_state, "created")
        self.assertEqual(self._job_names(), {"_wechatpay_watch"})

        self._pass_time(31)
        self.assertTrue(self._watch())

        self.assertEqual(self._history(self._till_tx()), ["created", "closed"])
        self.assertFalse(self.sandbox.calls("pay.codepay"))

    def test_process_that_slept_sends_the_code_no_more(self):
        provider = type(self.provider)
        original = provider._wechatpay_claim_at_till

        def sleep(self_, wish):
            intent = original(self_, wish)
            self._pass_time(const.CODE_SEND_SECONDS)
            return intent

        with patch.object(provider, "_wechatpay_claim_at_till", sleep):
            told = self._scan("00")

        self.assertEqual(told["stage"], "cancelled")
        self.assertFalse(self.sandbox.calls("pay.codepay"))

    # === Password ===

    def test_password_then_paid(self):
        told = self._scan("11")
        self.assertEqual(told["stage"], "password")
        self.assertLessEqual(told["seconds_left"], const.CODE_PASSWORD_SECONDS)
        self.assertGreater(told["seconds_left"], 20)

        self._pass_time(7)
        told = self._ask()

        self.assertEqual(told["stage"], "paid")
        self.assertEqual(
            self._history(self._till_tx()), ["created", "userpaying", "success"]
        )

    def test_each_way_to_say_that_the_password_is_asked_for(self):
        for status in (200, 202, 400):
            with self.subTest(status=status):
                self.sandbox.control("POST", "settings", userpaying_status=status)
                wish = self._wish(self._create_order())
                told = self._scan("11", wish)
                self.assertIn(told["stage"], ("password", "asking"))
                self._pass_time(7)
                self.assertEqual(self._ask(wish)["stage"], "paid")

    def test_wechat_pay_is_asked_every_five_seconds_however_often_the_till_asks(self):
        self._scan("13")
        for _poll in range(5):
            self.assertEqual(self._ask()["stage"], "password")
        self.assertEqual(len(self.sandbox.calls("pay.query")), 0)

        self._pass_time(5)
        for _poll in range(5):
            self._ask()

        self.assertEqual(len(self.sandbox.calls("pay.query")), 1)

    def test_payer_who_cancels_is_told_and_the_number_reversed(self):
        self._scan("12")
        self._pass_time(7)

        self.assertEqual(self._ask()["stage"], "refused")
        self._pass_time(10)
        self.assertTrue(self._watch())

        tx = self._till_tx()
        self.assertEqual(
            self._history(tx), ["created", "userpaying", "payerror", "revoked"]
        )
        self.assertEqual(self._order_at_wechat(tx.reference)["trade_state"], "REVOKED")

    # === Reversal ===

    def test_password_that_nobody_types_is_reversed_in_time(self):
        for ending in ("13", "22"):
            with self.subTest(ending=ending):
                wish = self._wish(self._create_order())
                self._scan(ending, wish)
                self._pass_time(25)
                self.assertFalse(self._watch(wish))
                self.assertEqual(self._ask(wish)["stage"], "password")
                self._pass_time(5)
                told = self._ask(wish)
                self.assertEqual(told["stage"], "cancelled")
                self.assertTrue(self._watch(wish))
                tx = self._till_tx(wish)
                self.assertEqual(
                    self._order_at_wechat(tx.reference)["trade_state"], "REVOKED"
                )

    def test_reversal_is_repeated_until_it_is_certain(self):
        self._scan("14")
        self._pass_time(30)

        with self.assertLogs(REQUESTS, "WARNING"):
            told = self._ask()
        self.assertEqual((told["stage"], told["is_clear"]), ("reversing", False))
        self.assertTrue(self._till_tx().wechatpay_reversing_at)

        self._pass_time(5)
        self.assertEqual(self._ask()["stage"], "cancelled")
        self.assertEqual(len(self.sandbox.calls("pay.reverse")), 2)

    def test_cancelling_waits_for_the_fifteenth_second(self):
        self._scan("13")
        self._pass_time(3)

        told = self._cancel()
        self.assertEqual(told["stage"], "reversing")
        self.assertGreater(told["seconds_left"], 5)
        self._pass_time(5)
        self.assertEqual(self._ask()["stage"], "reversing")
        self.assertFalse(self.sandbox.calls("pay.reverse"), "8 s are too early")
        self._pass_time(9)

        self.assertEqual(self._ask()["stage"], "cancelled")
        self.assertEqual(self._till_tx().wechatpay_state, "revoked")

    def test_money_that_comes_before_the_reversal_wins_over_the_cashier(self):
        self._scan("11")
        self._cancel()
        self._pass_time(const.CODE_REVERSE_SECONDS)

        self.assertEqual(self._ask()["stage"], "paid")
        self.assertFalse(self.sandbox.calls("pay.reverse"))

    @mute_logger(REQUESTS)
    def test_reversed_money_is_not_booked_by_a_query_that_comes_late(self):
        self._scan("11")
        tx = self._till_tx()
        self._pass_time(7)
        late = self.provider._wechatpay_get_client().query_order(tx.reference)
        self.assertEqual(late.trade_state, "SUCCESS")
        # The query is on its way while another step reverses, its answer lost.
        self._pass_time(30)
        self.sandbox.fault("lose_answer", api="pay.reverse")
        self.sandbox.fault("lose_request", api="pay.query")
        self.assertEqual(self._ask()["stage"], "reversing")

        tx._wechatpay_run(lambda row: row._wechatpay_apply(late, "query"))
        self.assertEqual(tx.wechatpay_state, "userpaying")

        self._pass_time(5)
        self._ask()
        self.assertEqual(tx.wechatpay_state, "revoked")
        self.assertEqual(self._order_at_wechat(tx.reference)["trade_state"], "REVOKED")

    @mute_logger(REQUESTS)
    def test_who_cannot_be_asked_is_still_told_to_reverse(self):
        self._scan("13")
        self._pass_time(30)
        self.sandbox.fault("lose_request", api="pay.query", times=0)

        self.assertEqual(self._ask()["stage"], "cancelled")

    def test_reversal_that_is_refused_lets_the_query_decide(self):
        self._scan("11")
        tx = self._till_tx()
        self._pass_time(30)
        self.sandbox.fault("lose_request", api="pay.query")
        self.sandbox.fault(
            "error_before", api="pay.reverse", status=403, code="NO_AUTH"
        )
        with self.assertLogs(REQUESTS, "ERROR"):
            self._ask()
        self.assertFalse(tx.wechatpay_reversing_at)

        self._pass_time(5)
        self.assertEqual(self._ask()["stage"], "paid")

    # === Refused ===

    def test_each_refusal_says_what_the_cashier_can_do(self):
        for ending, refusal in (
            ("21", "not_enough"),
            ("31", "new_code"),
            ("32", "new_code"),
            ("61", "settings"),
        ):
            with self.subTest(ending=ending):
                wish = self._wish(self._create_order())
                told = self._scan(ending, wish)
                self.assertEqual(told["stage"], "refused")
                self.assertEqual(told["refusal"], refusal)
                self.assertTrue(told["message"])
                self._pass_time(31)
                self.assertTrue(self._watch(wish))
                self.assertEqual(
                    self._history(self._till_tx(wish)),
                    ["created", "payerror", "closed"],
                )

    def test_new_code_gets_a_new_number_at_once(self):
        self._scan("31")
        first = self._till_tx()

        self.assertEqual(self._scan("00")["stage"], "paid")

        second = self._till_tx()
        self.assertNotEqual(first.reference, second.reference)
        self.assertEqual(first.wechatpay_till_payment_uuid, self.wish["payment_uuid"])

    def test_refusal_that_took_the_money_all_the_same_is_reversed(self):
        self.sandbox.fault(
            "error_after_commit", api="pay.codepay", status=403, code="RULE_LIMIT"
        )
        self.assertEqual(self._scan("00")["stage"], "refused")
        tx = self._till_tx()
        self.assertEqual(self._order_at_wechat(tx.reference)["trade_state"], "SUCCESS")

        self._pass_time(6)
        self._watch()

        # Proven money is accepted from every state, so that it can be given back.
        self.assertEqual(tx.wechatpay_state, "success")

    def test_what_is_no_code_of_wechat_never_leaves_the_house(self):
        for code, words in (
            ("281234567890123456", "Alipay"),
            ("12345", "18 digits"),
            ("", "18 digits"),
        ):
            with self.subTest(code=code):
                error = self._catch(
                    UserError, self.till.wechatpay_till_pay, self.wish, code
                )
                self.assertIn(words, str(error))
        self.assertFalse(self._till_tx())

    # === Unclear ===

    def test_unclear_answer_is_cleared_up_by_asking(self):
        for ending, stage in (
            ("41", "paid"),
            ("51", "paid"),
            ("42", "cancelled"),
            ("52", "cancelled"),
        ):
            with self.subTest(ending=ending):
                wish = self._wish(self._create_order())
                self.assertEqual(self._scan(ending, wish)["stage"], "asking")
                for _step in range(7):
                    self._pass_time(5)
                    told = self._ask(wish)
                self.assertEqual(told["stage"], stage)

    @mute_logger(REQUESTS)
    def test_answer_that_is_not_proven_is_not_believed(self):
        for fault in ("answer_unsigned", "answer_tampered", "answer_signtest"):
            with self.subTest(fault=fault):
                wish = self._wish(self._create_order())
                self.sandbox.fault(fault, api="pay.codepay")
                self.assertEqual(self._scan("00", wish)["stage"], "asking")
                self._pass_time(5)
                self.assertEqual(self._ask(wish)["stage"], "paid")

    @mute_logger(REQUESTS)
    def test_lost_network_is_told_and_asked_again(self):
        self._scan("11")
        self._pass_time(7)
        self.sandbox.fault("lose_request", api="pay.query")

        told = self._ask()
        self.assertEqual((told["stage"], told["is_clear"]), ("password", False))
        self._pass_time(5)

        self.assertEqual(self._ask()["stage"], "paid")

    def test_request_that_never_arrived_ends_the_number(self):
        self.sandbox.fault("lose_request", api="pay.codepay")
        self.assertEqual(self._scan("00")["stage"], "asking")

        self._pass_time(31)

        self.assertEqual(self._ask()["stage"], "cancelled")
        self.assertEqual(self._scan("00")["stage"], "paid")

    # === One at a time ===

    def test_double_tap_leads_to_one_payment(self):
        first, second = self._scan("13"), self._scan("00")

        self.assertEqual(first["reference"], second["reference"])
        self.assertEqual(len(self.sandbox.calls("pay.codepay")), 1)

    def test_tap_after_the_money_came_takes_no_more(self):
        self._scan("00")

        self.assertEqual(self._scan("00")["stage"], "paid")
        self.assertEqual(len(self.sandbox.calls("pay.codepay")), 1)

    def test_second_till_waits_for_the_first(self):
        self._scan("13")
        other = self._wish()

        error = self._catch(PaymentAtOtherTillError, self._scan, "00", other)

        self.assertIn("Another till", str(error))
        self.assertEqual(len(self.sandbox.calls("pay.codepay")), 1)

    def test_second_till_learns_that_the_money_is_there(self):
        self._scan("00")

        self._catch(PaymentAlreadyPaidError, self._scan, "00", self._wish())

    def test_two_guests_pay_one_order_with_a_line_each(self):
        first = self._wish(amount_fen=1000)
        self.assertEqual(self._scan("00", first)["stage"], "paid")
        self._sync(None, (first["payment_uuid"], 10, {}), state="draft")

        second = self._wish(amount_fen=1900)
        self.assertEqual(self._scan("00", second)["stage"], "paid")

        self._sync(None, (second["payment_uuid"], 19, {"payment_status": "done"}))
        self.assertEqual(self.order.state, "paid")

    def test_phone_that_is_paying_is_closed_first(self):
        parameters = self._start_payment()
        phone = self._transaction()

        self.assertEqual(self._scan("00")["stage"], "paid")

        self.assertEqual(phone.wechatpay_state, "closed")
        self.assertNotEqual(self._pay(parameters), "requestPayment:ok")

    def test_phone_that_was_faster_wins(self):
        self._pay_unnoticed(self._start_payment())

        self._catch(PaymentAlreadyPaidError, self._scan)

        self.assertFalse(self.sandbox.calls("pay.codepay"))
        self._run_jobs()
        self.assertEqual(self.order.state, "paid")

    def test_phone_waits_while_the_cashier_takes_the_payment(self):
        self._scan("13")

        error = self._catch(UserError, self._start_payment)

        self.assertIn("cashier", str(error))
        self.assertFalse(self.sandbox.calls("pay.jsapi"))
        self.assertFalse(self.sandbox.calls("pay.close"), "codes are never closed")

    # === Amount ===

    def test_more_than_the_order_wants_is_refused(self):
        error = self._catch(UserError, self._scan, "00", self._wish(amount_fen=2901))

        self.assertIn("29.00", str(error))
        self.assertFalse(self.sandbox.calls("pay.codepay"))

    def test_what_is_no_amount_is_refused(self):
        for amount in (0, -1, 29.0, "2900", True, None):
            with self.subTest(amount=amount):
                self._catch(UserError, self._scan, "00", self._wish(amount_fen=amount))

    def test_order_that_the_server_does_not_know_yet_can_be_paid(self):
        wish = self._wish(order_uuid="8f14e45f-ceea-467f-9f5c-0a1b2c3d4e5f")

        self.assertEqual(self._scan("00", wish)["stage"], "paid")

        self.assertFalse(self._till_tx(wish).wechatpay_pos_order_id)

    # === Recovery ===

    def test_cron_finishes_what_everybody_left(self):
        self._scan("13")
        self.env["queue.job"].search([]).unlink()
        self._pass_time(61)

        self.env["payment.transaction"]._cron_wechatpay_reconcile()
        self._run_jobs()

        self.assertEqual(self._till_tx().wechatpay_state, "closed")

    def test_till_that_was_reloaded_finds_its_payment(self):
        self._scan("13")

        left = self.till.wechatpay_till_recover(self.session.id)

        self.assertEqual(len(left), 1)
        self.assertEqual(left[0]["payment_uuid"], self.wish["payment_uuid"])
        self.assertEqual(left[0]["stage"], "password")
