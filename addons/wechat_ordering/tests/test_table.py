"""Tables: codes, scans, and guests who are gone."""

from freezegun import freeze_time
from odoo import fields
from odoo.tests import tagged

from .. import errors
from ..const import TABLE_TOKEN_SECONDS
from .common import OrderingCommon


@tagged("post_install", "-at_install")
class TestTable(OrderingCommon):
    def scan(self):
        """Return the proof of having scanned the table's code."""
        return self.table._wechat_make_token()[0]

    def place_at_table(self, token):
        return self.place(
            self.make_line(self.tea), service="dine_in", table_token=token
        )

    def test_code_finds_its_table_and_is_not_kept(self):
        code = self.table._wechat_rotate_code()

        self.assertEqual(
            self.env["restaurant.table"]._wechat_find_by_code(code), self.table
        )
        self.assertNotIn(code, self.table.wechat_code_hash)

    def test_new_code_makes_the_old_one_worthless(self):
        old = self.table._wechat_rotate_code()
        self.table._wechat_rotate_code()

        with self.assertRaises(errors.TableNotFoundError):
            self.env["restaurant.table"]._wechat_find_by_code(old)

    def test_order_at_a_table_shows_it_occupied_to_the_till(self):
        order = self.place_at_table(self.scan())

        self.assertEqual(order.self_ordering_table_id, self.table)
        self.assertEqual(
            order._wechat_document("en_US")["table"],
            {"name": str(self.table.table_number)},
        )

    def test_two_diners_at_one_table_keep_their_orders_apart(self):
        token = self.scan()
        first, second = self.place_at_table(token), self.place_at_table(token)
        values = {
            "uuid": first.uuid,
            "session_id": self.session.id,
            "table_id": self.table.id,
            "state": "draft",
        }
        second.table_id = self.table

        self.assertEqual(self.env["pos.order"]._get_open_order(values), first)

    def test_till_does_not_overwrite_a_diners_order_with_its_own(self):
        order = self.place_at_table(self.scan())
        order.table_id = self.table

        found = self.env["pos.order"]._get_open_order(
            {
                "uuid": "a-new-order-of-the-till",
                "session_id": self.session.id,
                "table_id": self.table.id,
                "state": "draft",
            }
        )

        self.assertFalse(found)

    def test_scan_of_guests_who_left_is_refused(self):
        token = self.scan()

        self.table._wechat_clear()

        with self.assertRaises(errors.TableExpiredError):
            self.place_at_table(token)

    def test_old_scan_is_refused(self):
        token = self.scan()
        later = fields.Datetime.add(
            fields.Datetime.now(), seconds=TABLE_TOKEN_SECONDS + 1
        )

        with freeze_time(later), self.assertRaises(errors.TableExpiredError):
            self.place_at_table(token)

    def test_forged_scan_is_refused(self):
        token = self.scan()

        for forged in ("", "x", token[:-2], token[:-4] + "AAAA", "A" * len(token), "é"):
            with self.subTest(forged), self.assertRaises(errors.TableExpiredError):
                self.env["restaurant.table"]._wechat_from_token(forged)

    def test_table_of_another_store_is_refused(self):
        other_till = self.env["pos.config"].create(
            {"name": "Elsewhere", "module_pos_restaurant": True}
        )
        self.env["wechat.store"].create(
            {
                "name": "Elsewhere",
                "code": "elsewhere",
                "account_id": self.account.id,
                "pos_config_ids": other_till.ids,
            }
        )
        token, _expires = other_till.floor_ids.table_ids[0]._wechat_make_token()

        with self.assertRaises(errors.TableExpiredError):
            self.place_at_table(token)

    def test_archived_table_is_refused(self):
        token = self.scan()
        self.table.active = False

        with self.assertRaises(errors.TableExpiredError):
            self.place_at_table(token)

    def test_takeaway_needs_no_table(self):
        order = self.place(self.make_line(self.tea))

        self.assertFalse(order.self_ordering_table_id)
        self.assertEqual(order.floating_order_name, order.wechat_pickup_number)

    def test_service_that_the_store_does_not_offer_is_refused(self):
        self.store.allow_takeaway = False

        with self.assertRaises(errors.StoreClosedError):
            self.place(self.make_line(self.tea))


@tagged("post_install", "-at_install")
class TestTillHints(OrderingCommon):
    def setUp(self):
        super().setUp()
        self.till.open_ui()
        self.till.current_session_id.set_opening_control(0, "")
        self.env.cr.precommit.run()

    def collect(self):
        """Return the kinds of messages that wait for the till."""
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].search(
            [("channel", "ilike", self.till.access_token)]
        )
        kinds = [message.message for message in messages]
        messages.unlink()
        return kinds

    def test_order_is_announced_to_the_open_till(self):
        self.place(self.make_line(self.tea))

        (message,) = self.collect()

        self.assertIn("SYNCHRONISATION", message)
        self.assertIn(str(self.till.current_session_id.id), message)

    def test_paid_order_is_announced_with_a_sound(self):
        order = self.place(self.make_line(self.tea))
        self.collect()

        self.pay(order)

        self.assertTrue(any("WECHAT_ORDER" in message for message in self.collect()))

    def test_closed_till_hears_nothing(self):
        self.till.current_session_id.state = "closed"
        self.env.flush_all()
        self.collect()

        self.place(self.make_line(self.tea))

        self.assertFalse(self.collect())
