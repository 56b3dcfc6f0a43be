"""Quotes and orders: what is taken, what is refused, and that nothing is written."""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .api_common import new_uuid
from .api_shop import ShopCase


@tagged("post_install", "-at_install")
class TestApiQuote(ShopCase):
    def _quote(self, *lines, **values):
        return self.call(
            "POST", "/quotes", self.basket(*lines, **values), member=self.member
        )

    def test_price_of_a_basket(self):
        line = self.line(
            quantity=2, options=[*self.spice[1:].ids, *self.extras.ids], note="no salt"
        )
        document = self._quote(line, self.line(self.meal), self.line(self.tea)).json()

        self.assertEqual(document["total_fen"], 2 * (2850 + 300 + 600) + 3000 + 1200)
        self.assertEqual(document["lines"][0]["unit_price_fen"], 3750)
        self.assertEqual(document["lines"][0]["note"], "no salt")
        self.assertEqual(document["lines"][1]["combo"][0]["dish_id"], self.tea.id)
        self.assertEqual(document["menu_version"], self.menu_version)

    def test_quote_writes_nothing(self):
        before = self.count_orders()

        self._quote()

        self.assertEqual(self.count_orders(), before)

    def test_table_of_another_store_is_refused(self):
        _other, table = self._create_store("api-test-other", self.account)
        token, _expires_at = table._wechat_make_token()

        self.assert_refused(
            self._quote(service="dine_in", table_token=token), "table_expired"
        )

    def test_forged_table_token_is_refused(self):
        for token in ("x", "A" * 40, self.scan()[:-2], "é"):
            self.assert_refused(
                self._quote(service="dine_in", table_token=token), "table_expired"
            )

    def test_store_of_another_mini_program_is_not_there(self):
        account = self.account.copy({"appid": self.account.appid + "b"})
        stranger = self._create_member("openid-of-a-stranger", account)

        answer = self.call("POST", "/quotes", self.basket(), member=stranger)

        self.assert_refused(answer, "not_found")


@tagged("post_install", "-at_install")
class TestApiOrder(ShopCase):
    def test_order_of_a_table(self):
        document = self.place(service="dine_in", table_token=self.scan(), note="quick")

        self.assertEqual(document["state"], "submitted")
        self.assertEqual(document["payment_state"], "unpaid")
        self.assertEqual(document["table"], {"name": "5"})
        self.assertEqual(document["total_fen"], 2850)
        can = {"pay": True, "cancel": True, "refund": False}
        self.assertEqual(document["can"], can)
        order = self.env["pos.order"].search([("uuid", "=", document["uuid"])])
        self.assertEqual(order.wechat_member_id, self.member)
        self.assertEqual(order.amount_total, 28.5)
        self.assertEqual(order.source, "wechat")

    def test_repeated_order_is_the_first_one(self):
        body = self.order_body()
        first = self.call("POST", "/orders", body, member=self.member)

        again = self.call("POST", "/orders", body, member=self.member)

        self.assertEqual((first.status_code, again.status_code), (201, 200))
        self.assertEqual(first.json(), again.json())
        self.assertEqual(first.headers["ETag"], again.headers["ETag"])

    def test_repeated_order_survives_a_closed_store_and_a_new_menu(self):
        body = self.order_body()
        self.call("POST", "/orders", body, member=self.member)
        self.noodles.lst_price = 99
        self.store._build_menu()
        self.store.is_paused = True
        self.env.flush_all()

        again = self.call("POST", "/orders", body, member=self.member)

        self.assertEqual(again.status_code, 200)
        self.assertEqual(again.json()["total_fen"], 2850)

    def test_uuid_of_another_order_is_refused(self):
        body = self.order_body()
        self.call("POST", "/orders", body, member=self.member)
        before = self.count_orders()

        other_content = {**body, "lines": [self.line(self.tea)]}
        for answer in (
            self.call("POST", "/orders", other_content, member=self.member),
            self.call("POST", "/orders", body, member=self.other_member),
        ):
            self.assert_refused(answer, "uuid_reused")
            self.assertNotIn("W0", answer.text)
        self.assertEqual(self.count_orders(), before)


@tagged("post_install", "-at_install")
class TestApiOrderRefused(ShopCase):
    """Bad input: a documented answer, and nothing written."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(
            "wechat_ordering.rate_limit_factor", "100"
        )
        self.before = self.count_orders()

    def tearDown(self):
        self.assertEqual(self.count_orders(), self.before)
        super().tearDown()

    def _refuse(self, code, *lines, member=None, **values):
        answer = self.call(
            "POST",
            "/orders",
            self.order_body(*lines, **values),
            member=member or self.member,
        )
        self.assert_refused(answer, code)
        return answer.json()["error"]

    def test_what_a_client_must_not_say(self):
        for values in (
            {"total_fen": 1},
            {"amount_total": 0.01},
            {"state": "paid"},
            {"wechat_state": "completed"},
            {"partner_id": 1},
            {"session_id": 1},
        ):
            self._refuse("invalid_request", **values)
        for values in (
            {"price_unit": 0.01},
            {"price_fen": 1},
            {"discount": 100},
            {"tax_ids": []},
        ):
            self._refuse("invalid_request", self.line(**values))

    def test_absurd_quantities(self):
        for quantity in (0, -1, 100, 10**12, 1.5, "1", None, True):
            self._refuse("invalid_request", self.line(quantity=quantity))
        self._refuse("invalid_request", *[self.line()] * 61)
        self._refuse("invalid_request", *[self.line(self.tea, 60)] * 2)

    def test_foreign_dishes(self):
        hidden = self._create_dish("Not for guests", 1, self_order_available=False)
        not_listed = self._create_dish("Of the other store", 1)
        self.env["wechat.store.product"].create(
            {
                "store_id": self.store.id,
                "product_tmpl_id": not_listed.product_tmpl_id.id,
                "is_listed": False,
            }
        )
        self.store._build_menu()
        for dish_id in (hidden.id, not_listed.id, 2**31 - 1):
            self._refuse("not_on_menu", {"dish_id": dish_id, "quantity": 1})

    def test_sold_out_dish_is_named(self):
        self.env["wechat.store.product"].create(
            {
                "store_id": self.store.id,
                "product_tmpl_id": self.tea.product_tmpl_id.id,
                "is_sold_out": True,
            }
        )

        error = self._refuse("sold_out", self.line(self.tea))

        self.assertEqual(
            error["details"]["dishes"],
            [{"dish_id": self.tea.id, "name": "Pu'er tea", "left": 0}],
        )

    def test_last_portion_is_sold_once(self):
        self.env["wechat.store.product"].create(
            {
                "store_id": self.store.id,
                "product_tmpl_id": self.tea.product_tmpl_id.id,
                "daily_limit": 1,
            }
        )
        self.store._build_menu()
        self.place(self.line(self.tea))
        self.before += 1

        error = self._refuse("sold_out", self.line(self.tea), member=self.other_member)

        self.assertEqual(error["details"]["dishes"][0]["dish_id"], self.tea.id)

    def test_wrong_options(self):
        of_noodles = self.spice[:1].ids
        for line in (
            self.line(options=[]),
            self.line(options=self.spice.ids),
            self.line(options=[*of_noodles, 2**31 - 1]),
            self.line(self.tea, options=of_noodles),
        ):
            self._refuse("invalid_option", line)

    def test_wrong_set_meals(self):
        item = {"item_id": self.combo_item.id, "quantity": 1}
        for line in (
            self.line(self.meal, combo=[]),
            self.line(self.meal, combo=[{**item, "quantity": 2}]),
            self.line(self.meal, combo=[{**item, "item_id": 2**31 - 1}]),
            self.line(self.tea, combo=[item]),
        ):
            self._refuse("combo_rule", line)

    def test_dish_out_of_its_hours(self):
        now = fields.Datetime.context_timestamp(
            self.store.with_context(tz=self.store.tz), fields.Datetime.now()
        )
        self.category.write(
            {"hour_after": 0, "hour_until": 1}
            if now.hour >= 2
            else {"hour_after": 20, "hour_until": 21}
        )
        self.store._build_menu()

        self._refuse("off_hours")

    def test_closed_store(self):
        self.store.is_paused = True

        self._refuse("store_closed")

    def test_service_that_is_not_offered(self):
        self.store.allow_takeaway = False

        self._refuse("store_closed")

    def test_stale_menu(self):
        version = self.menu_version
        self.noodles.lst_price = 30
        self.store._build_menu()

        error = self._refuse("menu_changed", menu_version=version)

        self.assertEqual(error["details"]["menu_version"], self.menu_version)

    def test_table(self):
        self._refuse("invalid_request", service="dine_in")
        self._refuse("table_expired", service="dine_in", table_token="forged")

    def test_table_of_another_store(self):
        _store, table = self._create_store("api-test-other", self.account)
        token, _expires_at = table._wechat_make_token()

        self._refuse("table_expired", service="dine_in", table_token=token)

    def test_cleared_table(self):
        token = self.scan()
        self.table._wechat_clear()

        self._refuse("table_expired", service="dine_in", table_token=token)

    def test_store_of_another_mini_program(self):
        account = self.account.copy({"appid": self.account.appid + "b"})

        self._refuse(
            "not_found", member=self._create_member("openid-of-a-stranger", account)
        )

    def test_unknown_store(self):
        self._refuse("not_found", store="nowhere")

    def test_archived_member(self):
        self.other_member.active = False

        self._refuse("token_invalid", member=self.other_member)

    def test_without_a_token(self):
        for path in ("/orders", "/quotes"):
            answer = self.call("POST", path, self.order_body())
            self.assert_refused(answer, "token_missing")

    def test_large_body(self):
        body = json.dumps(self.order_body(note="x" * 66_000)).encode()

        answer = self.call("POST", "/orders", body, member=self.member)

        self.assert_refused(answer, "body_too_large")


@tagged("post_install", "-at_install")
class TestApiOrderStatus(ShopCase):
    def test_poll(self):
        document = self.place()
        path = f"/orders/{document['uuid']}"

        first = self.call("GET", path, member=self.member)
        again = self.call(
            "GET",
            path,
            member=self.member,
            headers={"If-None-Match": first.headers["ETag"]},
        )

        self.assertEqual(first.json(), document)
        self.assertEqual(again.status_code, 304)
        self.assertEqual(first.headers["Cache-Control"], "private, no-cache")

    def test_change_is_seen_at_once(self):
        uuid = self.place()["uuid"]
        first = self.call("GET", f"/orders/{uuid}", member=self.member)
        order = self.env["pos.order"].search([("uuid", "=", uuid)])
        order._wechat_cancel("staff")
        self.env.flush_all()

        changed = self.call(
            "GET",
            f"/orders/{uuid}",
            member=self.member,
            headers={"If-None-Match": first.headers["ETag"]},
        )

        self.assertEqual(changed.status_code, 200)
        self.assertEqual(changed.json()["state"], "cancelled")
        self.assertNotEqual(changed.headers["ETag"], first.headers["ETag"])

    def test_each_language_has_its_own_tag(self):
        uuid = self.place()["uuid"]
        english = self.call("GET", f"/orders/{uuid}", member=self.member)

        chinese = self.call(
            "GET",
            f"/orders/{uuid}",
            member=self.member,
            headers={
                "Accept-Language": "zh-CN",
                "If-None-Match": english.headers["ETag"],
            },
        )

        self.assertEqual(chinese.status_code, 200)

    def test_order_of_another_member_is_not_there(self):
        uuid = self.place()["uuid"]

        for method, path in (
            ("GET", f"/orders/{uuid}"),
            ("POST", f"/orders/{uuid}/pay"),
            ("POST", f"/orders/{uuid}/check-payment"),
            ("POST", f"/orders/{uuid}/cancel"),
        ):
            self.assert_refused(
                self.call(method, path, member=self.other_member), "not_found"
            )
            self.assert_refused(self.call(method, path), "token_missing")
            self.assert_refused(
                self.call(method, path, token="forged"), "token_invalid"
            )
            expired = self.issue_token(self.member, lifetime=-1)
            self.assert_refused(self.call(method, path, token=expired), "token_expired")

    def test_archived_member_has_no_orders(self):
        uuid = self.place()["uuid"]
        self.member.active = False
        self.env.flush_all()

        for path in ("", "/pay", "/check-payment", "/cancel"):
            method = "POST" if path else "GET"
            answer = self.call(method, f"/orders/{uuid}{path}", member=self.member)
            self.assert_refused(answer, "not_found")
        orders = self.call("GET", "/orders", member=self.member).json()["orders"]
        self.assertEqual(orders, [])

    def test_order_of_the_till_is_not_there(self):
        order = self.env["pos.order"].search([("uuid", "=", self.place()["uuid"])])
        order.wechat_member_id = False
        self.env.flush_all()

        answer = self.call("GET", f"/orders/{order.uuid}", member=self.member)

        self.assert_refused(answer, "not_found")

    def test_odd_uuids_are_not_there(self):
        for uuid in (new_uuid(), "1", "%00", "x" * 500, "'; DROP TABLE"):
            answer = self.call("GET", f"/orders/{uuid}", member=self.member)
            self.assert_refused(answer, "not_found")

    def test_cancel(self):
        uuid = self.place()["uuid"]

        answer = self.call("POST", f"/orders/{uuid}/cancel", member=self.member)
        again = self.call("POST", f"/orders/{uuid}/cancel", {}, member=self.member)

        self.assertEqual(answer.json()["state"], "cancelled")
        self.assertEqual(again.json(), answer.json())

    def test_cancel_too_late(self):
        uuid = self.place()["uuid"]
        order = self.env["pos.order"].search([("uuid", "=", uuid)])
        order._wechat_move("accepted", "system")
        order._wechat_move("preparing", "kitchen")
        self.env.flush_all()

        answer = self.call("POST", f"/orders/{uuid}/cancel", member=self.member)

        self.assert_refused(answer, "order_not_cancellable")

    def test_cancel_takes_no_reason(self):
        uuid = self.place()["uuid"]

        answer = self.call(
            "POST", f"/orders/{uuid}/cancel", {"state": "refunded"}, member=self.member
        )

        self.assert_refused(answer, "invalid_request")


@tagged("post_install", "-at_install")
class TestApiOrderList(ShopCase):
    def _list(self, query="", member=None):
        return self.call("GET", f"/orders{query}", member=member or self.member).json()

    def test_pages_latest_first(self):
        uuids = [self.place()["uuid"] for _order in range(5)]
        orders = self.env["pos.order"].search([("uuid", "in", uuids)], order="id")
        for age, order in enumerate(reversed(orders)):
            self.env.cr.execute(
                "UPDATE pos_order SET create_date = %s WHERE id = %s",
                [fields.Datetime.now() - timedelta(minutes=age), order.id],
            )

        seen, query = [], "?limit=2"
        while query:
            page = self._list(query)
            seen += [order["uuid"] for order in page["orders"]]
            before = page["next_before"]
            query = before and f"?limit=2&before={before}"

        self.assertEqual(seen, uuids[::-1])

    def test_only_own_orders(self):
        self.place()

        self.assertEqual(self._list(member=self.other_member)["orders"], [])

    def test_wrong_queries(self):
        for query in ("?limit=0", "?limit=51", "?limit=x", "?before=now", "?page=2"):
            answer = self.call("GET", f"/orders{query}", member=self.member)
            self.assert_refused(answer, "invalid_request")
