"""What a cashier orders goes to the kitchen too.

A till notes in `last_order_preparation_change` what it sent to be prepared, line by
line. That note, compared with the tickets there are, says what the kitchen still lacks
and what nobody wants any more. Nothing is ever written back: the till compares the
time of the note with its own and would warn the cashier of another device.
"""

import json

from odoo import api, models


class PosOrder(models.Model):
    """Keeps the tickets of an order in step with what its till sent."""

    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        """Override of `point_of_sale` to give the kitchen what the cashier sent."""
        following = self.with_context(kitchen_follows_till=True)
        result = super(PosOrder, following).sync_from_ui(orders)
        ids = [order["id"] for order in result["pos.order"]]
        self.browse(ids)._kitchen_follow_till()
        return result

    def action_pos_order_paid(self):
        """Override of `point_of_sale`: what is paid has to be cooked.

        A guest's order has its tickets from being accepted.
        """
        result = super().action_pos_order_paid()
        self.filtered(lambda order: not order.wechat_state)._kitchen_follow_till()
        return result

    def write(self, vals):
        """Override of `point_of_sale`: what a cashier cancels is not cooked."""
        result = super().write(vals)
        if vals.get("state") == "cancel":
            for order in self.filtered(lambda order: not order.wechat_state):
                order._kitchen_cancel_tickets(self.env._("Cancelled at the till"))
        return result

    @api.model
    def remove_from_ui(self, server_ids):
        """Override of `point_of_sale`: what a cook saw is cancelled, not erased."""
        orders = self.browse(server_ids).exists()
        seen = orders.filtered(lambda order: order.sudo().kitchen_ticket_ids)
        seen.filtered(lambda order: order.state == "draft").write({"state": "cancel"})
        return super().remove_from_ui((orders - seen).ids) + seen.ids

    def kitchen_begin_merge(self):
        """Note that the dishes go to another bill before this one is cancelled.

        The till calls it, then cancels this order and sends the other one.

        :return: Nothing the till needs.
        :rtype: bool
        """
        self.check_access("write")
        self.sudo().filtered(lambda order: order.state == "draft").write(
            {"kitchen_is_merging": True}
        )
        return True

    def _kitchen_follow_till(self):
        """Bring the kitchen's tickets to what the tills have sent."""
        notes = {}
        for order_sudo in self.sudo().with_context(kitchen_follows_till=True):
            if order_sudo.state == "cancel" or not order_sudo._kitchen_get_store():
                continue
            note = order_sudo._kitchen_read_till_note()
            if note or order_sudo.state != "draft" or order_sudo.kitchen_ticket_ids:
                notes[order_sudo] = note
        # First what goes from one bill to another: a bill that has less now must not
        # take back what the other one has.
        for order_sudo, note in notes.items():
            order_sudo._kitchen_take_over(note)
        for order_sudo, note in notes.items():
            order_sudo._kitchen_apply(note)

    def _kitchen_read_till_note(self):
        """Return what the till noted of each line it sent.

        :return: The till's entries by the uuid of the line.
        :rtype: dict[str, dict]
        """
        self.ensure_one()
        note = json.loads(self.last_order_preparation_change or "{}")
        return {entry["uuid"]: entry for entry in note.get("lines", {}).values()}

    def _kitchen_apply(self, note):
        """Send, take back and move dishes until the tickets say what the till says.

        :param dict note: See :meth:`_kitchen_read_till_note`.
        """
        self.ensure_one()
        if self.wechat_state == "submitted":
            if not note:
                return
            # Whoever sends a guest's order to the kitchen has accepted it.
            self._wechat_move("accepted", "staff", self.env._("Sent from the till"))
        wanted = self._kitchen_get_wanted(note)
        self._kitchen_send(wanted)
        self._kitchen_withdraw(wanted)
        self._kitchen_update_tickets()
        if self.wechat_state == "ready":
            self._wechat_kitchen_changed()

    def _kitchen_get_wanted(self, note):
        """Return how much of each line is to be made.

        While the bill is open: what the till sent, except courses that wait. Once it
        is paid: everything on it.

        :rtype: dict[str, float]
        """
        self.ensure_one()
        if self.state != "draft":
            return {line.uuid: line.qty for line in self.lines}
        waiting = self.lines.filtered(
            lambda line: line.course_id and not line.course_id.fired
        )
        return {
            uuid: entry.get("quantity") or 0
            for uuid, entry in note.items()
            if uuid not in waiting.mapped("uuid")
        }

    def _kitchen_take_over(self, note):
        """Take over dishes that were sent on another bill.

        Where bills are split or merged, the till notes what a line came from.

        :param dict note: See :meth:`_kitchen_read_till_note`.
        """
        if self.kitchen_is_merging:
            # It was not given up after all.
            self.kitchen_is_merging = False
        wanted = self._kitchen_get_wanted(note)
        known = self.kitchen_ticket_ids.line_ids._get_known_quantities()
        for line in self.lines:
            source = note.get(line.uuid, {}).get("kitchen_from")
            lacking = wanted.get(line.uuid, 0) - known.get(line.uuid, 0)
            if not source or lacking <= 0:
                continue
            found = self.env["kitchen.ticket.line"].search(
                [
                    ("line_uuid", "=", source),
                    ("is_withdrawn", "=", False),
                    ("ticket_id.store_id", "=", self._kitchen_get_store().id),
                ]
            )
            found._take(lacking)._hand_over(line)

    def _kitchen_withdraw(self, wanted):
        """Strike out what the kitchen has and nobody wants any more."""
        lines = self.kitchen_ticket_ids.line_ids
        known = lines._get_known_quantities()
        for uuid, quantity in known.items():
            surplus = quantity - wanted.get(uuid, 0)
            if surplus > 0:
                mine = lines.filtered(lambda line, uuid=uuid: line.line_uuid == uuid)
                mine._withdraw(surplus, self.env._("Taken off at the till"))

    def _kitchen_update_tickets(self):
        """Let open tickets say what the bill says now: table, number, notes."""
        tickets = self.kitchen_ticket_ids.filtered(lambda ticket: not ticket.closed_at)
        header = {
            "number": self._kitchen_get_number(),
            "table_name": self._kitchen_get_table_name(),
            "service": self._kitchen_get_service(),
            "note": self._kitchen_get_note(),
        }
        changed = tickets.filtered(
            lambda ticket: any(ticket[name] != header[name] for name in header)
        )
        changed.write(header)
        for line in tickets.line_ids.filtered("order_line_id"):
            note = line.order_line_id._kitchen_get_note() or False
            if line.note != note:
                line.note = note
                changed |= line.ticket_id
        if changed:
            self._kitchen_get_store()._notify_kitchen()

    # === WHAT THE TICKET SAYS === #

    def _kitchen_get_number(self):
        """Override of `wechat_ordering`: a tab of the till is called by its name."""
        is_tab = not self.table_id and not self.wechat_state
        # A till gives an unnamed bill its own reference as a name.
        names = {self.pos_reference, self.tracking_number, False, ""}
        if is_tab and self.floating_order_name not in names:
            return self.floating_order_name
        return super()._kitchen_get_number()

    def _kitchen_get_service(self):
        """Override of `wechat_ordering`: a till's preset says how it is served."""
        if self.wechat_state or self.table_id or not self.preset_id:
            return super()._kitchen_get_service()
        is_served = self.preset_id.service_at == "table"
        return "dine_in" if is_served else "takeaway"

    def _kitchen_get_note(self):
        """Override of `wechat_ordering` to add the cashier's note to the guest's."""
        return _join(super()._kitchen_get_note(), self.internal_note)


class PosOrderLine(models.Model):
    """Leaves the kitchen what it knew of a line that goes."""

    _inherit = "pos.order.line"

    def unlink(self):
        """Override of `point_of_sale`: the ticket keeps what it says."""
        tickets = self.env["kitchen.ticket.line"].sudo()
        tickets.search([("order_line_id", "in", self.ids)])._keep()
        return super().unlink()

    def _kitchen_get_note(self):
        """Override of `wechat_ordering` to add the cashier's note to the guest's."""
        note = self.note or self.combo_parent_id.note
        return _join(super()._kitchen_get_note(), note)


def _join(*notes):
    """Return notes one after the other; a till keeps its own as a list of tags."""
    return " · ".join(filter(None, map(_read_note, notes)))


def _read_note(note):
    if not note or not note.startswith("["):
        return note
    try:
        return ", ".join(tag["text"] for tag in json.loads(note))
    except (ValueError, TypeError, KeyError):
        return note
