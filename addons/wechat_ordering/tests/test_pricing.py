"""Prices: what a quote says is what the order costs and what Odoo computes of it."""

import random

from odoo.fields import Command
from odoo.tests import tagged

from .. import errors
from .common import OrderingCommon


class PricingCommon(OrderingCommon):
    """A menu with options, extras, two set meals and three taxes."""

    @classmethod
    def _create_dishes(cls):
        super()._create_dishes()
        cls.vat_13 = cls._create_tax("VAT 13 %", 13, "tax_included")
        cls.spice = cls._create_option(cls.noodles, "Spice", {"Mild": 0, "Hot": 0})
        cls.extras = cls._create_option(
            cls.noodles,
            "Extras",
            {"Egg": 2, "Ham": 5.55, "Tofu": 3.33},
            display_type="multi",
        )
        cls.wine = cls._create_dish("Wine", 33.33, taxes_id=cls.vat_13.ids)
        cls.gift = cls._create_dish("Cup to keep", 19.9, taxes_id=False)
        cls.mains = cls._create_combo("Main", {cls.noodles: 0, cls.wine: 4.44})
        cls.sides = cls._create_combo(
            "Side", {cls.tea: 0, cls.beer: 1.5}, qty_free=2, qty_max=4
        )
        cls.set_meal = cls._create_dish(
            "Set", 37.77, type="combo", combo_ids=(cls.mains | cls.sides).ids
        )

    @classmethod
    def _create_tax(cls, name, amount, price_include, **values):
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "price_include_override": price_include,
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _create_combo(cls, name, dishes, **values):
        return cls.env["product.combo"].create(
            {
                "name": name,
                "combo_item_ids": [
                    Command.create({"product_id": dish.id, "extra_price": extra})
                    for dish, extra in dishes.items()
                ],
                **values,
            }
        )

    def draw_basket(self, dice):
        """Return a basket that the menu allows."""
        return [self._draw_line(dice) for _line in range(dice.randint(1, 8))]

    def _draw_line(self, dice):
        dish = dice.choice(
            [self.noodles, self.tea, self.wine, self.gift, self.set_meal]
        )
        quantity = dice.choice([1, 1, 2, 3, 7])
        if dish == self.set_meal:
            return self.make_line(dish, quantity, combo=self._draw_combo(dice))
        options = self._draw_options(dice) if dish == self.noodles else ()
        return self.make_line(dish, quantity, options)

    def _draw_options(self, dice):
        extras = dice.sample(list(self.extras), dice.randint(0, 3))
        return [dice.choice(list(self.spice)), *extras]

    def _draw_combo(self, dice):
        main = dice.choice(self.mains.combo_item_ids)
        yield self._choose(dice, main, 1)
        left = dice.randint(2, 4)
        while left:
            count = dice.randint(1, left)
            yield self._choose(dice, dice.choice(self.sides.combo_item_ids), count)
            left -= count

    def _choose(self, dice, item, count):
        options = self._draw_options(dice) if item.product_id == self.noodles else ()
        return {
            "item_id": item.id,
            "quantity": count,
            "options": [option.id for option in options],
        }

    def assert_priced_as_odoo_does(self, lines):
        """Assert that quote, order and Odoo agree to the fen."""
        quote = self.quote(*lines)
        order = self.place(*lines)

        self.assertEqual(order.amount_total, quote.total_fen / 100)
        self.assertEqual(order.amount_tax, quote.tax_fen / 100)
        document = order._wechat_document("en_US")
        shown = [line["total_fen"] for line in quote.to_document()["lines"]]
        self.assertEqual([line["total_fen"] for line in document["lines"]], shown)
        self._assert_odoo_computes_the_same(order)

    def _assert_odoo_computes_the_same(self, order):
        placed = {line: _amounts(line) for line in order.lines}
        total = (order.amount_total, order.amount_tax)
        order.lines._onchange_amount_line_all()
        order._compute_prices()
        self.assertEqual({line: _amounts(line) for line in order.lines}, placed)
        self.assertEqual((order.amount_total, order.amount_tax), total)


def _amounts(line):
    return round(line.price_subtotal, 2), round(line.price_subtotal_incl, 2)


@tagged("post_install", "-at_install")
class TestPricingAgainstOdoo(PricingCommon):
    def assert_many_baskets(self, seed, count=25):
        dice = random.Random(seed)
        for _basket in range(count):
            lines = self.draw_basket(dice)
            with self.subTest(lines=lines):
                self.assert_priced_as_odoo_does(lines)

    def test_taxes_in_the_prices(self):
        self.assert_many_baskets(1, 40)

    def test_taxes_rounded_by_line(self):
        self.company.tax_calculation_rounding_method = "round_per_line"
        self.store._build_menu()

        self.assert_many_baskets(2)

    def test_taxes_on_top(self):
        on_top = self._create_tax("On top 6 %", 6, "tax_excluded")
        (self.noodles | self.tea | self.beer).taxes_id = on_top
        self.store._build_menu()

        self.assert_many_baskets(3)

    def test_taxes_that_are_not_simple(self):
        fixed = self._create_tax(
            "Bottle", 0.5, "tax_excluded", amount_type="fixed", sequence=1
        )
        self.wine.taxes_id = fixed | self.vat_13
        self.tea.taxes_id = self._create_tax("A", 3, "tax_included") | self.tax
        self.store._build_menu()

        self.assert_many_baskets(4)

    def test_fiscal_position_that_takes_the_tax_away(self):
        position = self.env["account.fiscal.position"].create({"name": "Free"})
        reduced = self._create_tax("VAT 1 %", 1, "tax_included")
        reduced.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set((self.tax | self.vat_13).ids)],
            }
        )
        self.store.fiscal_position_id = position
        self.store._build_menu()

        self.assert_many_baskets(5)

    def test_pricelist(self):
        self.store.pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Lunch",
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 7}),
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": self.tea.product_tmpl_id.id,
                            "min_quantity": 3,
                            "fixed_price": 9.99,
                        }
                    ),
                ],
            }
        )
        self.store._build_menu()

        self.assert_many_baskets(6)
        tea = self.quote(self.make_line(self.tea, 3))
        self.assertEqual(tea.total_fen, 3 * 999)
        self.assertEqual(self.quote(self.make_line(self.tea)).total_fen, 1116)


@tagged("post_install", "-at_install")
class TestPricingRules(PricingCommon):
    def assert_refused(self, error, *lines, **values):
        """Assert that neither quote nor order take this, and nothing is written."""
        orders = self.env["pos.order"].search_count([])
        with self.assertRaises(error):
            self.quote(*lines, **values)
        with self.assertRaises(error):
            self.place(*lines, **values)
        self.assertEqual(self.env["pos.order"].search_count([]), orders)

    def test_missing_choice_is_refused(self):
        self.assert_refused(errors.InvalidOptionError, self.make_line(self.noodles))

    def test_option_of_another_dish_is_refused(self):
        line = self.make_line(self.tea, options=self.spice[:1])

        self.assert_refused(errors.InvalidOptionError, line)

    def test_unknown_dish_is_refused(self):
        line = {**self.make_line(self.tea), "dish_id": 2**31 - 1}

        self.assert_refused(errors.NotOnMenuError, line)

    def test_dish_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Neighbour"})
        foreign = self._create_dish("Theirs", 5, company_id=other.id, taxes_id=False)
        self.store._build_menu()

        self.assert_refused(errors.NotOnMenuError, self.make_line(foreign))

    def test_hidden_dish_is_refused(self):
        self.store.product_ids = [
            Command.create(
                {"product_tmpl_id": self.tea.product_tmpl_id.id, "is_listed": False}
            )
        ]
        self.store._build_menu()

        self.assert_refused(errors.NotOnMenuError, self.make_line(self.tea))

    def test_dish_that_staff_marked_is_sold_out_at_once(self):
        self.store.product_ids = [
            Command.create(
                {"product_tmpl_id": self.tea.product_tmpl_id.id, "is_sold_out": True}
            )
        ]

        self.assert_refused(errors.SoldOutError, self.make_line(self.tea))

    def test_incomplete_set_meal_is_refused(self):
        main = self.mains.combo_item_ids[1]
        line = self.make_line(self.set_meal, combo=[{"item_id": main.id}])

        self.assert_refused(errors.ComboRuleError, line)

    def test_dish_out_of_its_hours_is_refused(self):
        self.category.write({"hour_after": 23.99, "hour_until": 24})
        self.store._build_menu()

        self.assert_refused(errors.OffHoursError, self.make_line(self.tea))

    def test_error_names_the_dish_in_the_diners_language(self):
        self.tea.with_context(lang="zh_CN").name = "普洱茶"
        self.store._build_menu()
        self.env = self.env(context={**self.env.context, "lang": "zh_CN"})

        with self.assertRaises(errors.InvalidOptionError) as caught:
            self.quote(self.make_line(self.tea, options=self.spice[:1]))

        self.assertIn("普洱茶", str(caught.exception))

    def test_default_option_is_told_but_not_assumed(self):
        self.spice[0].wechat_is_default = True
        self.store._build_menu()

        self.assert_refused(errors.InvalidOptionError, self.make_line(self.noodles))
