"""A diner's order is a `pos.order`; here is what the phone adds, and how it moves."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import const

# Prefixes of fields that no till reads or writes.
_NOT_FOR_TILLS = ("wechat_", "kitchen_")


class PosOrder(models.Model):
    """An order with a state that diners, cooks and cashiers understand."""

    _inherit = "pos.order"

    source = fields.Selection(selection_add=[("wechat", "WeChat")])
    wechat_store_id = fields.Many2one(
        "wechat.store", string="WeChat Store", index="btree_not_null", readonly=True
    )
    wechat_member_id = fields.Many2one(
        "wechat.member", string="WeChat Member", index="btree_not_null", readonly=True
    )
    wechat_state = fields.Selection(
        const.ORDER_STATES,
        string="WeChat State",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    wechat_service = fields.Selection(
        const.ORDER_SERVICES, string="Service", readonly=True
    )
    wechat_pay_mode = fields.Selection(
        const.PAY_MODES, string="To Be Paid", readonly=True, copy=False
    )
    wechat_version = fields.Integer(
        readonly=True, copy=False, help="Rises with each change that the diner sees."
    )
    wechat_expires_at = fields.Datetime(
        string="Lapses At", readonly=True, copy=False, help="If it is not paid by then."
    )
    wechat_request_digest = fields.Char(readonly=True, copy=False)
    wechat_pickup_number = fields.Char(
        string="Pickup Number", readonly=True, copy=False
    )
    wechat_channel = fields.Char(readonly=True, copy=False, groups="base.group_system")
    wechat_event_ids = fields.One2many(
        "wechat.order.event", "order_id", string="History", readonly=True
    )
    wechat_hold_ids = fields.One2many("wechat.stock.hold", "order_id", readonly=True)
    wechat_stock_pending = fields.Boolean(
        readonly=True, copy=False, help="Its goods have still to be taken from stock."
    )

    _wechat_unpaid_idx = models.Index(
        "(wechat_expires_at) WHERE wechat_state = 'submitted' AND state = 'draft'"
    )
    _wechat_stock_idx = models.Index("(session_id) WHERE wechat_stock_pending")

    # === MOVING === #

    def _wechat_move(self, to_state, actor, reason=None):
        """Move the order to another state, if the table of moves allows it.

        :param str to_state: One of `const.ORDER_STATES`.
        :param str actor: One of `const.ORDER_ACTORS`.
        :param str reason: Why, for the history.
        :return: Whether the order moved; False if it is there already.
        :rtype: bool
        :raise UserError: If there is no such move from where the order is.
        """
        self.ensure_one()
        order_sudo = self.sudo()
        from_state = order_sudo.wechat_state
        if from_state == to_state:
            return False
        if actor not in const.ORDER_MOVES.get((from_state, to_state), ()):
            raise UserError(order_sudo._wechat_explain_move(to_state))
        order_sudo.write(
            {
                "wechat_state": to_state,
                "wechat_version": order_sudo.wechat_version + 1,
            }
        )
        order_sudo._wechat_log(from_state, to_state, actor, reason)
        order_sudo._wechat_after_move(to_state)
        return True

    def _wechat_log(self, from_state, to_state, actor, reason=None):
        """Add a row to the history."""
        user = self.env.user
        self.env["wechat.order.event"].sudo().create(
            {
                "order_id": self.id,
                "from_state": from_state,
                "to_state": to_state,
                "actor": actor,
                "user_id": user.id if actor in ("staff", "kitchen") else False,
                "reason": reason,
            }
        )

    def _wechat_after_move(self, to_state):
        """Do what belongs to being in a state."""
        if to_state == "accepted":
            self.wechat_expires_at = False
            self._wechat_on_accepted()
        elif to_state == "cancelled":
            self._wechat_on_cancelled()
        self._wechat_notify_diner()

    def _wechat_explain_move(self, to_state):
        labels = dict(self._fields["wechat_state"]._description_selection(self.env))
        return self.env._(
            "Order %(number)s is %(state)s; it cannot become %(wanted)s.",
            number=self.wechat_pickup_number,
            state=labels.get(self.wechat_state, self.wechat_state),
            wanted=labels[to_state],
        )

    def _wechat_on_accepted(self):
        """Hook: the restaurant has the order now. The kitchen makes tickets here."""

    def _wechat_on_cancelled(self):
        """Hook: the order was given up. What it kept back is free again."""
        self.env["wechat.stock.hold"].sudo()._release(self)
        if self.state == "draft":
            self.with_context(wechat_is_moving=True).write({"state": "cancel"})
        self._wechat_notify_tills("cancelled")

    def _wechat_kitchen_changed(self):
        """Hook: the kitchen did something with the order."""

    # === WHAT TILLS DO TO IT === #

    @api.model
    def _load_pos_data_fields(self, config):
        """Override of `point_of_sale` to keep what is not the till's from it.

        An order is sent to tills with all its fields, and a till sends all it knows
        back: a state it read minutes ago would undo what the kitchen did since.
        """
        names = super()._load_pos_data_fields(config)
        return [
            name
            for name in names or self.fields_get(attributes=[])
            if not name.startswith(_NOT_FOR_TILLS)
        ]

    @api.model
    def sync_from_ui(self, orders):
        """Override of `point_of_sale`: what a till says of our fields counts nothing."""
        for order in orders:
            for name in [name for name in order if name.startswith(_NOT_FOR_TILLS)]:
                del order[name]
        return super().sync_from_ui(orders)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `point_of_sale` to keep the diner's fields from other doors."""
        for vals in vals_list:
            self._wechat_check_door(vals)
        return super().create(vals_list)

    @api.model
    def _wechat_check_door(self, vals):
        """Refuse to have the diner's side of an order written by anybody.

        A cashier may write orders; moves go through the table of moves all the same.

        :raise AccessError: If somebody tries.
        """
        if not self.env.su and any(name.startswith("wechat_") for name in vals):
            raise AccessError(
                self.env._("The state of a diner's order is not set by hand.")
            )

    def write(self, vals):
        """Override of `point_of_sale` to follow what a cashier does with the order."""
        self._wechat_check_door(vals)
        result = super().write(vals)
        if vals.get("state") == "cancel" and not self.env.context.get(
            "wechat_is_moving"
        ):
            for order in self.filtered("wechat_state"):
                if order.wechat_state not in ("cancelled", "refunded"):
                    order._wechat_move("cancelled", "staff", self.env._("At the till"))
        if "lines" in vals and self.filtered("wechat_state"):
            self._wechat_touch()
        return result

    def _wechat_touch(self):
        """Let phones that ask see that something of the order changed."""
        for order_sudo in self.sudo().filtered("wechat_state"):
            order_sudo.wechat_version += 1

    def action_pos_order_paid(self):
        """Override of `point_of_sale`: whoever took the money, cooks may begin."""
        result = super().action_pos_order_paid()
        for order in self.filtered("wechat_state"):
            if order.wechat_state in ("submitted", "cancelled"):
                actor = order.env.context.get("wechat_actor", "staff")
                order._wechat_move("accepted", actor)
            else:
                order._wechat_touch()
        return result

    @api.model
    def remove_from_ui(self, server_ids):
        """Override of `point_of_sale`: a till cancels a diner's order, never erases."""
        orders = self.browse(server_ids).exists()
        mine = orders.filtered("wechat_state")
        mine.filtered(lambda order: order.state == "draft").write({"state": "cancel"})
        return super().remove_from_ui((orders - mine).ids) + mine.ids

    def _get_open_order(self, order):
        """Override of `pos_restaurant`: another guest's order is not this one.

        There, any open order of the same table is taken for the one that a till sends,
        and is overwritten by it.
        """
        found = super()._get_open_order(order)
        if found.wechat_state and found.uuid != order.get("uuid"):
            return self.search([("uuid", "=", order.get("uuid"))], limit=1)
        return found

    # === TELLING === #

    @api.model
    def _wechat_make_channel(self):
        """Return the name of a bus channel that nobody can guess."""
        return f"wechat_order-{secrets.token_urlsafe(18)}"

    def _wechat_notify_diner(self):
        """Hint to the diner's phone that it should ask for the order again."""
        for order_sudo in self.sudo():
            if order_sudo.wechat_channel:
                order_sudo.env["bus.bus"]._sendone(
                    order_sudo.wechat_channel,
                    "wechat_order",
                    {"version": order_sudo.wechat_version},
                )

    def _wechat_notify_tills(self, event):
        """Hint to the store's open tills that an order changed.

        They then read it with the cashier's own rights: the message carries no content.

        :param str event: `submitted`, `paid` or `cancelled`.
        """
        for order_sudo in self.sudo():
            tills = order_sudo.wechat_store_id._get_open_tills()
            order_sudo._wechat_send_to_tills(tills, event)

    def _wechat_send_to_tills(self, tills, event):
        """Send the hints.

        :param list tills: `(access token, session id)` of each open till.
        """
        bus = self.env["bus.bus"]
        for token, session_id in tills:
            bus._sendone(
                token,
                f"{token}-SYNCHRONISATION",
                {
                    "static_records": {},
                    "session_id": session_id,
                    "device_identifier": 0,
                    "records": {},
                },
            )
            if event:
                bus._sendone(
                    token,
                    f"{token}-WECHAT_ORDER",
                    {"order_id": self.id, "event": event},
                )
