"""Login, tokens, members: who a diner is and who is refused."""

from datetime import timedelta

from odoo import fields
from odoo.addons.wechat_base.wechat import errors as wechat
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..dispatch.tokens import Claims, Signer
from ..models.ir_http import get_signer
from .api_common import ApiCase, play_wechat

UPSTREAM_LOGGER = "odoo.addons.wechat_ordering.controllers.upstream"
LI_LEI = {"openid": "openid-of-li-lei", "session_key": "k"}
NEWCOMER = {"openid": "openid-of-a-newcomer", "unionid": "u1", "session_key": "k"}


@tagged("post_install", "-at_install")
class TestApiLogin(ApiCase):
    def _login(self, person=None, **body):
        body = {"code": "0a1B2c", "appid": self.account.appid, **body}
        with play_wechat(person or NEWCOMER):
            return self.call("POST", "/login", body)

    def test_login_makes_a_member_who_may_order(self):
        document = self._login().json()

        response = self.call("GET", "/orders", token=document["access_token"])
        self.assertEqual(response.json(), {"orders": [], "next_before": None})
        member = self.env["wechat.member"].search(
            [("uuid", "=", document["member"]["id"])]
        )
        self.assertEqual(member.openid, "openid-of-a-newcomer")
        self.assertEqual(member.unionid, "u1")
        self.assertEqual(member.company_id, self.account.company_id)
        self.assertEqual(document["expires_in"], 7200)

    def test_login_makes_neither_user_nor_partner(self):
        users = self.env["res.users"].with_context(active_test=False).search_count([])
        partners = self.env["res.partner"].search_count([])

        document = self._login().json()

        member = self.env["wechat.member"].search(
            [("uuid", "=", document["member"]["id"])]
        )
        self.assertFalse(member.partner_id)
        self.assertEqual(
            self.env["res.users"].with_context(active_test=False).search_count([]),
            users,
        )
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_second_login_is_the_same_member(self):
        self.assertEqual(
            self._login(LI_LEI).json()["member"], self._login(LI_LEI).json()["member"]
        )

    def test_same_openid_of_another_account_is_another_member(self):
        account = self.account.copy({"appid": self.account.appid + "b"})

        other = self._login(LI_LEI, appid=account.appid).json()["member"]

        self.assertNotEqual(other["id"], self.member.uuid)

    def test_answer_tells_no_openid(self):
        response = self._login()

        self.assertNotIn("openid", response.text)
        self.assertNotIn("session_key", response.text)

    def test_refused_code_is_login_failed(self):
        for refusal in (
            wechat.WechatCodeError(40029, "invalid code"),
            wechat.WechatBlockedUserError(40226, "high risk"),
        ):
            self.assert_refused(self._login(refusal), "login_failed")

    def test_silent_wechat_is_unavailable(self):
        for failure in (
            wechat.WechatConnectionError("timeout"),
            wechat.WechatBusyError(-1, "system error"),
        ):
            response = self._login(failure)
            self.assert_refused(response, "wechat_unavailable")
            self.assertIn("Retry-After", response.headers)

    def test_wrong_settings_are_logged_for_a_person(self):
        with self.assertLogs(UPSTREAM_LOGGER, "ERROR") as logs:
            response = self._login(wechat.WechatAccountError(40013, "invalid appid"))

        self.assert_refused(response, "wechat_unavailable")
        self.assertIn("40013", logs.output[0])

    def test_unknown_mini_program_is_refused(self):
        self.assert_refused(self._login(appid="wx0000000000000000"), "login_failed")

    def test_mini_program_must_be_named_where_there_are_several(self):
        self.account.copy({"appid": self.account.appid + "b"})

        with play_wechat(LI_LEI):
            response = self.call("POST", "/login", {"code": "0a1B2c"})

        self.assert_refused(response, "login_failed")
        self.assertEqual(
            response.json()["error"]["details"]["fields"][0]["path"], "appid"
        )

    def test_archived_member_cannot_log_in(self):
        self.member.active = False

        self.assert_refused(self._login(LI_LEI), "login_failed")

    def test_wrong_bodies_are_refused(self):
        for body in (
            {},
            {"code": ""},
            {"code": 7},
            {"code": "x" * 513},
            {"code": "你"},
        ):
            self.assert_refused(self.call("POST", "/login", body), "invalid_request")


@tagged("post_install", "-at_install")
class TestApiAccessToken(ApiCase):
    def test_token_missing(self):
        for header in ("", "Basic abc", "Bearer", "Token x"):
            response = self.call("GET", "/orders", headers={"Authorization": header})
            self.assert_refused(response, "token_missing")

    def test_token_forged(self):
        good = self.issue_token(self.member)
        claims = Claims(self.member.id, self.account.id, 2**33)
        for token in ("x", good[:-1], good + "A", Signer(b"guess").issue(claims)):
            self.assert_refused(
                self.call("GET", "/orders", token=token), "token_invalid"
            )

    def test_token_expired(self):
        token = self.issue_token(self.member, lifetime=-1)

        self.assert_refused(self.call("GET", "/orders", token=token), "token_expired")

    def test_token_of_another_database(self):
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        token = get_signer(self.env).issue(
            Claims(self.member.id, self.account.id, 2**33)
        )
        self.env["ir.config_parameter"].set_param("database.uuid", "this one")

        self.assert_refused(self.call("GET", "/orders", token=token), "token_invalid")

    def test_scheme_is_read_as_the_standard_says(self):
        token = self.issue_token(self.member)

        response = self.call(
            "GET", "/orders", headers={"Authorization": f"bEARER {token}"}
        )

        self.assertEqual(response.status_code, 200)


@tagged("post_install", "-at_install")
class TestApiRefreshToken(ApiCase):
    def _exchange(self, token):
        return self.call("POST", "/token", {"refresh_token": token})

    def test_exchange_gives_a_new_pair(self):
        token = self.member._issue_refresh_token()

        document = self._exchange(token).json()

        self.assertEqual(document["member"]["id"], self.member.uuid)
        self.assertNotEqual(document["refresh_token"], token)
        self.call("GET", "/orders", token=document["access_token"]).raise_for_status()

    def test_chain_of_exchanges(self):
        token = self.member._issue_refresh_token()

        for _step in range(3):
            token = self._exchange(token).json()["refresh_token"]

        self.assertEqual(len(self.member.refresh_token_ids), 4)

    def test_used_token_revokes_its_family_only(self):
        stolen = self.member._issue_refresh_token()
        other_phone = self.member._issue_refresh_token()
        successor = self._exchange(stolen).json()["refresh_token"]

        self.assert_refused(self._exchange(stolen), "token_invalid")

        self.assert_refused(self._exchange(successor), "token_invalid")
        self.assertEqual(self._exchange(other_phone).status_code, 200)

    def test_only_a_hash_is_stored(self):
        token = self.member._issue_refresh_token()

        self.env.cr.execute("SELECT token_hash FROM wechat_refresh_token")
        self.assertNotIn(token, [stored for (stored,) in self.env.cr.fetchall()])

    def test_expired_unknown_and_archived_are_refused(self):
        expired, of_archived = (
            member._issue_refresh_token() for member in (self.member, self.other_member)
        )
        self.member.refresh_token_ids.expires_at = fields.Datetime.now() - timedelta(1)
        self.other_member.active = False

        for token in (expired, of_archived, "unknown"):
            self.assert_refused(self._exchange(token), "token_invalid")

    def test_access_token_is_no_refresh_token(self):
        token = self.issue_token(self.member)

        self.assert_refused(self._exchange(token), "token_invalid")

    def test_refresh_token_is_no_access_token(self):
        token = self.member._issue_refresh_token()

        self.assert_refused(self.call("GET", "/orders", token=token), "token_invalid")

    def test_expired_tokens_are_forgotten(self):
        self.member._issue_refresh_token()
        self.member.refresh_token_ids.expires_at = fields.Datetime.now() - timedelta(1)

        self.env["wechat.refresh.token"]._gc_expired()

        self.assertFalse(self.member.refresh_token_ids)


@tagged("post_install", "-at_install")
class TestMemberAccess(TransactionCase):
    """Who in the restaurant may see which member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        is_demo = cls.env["wechat.database"]._is_demo()
        cls.company = cls.env["res.company"].create({"name": "Another chain"})
        account = cls.env["wechat.account"].create(
            {
                "name": "Member test",
                "appid": "wxsandbox000member" if is_demo else "wx0123456789member",
                "company_id": cls.company.id,
            }
        )
        cls.member = cls.env["wechat.member"].create(
            {"account_id": account.id, "openid": "openid-of-li-lei"}
        )

    def _user(self, group, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            f"member-test-{group}",
            groups=f"wechat_ordering.{group}",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def test_auditor_reads_but_never_the_openid(self):
        member = self.member.with_user(self._user("group_auditor"))

        self.assertEqual(member.masked_openid, "open…-lei")
        with self.assertRaises(AccessError):
            member.read(["openid"])
        with self.assertRaises(AccessError):
            member.write({"lang": "en_US"})

    def test_kitchen_sees_no_members(self):
        with self.assertRaises(AccessError):
            self.member.with_user(self._user("group_kitchen")).read(["uuid"])

    def test_another_company_sees_no_members(self):
        manager = self._user("group_manager", self.env.company)

        self.assertFalse(
            self.env["wechat.member"]
            .with_user(manager)
            .search([("id", "=", self.member.id)])
        )
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            self.member.with_user(manager).read(["uuid"])

    def test_nobody_of_the_restaurant_sees_tokens(self):
        self.member._issue_refresh_token()
        token = self.member.refresh_token_ids

        with self.assertRaises(AccessError):
            token.with_user(self._user("group_manager")).read(["token_hash"])

    def test_archiving_revokes_the_tokens(self):
        self.member._issue_refresh_token()

        self.member.with_user(self._user("group_manager")).active = False

        self.assertTrue(self.member.refresh_token_ids.revoked_at)

    def test_partner_is_made_when_it_is_needed(self):
        self.assertFalse(self.member.partner_id)

        partner = self.member._get_partner()

        self.assertEqual(partner, self.member._get_partner())
        self.assertEqual(partner.name, self.member.uuid[:8])
        self.assertFalse(partner.phone)
