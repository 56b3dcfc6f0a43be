"""Two diners and one last portion, each on a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.orm.environments import Transaction
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

_PORTIONS = 20
_BUYERS = 60
_TRIES = 50


@tagged("post_install", "-at_install")
class TestLastPortion(BaseCase):
    """Works on committed rows, because a test's own transaction has only one side."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            product = env["product.product"].create({"name": "Last portion"})
            self.product_id = product.id
            places = env["stock.location"].create(
                [{"name": "Shelf A"}, {"name": "Shelf B"}]
            )
            self.place_ids = places.ids
            self.counter_ids = [
                env["wechat.stock.counter"]
                ._ensure_stock_counters(place, product)[product]
                .id
                for place in places
            ]
            self._set_on_hand(cr, _PORTIONS)
        self.addCleanup(self._clean)

    def _set_on_hand(self, cr, quantity):
        cr.execute(
            "UPDATE wechat_stock_counter SET on_hand = %s, held = 0 WHERE id IN %s",
            [quantity, tuple(self.counter_ids)],
        )

    def _clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["wechat.stock.counter"].browse(self.counter_ids).unlink()
            env["stock.location"].browse(self.place_ids).unlink()
            env["product.product"].browse(self.product_id).unlink()

    def _buy(self, needs, level, start):
        """Take a portion as a request does, again when others got in between."""
        start.wait()
        for _try in range(_TRIES):
            try:
                with self.registry.cursor() as cr:
                    cr.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
                    # Any request has read something before it writes.
                    cr.execute("SELECT count(*) FROM wechat_stock_counter")
                    # The main thread holds the lock of the registries while tests run.
                    cr.transaction = Transaction(self.registry)
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    has_got_it = env["wechat.stock.counter"]._take(needs)
                    if not has_got_it:
                        cr.rollback()
                return has_got_it
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                continue
        raise AssertionError("never got through")

    def _sell(self, level, make_needs):
        start = threading.Barrier(8)
        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(8) as pool:

            def buyer(number):
                gate = start if number < 8 else threading.Event()
                if number >= 8:
                    gate.set()
                return self._buy(make_needs(number), level, gate)

            return list(pool.map(buyer, range(_BUYERS)))

    def _read_held(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT held FROM wechat_stock_counter WHERE id IN %s ORDER BY id",
                [tuple(self.counter_ids)],
            )
            return [row[0] for row in cr.fetchall()]

    def _assert_sold_exactly(self, level):
        first, second = self.counter_ids

        def make_needs(number):
            # Half of the diners name the dishes in the other order.
            pair = [(first, 1), (second, 1)]
            return dict(pair if number % 2 else reversed(pair))

        sold = self._sell(level, make_needs)

        self.assertEqual(sum(sold), _PORTIONS)
        self.assertEqual(self._read_held(), [_PORTIONS, _PORTIONS])

    def test_no_more_is_sold_than_there_is(self):
        self._assert_sold_exactly("REPEATABLE READ")

    def test_no_more_is_sold_where_nobody_starts_over(self):
        self._assert_sold_exactly("READ COMMITTED")

    def test_order_that_lacks_one_thing_takes_nothing(self):
        first, second = self.counter_ids

        sold = self._sell("READ COMMITTED", lambda n: {first: 1, second: 2})

        self.assertEqual(sum(sold), _PORTIONS // 2)
        self.assertEqual(self._read_held(), [_PORTIONS // 2, _PORTIONS])
