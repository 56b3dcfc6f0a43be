"""The way of an order into the kitchen and back."""

import json
from collections import defaultdict

from odoo import fields, models

from .. import const


class PosOrder(models.Model):
    """Splits an accepted order into tickets and follows them."""

    _inherit = "pos.order"

    kitchen_ticket_ids = fields.One2many("kitchen.ticket", "order_id")

    def _wechat_on_accepted(self):
        """Override of `wechat_ordering` to give the order to the kitchen."""
        res = super()._wechat_on_accepted()
        self._kitchen_create_tickets()
        return res

    def _kitchen_create_tickets(self):
        """Split what the kitchen does not have yet into tickets, one a station.

        Calling it again changes nothing: a dish is on at most one ticket, and the
        database refuses the same round of an order twice at one station.

        :return: The new tickets.
        :rtype: kitchen.ticket
        """
        tickets = self.env["kitchen.ticket"]
        for order_sudo in self.sudo():
            by_station = order_sudo._kitchen_get_lines_by_station()
            if not by_station:
                continue
            round_number = max(order_sudo.kitchen_ticket_ids.mapped("round"), default=0)
            tickets |= tickets.sudo().create(
                [
                    order_sudo._prepare_kitchen_ticket(station, lines, round_number + 1)
                    for station, lines in by_station.items()
                ]
            )
            order_sudo._kitchen_mark_sent()
            order_sudo.wechat_store_id._notify_kitchen()
        return tickets

    def _kitchen_get_lines_by_station(self):
        """Return the lines still to be cooked, by the station that cooks them.

        A combo is not cooked, its dishes are; a fee is not cooked either.

        :rtype: dict[kitchen.station, pos.order.line]
        """
        self.ensure_one()
        known = self.kitchen_ticket_ids.line_ids.order_line_id
        lines = self.lines.filtered(
            lambda line: (
                line not in known
                and line.qty > 0
                and not line.combo_line_ids
                and line.product_id.type == "consu"
            )
        )
        if not lines:
            return {}
        stations = self.wechat_store_id._ensure_kitchen_station()
        by_station = defaultdict(self.env["pos.order.line"].browse)
        for line in lines:
            by_station[stations._get_station_for(line.product_id)] |= line
        return by_station

    def _prepare_kitchen_ticket(self, station, lines, round_number):
        """Return the values of one ticket.

        :rtype: dict
        """
        self.ensure_one()
        store = self.wechat_store_id
        # Guests who pay first sit at a table that the till does not bill.
        table = self.table_id or self.self_ordering_table_id
        return {
            "order_id": self.id,
            "station_id": station.id,
            "store_id": store.id,
            "company_id": store.company_id.id,
            "round": round_number,
            "number": self.wechat_pickup_number or self.tracking_number,
            "table_name": str(table.table_number) if table else False,
            "service": self.wechat_service,
            "note": self.general_customer_note,
            "line_ids": [
                fields.Command.create(line._prepare_kitchen_line(sequence))
                for sequence, line in enumerate(lines, start=1)
            ],
        }

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
        for order_sudo in self.sudo():
            order_sudo.wechat_version += 1
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
        lines = self.sudo().kitchen_ticket_ids.line_ids.filtered(
            lambda line: line.state in ("queued", "cooking", "recalled")
        )
        if lines:
            lines._move("cancelled", reason)


class PosOrderLine(models.Model):
    """Says what a cook has to know of a line."""

    _inherit = "pos.order.line"

    def _prepare_kitchen_line(self, sequence):
        """Return the values of the ticket line for this order line.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "order_line_id": self.id,
            "sequence": sequence,
            "quantity": self.qty,
            "note": self.customer_note or self.combo_parent_id.customer_note,
        }

    def _prepare_preparation_change(self):
        """Return the line in the shape in which a till remembers what it sent.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "attribute_value_names": self.attribute_value_ids.mapped("name"),
            "uuid": self.uuid,
            "isCombo": bool(self.combo_line_ids),
            "combo_parent_uuid": self.combo_parent_id.uuid or None,
            "product_id": self.product_id.id,
            "name": self.full_product_name,
            "basic_name": self.product_id.name,
            "display_name": self.product_id.display_name,
            "note": self.note or "",
            "quantity": self.qty,
            "customer_note": self.customer_note or "",
        }
