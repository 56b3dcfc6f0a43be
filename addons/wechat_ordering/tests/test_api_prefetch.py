"""What WeChat fetches while a mini-program is being started."""

from odoo.tests import tagged

from ..controllers import prefetch
from .api_shop import ShopCase


@tagged("post_install", "-at_install")
class TestApiPrefetch(ShopCase):
    def prefetch(self, token="", scene=None):
        params = f"query=scene%3D{scene or self.table_code}&token={token}&timestamp=1"
        answer = self.call("GET", f"/prefetch?{params}&path=pages/menu/menu&more=1")
        self.assertEqual(answer.status_code, 200)
        return answer

    def test_table_and_menu_come_together(self):
        document = self.prefetch().json()

        scanned = self.call("GET", f"/tables/{self.table_code}").json()
        menu = self.call("GET", "/stores/api-test/menu/zh_CN").json()
        self.assertEqual(document["table"]["store"], scanned["store"])
        self.assertEqual(document["table"]["table"], scanned["table"])
        self.assertEqual(document["menu"], menu)
        self.assertEqual(document["menu_version"], menu["version"])

    def test_table_token_is_one_to_order_with(self):
        token = self.prefetch().json()["table"]["table_token"]

        table = self.env["restaurant.table"]._wechat_from_token(token)

        self.assertEqual(table, self.table)

    def test_scanned_code_may_be_encoded_twice(self):
        code = self.table_code.replace("-", "%252D")

        self.assertTrue(self.prefetch(scene=code).json()["table"])

    def test_phone_tells_its_language_and_the_menu_it_keeps(self):
        english = self.prefetch("en_US").json()

        again = self.prefetch(f"en_US {english['menu_version']}").json()

        self.assertEqual(english["menu"]["lang"], "en_US")
        self.assertIsNone(again["menu"])
        self.assertEqual(again["menu_version"], english["menu_version"])

    def test_unreadable_token_means_chinese(self):
        self.assertEqual(self.prefetch("nonsense").json()["menu"]["lang"], "zh_CN")

    def test_who_names_no_table_learns_nothing(self):
        nothing = {"table": None, "menu_version": None, "menu": None}

        for scene in ("unknown", "%20", "a%26b", "%00"):
            self.assertEqual(self.prefetch(scene=scene).json(), nothing)
        self.assertEqual(self.call("GET", "/prefetch").json(), nothing)

    def test_archived_store_is_gone(self):
        self.store.active = False
        self.env.flush_all()

        self.assertIsNone(self.prefetch().json()["table"])

    def test_menu_too_large_for_wechat_is_left_to_the_phone(self):
        self.patch(prefetch, "_MOST_BYTES", 100)

        document = self.prefetch().json()

        self.assertTrue(document["table"])
        self.assertIsNone(document["menu"])

    def test_answer_is_packed_and_never_kept(self):
        answer = self.prefetch()

        self.assertEqual(answer.headers["Content-Encoding"], "gzip")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_caller_without_limit_is_stopped(self):
        self.patch(
            type(self.env["wechat.rate.limit"]), "_take", lambda self, key, limit: 7
        )

        self.assert_refused(self.call("GET", "/prefetch"), "rate_limited")
