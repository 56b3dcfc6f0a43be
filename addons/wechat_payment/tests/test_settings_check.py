"""Each setting that can be wrong is found, explained, and told to the right people."""

from unittest.mock import patch

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .. import check_const
from ..wechatpay.errors import WechatPayConnectionError
from ..wechatpay.transport import Answer
from .common import WechatPayCase, WechatPayHttpCase
from .test_keys import certificate_of

DOOR = "odoo.addons.wechat_payment.controllers.webhook"
# Keys without anything else of their kind.
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_pem_of(key):
    return (
        key.public_key()
        .public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        .decode()
    )


class SettingsCheckMixin:
    """Presses the button and reads what it says."""

    def setUp(self):
        super().setUp()
        self.patch(check_const, "ECHO_WAIT_SECONDS", 0)
        # Each test sends the test notification itself, or none.
        self.sandbox.fault("notify_hold", times=0)

    def check(self):
        """Press the button and return the check it shows."""
        self.env.flush_all()
        action = self.provider.action_wechatpay_check_settings()
        self.env.invalidate_all()
        return self.env[action["res_model"]].browse(action["res_id"])

    def states(self, check):
        return {line.topic: line.state for line in check.line_ids}

    def assert_found(self, check, topic, state, words=""):
        [line] = check.line_ids.filtered(lambda known: known.topic == topic)
        said = f"{line.meaning} {line.advice}"
        self.assertEqual(line.state, state, said)
        self.assertIn(words, said)
        if state in ("warning", "failed"):
            self.assertTrue(line.advice, f"{topic}: what is to be done?")

    def switch_off(self, **values):
        """Enter what a provider that is switched on would refuse."""
        self.provider.write({"state": "disabled", **values})


@tagged("post_install", "-at_install")
class TestSettingsCheck(SettingsCheckMixin, WechatPayCase):
    def setUp(self):
        super().setUp()
        self.door = Answer(404, {}, '{"code":"FAIL","message":"失败"}'.encode())
        self.shift = None
        usual = self.provider._wechatpay_get_transport()

        def transport(method, url, headers, body):
            if url.endswith("/payment/wechatpay/webhook/0"):
                if not self.door:
                    raise WechatPayConnectionError("ConnectTimeout")
                return self.door
            answer = usual(method, url, headers, body)
            told = {**answer.headers, **(self.shift or {})}
            return Answer(answer.status, told, answer.body)

        self.patch(
            type(self.provider), "_wechatpay_get_transport", lambda provider: transport
        )

    # === Good === #

    def test_good_settings_are_in_order_but_for_the_notification(self):
        self.sandbox.control("POST", "settings", mode="mixed")
        serial = int(self.provider.wechatpay_merchant_serial, 16)
        key = serialization.load_pem_private_key(
            self.provider.wechatpay_private_key.encode(), None
        )
        self.provider.wechatpay_merchant_certificate = certificate_of(key, serial, 90)

        check = self.check()

        states = self.states(check)
        self.assertEqual(list(states), [topic for topic, _label in check_const.TOPICS])
        self.assertEqual(states.pop("notification"), "waiting")
        self.assertEqual(set(states.values()), {"ok"}, states)
        self.assertTrue(check.is_waiting)
        self.assertEqual(check.state, "waiting")

    def test_public_key_alone_is_enough(self):
        self.provider.wechatpay_platform_certificates = False
        self.sandbox.control("POST", "settings", mode="public_key")

        check = self.check()

        self.assert_found(check, "wechat_key", "ok")
        self.assert_found(check, "echo", "ok")
        self.assert_found(check, "apiv3_key", "waiting", "test notification")

    def test_partner_settings_are_in_order(self):
        partner = self.sandbox.control("POST", "merchant", kind="partner", name="P")
        sub = self.sandbox.control(
            "POST", "merchant", kind="sub", name="S", partner=partner["mchid"]
        )
        self.provider.write(
            {
                "wechatpay_mode": "partner",
                "wechatpay_appid": partner["appid"],
                "wechatpay_mchid": partner["mchid"],
                "wechatpay_merchant_serial": partner["merchant_serial"],
                "wechatpay_private_key": partner["merchant_private_key_pem"],
                "wechatpay_apiv3_key": partner["apiv3_key"],
                "wechatpay_sub_mchid": sub["mchid"],
            }
        )

        check = self.check()

        self.assert_found(check, "numbers", "ok")
        self.assert_found(check, "echo", "ok")

    # === Numbers and keys === #

    def test_unlikely_numbers_are_named(self):
        self.switch_off(wechatpay_appid="gh_1234", wechatpay_mchid="12ab")

        check = self.check()

        self.assert_found(check, "switch", "warning", "switched off")
        self.assert_found(check, "numbers", "failed", "AppID")
        self.assert_found(check, "numbers", "failed", "8 to 10 digits")
        self.assertEqual(check.state, "failed")

    def test_shop_number_that_is_the_partners_own_is_named(self):
        self.switch_off(
            wechatpay_mode="partner", wechatpay_sub_mchid=self.provider.wechatpay_mchid
        )

        self.assert_found(self.check(), "numbers", "failed", "service provider's own")

    def test_unreadable_private_key_stops_the_test_call(self):
        self.switch_off(wechatpay_private_key="no key")

        check = self.check()

        self.assert_found(check, "merchant_key", "failed", "apiclient_key.pem")
        self.assert_found(check, "echo", "warning", "Not tried")
        self.assert_found(check, "clock", "warning", "Not compared")
        self.assert_found(check, "notification", "warning", "Not tried")

    def test_malformed_serial_number_is_named(self):
        self.switch_off(wechatpay_merchant_serial="1F")

        self.assert_found(self.check(), "merchant_key", "failed", "40 digits")

    def test_missing_merchant_certificate_is_a_warning(self):
        self.assert_found(self.check(), "merchant_key", "warning", "apiclient_cert.pem")

    def test_certificate_of_another_key_is_found(self):
        serial = int(self.provider.wechatpay_merchant_serial, 16)
        for pem in (certificate_of(OTHER_KEY, serial, 90), "no certificate"):
            with self.subTest(pem=pem[:20]):
                self.switch_off(wechatpay_merchant_certificate=pem)
                self.assert_found(
                    self.check(), "merchant_key", "failed", "does not belong"
                )

    def test_end_of_the_merchant_certificate_is_found(self):
        serial = int(self.provider.wechatpay_merchant_serial, 16)
        key = serialization.load_pem_private_key(
            self.provider.wechatpay_private_key.encode(), None
        )
        for days, state, words in [(20, "warning", "ends on"), (-2, "failed", "ended")]:
            with self.subTest(days=days):
                pem = certificate_of(key, serial, days)
                self.provider.wechatpay_merchant_certificate = pem
                self.assert_found(self.check(), "merchant_key", state, words)

    def test_missing_key_of_wechat_pay_is_found(self):
        self.switch_off(
            wechatpay_public_key=False,
            wechatpay_public_key_id=False,
            wechatpay_platform_certificates=False,
        )

        check = self.check()

        self.assert_found(check, "wechat_key", "failed", "PUB_KEY_ID_")
        self.assert_found(check, "echo", "warning", "Not tried")

    def test_end_of_the_last_platform_certificate_is_found(self):
        self.provider.write(
            {
                "wechatpay_public_key": False,
                "wechatpay_public_key_id": False,
                "wechatpay_platform_certificates": certificate_of(OTHER_KEY, 0x0E, -2),
            }
        )

        self.assert_found(self.check(), "wechat_key", "failed", "ended on")

    # === What WeChat Pay says === #

    def test_key_of_another_merchant_is_refused(self):
        self.provider.wechatpay_private_key = pem_of(OTHER_KEY)

        check = self.check()

        self.assert_found(check, "echo", "failed", "same merchant")
        self.assert_found(check, "echo", "failed", "request")
        self.assert_found(check, "clock", "ok")
        self.assert_found(check, "notification", "warning", "did not succeed")

    def test_wrong_public_key_is_found(self):
        self.provider.wechatpay_public_key = public_pem_of(OTHER_KEY)

        self.assert_found(self.check(), "echo", "failed", "platform")

    def test_unknown_id_of_the_public_key_is_found(self):
        self.provider.wechatpay_public_key_id = (
            "PUB_KEY_ID_0000000000000000000000000001"
        )

        self.assert_found(self.check(), "echo", "failed", "ID of the public key")

    def test_forged_answer_is_not_believed(self):
        for fault, words in [
            ("answer_tampered", "does not prove"),
            ("answer_wrong_serial", "not entered here"),
        ]:
            with self.subTest(fault=fault):
                self.sandbox.fault(fault, api="pay.echo")
                self.assert_found(self.check(), "echo", "failed", words)

    def test_silence_of_wechat_pay_is_explained(self):
        self.patch(
            type(self.provider),
            "_wechatpay_get_base_urls",
            lambda provider: ("http://127.0.0.1:9",),
        )

        check = self.check()

        self.assert_found(check, "echo", "failed", "api2.mch.weixin.qq.com")
        self.assert_found(check, "clock", "warning")

    def test_busy_wechat_pay_is_no_fault_of_the_settings(self):
        self.sandbox.fault("rate_limit", api="pay.echo")

        self.assert_found(self.check(), "echo", "warning", "in a minute")

    def test_wrong_apiv3_key_is_found(self):
        self.sandbox.control("POST", "settings", mode="mixed")
        self.provider.wechatpay_apiv3_key = "x" * 32

        self.assert_found(self.check(), "apiv3_key", "failed", "does not open")

    def test_short_apiv3_key_is_found(self):
        self.switch_off(wechatpay_apiv3_key="short")

        self.assert_found(self.check(), "apiv3_key", "failed", "32")

    def test_wrong_clock_is_found(self):
        for date, state, words in [
            ("Sun, 22 Nov 2020 12:00:00 GMT", "failed", "ahead"),
            ("Sun, 22 Nov 2099 12:00:00 GMT", "failed", "behind"),
        ]:
            with self.subTest(date=date):
                self.shift = {"Date": date}
                self.assert_found(self.check(), "clock", state, words)

    def test_clock_that_drifts_is_a_warning(self):
        for offset, state in [(59, "ok"), (-60, "warning"), (300, "failed")]:
            with self.subTest(offset=offset):
                found = self.provider._wechatpay_find_clock(offset)
                self.assertEqual(found.state, state)

    # === Is the AppID linked? === #

    def test_order_that_tries_the_appid_is_closed_again(self):
        self.assert_found(self.check(), "binding", "ok", "0.01 yuan")

        [order] = self.sandbox.control("GET", "ledger")["orders"]
        self.assertTrue(order["out_trade_no"].startswith(check_const.ORDER_PREFIX))
        self.assertEqual((order["total_fen"], order["trade_state"]), (1, "CLOSED"))

    def test_appid_of_another_merchant_is_found(self):
        self.provider.wechatpay_appid = "wx00000000000000ff"

        check = self.check()

        self.assert_found(check, "numbers", "ok")
        self.assert_found(check, "echo", "ok")
        self.assert_found(check, "binding", "failed", "mp.weixin.qq.com")

    def test_merchant_without_native_payment_learns_what_is_not_known(self):
        self.sandbox.fault("error_before", api="pay.native", status=403, code="NO_AUTH")

        self.assert_found(self.check(), "binding", "warning", "Product Center")

    def test_other_refusals_of_the_order_are_shown(self):
        self.sandbox.fault(
            "error_before", api="pay.native", status=403, code="RULE_LIMIT"
        )

        self.assert_found(self.check(), "binding", "warning", "RULE_LIMIT")

    def test_order_with_a_lost_answer_is_closed_as_well(self):
        self.sandbox.fault("lose_answer", api="pay.native")

        self.assert_found(self.check(), "binding", "failed", "did not answer")

        [order] = self.sandbox.control("GET", "ledger")["orders"]
        self.assertEqual(order["trade_state"], "CLOSED")

    def test_order_that_cannot_be_closed_ends_by_itself(self):
        self.sandbox.fault("lose_request", api="pay.close")

        self.assert_found(self.check(), "binding", "ok")

    def test_appid_is_not_tried_where_the_test_call_failed(self):
        self.provider.wechatpay_private_key = pem_of(OTHER_KEY)

        self.assert_found(self.check(), "binding", "warning", "Not tried")

        self.assertFalse(self.sandbox.calls("pay.native"))

    # === Notifications === #

    def be_real(self, url):
        """Let this be a real database at some address; WeChat Pay stays the sandbox."""
        places = self.provider._wechatpay_get_base_urls()
        provider = type(self.provider)
        self.patch(provider, "_wechatpay_get_base_urls", lambda provider: places)
        database = self.env.registry["wechat.database"]
        self.patch(database, "_is_demo", lambda self: False)
        self.env["ir.config_parameter"].set_param("web.base.url", url)

    def test_address_that_wechat_pay_cannot_call_is_found(self):
        for url, words in [
            ("http://shop.example.com", "https only"),
            ("https://localhost:8069", "outside this network"),
            ("https://192.168.1.5", "outside this network"),
            ("https://odoo", "outside this network"),
            ("https://till.shop.lan", "outside this network"),
        ]:
            with self.subTest(url=url):
                self.be_real(url)
                check = self.check()
                self.assert_found(check, "address", "failed", words)
                self.assert_found(check, "notification", "failed", "address")
                self.assert_found(check, "echo", "ok")
        told = [
            call["request"].get("notify_url") for call in self.sandbox.calls("pay.echo")
        ]
        self.assertEqual(told, [None] * 5)

    def test_public_address_by_https_is_called(self):
        self.be_real("https://shop.example.com")

        check = self.check()

        self.assert_found(check, "address", "ok", "https://shop.example.com/payment")
        self.assert_found(check, "notification", "waiting", "Our door answers")
        [call] = self.sandbox.calls("pay.echo")
        self.assertTrue(
            call["request"]["notify_url"].startswith("https://shop.example.com/")
        )

    def test_other_program_at_the_address_is_found(self):
        for answer in (
            Answer(302, {"Location": "/web/login"}),
            Answer(404, {}, b"<html>nginx</html>"),
            Answer(200, {}, b'{"code":"FAIL"}'),
        ):
            with self.subTest(status=answer.status):
                self.door = answer
                self.assert_found(self.check(), "notification", "failed", "login")

    def test_server_that_does_not_reach_itself_goes_on_waiting(self):
        self.door = None

        self.assert_found(self.check(), "notification", "waiting", "its own address")

    def test_notification_that_does_not_come_is_a_failure_after_a_while(self):
        self.provider.wechatpay_platform_certificates = False
        self.sandbox.control("POST", "settings", mode="public_key")
        check = self.check()
        check.action_look_again()
        self.assert_found(check, "notification", "waiting")

        self.env.cr.execute(
            "UPDATE wechatpay_settings_check"
            " SET create_date = create_date - make_interval(mins => 2) WHERE id = %s",
            [check.id],
        )
        check.invalidate_recordset()
        action = check.action_look_again()

        self.assertEqual(action["res_id"], check.id)
        self.assert_found(check, "notification", "failed", "did not come")
        self.assert_found(check, "apiv3_key", "warning", "first notification")

    # === Surroundings === #

    def test_missing_payment_method_is_found(self):
        self.provider = self._create_provider(name="Second")

        self.assert_found(self.check(), "books", "failed", "create one")

    def test_payment_method_that_no_till_uses_is_a_warning(self):
        other = self._create_provider(name="Second")
        self.company._wechatpay_setup_pos_payment_method(other)
        self.provider = other

        self.assert_found(self.check(), "books", "warning", "No till")

    def test_payment_method_without_a_bank_journal_is_found(self):
        with patch.object(
            type(self.method.journal_id), "type", property(lambda journal: "cash")
        ):
            found = self.provider._wechatpay_find_books()

        self.assertEqual(found.state, "failed")
        self.assertIn("bank journal", found.meaning)

    def test_key_of_api_v2_is_wanted_only_where_it_is_used(self):
        self.assert_found(self.check(), "v2", "ok", "Not used")

        self.provider.wechatpay_v2_key = "k" * 32
        self.assert_found(self.check(), "v2", "warning", "nothing uses it")

        self.switch_off(wechatpay_codepay_api="v2")
        self.assert_found(self.check(), "v2", "failed", "apiclient_cert.pem")

        known = self.sandbox.credentials
        certificate = known["merchant_certificate_pem"]
        self.provider.wechatpay_merchant_certificate = certificate
        self.assert_found(self.check(), "v2", "ok", "right form")

    # === Who may, and what is told === #

    def test_only_who_may_edit_providers_may_check(self):
        check = self.check()
        for group in (
            "account.group_account_manager",
            "point_of_sale.group_pos_manager",
        ):
            user = new_test_user(
                self.env,
                f"check-{group}",
                groups=group,
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            with self.subTest(group=group):
                with self.assertRaises(AccessError):
                    self.provider.with_user(user).action_wechatpay_check_settings()
                with self.assertRaises(AccessError):
                    check.with_user(user).read(["state"])
                with self.assertRaises(AccessError):
                    check.line_ids.with_user(user).read(["meaning"])
                with self.assertRaises(AccessError):
                    check.with_user(user).action_look_again()

    def test_administrator_of_another_company_may_not_check(self):
        other = self.env["res.company"].create({"name": "Tea House"})
        user = new_test_user(
            self.env,
            "check-other",
            groups="base.group_system",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )

        with self.assertRaises(AccessError):
            self.provider.with_user(user).action_wechatpay_check_settings()
        with self.assertRaises(AccessError):
            self.check().with_user(user).action_look_again()

    def test_no_secret_is_shown_or_logged(self):
        known = self.provider.sudo()
        secrets = [known.wechatpay_apiv3_key, *known.wechatpay_private_key.split("\n")]
        secrets = [text for text in secrets if len(text) > 20 and "-----" not in text]

        with self.assertLogs("odoo.addons.wechat_payment", "DEBUG") as logs:
            good = self.check()
            self.switch_off(wechatpay_merchant_serial="F" * 40)
            bad = self.check()

        told = " ".join(logs.output)
        for line in (good + bad).line_ids:
            told += f"{line.meaning} {line.advice}"
        self.assertIn("The settings of", told)
        for secret in secrets:
            self.assertNotIn(secret, told)

    def test_chinese_administrator_reads_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.provider = self.provider.with_context(lang="zh_CN")

        check = self.check()

        for line in check.line_ids:
            with self.subTest(topic=line.topic):
                self.assertRegex(line.meaning, "[\u4e00-\u9fff]")


@tagged("post_install", "-at_install")
class TestSettingsCheckNotification(SettingsCheckMixin, WechatPayHttpCase):
    def check(self):
        # The check knocks at our own door.
        with self.allow_requests(all_requests=True):
            return super().check()

    def notify(self, **how):
        """Have the sandbox send the test notification, and return what we answered."""
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            [sent] = self.sandbox.control("POST", "notify", out_trade_no="", **how)[
                "sent"
            ]
        self.env.invalidate_all()
        return sent["status"]

    def test_test_notification_proves_door_and_key(self):
        check = self.check()
        self.assert_found(check, "notification", "waiting", "Our door answers")

        self.assertEqual(self.notify(), 200)
        check.action_look_again()

        self.assert_found(check, "notification", "ok", "came")
        self.assert_found(check, "apiv3_key", "ok", "opened")
        self.assertFalse(check.is_waiting)

    def test_notification_that_comes_while_the_button_waits_is_seen(self):
        name = type(self.env["wechatpay.settings.check"])
        settle, sent = name._settle, []

        def settle_late(check):
            if not sent:
                sent.append(True)
                check._hear(check.provider_id.id, {"echo_message": check.word})
            return settle(check)

        self.patch(name, "_settle", settle_late)

        self.assert_found(self.check(), "notification", "ok")

    @mute_logger(DOOR)
    def test_notification_that_cannot_be_opened_shows_the_wrong_key(self):
        self.provider.wechatpay_platform_certificates = False
        self.sandbox.control("POST", "settings", mode="public_key")
        self.provider.wechatpay_apiv3_key = "x" * 32
        check = self.check()
        self.assert_found(check, "apiv3_key", "waiting")

        self.assertEqual(self.notify(), 500)
        check.action_look_again()

        self.assert_found(check, "apiv3_key", "failed", "set a new one")
        self.assert_found(check, "notification", "warning", "reaches us")

    @mute_logger(DOOR)
    def test_forged_notification_proves_nothing(self):
        check = self.check()

        for fault in ("notify_forged_key", "notify_unsigned", "notify_old_timestamp"):
            with self.subTest(fault=fault):
                self.assertEqual(self.notify(fault=fault), 401)
        check.action_look_again()

        self.assertFalse(check.heard_at or check.unopened_at)
        self.assert_found(check, "notification", "waiting")

    def test_notification_of_another_merchant_or_word_proves_nothing(self):
        check = self.check()
        checks = self.env["wechatpay.settings.check"]
        other = self._create_provider(name="Second")

        checks._hear(other.id, {"echo_message": check.word})
        checks._hear(self.provider.id, {"echo_message": "another word"})
        checks._hear(self.provider.id, {})

        self.assertFalse(check.heard_at)

    def test_old_check_is_not_blamed_for_what_cannot_be_opened_now(self):
        check = self.check()
        self.env.cr.execute(
            "UPDATE wechatpay_settings_check"
            " SET create_date = create_date - make_interval(mins => 9) WHERE id = %s",
            [check.id],
        )
        self.env.invalidate_all()

        check._hear_unopened(self.provider.id)

        self.assertFalse(check.unopened_at)

    def test_our_door_says_what_the_check_expects(self):
        response = self.url_open(
            f"/payment/wechatpay/webhook/{check_const.NOBODY}",
            data=b"{}",
            headers={"Content-Type": "application/json"},
        )

        self.assertEqual(response.status_code, check_const.NOBODY_STATUS)
        self.assertIn(check_const.REFUSAL, response.content)
