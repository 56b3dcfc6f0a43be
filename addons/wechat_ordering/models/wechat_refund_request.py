"""A guest asks for money back; the restaurant decides."""

import uuid
from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import refund_const
from ..errors import RefundNotPossibleError, UuidReusedError


class WechatRefundRequest(models.Model):
    """What a guest wants back, why, and what became of it."""

    _name = "wechat.refund.request"
    _description = "Guest's Refund Request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "number"

    uuid = fields.Char(required=True, readonly=True, copy=False)
    order_id = fields.Many2one(
        "pos.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    number = fields.Char(related="order_id.wechat_pickup_number", string="Order Number")
    store_id = fields.Many2one(related="order_id.wechat_store_id", store=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    reason = fields.Selection(
        refund_const.REQUEST_REASONS, required=True, readonly=True
    )
    text = fields.Text(string="In the Guest's Words", readonly=True)
    amount = fields.Monetary(string="Asked For", readonly=True)
    answer = fields.Text(
        string="Answer to the Guest", help="The guest reads it on the phone."
    )
    state = fields.Selection(
        refund_const.REQUEST_STATES,
        required=True,
        readonly=True,
        default="requested",
        index=True,
    )
    line_ids = fields.One2many(
        "wechat.refund.request.line", "request_id", readonly=True
    )
    event_ids = fields.One2many(
        "wechat.refund.request.event", "request_id", readonly=True
    )
    # Under this uuid the money goes back, whoever presses how often: once.
    refund_uuid = fields.Char(
        default=lambda self: str(uuid.uuid4()), readonly=True, copy=False, index=True
    )
    refund_id = fields.Many2one("wechatpay.refund", readonly=True, copy=False)
    granted_amount = fields.Monetary(
        string="Given Back", related="refund_id.amount", related_sudo=True
    )
    advice = fields.Char(related="refund_id.advice")

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "This was asked for already.")
    _open_uniq = models.UniqueIndex(
        "(order_id) WHERE state IN ('requested', 'checking', 'refunding', 'failed')",
        "There is an open request for this order already.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `orm` to keep what a guest said, and the state, from forms."""
        if not self.env.su:
            self._check_written(vals)
        return super().write(vals)

    def _check_written(self, vals):
        own = {
            name
            for name in vals
            if name in self._fields and not name.startswith(("message_", "activity_"))
        }
        if own - {"answer"}:
            raise AccessError(
                self.env._("What a guest asked for is not changed by hand.")
            )
        if own and set(self.mapped("state")) - {"requested", "checking"}:
            raise UserError(
                self.env._("The guest has been answered. Please call the guest.")
            )

    # === ACTION METHODS === #

    def action_accept(self):
        """Open the form that gives money back, filled in as the guest asked.

        :rtype: dict
        :raise UserError: If somebody decided already, or nothing is left to give back.
        """
        self._check_undecided()
        order = self.order_id
        if not order.sudo()._wechatpay_get_rest_fen():
            raise UserError(
                self.env._(
                    "All of this order was given back already. Decline the request and"
                    " tell the guest so."
                )
            )
        action = order.action_wechatpay_refund()
        action["context"] = {
            **action["context"],
            "default_wechat_request_id": self.id,
        }
        return action

    def action_decline(self):
        """Keep the money, and tell the guest why.

        :raise UserError: If no answer to the guest is written.
        """
        self._check_undecided()
        if not (self.answer or "").strip():
            raise UserError(
                self.env._("Write an answer first: the guest wants to know why.")
            )
        self.sudo()._lock()
        self.sudo()._move("refused", self.answer)

    def _check_undecided(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "requested":
            raise UserError(self.env._("Somebody has decided about this already."))

    # === BUSINESS METHODS - ASKING === #

    @api.model
    def _request(self, order, wish):
        """Return the request that a guest makes, made if the phone repeats it.

        :param pos.order order: The guest's own order.
        :param RefundRequest wish: What the phone sent.
        :rtype: wechat.refund.request
        :raise OrderingError: If nothing can be given back.
        """
        known = self.search([("uuid", "=", str(wish.uuid))])
        if known:
            if known.order_id != order:
                raise UuidReusedError(
                    self.env._("This request belongs to another order.")
                )
            return known
        order._wechat_check_refund_request()
        lines, fen = self._price(order, wish)
        request = self.create(
            {
                "uuid": str(wish.uuid),
                "order_id": order.id,
                "reason": wish.reason,
                "text": wish.text,
                "amount": from_fen(fen),
                "line_ids": [
                    fields.Command.create({"order_line_id": id_, "quantity": quantity})
                    for id_, quantity in lines
                ],
            }
        )
        request._log(False, "diner")
        order._wechat_touch()
        request._tell_managers()
        request._enqueue_automatic()
        return request

    def _price(self, order, wish):
        """Return the dishes a guest wants back, and what they cost."""
        rest = order._wechatpay_get_rest_fen()
        if not wish.lines:
            return order._wechatpay_get_all_lines(), rest
        known = order._wechatpay_get_lines_left().items()
        left = {line.id: facts for line, facts in known}
        wanted = defaultdict(int)
        for line in wish.lines:
            wanted[line.line_id] += line.quantity
        fen = 0
        for line_id, quantity in wanted.items():
            most, left_fen = left.get(line_id, (0, 0))
            if quantity > most:
                raise RefundNotPossibleError(
                    self.env._("Some of these dishes cannot be refunded any more.")
                )
            fen += round(left_fen * quantity / most)
        return list(wanted.items()), min(fen, rest)

    def _withdraw(self):
        """Take the request back on behalf of the guest.

        :raise RefundNotPossibleError: If the restaurant has decided already.
        """
        self._lock()
        if self.state == "withdrawn":
            return
        if self.state != "requested":
            raise RefundNotPossibleError(
                self.env._("The restaurant has already decided about this.")
            )
        self._move("withdrawn", actor="diner")

    # === BUSINESS METHODS - FOLLOWING === #

    @api.model
    def _follow_refund(self, refund):
        """Let the request go where its refund went, in the refund's own transaction.

        :param wechatpay.refund refund: The refund, new or moved.
        :raise UserError: If the request was decided in another way meanwhile.
        """
        request = self.search([("refund_uuid", "=", refund.uuid)])
        if not request:
            return
        request._lock()
        if not request.refund_id:
            request.refund_id = refund
            actor = "system" if self.env.uid == SUPERUSER_ID else "staff"
            request._move(refund_const.STATE_OF_REFUND[refund.state], actor=actor)
            return
        to_state = refund_const.STATE_OF_REFUND[refund.state]
        if to_state in refund_const.REQUEST_MOVES[request.state]:
            request._move(to_state, actor="system")
        if to_state == "requested":
            request._open_again()

    def _open_again(self):
        """Have the request decided anew: the second person did not agree."""
        self.write({"refund_id": False, "refund_uuid": str(uuid.uuid4())})
        self._tell_managers()

    def _move(self, to_state, reason=None, actor="staff"):
        """Move the request; the only place that writes its state.

        :raise UserError: If it cannot go there: somebody else was faster.
        """
        self.ensure_one()
        from_state = self.state
        if to_state not in refund_const.REQUEST_MOVES[from_state]:
            raise UserError(self.env._("Somebody has decided about this already."))
        self.state = to_state
        self._log(from_state, actor, reason)
        if to_state != "failed":
            self.activity_ids.unlink()
        else:
            self._tell_managers()
        self.order_id._wechat_touch()
        self.order_id._wechat_notify_diner()

    def _log(self, from_state, actor, reason=None):
        self.env["wechat.refund.request.event"].create(
            {
                "request_id": self.id,
                "from_state": from_state,
                "to_state": self.state,
                "actor": actor,
                "user_id": self.env.uid if actor == "staff" else False,
                "reason": reason,
            }
        )

    def _lock(self):
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT 1 FROM wechat_refund_request WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset()

    def _get_label(self):
        """Return the reason in the guest's language: WeChat shows it with the money."""
        lang = self.order_id.wechat_member_id.lang or "zh_CN"
        env = self.with_context(lang=lang).env
        return dict(self._fields["reason"]._description_selection(env))[self.reason]

    def _tell_managers(self):
        """Give the store's managers something to do."""
        managers = self.env.ref("wechat_ordering.group_manager").all_user_ids.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )
        for manager in managers - self.env.ref("base.user_root"):
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._(
                    "A guest asks for money back: order %s", self.number or ""
                ),
                user_id=manager.id,
            )

    # === AUTOMATIC RULE === #

    def _enqueue_automatic(self):
        """Let a job decide, where the store wants that for dishes nobody began."""
        if self.store_id.is_refund_automatic:
            self.with_user(SUPERUSER_ID).with_delay(
                description=f"Decide about refund request {self.id}",
                identity_key=f"wechat-refund-request-{self.id}",
            )._decide()

    def _decide(self):
        """Approve the request by itself if the kitchen has begun nothing of it."""
        order = self.order_id
        steps = order.kitchen_ticket_ids.line_ids
        is_uncooked = set(steps.mapped("state")) <= {"queued", "cancelled"}
        fen = order._wechatpay_get_rest_fen()
        if self.state != "requested" or not is_uncooked or to_fen(self.amount) != fen:
            return
        self.env["wechatpay.refund"]._request(
            order,
            {
                "uuid": self.refund_uuid,
                "amount_fen": fen,
                "reason": self._get_label(),
                # Nobody has touched the ingredients.
                "is_return_to_stock": True,
                "lines": order._wechatpay_get_all_lines(),
            },
        )
