"""A diner's order is a `pos.order`; here is what the phone adds, and how it moves."""

import secrets

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.hint import send_hint
from odoo.exceptions import UserError

from .. import const


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

    # === TELLING === #

    def _wechat_touch(self):
        """Let phones that ask see that something of the order changed."""
        for order_sudo in self.sudo().filtered("wechat_state"):
            order_sudo.wechat_version += 1

    @api.model
    def _wechat_make_channel(self):
        """Return the name of a bus channel that nobody can guess."""
        return f"wechat_order-{secrets.token_urlsafe(18)}"

    def _wechat_notify_diner(self):
        """Hint to the diner's phone that it should ask for the order again."""
        for order_sudo in self.sudo():
            if order_sudo.wechat_channel:
                send_hint(
                    self.env,
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
        for token, session_id in tills:
            send_hint(
                self.env,
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
                send_hint(
                    self.env,
                    token,
                    f"{token}-WECHAT_ORDER",
                    {"order_id": self.id, "event": event},
                )
