from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..wechat import errors
from ..wechat.shipment import Shipment
from .common import SandboxCase

LOGGER = "odoo.addons.wechat_base.models.wechat_account"


@tagged("post_install", "-at_install")
class TestAccount(SandboxCase):
    def get_code(self, **who):
        return self.sandbox.control("POST", "login-code", **who)["code"]

    # === Login === #

    def test_code_tells_who_logs_in(self):
        first = self.account._code_to_session(self.get_code(user="li"))
        again = self.account._code_to_session(self.get_code(user="li"))
        other = self.account._code_to_session(self.get_code(user="wang"))

        self.assertEqual(first["openid"], again["openid"])
        self.assertNotEqual(first["openid"], other["openid"])
        self.assertTrue(first["session_key"])

    def test_login_needs_no_access_token(self):
        self._log_in()

        self.assertFalse(self.sandbox.calls("open.stable_token"))

    def test_used_or_invented_code_is_refused(self):
        code = self.get_code()
        self.account._code_to_session(code)

        for refused in (code, "0" * 32, ""):
            with self.assertRaises(errors.WechatResponseError):
                self.account._code_to_session(refused)

    def test_risky_user_is_refused(self):
        with self.assertRaises(errors.WechatBlockedUserError):
            self.account._code_to_session(self.get_code(high_risk=True))

    def test_wrong_secret_is_the_accounts_fault(self):
        self.account.app_secret = "0" * 32

        with self.assertRaises(errors.WechatAccountError):
            self.account._code_to_session(self.get_code())

    def test_busy_wechat_is_asked_again_once(self):
        self.sandbox.fault("errcode", api="open.jscode2session", errcode=-1)

        self.assertTrue(self._log_in())

        self.sandbox.fault("errcode", api="open.jscode2session", errcode=-1, times=0)
        with self.assertRaises(errors.WechatBusyError):
            self._log_in()
        self.assertEqual(len(self.sandbox.calls("open.jscode2session")), 4)

    def test_garbage_and_silence_are_typed_errors(self):
        self.sandbox.fault("answer_garbage", api="open.jscode2session")
        with self.assertRaises(errors.WechatConnectionError):
            self._log_in()

        self.sandbox.fault("lose_answer", api="open.jscode2session")
        with self.assertRaises(errors.WechatConnectionError) as caught:
            self._log_in()

        self.assertNotIn(self.account.app_secret, str(caught.exception))

    # === Access token === #

    def test_token_is_shared_and_fetched_once(self):
        token = self.account._get_access_token()

        self.assertEqual(self.account._get_access_token(), token)
        self.account.invalidate_recordset()
        self.assertEqual(self.account._get_access_token(), token)
        self.assertEqual(len(self.sandbox.calls("open.stable_token")), 1)

    def test_token_is_renewed_before_it_ends(self):
        self.account._get_access_token()
        now = fields.Datetime.now()
        self.assertLess(self.account.access_token_expires_at, now + timedelta(hours=2))

        self.account.access_token_expires_at = now - timedelta(seconds=1)
        self.account.flush_recordset()
        self.account._get_access_token()

        self.assertEqual(len(self.sandbox.calls("open.stable_token")), 2)
        self.assertGreater(self.account.access_token_expires_at, now)

    def test_token_that_wechat_rejects_is_replaced_once(self):
        openid = self._log_in()
        later = fields.Datetime.now() + timedelta(hours=1)
        self.account.write(
            {"access_token": "rejected", "access_token_expires_at": later}
        )
        self.account.flush_recordset()

        self.assertEqual(self.account._check_text("好吃", openid), "pass")

        self.assertNotEqual(self.account.access_token, "rejected")

    @mute_logger(LOGGER)
    def test_token_is_replaced_by_force_only_now_and_then(self):
        token = self.account._get_access_token()

        renewed = self.account._renew_access_token(token)
        again = self.account._renew_access_token(renewed)

        self.assertNotEqual(renewed, token)
        self.assertEqual(again, renewed, "WeChat allows few forced renewals a day")

    # === Other calls === #

    def test_phone_number_is_told(self):
        openid = self._log_in()
        code = self.sandbox.control(
            "POST", "phone-code", openid=openid, phone="13800138000"
        )["code"]

        self.assertEqual(self.account._get_phone_number(code), "+8613800138000")

    def test_code_picture_is_a_picture(self):
        image = self.account._get_unlimited_code("T5x", "pages/menu/menu")

        self.assertTrue(image.startswith(b"\x89PNG"))

    def test_code_with_an_impossible_scene_is_refused_here(self):
        for scene in ("", "x" * 33, "with space", "percent%", "中文"):
            with self.subTest(scene=scene), self.assertRaises(ValueError):
                self.account._get_unlimited_code(scene, "pages/menu/menu")

    def test_code_of_a_wrong_page_is_refused(self):
        with self.assertRaises(errors.WechatRefusedError):
            self.account._get_unlimited_code("T5x", "/pages/menu?x=1")

    def test_message_reaches_who_asked_for_it(self):
        openid = self._log_in()
        template = self.sandbox.credentials["templates"][0]
        names = [
            field["name"] if isinstance(field, dict) else field
            for field in template["fields"]
        ]
        data = {name: self.sample_of(name) for name in names}
        self.sandbox.control(
            "POST",
            "subscribe-consent",
            openid=openid,
            template_ids=[template["template_id"]],
        )

        self.account._send_subscribe_message(openid, template["template_id"], data)

        messages = self.sandbox.control("GET", "messages")["messages"]
        self.assertEqual(len(messages), 1)
        with self.assertRaises(errors.WechatRecipientError):
            self.account._send_subscribe_message(openid, template["template_id"], data)

    @staticmethod
    def sample_of(name):
        kind = name.rstrip("0123456789")
        return {
            "thing": "过桥米线",
            "character_string": "W012",
            "number": "12",
            "amount": "29元",
            "phrase": "已完成",
            "time": "2026年11月22日 12:00",
            "date": "2026年11月22日",
            "name": "李",
        }[kind]

    def test_shipping_is_told_in_the_documented_form(self):
        shipment = Shipment(
            mchid=self.sandbox.credentials["mchid"],
            out_trade_no="W20261122A1",
            logistics_type=4,
            description="过桥米线",
        )

        # Nobody paid this number, which is what WeChat answers in the first seconds
        # too.
        with self.assertRaises(errors.WechatBusyError):
            self.account._upload_shipping_info(
                shipment, self._log_in(), "2026-11-22T12:00:00.000+08:00"
            )

    def test_shop_learns_whether_shipping_must_be_told(self):
        self.assertIs(self.account._is_trade_managed(), True)
        self.sandbox.control("POST", "settings", is_trade_managed=False)
        self.assertIs(self.account._is_trade_managed(), False)

    # === Who may see what === #

    def test_secrets_are_for_administrators(self):
        user = new_test_user(self.env, "waiter", groups="base.group_user")
        account = self.account.with_user(user)

        self.assertEqual(account.name, "Sandbox")
        for name in ("app_secret", "access_token", "access_token_expires_at"):
            with self.assertRaises(AccessError):
                account.read([name])

    def test_others_cannot_touch_accounts(self):
        user = new_test_user(self.env, "waiter", groups="base.group_user")
        for attempt in (
            lambda: self.account.with_user(user).write({"name": "Mine"}),
            lambda: self.account.with_user(user).unlink(),
            lambda: (
                self.env["wechat.account"]
                .with_user(user)
                .create({"name": "Mine", "appid": "wx1"})
            ),
        ):
            with self.assertRaises(AccessError):
                attempt()
        portal = new_test_user(self.env, "diner", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.account.with_user(portal).read(["name"])

    def test_other_companies_see_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "stranger",
            groups="base.group_system",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

        self.assertFalse(
            self.env["wechat.account"]
            .with_user(user)
            .search([("id", "=", self.account.id)])
        )
        with self.assertRaises(AccessError):
            self.account.with_user(user).read(["name"])
