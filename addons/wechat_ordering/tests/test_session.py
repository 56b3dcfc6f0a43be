"""The online counter and its day: nothing is lost, the books balance."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderingCommon


@tagged("post_install", "-at_install")
class TestOnlineConfig(OrderingCommon):
    def test_online_counter_has_no_cash_and_the_tills_floors(self):
        online = self.store.online_config_id

        self.assertFalse(online.cash_control)
        self.assertEqual(online.floor_ids, self.floor)
        self.assertEqual(online.self_ordering_mode, "nothing")
        self.assertEqual(online.payment_method_ids.wechatpay_provider_id, self.provider)

    def test_till_and_online_counter_trust_each_other(self):
        online = self.store.online_config_id

        self.assertIn(self.till, online.trusted_config_ids)
        self.assertIn(online, self.till.trusted_config_ids)

    def test_new_till_of_the_store_is_trusted_while_the_session_is_open(self):
        second = self.env["pos.config"].create(
            {
                "name": "Bar",
                "module_pos_restaurant": True,
                "wechat_store_id": self.store.id,
            }
        )

        self.assertIn(second, self.store.online_config_id.trusted_config_ids)
        self.assertIn(second.floor_ids, self.store.online_config_id.floor_ids)

    def test_numbers_come_from_sequences_that_do_not_lock(self):
        configs = self.till | self.store.online_config_id
        sequences = (
            configs.order_seq_id
            | configs.order_backend_seq_id
            | configs.order_line_seq_id
        )

        self.assertEqual(set(sequences.mapped("implementation")), {"standard"})

    def test_till_of_no_store_is_numbered_as_odoo_does(self):
        till = self.env["pos.config"].create({"name": "Kiosk"})
        self.assertEqual(till.order_seq_id.implementation, "no_gap")

        till.wechat_store_id = self.store

        self.assertEqual(till.order_seq_id.implementation, "standard")

    def test_table_belongs_to_the_store(self):
        self.assertEqual(self.table.wechat_store_id, self.store)


@tagged("post_install", "-at_install")
class TestEndOfDay(OrderingCommon):
    def roll(self):
        """End the day as its three jobs do, each in its turn."""
        sessions = self.store._roll_session()
        for session in sessions:
            session._wechat_lock()
            session._wechat_close()
        return sessions

    def test_day_ends_without_a_gap(self):
        old = self.roll()

        self.assertEqual(old, self.session)
        self.assertEqual(old.state, "closed")
        new = self.store._ensure_session()
        self.assertNotEqual(new, old)
        self.assertEqual(new.state, "opened")

    def test_closing_posts_one_balanced_entry_with_the_wechat_payments(self):
        for dish in (self.noodles, self.tea, self.beer):
            self.pay(self.place(self.make_line(dish, 2)))

        self.roll()

        move = self.session.move_id
        self.assertEqual(move.state, "posted")
        self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0)
        payment = self.session.bank_payment_ids
        self.assertEqual(len(payment), 1)
        self.assertEqual(payment.amount, 100)
        self.assertEqual(
            payment.journal_id, self.store._ensure_payment_method().journal_id
        )
        tax = move.line_ids.filtered("tax_line_id")
        self.assertAlmostEqual(-tax.balance, 5.66)
        self.assertEqual(set(self.session.order_ids.mapped("state")), {"done"})

    def test_stock_put_off_is_posted_before_closing(self):
        order = self.place(self.make_line(self.beer, 2))
        self.pay(order)

        self.roll()

        self.assertFalse(order.wechat_stock_pending)
        self.assertEqual(self.session.picking_ids.move_ids.quantity, 2)

    def test_open_orders_move_to_the_new_day(self):
        order = self.place(self.make_line(self.noodles))

        self.roll()

        self.assertEqual(order.session_id, self.store._ensure_session())
        self.assertEqual(order.state, "draft")

    def test_order_placed_into_the_old_day_moves_before_it_closes(self):
        self.store._roll_session()
        late = self.place(self.make_line(self.noodles))
        late.session_id = self.session

        self.session._wechat_lock()
        self.session._wechat_close()

        self.assertEqual(late.session_id, self.store._ensure_session())

    def test_money_for_an_order_of_a_closing_day_goes_to_the_new_one(self):
        order = self.place(self.make_line(self.noodles))
        self.store._roll_session()
        order.session_id = self.session
        self.session._wechat_lock()

        self.pay(order)

        self.assertEqual(order.session_id, self.store._ensure_session())
        self.assertEqual(order.payment_ids.session_id, order.session_id)

    def test_order_is_accepted_though_no_session_is_open(self):
        self.session.action_pos_session_closing_control()

        order = self.place(self.make_line(self.noodles))

        self.assertEqual(order.session_id.state, "opened")

    def test_closing_again_changes_nothing(self):
        self.roll()
        move = self.session.move_id

        self.session._wechat_lock()
        self.session._wechat_close()

        self.assertEqual(self.session.move_id, move)

    def test_cashiers_session_posts_the_stock_of_phone_orders(self):
        self.till.write({"payment_method_ids": [Command.link(self._get_method().id)]})
        self.till.open_ui()
        session = self.till.current_session_id
        session.set_opening_control(0, "")
        order = self.place(self.make_line(self.beer))
        order.session_id = session
        self.pay(order)
        self.assertTrue(order.wechat_stock_pending)

        session.action_pos_session_closing_control()

        self.assertFalse(order.wechat_stock_pending)

    def _get_method(self):
        return self.store._ensure_payment_method()


@tagged("post_install", "-at_install")
class TestBusinessDay(OrderingCommon):
    def test_day_begins_at_its_hour_in_the_stores_timezone(self):
        at = fields.Datetime.to_datetime
        # 4:00 in Shanghai is 20:00 UTC the day before.
        before, after = at("2026-03-01 19:59:00"), at("2026-03-01 20:00:00")

        self.assertEqual(str(self.store._get_business_date(before)), "2026-03-01")
        self.assertEqual(str(self.store._get_business_date(after)), "2026-03-02")

    def test_cron_enqueues_the_end_of_the_day_once(self):
        self.store._cron_roll_sessions()
        self.assertFalse(self._find_jobs())
        tomorrow = fields.Datetime.now() + timedelta(days=1)

        with freeze_time(tomorrow):
            self.store._cron_roll_sessions()
            self.store._cron_roll_sessions()

        self.assertEqual(len(self._find_jobs()), 1)

    def _find_jobs(self):
        key = f"wechat_roll_session:{self.store.id}"
        return self.env["queue.job"].search([("identity_key", "=", key)])


@tagged("post_install", "-at_install")
class TestOpeningHours(OrderingCommon):
    def set_hours(self, *hours):
        self.store.opening_ids = [
            Command.clear(),
            *(
                Command.create({"dayofweek": day, "hour_from": start, "hour_to": end})
                for day, start, end in hours
            ),
        ]

    def is_open(self, moment):
        return self.store._is_open(fields.Datetime.to_datetime(moment))

    def test_hours_are_the_stores_own(self):
        self.set_hours(("0", 10, 21.5))

        # Monday 2026-03-02, 10:00 in Shanghai is 2:00 UTC.
        self.assertFalse(self.is_open("2026-03-02 01:59:00"))
        self.assertTrue(self.is_open("2026-03-02 02:00:00"))
        self.assertTrue(self.is_open("2026-03-02 13:29:00"))
        self.assertFalse(self.is_open("2026-03-02 13:30:00"))

    def test_hours_past_midnight_belong_to_the_evening_before(self):
        self.set_hours(("6", 18, 2))

        # Monday, 1:59 and 2:00 in Shanghai.
        self.assertTrue(self.is_open("2026-03-01 17:59:00"))
        self.assertFalse(self.is_open("2026-03-01 18:00:00"))

    def test_closed_store_tells_when_it_opens(self):
        self.set_hours(("0", 10, 21))

        with freeze_time("2026-03-02 14:00:00"):
            document = self.store._get_store_document("en_US")

        self.assertFalse(document["is_open"])
        self.assertEqual(document["opens_at"], "2026-03-09T02:00:00.000Z")
        self.assertEqual(
            document["hours"], [{"weekday": 1, "from": "10:00", "to": "21:00"}]
        )

    def test_store_without_hours_is_always_open(self):
        self.assertTrue(self.is_open("2026-03-02 19:00:00"))
