import os
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import config, mute_logger
from werkzeug.exceptions import Forbidden

from .. import const
from ..hooks import post_init_hook
from ..models import ir_http


@tagged("post_install", "-at_install")
class TestDatabaseKind(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = cls.env["wechat.database"]
        cls.parameters = cls.env["ir.config_parameter"]

    def set_kind(self, kind):
        """Make this test's database one of a kind, as only SQL can."""
        self.env.cr.execute(
            "UPDATE ir_config_parameter SET value = %s WHERE key = %s",
            [kind, const.KIND_PARAMETER],
        )
        self.registry.clear_cache("stable")
        self.addCleanup(self.registry.clear_cache, "stable")
        self.parameters.invalidate_model()

    # === The mark === #

    def test_installation_wrote_the_mark(self):
        self.assertIn(self.parameters.get_param(const.KIND_PARAMETER), const.KINDS)

    def test_mark_cannot_be_changed_by_anybody(self):
        mark = self.parameters.search([("key", "=", const.KIND_PARAMETER)])
        for attempt in (
            lambda: mark.write({"value": const.DEMO}),
            lambda: mark.sudo().write({"key": "other"}),
            mark.unlink,
            lambda: self.parameters.set_param(const.KIND_PARAMETER, const.DEMO + "x"),
            lambda: self.parameters.set_param(const.KIND_PARAMETER, False),
            lambda: self.parameters.create(
                {"key": const.KIND_PARAMETER, "value": const.DEMO}
            ),
            lambda: self.parameters.search([], limit=1, order="id").write(
                {"key": const.KIND_PARAMETER}
            ),
        ):
            with self.assertRaises(ValidationError):
                attempt()

    def test_other_parameters_are_free(self):
        self.parameters.set_param("wechat_base.other", "1")
        self.parameters.set_param("wechat_base.other", False)

    def test_second_installation_keeps_the_mark(self):
        self.set_kind(const.REAL)

        with patch.dict(os.environ, {const.KIND_VARIABLE: const.DEMO}):
            post_init_hook(self.env)

        self.assertFalse(self.database._is_demo())

    def test_database_is_real_unless_told_otherwise(self):
        for given, expected in [
            (None, const.REAL),
            ("", const.REAL),
            (const.DEMO, const.DEMO),
            (const.REAL, const.REAL),
        ]:
            self.env.cr.execute(
                "DELETE FROM ir_config_parameter WHERE key = %s", [const.KIND_PARAMETER]
            )
            environment = {**os.environ, const.KIND_VARIABLE: given or ""}
            with patch.dict(os.environ, environment):
                post_init_hook(self.env)
            self.parameters.invalidate_model()

            self.assertEqual(
                self.parameters.get_param(const.KIND_PARAMETER), expected, given
            )
        self.addCleanup(self.registry.clear_cache, "stable")

    def test_unknown_kind_is_refused(self):
        with (
            patch.dict(os.environ, {const.KIND_VARIABLE: "test"}),
            self.assertRaisesRegex(ValueError, const.KIND_VARIABLE),
        ):
            post_init_hook(self.env)

    # === The sandbox's address === #

    def test_real_database_knows_no_sandbox(self):
        self.set_kind(const.REAL)
        self.parameters.set_param(const.SANDBOX_URL_PARAMETER, "http://127.0.0.1:8090")

        with patch.dict(
            os.environ,
            {
                const.SANDBOX_URL_VARIABLE: "http://127.0.0.1:1",
                const.SANDBOX_CA_FILE_VARIABLE: "/tmp/ca.pem",
            },
        ):
            self.assertFalse(self.database._sandbox_url())
            self.assertFalse(self.database._sandbox_tls_url())
            self.assertIsNone(self.database._sandbox_ca_file())

    def test_demo_database_finds_the_sandbox(self):
        self.set_kind(const.DEMO)
        with patch.dict(os.environ, {const.SANDBOX_URL_VARIABLE: ""}):
            self.assertEqual(self.database._sandbox_url(), const.DEFAULT_SANDBOX_URL)
            self.parameters.set_param(
                const.SANDBOX_URL_PARAMETER, "http://localhost:18090/"
            )
            self.assertEqual(self.database._sandbox_url(), "http://localhost:18090")
        with patch.dict(os.environ, {const.SANDBOX_URL_VARIABLE: "http://127.0.0.1:5"}):
            self.assertEqual(self.database._sandbox_url(), "http://127.0.0.1:5")
            self.assertEqual(self.database._sandbox_tls_url(), "https://127.0.0.1:5")
        with patch.dict(os.environ, {const.SANDBOX_CA_FILE_VARIABLE: "/tmp/ca.pem"}):
            self.assertEqual(self.database._sandbox_ca_file(), "/tmp/ca.pem")

    def test_sandbox_elsewhere_is_refused(self):
        self.set_kind(const.DEMO)
        for url in (
            "http://sandbox.example.com",
            "http://10.0.0.1:8090",
            "http://127.0.0.1.example.com",
            "http://127.0.0.1@example.com",
            "127.0.0.1:8090",
        ):
            with (
                self.subTest(url=url),
                patch.dict(os.environ, {const.SANDBOX_URL_VARIABLE: url}),
                self.assertRaises(UserError),
            ):
                self.database._sandbox_url()

    # === Accounts === #

    def create_account(self, **values):
        return self.env["wechat.account"].create(
            {"name": "Shop", "appid": "wx0123456789abcdef", **values}
        )

    def test_live_account_is_refused_in_a_demo_database(self):
        self.set_kind(const.DEMO)

        self.assertFalse(self.create_account().is_live)
        with self.assertRaisesRegex(ValidationError, "live"):
            self.create_account(appid="wx1123456789abcdef", is_live=True)

    def test_sandbox_account_is_refused_in_a_real_database(self):
        self.set_kind(const.REAL)

        self.assertTrue(self.create_account().is_live)
        for values in (
            {"is_live": False},
            {"appid": const.SANDBOX_APPID_PREFIX + "abcdef012"},
        ):
            with self.assertRaisesRegex(ValidationError, "sandbox"):
                self.create_account(**{"appid": "wx1123456789abcdef", **values})

    # === The start === #

    def test_start_refuses_what_does_not_belong_here(self):
        self.set_kind(const.REAL)
        account = self.create_account()
        self.env.flush_all()
        self.set_kind(const.DEMO)

        with (
            patch.dict(config.options, {"http_interface": "127.0.0.1"}),
            self.assertRaisesRegex(ValidationError, account.name),
        ):
            self.database._register_hook()

    def test_demo_is_served_on_this_computer_only(self):
        self.set_kind(const.DEMO)
        accounts = self.env["wechat.account"].search([])
        self.patch(type(accounts), "_check_kind", lambda self: None)
        for interface, is_served in [
            ("127.0.0.1", True),
            ("localhost", True),
            ("::1", True),
            ("", False),
            ("0.0.0.0", False),
            ("192.168.1.5", False),
        ]:
            with patch.dict(
                config.options, {"http_interface": interface, "http_enable": True}
            ):
                if is_served:
                    self.database._check_start()
                    continue
                with self.assertRaisesRegex(UserError, "this computer only"):
                    self.database._check_start()

    def test_real_database_is_served_anywhere(self):
        self.set_kind(const.REAL)

        with patch.dict(config.options, {"http_interface": "0.0.0.0"}):
            self.database._check_start()


@tagged("post_install", "-at_install")
class TestDemoDoor(HttpCase):
    def test_loopback_is_told_apart(self):
        for address, expected in [
            ("127.0.0.1", True),
            ("127.8.8.8", True),
            ("::1", True),
            ("10.0.0.7", False),
            ("::ffff:10.0.0.7", False),
            ("", False),
            (None, False),
            ("localhost", False),
        ]:
            self.assertIs(ir_http._is_loopback(address), expected, address)

    @mute_logger("odoo.http")
    def test_demo_database_answers_this_computer_only(self):
        self.patch(
            self.env.registry["wechat.database"], "_is_demo", lambda database: True
        )
        # The test's own client can only be on this computer.
        self.patch(ir_http, "_is_loopback", lambda address: False)

        self.assertEqual(self.url_open("/web/login").status_code, Forbidden.code)

    def test_real_database_answers_everybody(self):
        self.assertEqual(self.url_open("/web/login").status_code, 200)
