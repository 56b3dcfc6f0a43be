"""Who may do what, and who is refused."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import GUEST, DeliveryCase

# Who may do what: read, write, create, unlink. Who is not named is refused everything.
_ALLOWED = {
    "manager": {
        "delivery.account": "rwcu",
        "delivery.account.setting": "",
        "delivery.attempt": "r",
        "delivery.event": "r",
        "delivery.move": "r",
        "delivery.policy": "rwcu",
        "delivery.quote": "r",
        "delivery.rider": "rwcu",
        "delivery.rider.link": "rc",
        "delivery.shop": "rwcu",
        "delivery.task": "r",
        "delivery.task.cancel": "rwc",
        "delivery.task.request": "rwc",
        "delivery.task.switch": "rwc",
        "delivery.task.tip": "rwc",
    },
    "dispatcher": {
        "delivery.account": "r",
        "delivery.attempt": "r",
        "delivery.event": "r",
        "delivery.move": "r",
        "delivery.policy": "r",
        "delivery.quote": "r",
        "delivery.rider": "r",
        "delivery.shop": "r",
        "delivery.task": "r",
        "delivery.task.cancel": "rwc",
        "delivery.task.switch": "rwc",
        "delivery.task.tip": "rwc",
    },
    "cashier": {
        "delivery.attempt": "r",
        "delivery.move": "r",
        "delivery.policy": "r",
        "delivery.shop": "r",
        "delivery.task": "r",
        "delivery.task.request": "rwc",
    },
    "employee": {},
    "portal": {},
}
_OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestSecurity(DeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: cls._create_user(name, groups)
            for name, groups in {
                "cashier": "point_of_sale.group_pos_user",
                "dispatcher": "delivery_connector.group_dispatcher",
                "manager": "point_of_sale.group_pos_manager",
                "employee": "base.group_user",
                "portal": "base.group_portal",
            }.items()
        }

    def setUp(self):
        super().setUp()
        self.task = self._request()
        self._run_jobs()

    def test_each_role_does_what_it_may_and_nothing_else(self):
        for role, allowed in _ALLOWED.items():
            for model in _ALLOWED["manager"]:
                for letter, operation in _OPERATIONS.items():
                    with self.subTest(role=role, model=model, operation=operation):
                        records = self.env[model].with_user(self.users[role])
                        self.assertEqual(
                            records.has_access(operation),
                            letter in allowed.get(model, ""),
                        )

    def test_secrets_are_for_administrators(self):
        secrets = [
            (self.own, ("callback_token", "callback_url", "setting_ids")),
            (self.rider, ("token_index",)),
            (self.task, ("recipient_sealed",)),
            (self.task.attempt_ids, ("rider_sealed",)),
        ]
        for name in ("cashier", "dispatcher", "manager"):
            for record, names in secrets:
                for field in names:
                    own = record.with_user(self.users[name])
                    with self.subTest(user=name, field=field):
                        with self.assertRaises(AccessError):
                            own.read([field])

    def test_address_is_for_the_desk(self):
        names = ("recipient_name", "recipient_phone", "recipient_address")
        desk = self.task.with_user(self.users["dispatcher"])
        self.assertEqual(desk.read(names)[0]["recipient_phone"], GUEST["phone"])

        counter = self.task.with_user(self.users["cashier"])
        for field in (*names, "finish_code"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                counter.read([field])
        self.assertNotIn(GUEST["phone"], counter.recipient_label)

    def test_cashier_cannot_act_at_the_desk(self):
        task = self.task.with_user(self.users["cashier"])
        for action in (
            "action_call_now",
            "action_cancel",
            "action_tip",
            "action_switch",
            "action_agree_rider",
            "action_refuse_rider",
            "action_confirm_return",
            "action_resolve",
        ):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(task, action)()

    def test_dispatcher_acts_at_the_desk(self):
        user = self.users["dispatcher"]
        task = self.task.with_user(user)
        wizard = (
            self.env["delivery.task.cancel"]
            .with_user(user)
            .with_context(**task.action_cancel()["context"])
            .create({})
        )

        wizard.action_cancel_delivery()

        self.assertEqual(self.task.state, "cancelled")
        self.assertIn(user, self.task.move_ids.user_id)

    def test_cashier_sends_a_paid_order(self):
        order = self._create_order()
        values = {name: GUEST[name] for name in ("name", "phone", "address")}
        wizard = (
            self.env["delivery.task.request"]
            .with_user(self.users["cashier"])
            .create({"order_id": order.id, "lng": 102.7, "lat": 25.05, **values})
        )

        action = wizard.action_request()

        task = self.env["delivery.task"].browse(action["res_id"])
        self.assertEqual(task.order_id, order)
        self.assertEqual(task.recipient_phone, GUEST["phone"])
        self.assertFalse(wizard.exists())

    def test_other_companies_see_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "delivery-stranger",
            groups="base.group_system,point_of_sale.group_pos_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        records = [
            self.own,
            self.own_shop,
            self.policy,
            self.rider,
            self.task,
            self.task.attempt_ids,
            self.task.quote_ids,
            self.task.move_ids,
        ]
        for record in records:
            own = record.with_user(stranger).with_context(
                allowed_company_ids=company.ids
            )
            with self.subTest(model=record._name):
                self.assertTrue(record)
                self.assertFalse(own.search([("id", "in", record.ids)]))
                with self.assertRaises(AccessError):
                    own.read(["display_name"])

    def test_copy_of_a_rider_has_no_link(self):
        self.assertFalse(self.rider.copy().has_link)

    def test_copy_of_an_account_has_a_new_address(self):
        copied = self.own.copy()
        self.assertNotEqual(copied.callback_token, self.own.callback_token)
        self.assertGreaterEqual(len(copied.callback_token), 32)
