"""Paying: what the phone is told, also when WeChat does not answer."""

from unittest.mock import patch

from odoo.addons.wechat_payment.wechatpay import errors as wechatpay
from odoo.exceptions import UserError
from odoo.tests import tagged

from .api_shop import ShopCase
from .common import make_transaction


@tagged("post_install", "-at_install")
class TestApiPaymentRefused(ShopCase):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(
            "wechat_ordering.rate_limit_factor", "100"
        )
        self.orders = self.env.registry["pos.order"]

    def _post(self, document, verb):
        return self.call(
            "POST", f"/orders/{document['uuid']}/{verb}", member=self.member
        )

    def test_cancelled_order_cannot_be_paid(self):
        document = self.place()
        self._post(document, "cancel")

        self.assert_refused(self._post(document, "pay"), "order_not_payable")

    def test_silent_wechat_pay_is_unavailable(self):
        document = self.place()
        self.begin_payment(document)
        failure = wechatpay.WechatPayConnectionError("timeout")
        for verb, method in (
            ("pay", "_wechat_pay_params"),
            ("check-payment", "_wechat_check_payment"),
            ("cancel", "_wechat_cancel"),
        ):
            with patch.object(self.orders, method, side_effect=failure):
                answer = self._post(document, verb)
            self.assert_refused(answer, "wechat_unavailable")
            self.assertEqual(answer.headers["Retry-After"], "2")

    def begin_payment(self, document, **values):
        """Return the payment of an order, as WeChat has it."""
        order = self.env["pos.order"].search([("uuid", "=", document["uuid"])])
        state = {"state": "pending", "wechatpay_state": "notpay", **values}
        return make_transaction(self.provider, order, **state)

    def test_wechat_is_asked_once_in_two_seconds(self):
        self.env["ir.config_parameter"].set_param(
            "wechat_ordering.rate_limit_factor", "1"
        )
        document = self.place()
        self.begin_payment(document)
        with patch.object(
            self.orders, "_wechat_check_payment", return_value=True
        ) as check:
            answers = [self._post(document, "check-payment") for _tap in range(3)]

        self.assertEqual(check.call_count, 1)
        known = [answer.json()["payment_known"] for answer in answers]
        self.assertEqual(known, [True, False, False])
        self.assertEqual([answer.status_code for answer in answers], [200] * 3)

    def test_phone_that_asks_hears_that_it_is_paid(self):
        document = self.place()
        self.begin_payment(document, state="done", wechatpay_state="success")

        with patch.object(self.orders, "_wechat_check_payment") as check:
            answer = self._post(document, "check-payment").json()

        self.assertFalse(check.called, "nothing is open that WeChat could be asked of")
        self.assertEqual(answer["payment_state"], "paid")
        self.assertEqual(answer["state"], "accepted")
        self.assertTrue(answer["payment_known"])

    def test_payment_that_cannot_be_booked_does_not_fail_the_phone(self):
        document = self.place()
        self.begin_payment(document, state="done", wechatpay_state="success")

        with patch.object(
            self.orders, "_wechatpay_on_paid", side_effect=UserError("No method")
        ):
            answer = self._post(document, "check-payment")

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["payment_state"], "unpaid")
        self.assertFalse(answer.json()["payment_known"], "nobody is to pay twice")
        job = self.env["queue.job"].search(
            [("identity_key", "like", "wechatpay-book-")]
        )
        self.assertEqual(job.state, "pending", "it is seen where jobs are seen")
