"""What WeChat Pay and our books do not agree about, until a person settles it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import bill_const


class WechatpayBillDifference(models.Model):
    """One disagreement: its reason, what can be done, and what was done."""

    _name = "wechatpay.bill.difference"
    _description = "WeChat Pay Difference"
    _order = "state, day_id desc, id desc"
    _rec_name = "wechat_number"
    _check_company_auto = True

    day_id = fields.Many2one(
        comodel_name="wechatpay.bill.day",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Date(related="day_id.date", string="Day of the Bill", store=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    merchant = fields.Char(related="day_id.merchant", store=True)
    line_id = fields.Many2one(
        comodel_name="wechatpay.bill.line",
        string="Row",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    reason = fields.Selection(
        selection=bill_const.REASONS, required=True, readonly=True
    )
    kind = fields.Selection(selection=bill_const.LINE_KINDS, readonly=True)
    state = fields.Selection(
        selection=bill_const.DIFFERENCE_STATES,
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    wechat_number = fields.Char(string="WeChat's Number", readonly=True)
    own_number = fields.Char(string="Our Number", readonly=True)
    at = fields.Datetime(string="When", readonly=True)
    amount = fields.Monetary(
        string="Difference", help="What the bill says, less our books.", readonly=True
    )
    bill_amount = fields.Monetary(string="Bill", readonly=True)
    our_amount = fields.Monetary(string="Our Books", readonly=True)
    transaction_id = fields.Many2one(
        comodel_name="payment.transaction",
        string="Payment",
        readonly=True,
        index="btree_not_null",
    )
    pos_payment_id = fields.Many2one(
        comodel_name="pos.payment",
        string="POS Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    session_id = fields.Many2one(
        comodel_name="pos.session",
        string="POS Session",
        readonly=True,
        index="btree_not_null",
    )
    statement_line_id = fields.Many2one(
        comodel_name="account.bank.statement.line",
        string="Booked In",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    move_id = fields.Many2one(
        comodel_name="account.move", string="Settling Entry", readonly=True
    )
    expected_on = fields.Date(
        string="Expected In", help="The bill it should stand in.", readonly=True
    )
    resolution = fields.Selection(
        selection=[*bill_const.ACTIONS, ("found", "Explained by itself")],
        readonly=True,
    )
    is_settled_by_hand = fields.Boolean(compute="_compute_is_settled_by_hand")
    suggestion = fields.Selection(
        selection=bill_const.ACTIONS, compute="_compute_suggestion"
    )
    event_ids = fields.One2many(
        comodel_name="wechatpay.bill.event",
        inverse_name="difference_id",
        string="History",
        readonly=True,
    )

    _once_uniq = models.UniqueIndex(
        "(company_id, reason, kind, wechat_number)",
        "This difference is on the list already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("own_number", "wechat_number", "pos_payment_id", "bill_amount")
    def _compute_display_name(self):
        """Name it by what a person can look up, and the money it is about."""
        for difference in self:
            order = difference.pos_payment_id.sudo().pos_order_id
            name = (
                difference.own_number or order.pos_reference or difference.wechat_number
            )
            amount = difference.bill_amount or difference.our_amount
            difference.display_name = f"{name or ''} · {amount:.2f}"

    @api.depends("resolution", "state")
    def _compute_is_settled_by_hand(self):
        for difference in self:
            difference.is_settled_by_hand = (
                difference.state == "resolved" and difference.resolution != "found"
            )

    @api.depends("reason", "state", "kind", "statement_line_id")
    def _compute_suggestion(self):
        for difference in self:
            remedies = difference._get_remedies()
            difference.suggestion = remedies[0] if remedies else False

    def _get_remedies(self):
        """Return what can be done about the difference, the best first.

        :rtype: list
        """
        self.ensure_one()
        if self.state == "resolved":
            return []
        return [
            action
            for action in bill_const.REMEDIES[self.reason]
            if self._can_be_done(action)
        ]

    def _can_be_done(self, action):
        if action == "link":
            return bool(self._find_candidates())
        if action == "refund" and not (self.kind == "payment" and self.own_number):
            return False
        if action in bill_const.BOOKING_ACTIONS:
            return self._is_booked()
        return action != "accept" or not self._is_booked()

    def _is_booked(self):
        """Return whether there is money in the books that can be moved elsewhere.

        What a trade bill says without a movement of the balance is only words.
        """
        return bool(self.statement_line_id) or self._is_in_transit()

    def _is_in_transit(self):
        """Return whether our books wait for money that will not come.

        So they do for a payment that no bill has, and for what is missing of one that
        was booked after its bill.
        """
        if self.reason == "missing_there":
            return bool(self.pos_payment_id or self.transaction_id.payment_id)
        if self.reason in ("amount", "coupon"):
            return self.line_id.is_money and not self.statement_line_id
        return False

    # === ACTION METHODS === #

    def action_settle(self):
        """Open what a person has to decide.

        :rtype: dict
        """
        self.ensure_one()
        self.day_id._check_accountant()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle the Difference"),
            "res_model": "wechatpay.bill.difference.settle",
            "view_mode": "form",
            "target": "new",
            "context": {"default_difference_id": self.id},
        }

    def action_settle_as_suggested(self):
        """Do what is suggested about all chosen differences that need no more words.

        :return: A message that says how many there were.
        :rtype: dict
        """
        self.day_id._check_accountant()
        done = self._settle_as_suggested()
        left = len(self - done)
        message = self.env._("%s settled as suggested.", len(done))
        if left:
            message += " " + self.env._("%s are for you to decide, one by one.", left)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if left else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    def _suggest_account(self, action):
        """Return where such a difference was booked the last time.

        :param str action: `book` or `write_off`.
        :rtype: account.account
        """
        self.ensure_one()
        before = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("reason", "=", self.reason),
                ("resolution", "=", action),
            ],
            order="id desc",
            limit=1,
        )
        move = before.move_id or before.statement_line_id.move_id
        liquidity = before.day_id.journal_id.default_account_id
        transit = self.company_id.sudo()._wechatpay_get_account()
        return (move.line_ids.account_id - liquidity - transit)[:1]

    def _move(self, to_state, reason=None, **values):
        """Move the difference; the only place that writes its state.

        Note: `self.ensure_one()`

        :param str to_state: Where to, allowed by the table of moves.
        :param str reason: Why.
        :param dict values: What else becomes known with the move.
        :raise UserError: If it is settled already.
        """
        self.ensure_one()
        if to_state not in bill_const.DIFFERENCE_MOVES[self.state]:
            raise UserError(self.env._("This difference is settled already."))
        difference_sudo = self.sudo()
        self.env["wechatpay.bill.event"]._log(difference_sudo, to_state, reason)
        difference_sudo.write({"state": to_state, **values})
