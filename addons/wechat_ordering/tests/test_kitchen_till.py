"""What a cashier does to an order reaches the kitchen: once, and as it is now."""

import json
import uuid

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_kitchen import KitchenCommon


class TillCommon(KitchenCommon):
    """A till of the store with an open session, and what it sends to the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till_session = cls._open_till()
        cls.other_table = cls.table.copy({"table_number": 99})

    @classmethod
    def _open_till(cls):
        cls.till.open_ui()
        session = cls.till.current_session_id
        session.set_opening_control(0, "")
        return session

    def setUp(self):
        super().setUp()
        self.uuids = {}

    def sync(self, key, lines, sent=None, **values):
        """Send an order as a till does, and return it.

        :param str key: Names the order in this test.
        :param dict lines: By a name for each line, its dish and its quantity.
        :param dict sent: What was sent to be prepared, by the name of the line; a
            quantity, or the till's whole entry.
        """
        order = self.env["pos.order"].search([("uuid", "=", self.uuid(key))])
        self.env["pos.order"].sync_from_ui(
            [
                {
                    "uuid": self.uuid(key),
                    "access_token": self.uuid(f"token of {key}"),
                    "session_id": self.till_session.id,
                    "company_id": self.company.id,
                    "state": "draft",
                    "amount_total": 0,
                    "amount_tax": 0,
                    "amount_paid": 0,
                    "amount_return": 0,
                    "lines": self.line_commands(order, lines),
                    "last_order_preparation_change": self.note(sent or {}),
                    **values,
                }
            ]
        )
        return self.env["pos.order"].search([("uuid", "=", self.uuid(key))])

    def uuid(self, key):
        """Return the same uuid for the same name."""
        return self.uuids.setdefault(key, str(uuid.uuid4()))

    def line_commands(self, order, lines):
        """Return lines as a till sends them: those that are gone are deleted."""
        known = {line.uuid: line for line in order.lines}
        wanted = {self.uuid(name): dish for name, dish in lines.items()}
        commands = [
            Command.delete(line.id) for key, line in known.items() if key not in wanted
        ]
        for key, (dish, quantity) in wanted.items():
            values = {"qty": quantity, "price_subtotal": 0, "price_subtotal_incl": 0}
            if key in known:
                commands.append(Command.update(known[key].id, values))
            else:
                values |= {"uuid": key, "product_id": dish.id, "price_unit": 0}
                commands.append(Command.create(values))
        return commands

    def note(self, sent):
        """Return `last_order_preparation_change` as a till writes it."""
        entries = {}
        for name, entry in sent.items():
            known = entry if isinstance(entry, dict) else {"quantity": entry}
            entries[self.uuid(name)] = {"uuid": self.uuid(name), **known}
        metadata = {"serverDate": "2100-01-01 00:00:00"}
        return json.dumps({"lines": entries, "metadata": metadata})

    def dishes(self, order):
        """Return what the kitchen has of an order: dish, quantity, state."""
        return [
            (line.product_id, line.quantity, line.state)
            for line in order.kitchen_ticket_ids.line_ids.sorted("id")
        ]


@tagged("post_install", "-at_install")
class TestTillOrder(TillCommon):
    """Sending, adding, taking off."""

    def test_what_was_not_sent_is_not_cooked(self):
        order = self.sync("a", {"1": (self.noodles, 2)})

        self.assertFalse(order.kitchen_ticket_ids)

    def test_what_was_sent_becomes_tickets_by_station(self):
        order = self.sync(
            "a",
            {"1": (self.noodles, 2), "2": (self.tea, 1)},
            {"1": 2, "2": 1},
            table_id=self.table.id,
        )

        tickets = order.kitchen_ticket_ids
        self.assertEqual(tickets.station_id, self.wok | self.bar)
        self.assertEqual(set(tickets.mapped("number")), {order.tracking_number})
        self.assertEqual(
            set(tickets.mapped("table_name")), {str(self.table.table_number)}
        )

    def test_sending_again_changes_nothing(self):
        lines, sent = {"1": (self.noodles, 2)}, {"1": 2}
        order = self.sync("a", lines, sent)
        self.sync("a", lines, sent)

        self.assertEqual(self.dishes(order), [(self.noodles, 2, "queued")])

    def test_addition_is_a_new_round(self):
        self.sync("a", {"1": (self.noodles, 2)}, {"1": 2})
        order = self.sync(
            "a", {"1": (self.noodles, 3), "2": (self.noodles, 1)}, {"1": 3, "2": 1}
        )

        self.assertEqual(
            self.dishes(order),
            [
                (self.noodles, 2, "queued"),
                (self.noodles, 1, "queued"),
                (self.noodles, 1, "queued"),
            ],
        )
        self.assertEqual(order.kitchen_ticket_ids.mapped("round"), [1, 2])

    def test_removed_dish_is_struck_out_and_still_named(self):
        self.sync("a", {"1": (self.noodles, 1), "2": (self.tea, 1)}, {"1": 1, "2": 1})
        order = self.sync("a", {"2": (self.tea, 1)}, {"2": 1})

        self.assertEqual(
            self.dishes(order),
            [(self.noodles, 1, "cancelled"), (self.tea, 1, "queued")],
        )

    def test_removed_dish_is_cooked_until_the_kitchen_is_told(self):
        self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})
        order = self.sync("a", {}, {"1": 1})

        self.assertEqual(self.dishes(order), [(self.noodles, 1, "queued")])

    def test_smaller_quantity_splits_the_dish(self):
        self.sync("a", {"1": (self.noodles, 3)}, {"1": 3})
        order = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})

        self.assertEqual(
            self.dishes(order),
            [(self.noodles, 1, "queued"), (self.noodles, 2, "cancelled")],
        )
        again = self.sync("a", {"1": (self.noodles, 2)}, {"1": 2})
        self.assertEqual(self.dishes(again)[-1], (self.noodles, 1, "queued"))

    def test_ready_dish_is_not_taken_back(self):
        order = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})
        order.kitchen_ticket_ids.action_ready()
        self.sync("a", {}, {})

        self.assertEqual(self.dishes(order), [(self.noodles, 1, "ready")])

    def test_dish_that_a_cook_cancelled_is_not_sent_again(self):
        lines, sent = {"1": (self.noodles, 1)}, {"1": 1}
        order = self.sync("a", lines, sent)
        order.kitchen_ticket_ids.line_ids._move("cancelled")
        self.sync("a", lines, sent)

        self.assertEqual(self.dishes(order), [(self.noodles, 1, "cancelled")])

    def test_cancelled_order_is_struck_out(self):
        order = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})
        order.action_pos_order_cancel()

        self.assertEqual(self.dishes(order), [(self.noodles, 1, "cancelled")])

    def test_paid_counter_order_is_cooked_whether_sent_or_not(self):
        order = self.sync("a", {"1": (self.noodles, 1), "2": (self.tea, 1)}, {"1": 1})
        order.action_pos_order_paid()
        order._kitchen_follow_till()

        self.assertEqual(
            self.dishes(order),
            [(self.noodles, 1, "queued"), (self.tea, 1, "queued")],
        )

    def test_refund_is_not_cooked(self):
        order = self.sync("a", {"1": (self.noodles, -1)})
        order.action_pos_order_paid()

        self.assertFalse(order.kitchen_ticket_ids)

    def test_course_waits_until_it_is_fired(self):
        lines = {"1": (self.noodles, 1), "2": (self.tea, 1)}
        order = self.sync("a", lines)
        second = self.env["restaurant.order.course"].create(
            {"order_id": order.id, "index": 2, "fired": False}
        )
        order.lines.filtered(
            lambda line: line.product_id == self.tea
        ).course_id = second

        self.sync("a", lines, {"1": 1, "2": 1})
        self.assertEqual(self.dishes(order), [(self.noodles, 1, "queued")])

        second.fired = True
        self.sync("a", lines, {"1": 1, "2": 1})
        self.assertEqual(self.dishes(order)[-1], (self.tea, 1, "queued"))

    def test_till_of_no_store_has_no_kitchen(self):
        self.till.wechat_store_id = False
        order = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})

        self.assertFalse(order.kitchen_ticket_ids)

    def test_notes_and_table_follow_the_bill(self):
        lines, sent = {"1": (self.noodles, 1)}, {"1": 1}
        order = self.sync("a", lines, sent, table_id=self.table.id)
        note = json.dumps([{"text": "No chili", "colorIndex": 0}])
        order.lines.write({"note": note, "customer_note": "soon"})
        self.sync("a", lines, sent, table_id=self.other_table.id, internal_note="VIP")

        [ticket] = order.kitchen_ticket_ids
        self.assertEqual(ticket.line_ids.note, "soon · No chili")
        self.assertEqual(ticket.table_name, "99")
        self.assertEqual(ticket.note, "VIP")

    def test_tab_is_called_by_its_name(self):
        lines, sent = {"1": (self.noodles, 1)}, {"1": 1}
        order = self.sync("a", lines, sent, floating_order_name="Mr Wang")

        self.assertEqual(order.kitchen_ticket_ids.number, "Mr Wang")

    def test_note_of_the_till_is_never_written(self):
        order = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})

        entries = json.loads(order.last_order_preparation_change)["lines"]
        self.assertEqual(entries, json.loads(self.note({"1": 1}))["lines"])


@tagged("post_install", "-at_install")
class TestBillsOfOneTable(TillCommon):
    """Splitting and merging bills cooks nothing twice and loses nothing."""

    def test_split_bill_keeps_the_dishes(self):
        self.sync("a", {"1": (self.noodles, 3)}, {"1": 3})
        part = {"quantity": 1, "kitchen_from": self.uuid("1")}
        new = self.sync("b", {"n": (self.noodles, 1)}, {"n": part})
        old = self.sync("a", {"1": (self.noodles, 2)}, {"1": 2})

        self.assertEqual(self.dishes(old), [(self.noodles, 2, "queued")])
        self.assertEqual(self.dishes(new), [(self.noodles, 1, "queued")])
        self.assertEqual(new.kitchen_ticket_ids.line_ids.order_line_id, new.lines)

    def test_split_in_one_call_keeps_the_dishes(self):
        old = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})
        new = self.sync("b", {"n": (self.noodles, 1)})
        part = {"quantity": 1, "kitchen_from": self.uuid("1")}
        old.lines.unlink()
        old.last_order_preparation_change = self.note({})
        new.last_order_preparation_change = self.note({"n": part})
        (old | new)._kitchen_follow_till()

        self.assertFalse(old.kitchen_ticket_ids)
        self.assertEqual(self.dishes(new), [(self.noodles, 1, "queued")])

    def test_merged_bill_keeps_the_dishes(self):
        source = self.sync("a", {"1": (self.noodles, 2)}, {"1": 2})
        source.kitchen_ticket_ids.line_ids.action_move("cooking")
        self.sync("b", {"2": (self.noodles, 1)}, {"2": 1})
        source.kitchen_begin_merge()
        source.action_pos_order_cancel()
        self.assertEqual(self.dishes(source), [(self.noodles, 2, "cooking")])

        merged = {"quantity": 3, "kitchen_from": self.uuid("1")}
        target = self.sync("b", {"2": (self.noodles, 3)}, {"2": merged})

        self.assertFalse(source.kitchen_ticket_ids)
        self.assertEqual(
            sorted(self.dishes(target), key=lambda dish: dish[1]),
            [(self.noodles, 1, "queued"), (self.noodles, 2, "cooking")],
        )
        self.sync("b", {"2": (self.noodles, 3)}, {"2": merged})
        self.assertEqual(len(self.dishes(target)), 2)

    def test_order_that_was_not_merged_after_all_can_be_cancelled(self):
        lines, sent = {"1": (self.noodles, 1)}, {"1": 1}
        order = self.sync("a", lines, sent)
        order.kitchen_begin_merge()
        self.sync("a", lines, sent)
        order.action_pos_order_cancel()

        self.assertEqual(self.dishes(order), [(self.noodles, 1, "cancelled")])

    def test_kitchen_of_another_store_gives_nothing(self):
        stolen = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})
        stolen.kitchen_ticket_ids.store_id = self.store.copy({"code": "other"})
        part = {"quantity": 1, "kitchen_from": self.uuid("1")}
        order = self.sync("b", {"n": (self.noodles, 1)}, {"n": part})

        self.assertTrue(stolen.kitchen_ticket_ids)
        self.assertEqual(self.dishes(order), [(self.noodles, 1, "queued")])

    def test_stranger_begins_no_merge(self):
        order = self.sync("a", {"1": (self.noodles, 1)}, {"1": 1})
        stranger = new_test_user(self.env, "merge_nobody", groups="base.group_user")

        with self.assertRaises(AccessError):
            order.with_user(stranger).kitchen_begin_merge()


@tagged("post_install", "-at_install")
class TestGuestOrderAtTill(TillCommon):
    """A guest's order that a cashier goes on with."""

    def sync_guest_order(self, quantity, sent):
        """Send the guest's order back as a till does that changed its first line."""
        order = self.order
        first = order.lines[0]
        note = json.loads(order.last_order_preparation_change or '{"lines": {}}')
        note["metadata"] = {"serverDate": "2100-01-01 00:00:00"}
        if sent:
            note["lines"][first.uuid] = {"uuid": first.uuid, "quantity": quantity}
        self.env["pos.order"].sync_from_ui(
            [
                {
                    "uuid": order.uuid,
                    "access_token": order.access_token,
                    "session_id": self.till_session.id,
                    "state": "draft",
                    "lines": [Command.update(first.id, {"qty": quantity})],
                    "last_order_preparation_change": json.dumps(note),
                }
            ]
        )

    def test_guests_dishes_are_not_sent_a_second_time(self):
        self.order._kitchen_create_tickets()
        self.sync_guest_order(1, sent=True)

        self.assertEqual(len(self.dishes(self.order)), 2)

    def test_cashiers_addition_is_a_new_round(self):
        self.order._kitchen_create_tickets()
        self.order.kitchen_ticket_ids.action_ready()
        self.sync_guest_order(2, sent=True)

        self.assertEqual(self.dishes(self.order)[-1], (self.noodles, 1, "queued"))
        self.assertEqual(self.order.wechat_state, "preparing")

    def test_sending_an_open_order_accepts_it(self):
        self.order.sudo().wechat_state = "submitted"
        self.sync_guest_order(1, sent=False)
        self.assertEqual(self.order.wechat_state, "submitted")

        self.sync_guest_order(1, sent=True)
        self.assertEqual(self.order.wechat_state, "accepted")

    def test_cancelled_guest_order_is_struck_out(self):
        self.order._kitchen_create_tickets()
        self.order._wechat_move("cancelled", "staff")

        states = {state for _dish, _quantity, state in self.dishes(self.order)}
        self.assertEqual(states, {"cancelled"})

    def test_plain_cashier_sends_without_kitchen_rights(self):
        cashier = new_test_user(
            self.env,
            "till_only",
            groups="base.group_user,point_of_sale.group_pos_user",
        )
        order = self.sync("a", {"1": (self.noodles, 1)})
        order.last_order_preparation_change = self.note({"1": 1})
        order.with_user(cashier)._kitchen_follow_till()

        self.assertEqual(self.dishes(order), [(self.noodles, 1, "queued")])
