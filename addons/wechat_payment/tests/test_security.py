from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .. import const
from ..errors import PaymentUnavailableError
from .common import WechatPayCase

# Who may do what: read, write, create, unlink. Who is not named is refused everything.
_ALLOWED = {
    "accountant": {
        "wechatpay.bill": "r",
        "wechatpay.bill.day": "r",
        "wechatpay.bill.difference": "r",
        "wechatpay.bill.difference.settle": "rwc",
        "wechatpay.bill.event": "r",
        "wechatpay.bill.line": "r",
        "wechatpay.bill.upload": "rwc",
        "wechatpay.refund.card": "rwcu",
        "wechatpay.shipping": "r",
        "wechatpay.shipping.correct": "",
        "wechatpay.voucher": "r",
        "wechatpay.voucher.check": "rwcu",
        "wechatpay.voucher.check.line": "rwcu",
        "wechatpay.voucher.key": "r",
    },
    "manager": {
        "wechatpay.refund.card": "rwcu",
        "wechatpay.shipping": "rw",
        "wechatpay.shipping.correct": "rwcu",
    },
    "cashier": {},
    "portal": {},
}
_OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestSecurity(WechatPayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: new_test_user(
                cls.env,
                f"wechatpay-{name}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for name, groups in {
                "cashier": "point_of_sale.group_pos_user",
                "manager": "point_of_sale.group_pos_manager",
                "accountant": "account.group_account_manager",
                "portal": "base.group_portal",
                "system": "base.group_system",
            }.items()
        }

    def setUp(self):
        super().setUp()
        self._start_payment()
        self.tx = self._transaction()

    def test_each_role_does_what_it_may_and_nothing_else(self):
        for role, allowed in _ALLOWED.items():
            for model in _ALLOWED["accountant"]:
                for letter, operation in _OPERATIONS.items():
                    with self.subTest(role=role, model=model, operation=operation):
                        records = self.env[model].with_user(self.users[role])
                        self.assertEqual(
                            records.has_access(operation),
                            letter in allowed.get(model, ""),
                        )

    def test_credentials_are_for_administrators(self):
        secrets = (
            "wechatpay_private_key",
            "wechatpay_apiv3_key",
            "wechatpay_public_key",
            "wechatpay_platform_certificates",
        )
        for name in ("cashier", "manager", "accountant", "portal"):
            provider = self.provider.with_user(self.users[name])
            for field in secrets:
                with self.subTest(user=name, field=field):
                    with self.assertRaises(AccessError):
                        provider.read([field])
        self.assertTrue(
            self.provider.with_user(self.users["system"]).read([secrets[0]])
        )

    def test_payer_is_for_administrators(self):
        tx = self.tx.with_user(self.users["accountant"])

        self.assertTrue(tx.read(["wechatpay_state", "reference"]))
        for field in ("wechatpay_openid", "wechatpay_body", "wechatpay_prepay_id"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                tx.read([field])

    def test_others_see_no_payments(self):
        for name in ("cashier", "portal"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.tx.with_user(self.users[name]).read(["wechatpay_state"])

    def test_history_is_read_only_for_everybody(self):
        events = self.tx.wechatpay_event_ids
        for name, may_read in [
            ("cashier", False),
            ("portal", False),
            ("manager", True),
            ("accountant", True),
        ]:
            own = events.with_user(self.users[name])
            with self.subTest(user=name):
                if may_read:
                    self.assertTrue(own.read(["to_state"]))
                else:
                    with self.assertRaises(AccessError):
                        own.read(["to_state"])
        values = {
            "transaction_id": self.tx.id,
            "to_state": "success",
            "source": "query",
        }
        for user in self.users.values():
            own = events.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    own.write({"reason": "x"})
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create(values)

    def test_other_companies_see_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "wechatpay-stranger",
            groups="base.group_system,point_of_sale.group_pos_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

        for record in (self.tx, self.tx.wechatpay_event_ids, self.provider):
            own = record.with_user(stranger).with_context(
                allowed_company_ids=company.ids
            )
            found = own.search([("id", "in", record.ids)])
            with self.subTest(model=record._name):
                self.assertFalse(found)

    def test_secrets_do_not_reach_the_log(self):
        secrets = (
            self.openid,
            self.provider.wechatpay_apiv3_key,
            self.tx.wechatpay_prepay_id,
        )
        with (
            self.sandbox.standing_fault("lose_request", api="pay.close"),
            self.assertLogs("odoo.addons.wechat_payment", "DEBUG") as logs,
        ):
            self._catch(PaymentUnavailableError, self.tx._wechatpay_close)

        text = "\n".join(logs.output)
        for secret in secrets:
            self.assertNotIn(secret, text)

    def test_sensitive_fields_are_declared(self):
        self.assertIn("openid", const.SENSITIVE_KEYS)
        for name in const.CREDENTIAL_FIELDS:
            self.assertFalse(self.provider._fields[name].copy, name)
