"""The way of an order into the kitchen and back."""

import json
from collections import defaultdict

from odoo import fields, models

from .. import const


class PosOrder(models.Model):
    """Splits an accepted order into tickets and follows them."""

    _inherit = "pos.order"

    kitchen_ticket_ids = fields.One2many("kitchen.ticket", "order_id")
    kitchen_is_merging = fields.Boolean(
        copy=False, help="Its dishes are on their way to another bill."
    )

    def _wechat_on_accepted(self):
        """Override of `wechat_ordering` to give the order to the kitchen."""
        res = super()._wechat_on_accepted()
        self._kitchen_create_tickets()
        return res

    def _wechat_on_cancelled(self):
        """Override of `wechat_ordering` to stop the cooks."""
        self._kitchen_cancel_tickets(self.env._("The order was cancelled"))
        return super()._wechat_on_cancelled()

    def action_pos_order_paid(self):
        """Override of `point_of_sale`: what was served before is completed now."""
        result = super().action_pos_order_paid()
        self.filtered(
            lambda order: order.wechat_state == "ready"
        )._wechat_follow_dishes()
        return result

    def _kitchen_get_store(self):
        """Return the store whose kitchen cooks the order, empty if none does.

        :rtype: wechat.store
        """
        self.ensure_one()
        return self.wechat_store_id or self.config_id.wechat_store_id

    def _kitchen_create_tickets(self):
        """Split what the kitchen does not have yet into tickets, one a station.

        Calling it again changes nothing: a dish is on at most one ticket, and the
        database refuses the same round of an order twice at one station.

        :return: The new tickets.
        :rtype: kitchen.ticket
        """
        tickets = self.env["kitchen.ticket"]
        for order_sudo in self.sudo():
            wanted = {line.uuid: line.qty for line in order_sudo.lines}
            created = order_sudo._kitchen_send(wanted)
            if created and not self.env.context.get("kitchen_follows_till"):
                order_sudo._kitchen_mark_sent()
            tickets |= created
        return tickets

    def _kitchen_send(self, wanted):
        """Give the kitchen what it lacks of an order, as a new round.

        :param dict wanted: By the uuid of a line, how much of it is to be made in all.
        :return: The new tickets.
        :rtype: kitchen.ticket
        """
        self.ensure_one()
        by_station = self._kitchen_get_missing(wanted)
        if not by_station:
            return self.env["kitchen.ticket"]
        round_number = max(self.kitchen_ticket_ids.mapped("round"), default=0) + 1
        tickets = self.env["kitchen.ticket"].create(
            [
                self._prepare_kitchen_ticket(station, quantities, round_number)
                for station, quantities in by_station.items()
            ]
        )
        self._kitchen_get_store()._notify_kitchen()
        return tickets

    def _kitchen_get_missing(self, wanted):
        """Return what is still to be cooked, by the station that cooks it.

        A combo is not cooked, its dishes are; a fee is not cooked either.

        :param dict wanted: By the uuid of a line, how much of it is to be made in all.
        :rtype: dict[kitchen.station, dict[pos.order.line, float]]
        """
        self.ensure_one()
        known = self.kitchen_ticket_ids.line_ids._get_known_quantities()
        missing = {}
        for line in self.lines:
            quantity = wanted.get(line.uuid, 0) - known.get(line.uuid, 0)
            if quantity > 0 and line._is_cooked():
                missing[line] = quantity
        if not missing:
            return {}
        stations = self._kitchen_get_store()._ensure_kitchen_station()
        by_station = defaultdict(dict)
        for line, quantity in missing.items():
            by_station[stations._get_station_for(line.product_id)][line] = quantity
        return by_station

    def _prepare_kitchen_ticket(self, station, quantities, round_number):
        """Return the values of one ticket.

        :param dict quantities: How much of each line of the order is on it.
        :rtype: dict
        """
        self.ensure_one()
        store = self._kitchen_get_store()
        return {
            "order_id": self.id,
            "station_id": station.id,
            "store_id": store.id,
            "company_id": store.company_id.id,
            "round": round_number,
            "number": self._kitchen_get_number(),
            "table_name": self._kitchen_get_table_name(),
            "service": self._kitchen_get_service(),
            "note": self._kitchen_get_note(),
            "line_ids": [
                fields.Command.create(line._prepare_kitchen_line(sequence, quantity))
                for sequence, (line, quantity) in enumerate(quantities.items(), start=1)
            ],
        }

    def _kitchen_get_number(self):
        """Return what the guest is called by.

        :rtype: str
        """
        return self.wechat_pickup_number or self.tracking_number

    def _kitchen_get_table_name(self):
        """Return the table the dishes go to, False if there is none.

        :rtype: str or bool
        """
        # Guests who pay first sit at a table that the till does not bill.
        table = self.table_id or self.self_ordering_table_id
        return str(table.table_number) if table else False

    def _kitchen_get_service(self):
        """Return how the order is served, False if nobody said.

        :rtype: str or bool
        """
        return self.wechat_service

    def _kitchen_get_note(self):
        """Return what the cooks should know of the whole order.

        :rtype: str or bool
        """
        return self.general_customer_note

    def _kitchen_mark_sent(self):
        """Write down for the till what the kitchen has.

        The till compares its lines with `last_order_preparation_change` and offers to
        send what is missing; without this a cashier who opens a guest's order would
        send it to the kitchen a second time.
        See `point_of_sale/static/src/app/models/pos_order.js` `updateLastOrderChange`.
        """
        self.ensure_one()
        self.last_order_preparation_change = json.dumps(
            {
                "lines": {
                    line.uuid: line._prepare_preparation_change() for line in self.lines
                },
                "general_customer_note": self.general_customer_note or "",
                "internal_note": self.internal_note or "",
                "sittingMode": self.preset_id.id or 0,
                "metadata": {
                    "serverDate": fields.Datetime.to_string(fields.Datetime.now())
                },
            }
        )

    def _wechat_kitchen_changed(self):
        """Let the orders follow their dishes, and the guests' phones with them."""
        for order_sudo in self.sudo().filtered("wechat_state"):
            order_sudo.wechat_version += 1
            order_sudo._wechat_follow_dishes()

    def _wechat_follow_dishes(self):
        """Move the orders to where their dishes are."""
        for order_sudo in self.sudo():
            state = order_sudo._kitchen_get_order_state()
            if (order_sudo.wechat_state, state) in const.ORDER_MOVES:
                order_sudo._wechat_move(state, "kitchen")

    def _kitchen_get_order_state(self):
        """Return the state in which the kitchen sees the order.

        Being prepared from the first pan on, ready when no dish is left to cook, and
        completed when every dish has been served and nothing is left to pay.

        :return: One of :const:`ORDER_STATES`, or None if the kitchen has no say.
        :rtype: str or None
        """
        self.ensure_one()
        states = set(self.kitchen_ticket_ids.line_ids.mapped("state")) - {"cancelled"}
        if not states or states == {"queued"}:
            return None
        if states == {"served"} and self.state != "draft":
            return "completed"
        return "ready" if states <= const.KITCHEN_FINISHED_STATES else "preparing"

    def _kitchen_cancel_tickets(self, reason):
        """Strike out what the kitchen has not finished.

        :param str reason: Why, for the history.
        """
        given_up = self.sudo().filtered(lambda order: not order.kitchen_is_merging)
        lines = given_up.kitchen_ticket_ids.line_ids.filtered(
            lambda line: line.state in const.KITCHEN_UNFINISHED_STATES
        )
        if lines:
            lines.is_withdrawn = True
            lines._move("cancelled", reason)


class PosOrderLine(models.Model):
    """Says what a cook has to know of a line."""

    _inherit = "pos.order.line"

    def _is_cooked(self):
        """Tell whether the kitchen has something to do for the line.

        :rtype: bool
        """
        self.ensure_one()
        return not self._is_combo() and self.product_id.type == "consu"

    def _is_combo(self):
        # As `combo_line_ids`, of lines that are in memory anyway.
        return self in self.order_id.lines.combo_parent_id

    def _prepare_kitchen_line(self, sequence, quantity):
        """Return the values of the ticket line for this order line.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "order_line_id": self.id,
            "sequence": sequence,
            "quantity": quantity,
            "note": self._kitchen_get_note(),
        }

    def _kitchen_get_note(self):
        """Return what the cook should know of the dish.

        :rtype: str or bool
        """
        return self.customer_note or self.combo_parent_id.customer_note

    def _prepare_preparation_change(self):
        """Return the line in the shape in which a till remembers what it sent.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "attribute_value_names": self.attribute_value_ids.mapped("name"),
            "uuid": self.uuid,
            "isCombo": self._is_combo(),
            "combo_parent_uuid": self.combo_parent_id.uuid or None,
            "product_id": self.product_id.id,
            "name": self.full_product_name,
            "basic_name": self.product_id.name,
            "display_name": self.product_id.display_name,
            "note": self.note or "",
            "quantity": self.qty,
            "customer_note": self.customer_note or "",
        }
