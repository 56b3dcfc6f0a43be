"""Menus: what is in them, when they change, how they are served."""

import gzip
import json

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .. import errors
from ..schemas.menu import AvailabilityView, MenuView
from ..schemas.order import OrderView, QuoteView
from ..schemas.store import StoreView
from .test_pricing import PricingCommon


class MenuCommon(PricingCommon):
    def menu(self, lang="en_US"):
        """Return the current menu as a phone reads it."""
        version, packed = self.store._get_menu(lang)
        document = json.loads(gzip.decompress(packed))
        self.assertEqual(document["version"], version)
        return document

    def dish(self, product, lang="en_US"):
        """Return how the menu shows a dish."""
        dishes = {dish["id"]: dish for dish in self.menu(lang)["dishes"]}
        return dishes.get(product.id)


@tagged("post_install", "-at_install")
class TestMenuContent(MenuCommon):
    def test_documents_are_as_the_api_describes_them(self):
        MenuView.model_validate(self.menu())
        AvailabilityView.model_validate(self.store._get_availability())
        StoreView.model_validate(self.store._get_store_document("en_US"))
        line = self.make_line(self.noodles, options=self.spice[:1])
        QuoteView.model_validate(self.quote(line).to_document())
        OrderView.model_validate(self.place(line)._wechat_document("en_US"))

    def test_dish_shows_its_options(self):
        spice, extras = self.dish(self.noodles)["options"]

        self.assertEqual((spice["kind"], spice["min"], spice["max"]), ("single", 1, 1))
        self.assertEqual(
            (extras["kind"], extras["min"], extras["max"]), ("multiple", 0, 3)
        )
        self.assertEqual(
            [value["extra_fen"] for value in extras["values"]], [200, 555, 333]
        )

    def test_limits_of_choices_are_shown(self):
        self.extras.attribute_id.write(
            {"wechat_min_choices": 1, "wechat_max_choices": 2}
        )
        self.store._build_menu()

        extras = self.dish(self.noodles)["options"][1]

        self.assertEqual((extras["min"], extras["max"]), (1, 2))

    def test_set_meal_shows_its_parts(self):
        _main, side = self.dish(self.set_meal)["combo"]

        self.assertEqual((side["min"], side["max"], side["free"]), (2, 4, 2))
        self.assertEqual([item["dish_id"] for item in side["items"]][0], self.tea.id)

    def test_names_are_in_the_language_of_the_menu(self):
        self.noodles.with_context(lang="zh_CN").name = "过桥米线"
        self.category.with_context(lang="zh_CN").name = "米线"
        self.store._build_menu()

        self.assertEqual(self.dish(self.noodles, "zh_CN")["name"], "过桥米线")
        self.assertEqual(self.menu("zh_CN")["categories"][0]["name"], "米线")
        self.assertEqual(self.dish(self.noodles)["name"], "Crossing-the-bridge noodles")

    def test_price_with_tax_on_top_is_shown_with_the_tax(self):
        self.tea.taxes_id = self._create_tax("On top", 10, "tax_excluded")
        self.store._build_menu()

        self.assertEqual(self.dish(self.tea)["price_fen"], 1320)

    def test_category_shows_its_hours(self):
        self.category.write({"hour_after": 6.5, "hour_until": 10})
        self.store._build_menu()

        hours = self.menu()["categories"][0]["hours"]

        self.assertEqual(hours, {"from": "06:30", "to": "10:00"})

    def test_only_what_diners_may_order_is_listed(self):
        self.beer.self_order_available = False
        self.wine.sale_ok = False
        self.gift.pos_categ_ids = False
        self.store._build_menu()

        listed = {dish["id"] for dish in self.menu()["dishes"]}

        self.assertEqual(listed, {self.noodles.id, self.tea.id, self.set_meal.id})

    def test_food_facts_are_shown(self):
        self.noodles.write(
            {
                "wechat_spicy": "2",
                "wechat_description": "Broth, rice noodles, raw slices.",
                "wechat_energy_kj": 2100,
                "wechat_allergen_ids": [Command.create({"name": "Soy"})],
                "product_tag_ids": [Command.create({"name": "Signature"})],
                "wechat_is_recommended": True,
            }
        )
        self.store._build_menu()

        dish = self.dish(self.noodles)

        self.assertEqual((dish["spicy"], dish["allergens"]), (2, ["Soy"]))
        self.assertEqual(dish["tags"], ["Signature"])
        self.assertEqual(dish["nutrition"]["energy_kj"], 2100)
        self.assertTrue(dish["is_recommended"])


@tagged("post_install", "-at_install")
class TestMenuVersions(MenuCommon):
    def test_same_content_has_the_same_version(self):
        version, _packed = self.store._get_menu("en_US")

        self.store._build_menu()

        self.assertEqual(self.store._get_menu("en_US")[0], version)
        self.assertEqual(self._count_snapshots(), 1)

    def test_changed_price_is_a_new_version(self):
        version, _packed = self.store._get_menu("en_US")

        self.tea.list_price = 13
        self.store._build_menu()

        self.assertNotEqual(self.store._get_menu("en_US")[0], version)
        self.assertEqual(self._count_snapshots(), 2)

    def test_change_taken_back_brings_the_old_version_back(self):
        version, _packed = self.store._get_menu("en_US")
        self.tea.list_price = 13
        self.store._build_menu()

        self.tea.list_price = 12
        self.store._build_menu()

        self.assertEqual(self.store._get_menu("en_US")[0], version)

    def test_order_from_an_old_menu_is_refused_with_the_new_version(self):
        old = self.store._get_menu_versions()["en_US"]
        self.tea.list_price = 13
        self.store._build_menu()

        with self.assertRaises(errors.MenuChangedError) as caught:
            self.place(self.make_line(self.tea), menu_version=old)

        new = self.store._get_menu_versions()["en_US"]
        self.assertEqual(caught.exception.details, {"menu_version": new})

    def test_order_from_the_menu_in_another_language_is_taken(self):
        version = self.store._get_menu_versions()["zh_CN"]

        self.assertTrue(self.place(self.make_line(self.tea), menu_version=version))

    def test_price_shown_is_charged_until_the_menu_is_built(self):
        self.tea.list_price = 99

        self.assertEqual(self.quote(self.make_line(self.tea)).total_fen, 1200)

    def test_retired_versions_go_after_a_while(self):
        self.tea.list_price = 13
        self.store._build_menu()
        old = self.env["wechat.menu.snapshot"].search(
            [("store_id", "=", self.store.id), ("is_current", "=", False)]
        )
        old.retired_at = fields.Datetime.subtract(fields.Datetime.now(), days=3)

        self.env["wechat.menu.snapshot"]._gc_retired()

        self.assertFalse(old.exists())

    def _count_snapshots(self):
        return self.env["wechat.menu.snapshot"].search_count(
            [("store_id", "=", self.store.id), ("lang", "=", "en_US")]
        )


@tagged("post_install", "-at_install")
class TestMenuTriggers(MenuCommon):
    def setUp(self):
        super().setUp()
        self.env.cr.precommit.run()
        self._find_jobs().unlink()

    def _find_jobs(self):
        return self.env["queue.job"].search(
            [("identity_key", "=", f"wechat_menu:{self.store.id}")]
        )

    def assert_rebuilds(self, count=1):
        """Assert how many builds of the store's menu are waiting."""
        self.env.cr.precommit.run()
        self.assertEqual(len(self._find_jobs()), count)
        self._find_jobs().unlink()

    def test_what_shows_on_a_menu_has_it_rebuilt(self):
        self.tea.list_price = 13
        self.assert_rebuilds()
        self.category.name = "Soups"
        self.assert_rebuilds()
        self.extras[0].price_extra = 3
        self.assert_rebuilds()
        self.sides.qty_max = 5
        self.assert_rebuilds()
        self.tax.amount = 9
        self.assert_rebuilds()
        self.store.opening_ids = [Command.create({"hour_from": 8})]
        self.assert_rebuilds()

    def test_what_does_not_show_leaves_the_menu_alone(self):
        self.tea.standard_price = 3
        self.tea.description_purchase = "From Menghai"
        self.store.phone = "0871"

        self.assert_rebuilds(0)

    def test_burst_of_writes_is_one_build(self):
        for dish in (self.tea, self.beer, self.wine):
            dish.list_price += 1

        self.assert_rebuilds(1)

    def test_dated_price_rebuilds_the_menu_when_it_begins(self):
        begin = fields.Datetime.add(fields.Datetime.now(), hours=1)
        self.store.pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Evening",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "percentage",
                            "percent_price": 10,
                            "date_start": begin,
                        }
                    )
                ],
            }
        )
        catalog = self.store._build_menu()
        self.assertEqual(catalog.valid_until, begin.replace(microsecond=0))
        self.env.cr.precommit.run()
        self._find_jobs().unlink()
        catalog.valid_until = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        self.env.flush_all()

        self.store._cron_rebuild_dated_menus()

        self.assert_rebuilds()
