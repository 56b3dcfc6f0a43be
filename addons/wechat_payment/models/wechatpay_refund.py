"""A refund of an order: what, how much, why, who asked and who agreed."""

import uuid

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed, try_lock
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import refund_const


class WechatpayRefund(models.Model):
    """What a person decided to give back of an order's WeChat payments.

    The money itself moves in refund transactions, one for each payment; the goods and
    the books in a refund order, made once all of the money is back.
    """

    _name = "wechatpay.refund"
    _description = "WeChat Pay Refund"
    _order = "id desc"
    _rec_name = "number"

    uuid = fields.Char(
        default=lambda self: str(uuid.uuid4()), readonly=True, copy=False
    )
    number = fields.Char(compute="_compute_number")
    order_id = fields.Many2one(
        "pos.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount = fields.Monetary(readonly=True)
    reason = fields.Char(readonly=True, help="The payer reads it in WeChat.")
    is_return_to_stock = fields.Boolean(
        string="Goods Return to Stock",
        readonly=True,
        help="If not, they are used up: nothing comes back to the shelf.",
    )
    state = fields.Selection(
        refund_const.REFUND_CASE_STATES, required=True, readonly=True, index=True
    )
    requester_id = fields.Many2one("res.users", readonly=True)
    approver_id = fields.Many2one("res.users", readonly=True)
    payment_id = fields.Many2one(
        "payment.transaction",
        string="Taken From First",
        readonly=True,
        help="Empty: from all payments of the order, in proportion.",
    )
    line_ids = fields.One2many("wechatpay.refund.line", "refund_id", readonly=True)
    transaction_ids = fields.One2many(
        "payment.transaction", "wechatpay_refund_id", string="Money", readonly=True
    )
    event_ids = fields.One2many("wechatpay.refund.event", "refund_id", readonly=True)
    refund_order_id = fields.Many2one("pos.order", readonly=True, copy=False)
    problem = fields.Char(readonly=True, help="Why it is not booked yet.")
    advice = fields.Char(compute="_compute_advice", compute_sudo=True)
    can_ask_again = fields.Boolean(compute="_compute_advice", compute_sudo=True)
    is_abnormal = fields.Boolean(compute="_compute_advice", compute_sudo=True)

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "This refund was asked for already.")

    # === COMPUTE METHODS === #

    @api.depends("order_id")
    def _compute_number(self):
        for refund in self:
            refund.number = self.env._(
                "Refund of %s", refund.order_id.sudo().pos_reference or ""
            )

    @api.depends("state", "problem", "transaction_ids.wechatpay_state")
    def _compute_advice(self):
        for refund in self:
            parts = refund.transaction_ids
            refund.can_ask_again = refund.state in ("running", "failed") and bool(
                refund._get_missing_fen()
            )
            refund.is_abnormal = "abnormal" in parts.mapped("wechatpay_state")
            texts = [text for text in parts.mapped("wechatpay_advice") if text]
            if refund.state == "waiting":
                texts.insert(0, self.env._("A second person has to approve it."))
            refund.advice = " ".join([*texts, refund.problem or ""]).strip() or False

    # === BUSINESS METHODS === #

    def _get_form_action(self):
        """Return the action that shows the refund.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wechatpay.refund",
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.model
    def _request(self, order, wish):
        """Return a refund, committed and, if nobody has to agree, under way.

        Repeating the call with the same `uuid` returns the first one.

        :param pos.order order: The paid order.
        :param dict wish: `uuid`, `amount_fen`, `reason`, `is_return_to_stock`,
            `lines` (pairs of order line id and quantity), `payment_id`; `till`, see
            `wechatpay_refund_till.py`; and `approver_id` of whoever agreed elsewhere
            already.
        :return: The refund; the caller's transaction may not be able to read it.
        :rtype: wechatpay.refund
        :raise UserError: If there is not that much left.
        """
        order_id = order.id
        refund_id = run_committed(
            self.env,
            lambda env: (
                env["wechatpay.refund"]
                .sudo()
                ._open(env["pos.order"].sudo().browse(order_id), wish)
                .id
            ),
        )
        self.env.invalidate_all()
        refund = self.browse(refund_id)
        refund.sudo()._send()
        return refund

    def _move(self, to_state, reason=None):
        """Move the refund; the only place that writes its state.

        :raise UserError: If it cannot go there: somebody else was faster.
        """
        self.ensure_one()
        from_state = self.state
        if to_state not in refund_const.REFUND_CASE_MOVES[from_state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This refund is “%(state)s” now and cannot become “%(wanted)s”.",
                    state=labels[from_state],
                    wanted=labels[to_state],
                )
            )
        self.state = to_state
        self._log(from_state, reason)
        self.order_id._wechatpay_on_refund_moved(self)

    def _log(self, from_state, reason=None):
        self.env["wechatpay.refund.event"].create(
            {
                "refund_id": self.id,
                "from_state": from_state,
                "to_state": self.state,
                "user_id": self.env.uid,
                "reason": reason,
            }
        )

    def _lock(self):
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT 1 FROM wechatpay_refund WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset()

    # === JOBS === #

    def _enqueue_follow(self):
        """Have the refund follow its money, once what WeChat said is committed."""
        self.with_user(SUPERUSER_ID).with_delay(
            priority=6,
            description=f"Follow refund {self.id}",
            identity_key=f"wechatpay-follow-refund-{self.id}",
        )._follow_and_book()

    def _follow_and_book(self):
        self._follow()
        self._book()

    @api.model
    def _cron_book(self):
        """Take up again what waits for an open session, or for a job that came early.

        A job that was waiting already may have looked before the last of the money was
        committed; no further message of WeChat Pay would bring the refund on.
        """
        for refund in self.search([("state", "in", ("running", "returned"))]):
            refund._enqueue_follow()

    def _follow(self):
        """Take over what became of the money."""
        self._lock()
        if self.state != "running":
            return
        states = set(self.transaction_ids.mapped("wechatpay_state"))
        if not self._get_missing_fen() and states <= {"success", "closed"}:
            self._move("returned")
        elif states == {"closed"}:
            self._move("failed", self.transaction_ids[-1:].state_message)

    def _get_missing_fen(self):
        """Return how much of the refund no refund transaction stands for."""
        alive = self.transaction_ids.filtered(lambda tx: tx.wechatpay_state != "closed")
        return to_fen(self.amount) - sum(to_fen(-tx.amount) for tx in alive)

    @api.model
    def _open(self, order, wish):
        # Of two requests at once the second sees what the first one took.
        try_lock(self.env, f"wechatpay-refund-{order.id}")
        known = self.search([("uuid", "=", wish["uuid"])])
        if known:
            return known
        order._wechatpay_check_refund(wish)
        needs_approval = not wish.get(
            "approver_id"
        ) and order._wechatpay_needs_approval(wish["amount_fen"])
        refund = self.create(
            {
                "uuid": wish["uuid"],
                "order_id": order.id,
                "amount": from_fen(wish["amount_fen"]),
                "reason": wish["reason"],
                "is_return_to_stock": wish["is_return_to_stock"],
                "state": "waiting" if needs_approval else "running",
                "requester_id": self.env.uid,
                "approver_id": wish.get("approver_id"),
                "payment_id": wish.get("payment_id"),
                **wish.get("till", {}),
                "line_ids": [
                    fields.Command.create({"order_line_id": id_, "quantity": quantity})
                    for id_, quantity in wish.get("lines") or ()
                ],
            }
        )
        refund._log(False, wish["reason"])
        if not needs_approval:
            refund._claim_money()
        order._wechatpay_on_refund_moved(refund)
        return refund
