"""The demo restaurant: whole, twice the same, and never in a real database."""

from unittest.mock import patch

from odoo.addons.wechat_base.tests.common import SandboxMixin
from odoo.addons.wechat_base.wechat.errors import WechatConnectionError
from odoo.addons.wechat_base.wechat.transport import BoundedSession
from odoo.exceptions import UserError
from odoo.tests.common import TransactionCase, tagged

from ..demo import sheets


@tagged("post_install", "-at_install")
class TestDemoRestaurantGuard(TransactionCase):
    def test_real_database_is_refused(self):
        stores = self.env["wechat.store"].search_count([])
        database = type(self.env["wechat.database"])

        with (
            patch.object(database, "_is_demo", lambda self: False),
            self.assertRaisesRegex(UserError, "not a demo"),
        ):
            self.env["wechat.demo.restaurant"]._load()

        self.assertEqual(self.env["wechat.store"].search_count([]), stores)

    def test_missing_sandbox_is_told(self):
        database = type(self.env["wechat.database"])

        with (
            patch.object(database, "_is_demo", lambda self: True),
            patch.object(
                BoundedSession, "request", side_effect=WechatConnectionError("refused")
            ),
            self.assertRaisesRegex(UserError, "does not answer"),
        ):
            self.env["wechat.demo.restaurant"]._fetch_credentials()


@tagged("post_install", "-at_install", "demo_restaurant")
class TestDemoRestaurant(SandboxMixin, TransactionCase):
    """Loads it once, with what the sandbox hands out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.facts = cls.env["wechat.demo.restaurant"]._load()
        cls.shops = cls.env["wechat.store"].search(
            [("code", "in", ("cuihu", "nanping"))]
        )

    def test_restaurant_is_whole(self):
        dishes = self.env["product.template"].search(
            [("available_in_pos", "=", True), ("pos_categ_ids", "!=", False)]
        )
        codes = {row["code"] for row in sheets.read_sheet("menu")}
        self.assertLessEqual(codes, set(dishes.mapped("default_code")))
        self.assertEqual(len(self.shops), 2)
        for shop in self.shops:
            self.assertTrue(shop.logo and shop.banner and shop.address)
            self.assertEqual(len(shop.kitchen_station_ids), 3)
            self.assertEqual(len(shop._get_tables()), 12)
            self.assertTrue(shop.pos_config_ids)
            self.assertTrue(shop.online_config_id)
            self.assertTrue(
                shop.pos_config_ids <= shop.online_config_id.trusted_config_ids
            )

    def test_one_shop_is_always_open_and_one_has_hours(self):
        hours = {shop.code: len(shop.opening_ids) for shop in self.shops}
        self.assertEqual(hours, {"cuihu": 0, "nanping": 7})

    def test_every_dish_has_a_station(self):
        for shop in self.shops:
            made = shop.kitchen_station_ids.pos_categ_ids
            for row in sheets.read_sheet("menu"):
                dish = self.env["product.template"].search(
                    [("default_code", "=", row["code"])]
                )
                self.assertTrue(dish.pos_categ_ids & made, row["code"])

    def test_tax_is_in_the_price(self):
        noodles = self.env["product.template"].search([("default_code", "=", "GQ02")])
        result = noodles.taxes_id.compute_all(noodles.list_price)
        self.assertEqual(result["total_included"], 38)
        self.assertAlmostEqual(result["total_excluded"], 35.85)

    def test_stock_is_counted_in_each_place(self):
        noodle = self.env["product.product"].search(
            [("default_code", "=", "rice_noodle")]
        )
        for shop, amount in zip(self.shops.sorted("code"), (40, 60), strict=True):
            location = shop.warehouse_id.lot_stock_id
            self.assertEqual(
                noodle.with_context(location=location.id).qty_available, amount
            )
            point = self.env["stock.warehouse.orderpoint"].search(
                [("product_id", "=", noodle.id), ("location_id", "=", location.id)]
            )
            self.assertEqual(point.product_min_qty, 8)
            self.assertTrue(point.route_id.supplier_wh_id)

    def test_table_codes_are_known(self):
        code = self.facts["tables"]["cuihu"]["5"]

        table = self.env["restaurant.table"]._wechat_find_by_code(code)

        self.assertEqual(table.table_number, 5)
        self.assertEqual(table.wechat_store_id.code, "cuihu")
        self.assertIn(code, self.facts["urls"]["diner, table 5"])

    def test_roles_have_their_rights_and_no_more(self):
        may_import = {
            user["role"]: self.env["res.users"]
            .search([("login", "=", user["login"])])
            .has_group("wechat_ordering.group_manager")
            for user in self.facts["users"]
        }
        self.assertEqual(
            set(may_import),
            {"manager", "cashier", "cook", "waiter", "accountant", "auditor"},
        )
        self.assertEqual([role for role, may in may_import.items() if may], ["manager"])

    def test_second_load_changes_nothing(self):
        models = (
            "product.template",
            "wechat.store",
            "restaurant.table",
            "stock.quant",
            "res.users",
            "pos.config",
            "account.tax",
        )
        before = {model: self.env[model].search([]).ids for model in models}
        noodles = self.env["product.template"].search([("default_code", "=", "GQ02")])
        noodles.list_price = 40

        facts = self.env["wechat.demo.restaurant"]._load()

        self.assertEqual(facts, self.facts)
        self.assertEqual(noodles.list_price, 40)
        for model in models:
            self.assertEqual(self.env[model].search([]).ids, before[model])
