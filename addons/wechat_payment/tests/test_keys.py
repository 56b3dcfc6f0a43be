"""Certificates are fetched, watched, and never believed unproven."""

from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ..wechatpay.keys import Certificate
from .common import WechatPayCase

KEYS = "odoo.addons.wechat_payment.models.payment_provider_keys"
PUBLIC_KEY = {"wechatpay_public_key_id": False, "wechatpay_public_key": False}


def certificate_of(key, serial, days):
    """Return a certificate that ends in some days, PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com")])
    ends_at = datetime.now(timezone.utc) + timedelta(days=days)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(ends_at - timedelta(days=5 * 365))
        .not_valid_after(ends_at)
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode().strip()


@tagged("post_install", "-at_install")
class TestKeys(WechatPayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        cls.merchant_key = serialization.load_pem_private_key(
            cls.provider.wechatpay_private_key.encode(), None
        )

    def merchant_certificate(self, days):
        serial = int(self.provider.wechatpay_merchant_serial, 16)
        return certificate_of(self.merchant_key, serial, days)

    def serials(self):
        text = self.provider.wechatpay_platform_certificates
        return [one.serial for one in Certificate.all_from_text(text)]

    # === Refresh === #

    def test_new_certificates_join_and_ended_ones_leave(self):
        current = self.serials()
        ended = certificate_of(self.other_key, 0x0E, days=-1)
        coming = certificate_of(self.other_key, 0x0F, days=100)
        text = f"{self.provider.wechatpay_platform_certificates}\n{ended}\n{coming}"
        self.provider.wechatpay_platform_certificates = text
        self.env.flush_all()
        self.sandbox.control("POST", "settings", mode="mixed")

        self.assertTrue(self.provider._wechatpay_refresh_certificates())

        serials = set(self.serials())
        self.assertLessEqual({*current, Certificate.from_pem(coming).serial}, serials)
        self.assertNotIn(Certificate.from_pem(ended).serial, serials)

    def test_certificates_of_an_unknown_signer_are_not_believed(self):
        self.sandbox.control("POST", "settings", mode="certificate")
        stranger = certificate_of(self.other_key, 0x0F, days=100)
        self.provider.write({**PUBLIC_KEY, "wechatpay_platform_certificates": stranger})

        self.assertFalse(self.provider._wechatpay_refresh_certificates())

        self.assertEqual(self.provider.wechatpay_platform_certificates, stranger)

    def test_merchant_without_certificates_keeps_what_it_has(self):
        self.sandbox.control("POST", "settings", mode="public_key")
        before = self.provider.wechatpay_platform_certificates

        self.assertFalse(self.provider._wechatpay_refresh_certificates())

        self.assertEqual(self.provider.wechatpay_platform_certificates, before)

    def test_last_certificate_is_never_dropped(self):
        ended = certificate_of(self.other_key, 0x0E, days=-1)
        self.provider.wechatpay_platform_certificates = ended

        self.provider._wechatpay_keep_certificates([])

        self.assertEqual(self.provider.wechatpay_platform_certificates, ended)

    def test_cron_asks_for_those_who_use_certificates_only(self):
        other = self._create_provider(name="New merchant")
        other.wechatpay_platform_certificates = False
        refresh = "_wechatpay_refresh_certificates"

        with patch.object(type(other), refresh, autospec=True) as asked:
            self.env["payment.provider"]._cron_wechatpay_refresh_certificates()
            self._run_jobs("payment.provider")

        refreshed = self.env["payment.provider"].union(
            *(call.args[0] for call in asked.call_args_list)
        )
        self.assertIn(self.provider, refreshed)
        self.assertNotIn(other, refreshed)

    # === Endings === #

    def test_end_of_the_merchant_certificate_is_told_in_time(self):
        self.provider.wechatpay_merchant_certificate = self.merchant_certificate(90)
        self.assertFalse(self.provider.wechatpay_warning)

        self.provider.wechatpay_merchant_certificate = self.merchant_certificate(20)
        self.assertIn("merchant certificate ends", self.provider.wechatpay_warning)
        with self.assertLogs(KEYS, "WARNING"):
            self.provider._cron_wechatpay_refresh_certificates()

    def test_end_of_the_last_platform_certificate_is_told_in_time(self):
        ending = certificate_of(self.other_key, 0x0E, days=5)
        self.provider.wechatpay_platform_certificates = ending
        self.assertFalse(self.provider.wechatpay_warning, "the public key goes on")

        self.provider.write(PUBLIC_KEY)
        self.assertIn("platform certificate ends", self.provider.wechatpay_warning)

    def test_certificate_of_another_key_or_number_is_refused(self):
        serial = int(self.provider.wechatpay_merchant_serial, 16)
        for pem in (
            certificate_of(self.other_key, serial, 90),
            certificate_of(self.merchant_key, serial + 1, 90),
            "no certificate",
        ):
            with self.subTest(pem=pem[:40]):
                with self.assertRaisesRegex(ValidationError, "apiclient_cert.pem"):
                    self.provider.wechatpay_merchant_certificate = pem
                self.provider.invalidate_recordset(flush=False)

    def test_warnings_are_for_administrators(self):
        accountant = new_test_user(
            self.env, "wechatpay-keys", groups="account.group_account_manager"
        )

        with self.assertRaises(AccessError):
            self.provider.with_user(accountant).read(["wechatpay_warning"])

    # === The standby === #

    def test_payment_goes_on_at_the_standby(self):
        url = self.env["wechat.database"]._sandbox_url()
        places = (url, f"{url}/api2")
        provider = type(self.provider)
        self.patch(provider, "_wechatpay_get_base_urls", lambda _self: places)
        self.sandbox.control("POST", "settings", main_down=True)
        self.addCleanup(self.sandbox.control, "POST", "settings", main_down=False)

        self.assertTrue(self._start_payment()["package"])
