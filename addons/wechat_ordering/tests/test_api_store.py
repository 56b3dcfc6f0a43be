"""Stores, tables, menus and availability: what anyone may read."""

import gzip
import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .api_shop import ShopCase


@tagged("post_install", "-at_install")
class TestApiStore(ShopCase):
    def test_store(self):
        document = self.call("GET", "/stores/api-test").json()

        self.assertEqual(document["name"], "Store api-test")
        self.assertEqual(document["services"], ["dine_in", "takeaway"])
        self.assertEqual(document["pay_mode"], "first")

    def test_store_in_the_language_of_the_phone(self):
        self.store.with_context(lang="zh_CN").name = "测试店"
        self.env.flush_all()

        answer = self.call("GET", "/stores/api-test", headers={"Accept-Language": "zh"})

        self.assertEqual(answer.json()["name"], "测试店")

    def test_stores_of_a_mini_program(self):
        mine = self.call("GET", f"/stores?appid={self.account.appid}").json()["stores"]
        others = self.call("GET", "/stores?appid=wx0000000000000000").json()["stores"]

        self.assertEqual([store["code"] for store in mine], ["api-test"])
        self.assertEqual(others, [])

    def test_archived_store_is_gone(self):
        self.store.active = False
        self.env.flush_all()

        for path in ("", "/availability", "/menu/en_US"):
            answer = self.call("GET", f"/stores/api-test{path}")
            self.assert_refused(answer, "not_found")
        self.assert_refused(
            self.call("GET", f"/tables/{self.table_code}"), "table_not_found"
        )

    def test_unknown_store(self):
        for path in ("/stores/nowhere", "/stores/%00", "/stores/nowhere/availability"):
            self.assert_refused(self.call("GET", path), "not_found")


@tagged("post_install", "-at_install")
class TestApiTable(ShopCase):
    def test_scan_tells_where_the_diner_sits(self):
        document = self.call("GET", f"/tables/{self.table_code}").json()

        self.assertEqual(document["store"]["code"], "api-test")
        self.assertEqual(document["table"], {"name": "5", "floor": "Hall", "seats": 4})

    def test_unknown_code(self):
        for code in ("unknown", "x" * 64, "5"):
            self.assert_refused(self.call("GET", f"/tables/{code}"), "table_not_found")
        for code in ("%00", "x" * 65, "%E4%BD%A0"):
            self.assert_refused(self.call("GET", f"/tables/{code}"), "not_found")

    def test_replaced_code_is_worthless(self):
        self.table._wechat_rotate_code()
        self.env.flush_all()

        self.assert_refused(
            self.call("GET", f"/tables/{self.table_code}"), "table_not_found"
        )

    def test_code_is_not_stored(self):
        self.env.cr.execute("SELECT to_jsonb(t)::text FROM restaurant_table t")

        for (row,) in self.env.cr.fetchall():
            self.assertNotIn(self.table_code, row)


@tagged("post_install", "-at_install")
class TestApiMenu(ShopCase):
    def test_menu(self):
        answer = self.call("GET", "/stores/api-test/menu/en_US")

        menu = answer.json()
        dishes = {dish["id"]: dish for dish in menu["dishes"]}
        self.assertEqual(dishes[self.noodles.id]["price_fen"], 2850)
        self.assertEqual(
            [option["kind"] for option in dishes[self.noodles.id]["options"]],
            ["single", "multiple"],
        )
        self.assertEqual(
            dishes[self.meal.id]["combo"][0]["items"][0]["dish_id"], self.tea.id
        )
        self.assertEqual(answer.headers["ETag"], f'"{menu["version"]}"')
        self.assertIn("s-maxage=10", answer.headers["Cache-Control"])

    def test_menu_is_revalidated(self):
        version = self.menu_version
        for sent in (f'"{version}"', f'W/"{version}"', "*", f'"x", "{version}"'):
            answer = self.call(
                "GET", "/stores/api-test/menu/en_US", headers={"If-None-Match": sent}
            )
            self.assertEqual(answer.status_code, 304, sent)
            self.assertEqual(answer.headers["ETag"], f'"{version}"')

    def test_menu_comes_compressed_where_it_may(self):
        packed = self.call(
            "GET",
            "/stores/api-test/menu/en_US",
            headers={"Accept-Encoding": "gzip"},
        )
        plain = self.call(
            "GET",
            "/stores/api-test/menu/en_US",
            headers={"Accept-Encoding": "identity"},
        )

        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertEqual(packed.headers["Vary"], "Accept-Encoding")
        self.assertNotIn("Content-Encoding", plain.headers)
        self.assertEqual(packed.json(), plain.json())
        self.assertEqual(
            json.loads(gzip.decompress(self.store._get_menu("en_US")[1])), plain.json()
        )

    def test_version_of_the_menu_is_for_ever(self):
        path = f"/stores/api-test/menu/en_US/{self.menu_version}"

        answer = self.call("GET", path)

        self.assertIn("immutable", answer.headers["Cache-Control"])
        self.assertEqual(answer.json()["version"], self.menu_version)

    def test_old_version_stays_for_phones_that_hold_it(self):
        old = self.menu_version
        self.noodles.lst_price = 30
        self.store._build_menu()
        self.env.flush_all()

        answer = self.call("GET", f"/stores/api-test/menu/en_US/{old}")

        self.assertNotEqual(self.menu_version, old)
        self.assertEqual(answer.json()["version"], old)

    def test_menu_is_built_when_there_is_none(self):
        self.env["wechat.menu.snapshot"].search([]).unlink()
        self.env.flush_all()

        with mute_logger("odoo.http", "odoo.sql_db"):
            answer = self.call("GET", "/stores/api-test/menu/zh_CN")

        self.assertEqual(answer.json()["lang"], "zh_CN")

    def test_unknown_menus(self):
        for path in (
            "nowhere/menu/en_US",
            "api-test/menu/fr_FR",
            "api-test/menu/en_US/0000000000000000",
            "api-test/menu/en_US/newest",
        ):
            self.assert_refused(self.call("GET", f"/stores/{path}"), "not_found")

    def test_menu_of_one_statement(self):
        self.call("GET", "/stores/api-test/menu/en_US")
        etag = f'"{self.menu_version}"'

        with self.assertQueryCount(__system__=6):
            self.url_open(
                "/wechat/api/v1/stores/api-test/menu/en_US",
                headers={"If-None-Match": etag},
            )


@tagged("post_install", "-at_install")
class TestApiAvailability(ShopCase):
    def _get(self):
        self.env.flush_all()
        return self.call("GET", "/stores/api-test/availability")

    def test_all_is_well(self):
        answer = self._get()

        self.assertEqual(answer.json()["items"], {})
        self.assertTrue(answer.json()["is_open"])
        self.assertIn("s-maxage=2", answer.headers["Cache-Control"])

    def test_sold_out_and_running_out(self):
        self.env["wechat.store.product"].create(
            [
                {
                    "store_id": self.store.id,
                    "product_tmpl_id": self.tea.product_tmpl_id.id,
                    "is_sold_out": True,
                },
                {
                    "store_id": self.store.id,
                    "product_tmpl_id": self.noodles.product_tmpl_id.id,
                    "daily_limit": 3,
                },
            ]
        )
        self.store._build_menu()

        items = self._get().json()["items"]

        self.assertEqual(items[str(self.tea.id)]["state"], "sold_out")
        self.assertEqual(items[str(self.noodles.id)], {"state": "available", "left": 3})
        self.assertEqual(items[str(self.meal.id)]["state"], "sold_out")

    def test_version_tells_of_a_new_menu(self):
        versions = self._get().json()["menu_version"]

        self.assertEqual(versions["en_US"], self.menu_version)
