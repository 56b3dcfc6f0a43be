"""Dishes that change after the kitchen has them: fewer, none, or on another bill."""

from collections import defaultdict

from odoo import models

from .. import const

# What is given up first when a guest wants less: what nobody has begun yet.
GIVEN_UP_FIRST = {"queued": 0, "recalled": 1, "cooking": 2}


class KitchenTicketLine(models.Model):
    """Follows what people at a till do to a dish."""

    _inherit = "kitchen.ticket.line"

    def _get_known_quantities(self):
        """Return how much of each line of an order the kitchen has.

        What a cook cancelled counts: nobody wants it sent to the kitchen again. What
        the guest took back does not.

        :return: By the uuid of the order's line.
        :rtype: dict[str, float]
        """
        known = defaultdict(float)
        for line in self:
            if not line.is_withdrawn:
                known[line.line_uuid] += line.quantity
        return known

    def _withdraw(self, quantity, reason):
        """Strike out so much of one dish, as far as it is not made yet.

        :param float quantity: How much less is wanted.
        :param str reason: Why, for the history.
        """
        open_lines = self.filtered(
            lambda line: (
                not line.is_withdrawn and line.state in const.KITCHEN_UNFINISHED_STATES
            )
        )
        # The newest round goes first.
        newest_first = open_lines.sorted("id", reverse=True)
        taken = newest_first._take(
            quantity, key=lambda line: GIVEN_UP_FIRST[line.state]
        )
        if taken:
            taken.is_withdrawn = True
            taken._move("cancelled", reason)

    def _take(self, quantity, key=None):
        """Return lines that make up a quantity; the last one is split where needed.

        :param float quantity: How much is wanted; less is returned if there is less.
        :param function key: What is taken first, by its smallest value.
        :rtype: kitchen.ticket.line
        """
        taken = self.browse()
        for line in sorted(self, key=key) if key else self:
            if quantity <= 0:
                break
            taken |= line._split_off(quantity) if line.quantity > quantity else line
            quantity -= line.quantity if line in taken else quantity
        return taken

    def _split_off(self, quantity):
        """Return a line of its own for a part of this one, in the same state.

        :rtype: kitchen.ticket.line
        """
        self.ensure_one()
        self.quantity -= quantity
        part = self.copy({"quantity": quantity, "order_line_id": False})
        part.write(
            {
                "line_uuid": self.line_uuid,
                "product_id": self.product_id.id,
                "kept_options": self.options,
                "state": self.state,
            }
        )
        return part

    def _keep(self):
        """Keep what the lines say of the order's lines, which are about to go."""
        for line in self:
            line.kept_options = line.options

    def _hand_over(self, order_line):
        """Put the dishes on another bill: the kitchen has them already.

        :param pos.order.line order_line: The line that they belong to from now on.
        """
        for ticket, lines in self.grouped("ticket_id").items():
            ticket._get_ticket_for(order_line).line_ids += lines
            lines.write(
                {
                    "order_line_id": order_line.id,
                    "line_uuid": order_line.uuid,
                }
            )
            if not ticket.line_ids:
                ticket.unlink()


class KitchenTicket(models.Model):
    """Can be shared between two bills, and say another table."""

    _inherit = "kitchen.ticket"

    def _get_ticket_for(self, order_line):
        """Return the ticket that goes on for another order, as old as this one.

        :param pos.order.line order_line: The line that takes dishes over.
        :rtype: kitchen.ticket
        """
        self.ensure_one()
        order = order_line.order_id
        known = order.kitchen_ticket_ids.filtered(
            lambda ticket: (
                ticket.station_id == self.station_id
                and ticket.fired_at == self.fired_at
                and order_line not in ticket.line_ids.order_line_id
            )
        )
        if known:
            return known[0]
        round_number = max(order.kitchen_ticket_ids.mapped("round"), default=0) + 1
        values = order._prepare_kitchen_ticket(self.station_id, {}, round_number)
        return self.create({**values, "fired_at": self.fired_at})
