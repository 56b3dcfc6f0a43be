"""Payment codes by API v2, against the sandbox's, the certificate shown over TLS."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import WechatPayCase
from .till import TillMixin


@tagged("post_install", "-at_install")
class TestTillCodepayV2(TillMixin, WechatPayCase):
    def setUp(self):
        super().setUp()
        known = self.sandbox.credentials
        self.provider.write(
            {
                "wechatpay_codepay_api": "v2",
                "wechatpay_v2_key": known["apiv2_key"],
                "wechatpay_merchant_certificate": known["merchant_certificate_pem"],
            }
        )

    def test_each_course_ends_as_by_v3(self):
        for ending, stages in (
            ("00", ["paid"]),
            ("11", ["asking", "paid"]),
            ("13", ["asking", "cancelled"]),
            ("21", ["refused"]),
            ("51", ["asking", "paid"]),
        ):
            with self.subTest(ending=ending):
                wish = self._wish(self._create_order())
                seen = [self._scan(ending, wish)["stage"]]
                for _step in range(7):
                    if seen[-1] in ("paid", "refused", "cancelled"):
                        break
                    self._pass_time(5)
                    stage = self._ask(wish)["stage"]
                    if stage != "password":
                        seen.append(stage)
                self.assertEqual(seen, stages)
                self.assertEqual(self._till_tx(wish).wechatpay_till_kind, "codepay_v2")
        self.assertFalse(self.sandbox.calls("pay.codepay"))

    def test_either_signature_is_understood(self):
        for sign_type in ("MD5", "HMAC-SHA256"):
            with self.subTest(sign_type=sign_type):
                self.provider.wechatpay_v2_sign_type = sign_type
                wish = self._wish(self._create_order())
                self.assertEqual(self._scan("00", wish)["stage"], "paid")

    def test_payment_is_finished_by_the_api_that_began_it(self):
        self._scan("13")
        self.provider.wechatpay_codepay_api = "v3"
        self._pass_time(31)

        self.assertEqual(self._ask()["stage"], "cancelled")

        self.assertEqual(len(self.sandbox.calls("pay.v2_reverse")), 1)
        self.assertFalse(self.sandbox.calls("pay.reverse"))


@tagged("post_install", "-at_install")
class TestTillCodepaySettings(WechatPayCase):
    def test_v2_without_what_reverses_is_refused(self):
        known = self.sandbox.credentials
        good = {
            "wechatpay_codepay_api": "v2",
            "wechatpay_v2_key": known["apiv2_key"],
            "wechatpay_merchant_certificate": known["merchant_certificate_pem"],
        }
        for name, wrong in (
            ("wechatpay_v2_key", "short"),
            ("wechatpay_v2_key", False),
            ("wechatpay_merchant_certificate", False),
            ("wechatpay_merchant_certificate", known["platform_certificate_pem"]),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.provider.write({**good, name: wrong})
        self.provider.write(good)
        self.assertEqual(self.provider._wechatpay_get_code_kind(), "codepay_v2")

    def test_keys_of_v2_are_forgotten_with_the_others(self):
        values = self.provider._get_reset_values()

        self.assertIn("wechatpay_v2_key", values)
        self.assertIn("wechatpay_merchant_certificate", values)
