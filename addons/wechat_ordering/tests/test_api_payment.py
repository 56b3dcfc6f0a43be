"""Paying: what the phone is told, also when WeChat does not answer."""

from unittest.mock import patch

from odoo.addons.wechat_payment.wechatpay import errors as wechatpay
from odoo.tests import tagged

from .api_shop import ShopCase


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

    def test_wechat_is_asked_once_in_two_seconds(self):
        self.env["ir.config_parameter"].set_param(
            "wechat_ordering.rate_limit_factor", "1"
        )
        document = self.place()
        with patch.object(
            self.orders, "_wechat_check_payment", return_value=True
        ) as check:
            answers = [self._post(document, "check-payment") for _tap in range(3)]

        self.assertEqual(check.call_count, 1)
        known = [answer.json()["payment_known"] for answer in answers]
        self.assertEqual(known, [True, False, False])
        self.assertEqual([answer.status_code for answer in answers], [200] * 3)
