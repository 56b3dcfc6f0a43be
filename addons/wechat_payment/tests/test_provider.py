from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import WechatPayCase


@tagged("post_install", "-at_install")
class TestProvider(WechatPayCase):
    def be_real(self):
        """Let this be a real database."""
        database = self.env.registry["wechat.database"]
        self.patch(database, "_is_demo", lambda self: False)
        self.patch(database, "_sandbox_url", lambda self: False)

    # === Credentials === #

    def test_malformed_credentials_are_refused_with_what_to_do(self):
        for field, value, words in [
            ("wechatpay_mchid", "12ab", "digits"),
            ("wechatpay_merchant_serial", "1F", "40 digits"),
            ("wechatpay_private_key", "no key", "apiclient_key.pem"),
            ("wechatpay_apiv3_key", "short", "32"),
            ("wechatpay_public_key", "no key", "PUB_KEY_ID_"),
            ("wechatpay_public_key_id", "12", "PUB_KEY_ID_"),
            ("wechatpay_platform_certificates", self.damaged_certificate(), "PUB_KEY"),
        ]:
            with self.subTest(field=field):
                with self.assertRaisesRegex(ValidationError, words):
                    self.provider[field] = value
                self.provider.invalidate_recordset(flush=False)

    @staticmethod
    def damaged_certificate():
        return "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"

    def test_one_way_to_verify_is_enough_and_none_is_too_few(self):
        public_key = {
            "wechatpay_public_key_id": False,
            "wechatpay_public_key": False,
        }
        certificates = {"wechatpay_platform_certificates": False}

        with self.assertRaisesRegex(ValidationError, "public key"):
            self.provider.write({**public_key, **certificates})
        self.provider.invalidate_recordset(flush=False)
        kept = self.provider.read([*public_key])[0]
        self.provider.write(public_key)
        kept.pop("id")
        self.provider.write({**kept, **certificates})

    def test_disabled_provider_may_be_unfinished(self):
        self.provider.write({"state": "disabled", "wechatpay_mchid": "?"})

    def test_missing_credentials_are_named(self):
        with self.assertRaisesRegex(ValidationError, "Merchant Number"):
            self._create_provider(wechatpay_mchid=False)

    def test_reset_forgets_all_credentials(self):
        self.provider.action_reset_credentials()

        for name in ("wechatpay_private_key", "wechatpay_apiv3_key", "wechatpay_mchid"):
            self.assertFalse(self.provider[name])
        self.assertEqual(self.provider.state, "disabled")

    def test_copy_has_no_credentials(self):
        copy = self.provider.copy()

        self.assertFalse(copy.wechatpay_private_key or copy.wechatpay_apiv3_key)

    # === Keys of WeChat Pay === #

    def test_answers_signed_by_either_key_are_believed(self):
        for mode in ("public_key", "mixed"):
            with self.subTest(mode=mode):
                self.sandbox.control("POST", "settings", mode=mode)
                order = self._create_order()
                self.assertTrue(self._start_payment(order)["package"])

    def test_merchant_without_public_key_works_with_certificates(self):
        self.provider.write(
            {"wechatpay_public_key_id": False, "wechatpay_public_key": False}
        )
        self.sandbox.control("POST", "settings", mode="certificate")

        self.assertTrue(self._start_payment()["package"])

    # === The production guard === #

    def test_demo_database_refuses_a_live_provider(self):
        with self.assertRaisesRegex(ValidationError, "real money"):
            self.provider.state = "enabled"

    def test_demo_database_with_a_live_provider_does_not_start(self):
        self.be_real()
        self.provider.write(
            {"state": "enabled", "wechatpay_appid": "wx0123456789abcdef"}
        )
        self.env.flush_all()
        database = self.env.registry["wechat.database"]
        self.patch(database, "_is_demo", lambda self: True)
        self.account.is_live = False

        with self.assertRaisesRegex(ValidationError, "real money"):
            self.env["payment.provider"].search(
                [("code", "=", "wechatpay")]
            )._wechatpay_check_kind()

    def test_real_database_refuses_the_sandbox(self):
        self.be_real()

        with self.assertRaisesRegex(ValidationError, "demo"):
            self._create_provider()
        with self.assertRaisesRegex(ValidationError, "demo"):
            self._create_provider(state="enabled")

    def test_real_database_calls_wechat_pay_itself(self):
        self.be_real()
        provider = self._create_provider(
            state="enabled", wechatpay_appid="wx0123456789abcdef"
        )
        called = []

        def transport(method, url, headers, body):
            called.append(url)
            raise AssertionError("no call in a test")

        self.patch(
            type(provider), "_wechatpay_get_transport", lambda provider: transport
        )
        with self.assertRaises(AssertionError):
            provider._wechatpay_get_client().query_order("W20261122A1")

        self.assertTrue(called[0].startswith("https://api.mch.weixin.qq.com/v3/"))

    # === Within Odoo === #

    def test_provider_takes_yuan_only(self):
        self.assertEqual(self.provider.available_currency_ids.mapped("name"), ["CNY"])

    def test_payment_method_of_odoo_is_switched_on(self):
        self.provider.state = "disabled"
        self.provider.payment_method_ids = self.env.ref(
            "payment.payment_method_wechat_pay"
        )
        self.provider.state = "test"

        self.assertTrue(self.env.ref("payment.payment_method_wechat_pay").active)

    def test_notifications_go_to_an_address_without_a_question(self):
        url = self.provider._wechatpay_get_notify_url()

        self.assertTrue(url.endswith(f"/payment/wechatpay/webhook/{self.provider.id}"))
        self.assertNotIn("?", url)

    def test_key_of_another_merchant_is_refused_by_wechat_pay(self):
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.provider.wechatpay_private_key = other.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()

        with (
            self.assertLogs(
                "odoo.addons.wechat_payment.models.payment_transaction_request", "ERROR"
            ),
            self.assertRaisesRegex(Exception, "WeChat Pay refuses"),
        ):
            self._start_payment()
