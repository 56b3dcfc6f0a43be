"""Lines of kitchen tickets: one dish, from the queue to the table."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import const


class KitchenTicketLine(models.Model):
    """One dish of a ticket."""

    _name = "kitchen.ticket.line"
    _description = "Kitchen Ticket Dish"
    _order = "ticket_id, sequence, id"

    ticket_id = fields.Many2one(
        "kitchen.ticket", required=True, ondelete="cascade", index=True
    )
    order_line_id = fields.Many2one(
        "pos.order.line",
        ondelete="set null",
        index=True,
        help="Empty once a cashier has taken the dish off the bill.",
    )
    line_uuid = fields.Char(
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        index=True,
        help="What a till calls the line of the order, also when it is gone.",
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        string="Dish",
    )
    name = fields.Char(related="product_id.name", string="Dish Name")
    quantity = fields.Float(required=True, digits=(16, 3))
    options = fields.Char(
        compute="_compute_options",
        # A cook reads the ticket, not the order behind it.
        compute_sudo=True,
        help="What the guest chose, one after the other.",
    )
    kept_options = fields.Char(help="The options of a line that is gone.")
    note = fields.Char()
    is_withdrawn = fields.Boolean(
        help="Whoever ordered the dish took it back before it was made."
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("cooking", "Cooking"),
            ("ready", "Ready"),
            ("served", "Served"),
            ("recalled", "Recalled"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        index=True,
    )
    event_ids = fields.One2many("kitchen.ticket.event", "line_id", string="History")

    _once_unless_withdrawn = models.UniqueIndex(
        "(ticket_id, order_line_id) WHERE is_withdrawn IS NOT TRUE",
        "This dish is on the ticket already.",
    )

    @api.depends("order_line_id")
    def _compute_from_order_line(self):
        """Copy what has to outlive the line of the order."""
        for line in self:
            source = line.order_line_id
            line.line_uuid = source.uuid or line.line_uuid
            line.product_id = source.product_id or line.product_id

    @api.depends("order_line_id.attribute_value_ids", "kept_options")
    @api.depends_context("lang")
    def _compute_options(self):
        """Join the chosen options, in the language of whoever looks."""
        for line in self:
            values = line.order_line_id.attribute_value_ids
            line.options = " · ".join(values.mapped("name")) or line.kept_options

    # === ACTION METHODS === #

    def action_move(self, to_state):
        """Move the dishes to a state, on behalf of the person at the display.

        Dishes that are there already are left alone: two cooks may press the same
        button, and neither of them did anything wrong.

        :param str to_state: One of the states of :const:`KITCHEN_MOVES`.
        :return: Nothing the display needs; it asks for the board anew.
        :rtype: bool
        :raise AccessError: If the user may not work in the kitchen.
        :raise UserError: If a dish cannot make that move.
        """
        self.check_access("read")
        if not self.env.user.has_group("wechat_ordering.group_kitchen"):
            raise AccessError(
                self.env._("Only the kitchen and those above it move dishes.")
            )
        self.sudo()._move(to_state)
        return True

    # === BUSINESS METHODS === #

    def _move(self, to_state, reason=None):
        """Move the dishes, write down each move and tell whoever waits for it.

        The only place that changes a dish's state.

        :param str to_state: The wanted state.
        :param str reason: Why, where there is more to say than who and when.
        :raise UserError: If the kitchen has no such state, or not from here.
        """
        if to_state not in const.KITCHEN_MOVES:
            raise UserError(self.env._("The kitchen has no state %s.", to_state))
        moving = self.filtered(lambda line: line.state != to_state)
        # Two cooks on one dish: the second write meets a changed row, and Odoo repeats
        # the whole request on what the first one left.
        self.env["kitchen.ticket.event"].create(
            [line._prepare_move_values(to_state, reason) for line in moving]
        )
        moving.write({"state": to_state})
        orders = moving.ticket_id.order_id
        for order in orders:
            order._wechat_kitchen_changed()
        moving.ticket_id.store_id._notify_kitchen()

    def _prepare_move_values(self, to_state, reason):
        """Return the history row of one move, having checked that it is allowed.

        :rtype: dict
        :raise UserError: If the dish cannot go there from where it is.
        """
        self.ensure_one()
        if to_state not in const.KITCHEN_MOVES[self.state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(dish)s is %(state)s and cannot become %(wanted)s. Reload the "
                    "display: somebody else may have been faster.",
                    dish=self.name,
                    state=labels[self.state],
                    wanted=labels[to_state],
                )
            )
        return {
            "line_id": self.id,
            "from_state": self.state,
            "to_state": to_state,
            "user_id": self.env.uid,
            "reason": reason,
        }

    def _prepare_board_values(self):
        """Return one dish as the display shows it.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "quantity": self.quantity,
            "options": self.options or "",
            "note": self.note or "",
            "state": self.state,
        }


class KitchenTicketEvent(models.Model):
    """One move of one dish: what, when and by whom. Never changed afterwards."""

    _name = "kitchen.ticket.event"
    _description = "Kitchen Ticket History"
    _order = "id"

    line_id = fields.Many2one(
        "kitchen.ticket.line", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    from_state = fields.Char(required=True)
    to_state = fields.Char(required=True)
    at = fields.Datetime(default=fields.Datetime.now, required=True)
    user_id = fields.Many2one("res.users")
    reason = fields.Char()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Keep the history.

        :raise UserError: Always.
        """
        raise UserError(self.env._("The history of a dish cannot be deleted."))
