"""Stock: what is kept back, what comes back, and what a recipe takes."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .. import errors
from .common import OrderingCommon


class StockCommon(OrderingCommon):
    @classmethod
    def _create_dishes(cls):
        super()._create_dishes()
        cls.beer.wechat_is_counted = True
        cls.rice, cls.egg = cls.env["product.product"].create(
            [
                {"name": "Rice", "is_storable": True, "wechat_is_counted": True},
                {"name": "Egg", "is_storable": True, "wechat_is_counted": True},
            ]
        )
        cls.extras = cls._create_option(
            cls.noodles, "Extras", {"Egg": 2, "Ham": 5}, display_type="multi"
        )

    @classmethod
    def _create_store(cls):
        super()._create_store()
        cls._create_kit(cls.noodles, {cls.rice: 0.2})
        cls._stock(cls.rice, 1)
        cls._stock(cls.egg, 10)
        cls._stock(cls.beer, 3)

    @classmethod
    def _create_kit(cls, dish, parts, **values):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": dish.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts.items()
                ],
                **values,
            }
        )

    @classmethod
    def _stock(cls, product, quantity):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity
        )

    def counter(self, product):
        """Return the counter of a product."""
        return self.env["wechat.stock.counter"].search(
            [("product_id", "=", product.id)]
        )

    def assert_counter(self, product, on_hand, held):
        """Assert what is there and what is kept back."""
        counter = self.counter(product)
        counter.invalidate_recordset()
        self.assertAlmostEqual(counter.on_hand, on_hand)
        self.assertAlmostEqual(counter.held, held)

    def limit(self, dish, portions):
        """Limit a dish to so many portions a day."""
        record = self.env["wechat.store.product"].create(
            {
                "store_id": self.store.id,
                "product_tmpl_id": dish.product_tmpl_id.id,
                "daily_limit": portions,
            }
        )
        self.store._build_menu()
        return record


@tagged("post_install", "-at_install")
class TestStockHolds(StockCommon):
    def test_order_keeps_back_what_it_needs(self):
        self.place(self.make_line(self.noodles, 2), self.make_line(self.beer))

        self.assert_counter(self.rice, 1, 0.4)
        self.assert_counter(self.beer, 3, 1)

    def test_more_than_there_is_is_refused_with_the_dish(self):
        with self.assertRaises(errors.SoldOutError) as caught:
            self.place(self.make_line(self.beer, 4), self.make_line(self.tea))

        self.assertEqual(
            caught.exception.details["dishes"],
            [{"dish_id": self.beer.id, "name": "Beer", "left": 3}],
        )

    def test_ingredient_shared_by_two_lines_is_added_up(self):
        self.place(self.make_line(self.noodles, 3), self.make_line(self.noodles, 2))

        with self.assertRaises(errors.SoldOutError):
            self.place(self.make_line(self.noodles))

    def test_quote_of_too_much_is_refused_too(self):
        with self.assertRaises(errors.SoldOutError):
            self.quote(self.make_line(self.beer, 4))

    def test_cancelled_order_gives_everything_back(self):
        order = self.place(self.make_line(self.noodles, 2), self.make_line(self.beer))

        order._wechat_cancel("diner")

        self.assert_counter(self.rice, 1, 0)
        self.assert_counter(self.beer, 3, 0)
        self.assertEqual(set(order.wechat_hold_ids.mapped("state")), {"released"})

    def test_posting_takes_it_from_stock_and_ends_the_hold(self):
        order = self.place(self.make_line(self.noodles, 2), self.make_line(self.beer))
        self.pay(order)
        self.assertTrue(order.wechat_stock_pending)
        self.assert_counter(self.rice, 1, 0.4)

        picking = order._wechat_post_stock()

        self.assertEqual(picking.state, "done")
        self.assertFalse(order.wechat_stock_pending)
        self.assert_counter(self.rice, 0.6, 0)
        self.assert_counter(self.beer, 2, 0)

    def test_dish_that_is_not_kept_in_stock_gets_no_move(self):
        order = self.place(self.make_line(self.tea), self.make_line(self.beer))
        self.pay(order)

        picking = order._wechat_post_stock()

        self.assertEqual(picking.move_ids.product_id, self.beer)
        self.assertFalse(order.wechat_stock_pending)

    def test_cost_is_known_when_the_goods_are_taken(self):
        self.beer.standard_price = 2.5
        self.tea.standard_price = 0.4
        order = self.place(self.make_line(self.tea), self.make_line(self.beer, 2))
        self.pay(order)
        self.assertFalse(order.is_total_cost_computed)

        order._wechat_post_stock()

        costs = {line.product_id: line.total_cost for line in order.lines}
        self.assertEqual(costs, {self.tea: 0.4, self.beer: 5.0})
        self.assertTrue(order.is_total_cost_computed)
        self.assertEqual(order.margin, sum(order.lines.mapped("price_subtotal")) - 5.4)

    def test_many_orders_are_posted_in_one_picking(self):
        orders = self.env["pos.order"].union(
            *(self.place(self.make_line(self.beer)) for _diner in range(3))
        )
        for order in orders:
            self.pay(order)

        pickings = self.session._wechat_post_pending_stock()

        self.assertEqual(len(pickings), 1)
        self.assert_counter(self.beer, 0, 0)

    def test_delivery_of_more_can_be_ordered_at_once(self):
        self.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": self.beer.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "inventory_quantity": 20,
            }
        ).action_apply_inventory()

        self.assert_counter(self.beer, 20, 0)
        self.assertTrue(self.place(self.make_line(self.beer, 20)))

    def test_buffer_is_not_sold(self):
        self.counter(self.beer).buffer = 2

        with self.assertRaises(errors.SoldOutError):
            self.place(self.make_line(self.beer, 2))


@tagged("post_install", "-at_install")
class TestRecipes(StockCommon):
    def test_option_takes_its_own_ingredient(self):
        bom = self.env["mrp.bom"].search(
            [("product_tmpl_id", "=", self.noodles.product_tmpl_id.id)]
        )
        bom.bom_line_ids = [
            Command.create(
                {
                    "product_id": self.egg.id,
                    "product_qty": 2,
                    "bom_product_template_attribute_value_ids": self.extras[0].ids,
                }
            )
        ]
        self.store._build_menu()

        self.place(
            self.make_line(self.noodles),
            self.make_line(self.noodles, options=self.extras),
        )

        self.assert_counter(self.egg, 10, 2)
        self.assert_counter(self.rice, 1, 0.4)

    def test_kit_in_a_kit_is_flattened_with_its_units(self):
        grams = self.env.ref("uom.product_uom_gram")
        self.rice.uom_id = self.env.ref("uom.product_uom_kgm")
        broth = self._create_dish("Broth", 0, available_in_pos=False)
        self._create_kit(
            broth,
            {},
            product_qty=10,
            bom_line_ids=[
                Command.create(
                    {
                        "product_id": self.rice.id,
                        "product_qty": 500,
                        "product_uom_id": grams.id,
                    }
                )
            ],
        )
        self._create_kit(self.tea, {broth: 2})
        self.store._build_menu()

        line = self.env["wechat.dish.recipe"].search([("product_id", "=", self.tea.id)])

        self.assertEqual(line.ingredient_id, self.rice)
        self.assertAlmostEqual(line.quantity, 0.1)

    def test_changed_recipe_rebuilds_the_menu(self):
        jobs = self._count_menu_jobs()

        self.env["mrp.bom.line"].search(
            [("product_id", "=", self.rice.id)]
        ).product_qty = 0.3
        self.env.cr.precommit.run()

        self.assertEqual(self._count_menu_jobs(), jobs + 1)

    def _count_menu_jobs(self):
        return self.env["queue.job"].search_count(
            [("identity_key", "=", f"wechat_menu:{self.store.id}")]
        )

    def test_what_is_not_counted_is_not_limited(self):
        self.rice.wechat_is_counted = False
        self.store._build_menu()

        self.assertTrue(self.place(self.make_line(self.noodles, 50)))


@tagged("post_install", "-at_install")
class TestDailyLimits(StockCommon):
    def test_limit_counts_down_and_ends_the_sale(self):
        self.limit(self.tea, 3)

        self.place(self.make_line(self.tea, 2))

        with self.assertRaises(errors.SoldOutError):
            self.place(self.make_line(self.tea, 2))
        items = self.store._get_availability()["items"]
        self.assertEqual(items[str(self.tea.id)], {"state": "available", "left": 1})

    def test_limit_begins_anew_with_the_day(self):
        self.limit(self.tea, 3)
        open_order = self.place(self.make_line(self.tea, 2))

        self.store._start_daily_limits()

        self.assertTrue(self.place(self.make_line(self.tea, 3)))
        open_order._wechat_cancel("diner")
        with self.assertRaises(errors.SoldOutError):
            self.place(self.make_line(self.tea, 3))

    def test_raised_limit_counts_at_once(self):
        record = self.limit(self.tea, 1)
        self.place(self.make_line(self.tea))

        record.daily_limit = 3

        self.assertTrue(self.place(self.make_line(self.tea, 2)))

    def test_limit_of_one_store_is_not_the_other_stores(self):
        self.limit(self.tea, 1)
        other = self.store.copy({"code": "ordering-other", "pos_config_ids": False})
        other._ensure_session()
        other._build_menu()
        basket = self.make_order(
            self.make_line(self.tea, 5),
            store=other.code,
            menu_version=other._get_menu_versions()["en_US"],
        )

        order = self.env["pos.order"]._wechat_place(other, self.member, basket)

        self.assertEqual(order.wechat_store_id, other)


@tagged("post_install", "-at_install")
class TestAvailability(StockCommon):
    def test_availability_is_one_statement(self):
        self.store._get_availability()
        self.env.flush_all()
        self.env.invalidate_all()

        with self.assertQueryCount(1):
            self.store._get_availability()

    def test_availability_tells_what_is_left(self):
        shown = self.store._get_availability()

        self.assertEqual(shown["items"][str(self.noodles.id)]["left"], 5)
        self.assertEqual(shown["items"][str(self.beer.id)]["left"], 3)
        self.assertNotIn(str(self.tea.id), shown["items"])
        self.assertTrue(shown["is_open"])
        self.assertEqual(shown["menu_version"], self.store._get_menu_versions())

    def test_paused_sold_out_and_until_are_told_apart(self):
        dish = {"store_id": self.store.id}
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        self.env["wechat.store.product"].create(
            [
                {
                    **dish,
                    "product_tmpl_id": self.tea.product_tmpl_id.id,
                    "is_paused": True,
                },
                {
                    **dish,
                    "product_tmpl_id": self.beer.product_tmpl_id.id,
                    "sold_out_until": tomorrow,
                },
            ]
        )

        items = self.store._get_availability()["items"]

        self.assertEqual(items[str(self.tea.id)]["state"], "paused")
        self.assertEqual(items[str(self.beer.id)]["state"], "sold_out")

    def test_paused_store_is_closed(self):
        self.store.is_paused = True

        self.assertFalse(self.store._get_availability()["is_open"])
        with self.assertRaises(errors.StoreClosedError):
            self.place(self.make_line(self.tea))
