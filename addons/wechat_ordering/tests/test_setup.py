"""The checklist to the first order, and the sheet of table codes."""

import base64
import io
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from PIL import Image


@tagged("post_install", "-at_install")
class TestSetup(TransactionCase):
    """Each step tells the truth."""

    def _get_step(self, key):
        steps = self.env["wechat.setup"].get_steps()
        return next(step for step in steps if step["key"] == key)

    def test_every_step_leads_somewhere(self):
        for step in self.env["wechat.setup"].get_steps():
            with self.subTest(step["key"]):
                self.assertTrue(self.env.ref(step["action"]).exists())
                self.assertTrue(step["title"] and step["help"])

    def test_menu_turns_green_with_a_dish_in_a_category(self):
        self.env["product.template"].search([]).available_in_pos = False
        self.assertFalse(self._get_step("menu")["is_done"])

        category = self.env["pos.category"].create({"name": "Noodles"})
        self.env["product.template"].create(
            {
                "name": "Rice noodles",
                "available_in_pos": True,
                "pos_categ_ids": [Command.link(category.id)],
            }
        )

        self.assertTrue(self._get_step("menu")["is_done"])

    def test_staff_turns_green_with_a_cook(self):
        group = self.env.ref("wechat_ordering.group_kitchen")
        group.all_user_ids.filtered(
            lambda user: user.id > self.env.ref("base.user_admin").id
        ).active = False
        self.assertFalse(self._get_step("staff")["is_done"])

        new_test_user(self.env, "setup_cook", groups="wechat_ordering.group_kitchen")

        self.assertTrue(self._get_step("staff")["is_done"])

    def test_takeaway_needs_no_table_codes(self):
        self.env["wechat.store"].search([]).active = False
        store = self.env["wechat.store"].create({"name": "Hatch", "code": "hatch"})
        self.assertFalse(self._get_step("tables")["is_done"])

        store.allow_dine_in = False

        self.assertTrue(self._get_step("tables")["is_done"])

    def test_cashier_sees_no_checklist(self):
        cashier = new_test_user(
            self.env, "setup_cashier", groups="wechat_ordering.group_cashier"
        )
        with self.assertRaises(AccessError):
            self.env["wechat.setup"].with_user(cashier).get_steps()


@tagged("post_install", "-at_install")
class TestTableCodes(TransactionCase):
    """A sheet of codes: printed once, and only by a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.env["wechat.account"].create(
            {"name": "Codes", "appid": "wx0123456789abcdef", "app_secret": "s" * 32}
        )
        cls.store = cls.env["wechat.store"].create(
            {"name": "翠湖店", "code": "codes-test", "account_id": cls.account.id}
        )
        config = cls.env["pos.config"].create({"name": "Codes till"})
        config.wechat_store_id = cls.store
        cls.floor = cls.env["restaurant.floor"].create(
            {"name": "Hall", "pos_config_ids": [Command.link(config.id)]}
        )
        cls.tables = cls.env["restaurant.table"].create(
            [
                {"table_number": number, "seats": 4, "floor_id": cls.floor.id}
                for number in range(1, 14)
            ]
        )
        picture = io.BytesIO()
        Image.new("RGB", (430, 430), "black").save(picture, "PNG")
        cls.picture = picture.getvalue()

    def _print(self, user=None):
        wizard = self.env["wechat.table.codes"].create({"store_id": self.store.id})
        with patch.object(
            type(self.account), "_get_unlimited_code", return_value=self.picture
        ) as ask_wechat:
            wizard.with_user(user or self.env.user).action_print()
        return wizard, ask_wechat

    def test_sheet_has_a_code_for_each_table(self):
        wizard, ask_wechat = self._print()

        self.assertTrue(base64.b64decode(wizard.pdf).startswith(b"%PDF"))
        scenes = [call.args[0] for call in ask_wechat.call_args_list]
        self.assertEqual(len(set(scenes)), len(self.tables))
        self.assertTrue(all(len(scene) <= 32 for scene in scenes))
        for table, scene in zip(self.tables, scenes, strict=True):
            found = self.env["restaurant.table"]._wechat_find_by_code(scene)
            self.assertEqual(found, table)

    def test_refusal_of_wechat_keeps_the_old_codes(self):
        code = self.tables[0]._wechat_rotate_code()
        wizard = self.env["wechat.table.codes"].create(
            {"store_id": self.store.id, "table_ids": self.tables.ids}
        )
        refusal = patch.object(
            type(self.account), "_get_unlimited_code", side_effect=UserError("41030")
        )
        with refusal, self.assertRaises(UserError):
            wizard.action_print()

        found = self.env["restaurant.table"]._wechat_find_by_code(code)
        self.assertEqual(found, self.tables[0])

    def test_store_without_account_is_told_so(self):
        self.store.account_id = False

        with self.assertRaisesRegex(UserError, "account"):
            self._print()

    def test_cashier_prints_nothing(self):
        cashier = new_test_user(
            self.env, "codes_cashier", groups="wechat_ordering.group_cashier"
        )
        with self.assertRaises(AccessError):
            self._print(cashier)
