"""The kitchen: tickets by station, the life of a dish, and who may touch it."""

import json

from odoo.exceptions import (
    AccessError,
    ConcurrencyError,
    UserError,
    ValidationError,
)
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..const import KITCHEN_MOVES
from .common import OrderingCommon


class KitchenCommon(OrderingCommon):
    """A store with a wok and a bar, and an accepted order of one dish for each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drinks, cls.teas = cls.env["pos.category"].create(
            [{"name": "Drinks"}, {"name": "Teas"}]
        )
        cls.teas.parent_id = cls.drinks
        cls.tea.pos_categ_ids = cls.teas
        cls.beer.pos_categ_ids = False
        cls.wok, cls.bar = cls.env["kitchen.station"].create(
            [
                cls._station("Wok", 1, cls.category),
                cls._station("Bar", 2, cls.drinks),
            ]
        )
        cls.order = cls._create_order(cls.noodles, cls.tea)

    @classmethod
    def _station(cls, name, sequence, categories):
        return {
            "name": name,
            "store_id": cls.store.id,
            "sequence": sequence,
            "pos_categ_ids": categories.ids,
        }

    @classmethod
    def _create_order(cls, *products):
        total = sum(products[0].mapped("list_price")) * len(products)
        return cls.env["pos.order"].create(
            {
                "config_id": cls.store.online_config_id.id,
                "session_id": cls.session.id,
                "company_id": cls.company.id,
                "source": "wechat",
                "wechat_store_id": cls.store.id,
                "wechat_state": "accepted",
                "wechat_service": "takeaway",
                "wechat_pickup_number": "W001",
                "amount_total": total,
                "amount_tax": 0,
                "amount_paid": 0,
                "amount_return": 0,
                "lines": [
                    Command.create(cls._line(index, product))
                    for index, product in enumerate(products)
                ],
            }
        )

    @classmethod
    def _line(cls, index, product):
        return {
            "name": f"Line {index}",
            "product_id": product.id,
            "full_product_name": product.name,
            "qty": 1,
            "price_unit": 20,
            "price_subtotal": 20,
            "price_subtotal_incl": 20,
            "customer_note": "no coriander",
        }


@tagged("post_install", "-at_install")
class TestKitchenTickets(KitchenCommon):
    """An order becomes tickets, once."""

    def test_first_station_that_another_order_makes_is_waited_for(self):
        store = self.store.copy({"code": "without-stations", "name": "New"})
        self.assertFalse(store.kitchen_station_ids)
        # What the other order committed is not seen, but it is there.
        self.env.cr.execute(
            "INSERT INTO kitchen_station (store_id, name, sequence, active)"
            ' VALUES (%s, \'{"en_US": "Kitchen"}\', 1, true)',
            [store.id],
        )

        with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
            store._ensure_kitchen_station()

        store.invalidate_recordset()
        self.assertEqual(store._ensure_kitchen_station().name, "Kitchen")

    def test_order_splits_by_station(self):
        tickets = self.order._kitchen_create_tickets()

        self.assertEqual(tickets.station_id, self.wok | self.bar)
        at_wok = tickets.filtered(lambda t: t.station_id == self.wok)
        self.assertEqual(at_wok.line_ids.product_id, self.noodles)
        self.assertEqual(at_wok.line_ids.note, "no coriander")
        self.assertEqual(at_wok.number, "W001")

    def test_dish_of_no_station_goes_to_the_first(self):
        order = self._create_order(self.beer)

        self.assertEqual(order._kitchen_create_tickets().station_id, self.wok)

    def test_store_without_stations_gets_one(self):
        (self.wok | self.bar).unlink()

        tickets = self.order._kitchen_create_tickets()

        self.assertEqual(len(tickets), 1)
        self.assertEqual(len(tickets.line_ids), 2)

    def test_repeated_creation_changes_nothing(self):
        self.order._kitchen_create_tickets()

        self.assertFalse(self.order._kitchen_create_tickets())
        self.assertEqual(len(self.order.kitchen_ticket_ids), 2)

    def test_dish_added_later_makes_a_new_round(self):
        self.order._kitchen_create_tickets()
        self.order.lines[0].copy({"order_id": self.order.id, "name": "Line 3"})

        ticket = self.order._kitchen_create_tickets()

        self.assertEqual((ticket.station_id, ticket.round), (self.wok, 2))

    def test_till_knows_what_the_kitchen_has(self):
        self.order._kitchen_create_tickets()

        change = json.loads(self.order.last_order_preparation_change)
        self.assertEqual(set(change["lines"]), set(self.order.lines.mapped("uuid")))
        self.assertTrue(change["metadata"]["serverDate"])

    def test_category_at_two_stations_is_refused(self):
        with self.assertRaises(ValidationError):
            self.bar.pos_categ_ids |= self.category


@tagged("post_install", "-at_install")
class TestKitchenMoves(KitchenCommon):
    """A dish goes from the queue to the table, and the order with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.order._kitchen_create_tickets()
        cls.lines = cls.tickets.line_ids

    def test_every_move_follows_the_table(self):
        line = self.lines[0]
        states = list(KITCHEN_MOVES)
        for from_state in states:
            for to_state in states:
                line.state = from_state
                if to_state in KITCHEN_MOVES[from_state] or to_state == from_state:
                    line._move(to_state)
                    self.assertEqual(line.state, to_state)
                else:
                    with self.assertRaises(UserError):
                        line._move(to_state)

    def test_order_follows_its_dishes(self):
        self.lines[0].action_move("cooking")
        self.assertEqual(self.order.wechat_state, "preparing")

        self.lines[0].action_move("ready")
        self.assertEqual(self.order.wechat_state, "preparing")

        self.lines[1].action_move("ready")
        self.assertEqual(self.order.wechat_state, "ready")

    def test_recalled_dish_takes_the_order_back(self):
        self.tickets.action_ready()
        self.lines[0].action_move("recalled")

        self.assertEqual(self.order.wechat_state, "preparing")

    def test_each_move_leaves_history_and_a_new_version(self):
        version = self.order.wechat_version
        self.lines[0].action_move("cooking")

        event = self.lines[0].event_ids
        self.assertEqual((event.from_state, event.to_state), ("queued", "cooking"))
        self.assertEqual(event.user_id, self.env.user)
        self.assertGreater(self.order.wechat_version, version)

    def test_repeated_move_changes_nothing(self):
        self.lines[0].action_move("cooking")
        self.lines[0].action_move("cooking")

        self.assertEqual(len(self.lines[0].event_ids), 1)

    def test_cancelling_spares_what_is_ready(self):
        self.lines[0].action_move("ready")
        self.order._kitchen_cancel_tickets("guest left")

        self.assertEqual(self.lines.mapped("state"), ["ready", "cancelled"])

    def test_history_cannot_be_deleted(self):
        self.lines[0].action_move("cooking")

        with self.assertRaises(UserError):
            self.lines[0].event_ids.unlink()

    def test_unknown_state_is_refused(self):
        with self.assertRaises(UserError):
            self.lines[0].action_move("eaten")


@tagged("post_install", "-at_install")
class TestKitchenBoard(KitchenCommon):
    """The display: what it shows, and to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.order._kitchen_create_tickets()
        cls.cook = new_test_user(
            cls.env, "kitchen_cook", groups="wechat_ordering.group_kitchen"
        )
        cls.stranger = new_test_user(
            cls.env, "kitchen_nobody", groups="base.group_user"
        )

    def _board(self, user, *args):
        return self.env["kitchen.ticket"].with_user(user).get_board(*args)

    def test_board_shows_open_tickets_oldest_first(self):
        self.tickets[1].fired_at = "2020-01-01 00:00:00"

        board = self._board(self.cook, self.store.id)

        self.assertEqual(
            [ticket["id"] for ticket in board["tickets"]],
            [self.tickets[1].id, self.tickets[0].id],
        )

    def test_board_of_one_station_shows_only_its_tickets(self):
        board = self._board(self.cook, self.store.id, self.bar.id)

        self.assertEqual([t["station"] for t in board["tickets"]], ["Bar"])

    def test_served_ticket_can_be_recalled(self):
        self.tickets.with_user(self.cook).action_served()
        board = self._board(self.cook, self.store.id)

        self.assertFalse(board["tickets"])
        self.assertEqual(len(board["recent"]), 2)

    def test_board_of_many_orders_takes_few_queries(self):
        for _index in range(10):
            self._create_order(self.noodles, self.tea)._kitchen_create_tickets()
        self._board(self.cook, self.store.id)
        self.env.invalidate_all()

        with self.assertQueryCount(30):
            self._board(self.cook, self.store.id)

    def test_stranger_sees_and_moves_nothing(self):
        with self.assertRaises(AccessError):
            self._board(self.stranger)
        with self.assertRaises(AccessError):
            self.tickets.line_ids.with_user(self.stranger).action_move("ready")

    def test_auditor_reads_but_moves_nothing(self):
        auditor = new_test_user(
            self.env, "kitchen_auditor", groups="wechat_ordering.group_auditor"
        )
        self.assertTrue(self._board(auditor, self.store.id)["tickets"])
        with self.assertRaises(AccessError):
            self.tickets.line_ids.with_user(auditor).action_move("ready")

    def test_cook_writes_no_ticket_directly(self):
        with self.assertRaises(AccessError):
            self.tickets.with_user(self.cook).write({"note": "x"})
        with self.assertRaises(AccessError):
            self.tickets.line_ids.with_user(self.cook).write({"state": "served"})
        with self.assertRaises(AccessError):
            self.wok.with_user(self.cook).write({"name": "x"})

    def test_other_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        outsider = new_test_user(
            self.env,
            "kitchen_outsider",
            groups="wechat_ordering.group_kitchen",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        board = self._board(outsider, self.store.id)

        self.assertFalse(board["tickets"])
        self.assertFalse(board["channel"])
        with self.assertRaises(AccessError):
            self.tickets.line_ids.with_user(outsider).action_move("ready")
