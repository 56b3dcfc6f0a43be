"""Kitchen tickets: one order's dishes at one station."""

from odoo import api, fields, models

from .. import const

# How long a served or cancelled ticket can still be called back from the board.
RECALL_MINUTES = 60


class KitchenTicket(models.Model):
    """What one station has to make for one order."""

    _name = "kitchen.ticket"
    _description = "Kitchen Ticket"
    _order = "fired_at, id"

    order_id = fields.Many2one(
        "pos.order", required=True, ondelete="cascade", index=True
    )
    station_id = fields.Many2one(
        "kitchen.station", required=True, ondelete="restrict", index=True
    )
    store_id = fields.Many2one("wechat.store", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    round = fields.Integer(
        default=1, help="Dishes added to an order later make a new round."
    )
    number = fields.Char(help="What the guest is called by.")
    table_name = fields.Char(string="Table")
    service = fields.Char()
    note = fields.Char()
    fired_at = fields.Datetime(required=True, default=fields.Datetime.now)
    line_ids = fields.One2many("kitchen.ticket.line", "ticket_id", string="Dishes")
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("cooking", "Cooking"),
            ("ready", "Ready"),
            ("served", "Served"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )
    closed_at = fields.Datetime(compute="_compute_state", store=True, precompute=True)

    _round_unique = models.Constraint(
        "UNIQUE(order_id, station_id, round)",
        "This round of the order is at that station already.",
    )

    @api.depends("line_ids.state")
    def _compute_state(self):
        """Derive the ticket's state from its dishes: the slowest one decides."""
        for ticket in self:
            states = set(ticket.line_ids.mapped("state"))
            ticket.state = self._get_state_of(states)
            if ticket.state in ("served", "cancelled"):
                ticket.closed_at = ticket.closed_at or fields.Datetime.now()
            else:
                ticket.closed_at = False

    @api.model
    def _get_state_of(self, states):
        """Return the state that a ticket with lines in these states is in.

        :param set[str] states: The states of the lines.
        :rtype: str
        """
        living = states - {"cancelled"}
        if not living:
            return "cancelled" if states else "queued"
        if living == {"served"}:
            return "served"
        if living <= const.KITCHEN_FINISHED_STATES:
            return "ready"
        if living & {"cooking", "ready", "served"}:
            return "cooking"
        return "queued"

    # === ACTION METHODS === #

    def action_ready(self):
        """Call every dish of the tickets ready that is still being made."""
        lines = self.line_ids.filtered(
            lambda line: line.state in const.KITCHEN_UNFINISHED_STATES
        )
        return lines.action_move("ready")

    def action_served(self):
        """Take the tickets off the board: their dishes have left the kitchen."""
        self.action_ready()
        lines = self.line_ids.filtered(lambda line: line.state == "ready")
        return lines.action_move("served")

    # === BUSINESS METHODS === #

    @api.model
    def get_board(self, store_id=None, station_id=None):
        """Return everything that a kitchen display shows, in one answer.

        :param int store_id: The store, or none for the first one the cook may see.
        :param int station_id: Only this station's tickets, or all.
        :return: Stores, stations, open tickets oldest first, tickets that left the
            board within the last hour, the bus channel and the server's time.
        :rtype: dict
        :raise AccessError: If the user may not see kitchen tickets.
        """
        self.check_access("read")
        stores = (
            self.env["wechat.store"]
            .sudo()
            .search([("company_id", "in", self.env.companies.ids)])
        )
        store = stores.filtered(lambda s: s.id == store_id) or stores[:1]
        tickets = self._get_board_tickets(store, station_id)
        recent = self._get_recent_tickets(store, station_id)
        stations = store.kitchen_station_ids.with_context(active_test=True)
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "channel": store._get_kitchen_channel() if store else False,
            "store_id": store.id,
            "stores": [{"id": s.id, "name": s.name} for s in stores],
            "stations": [{"id": s.id, "name": s.name} for s in stations],
            "tickets": [ticket._prepare_board_values() for ticket in tickets],
            "recent": [ticket._prepare_board_values() for ticket in recent],
        }

    @api.model
    def _get_board_tickets(self, store, station_id):
        """Return the tickets with something left to do, oldest first."""
        domain = [
            ("store_id", "=", store.id),
            ("state", "in", ("queued", "cooking", "ready")),
        ]
        if station_id:
            domain.append(("station_id", "=", station_id))
        return self.search(domain, limit=200)

    @api.model
    def _get_recent_tickets(self, store, station_id):
        """Return the tickets that left the board a short while ago, newest first."""
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=RECALL_MINUTES)
        domain = [
            ("store_id", "=", store.id),
            ("state", "in", ("served", "cancelled")),
            ("closed_at", ">=", since),
        ]
        if station_id:
            domain.append(("station_id", "=", station_id))
        return self.search(domain, order="closed_at desc, id desc", limit=30)

    def _prepare_board_values(self):
        """Return one ticket as the display shows it.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.number,
            "table": self.table_name,
            "service": self.service,
            "note": self.note,
            "round": self.round,
            "state": self.state,
            "station": self.station_id.name,
            "fired_at": fields.Datetime.to_string(self.fired_at),
            "lines": [line._prepare_board_values() for line in self.line_ids],
        }
