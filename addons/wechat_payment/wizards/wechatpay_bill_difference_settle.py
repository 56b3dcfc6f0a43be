"""What an accountant decides about a difference."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import bill_const


class WechatpayBillDifferenceSettle(models.TransientModel):
    """Settles one difference, the suggestion being filled in."""

    _name = "wechatpay.bill.difference.settle"
    _description = "Settle a WeChat Pay Difference"

    difference_id = fields.Many2one(
        comodel_name="wechatpay.bill.difference", required=True, readonly=True
    )
    company_id = fields.Many2one(related="difference_id.company_id")
    currency_id = fields.Many2one(related="difference_id.currency_id")
    reason = fields.Selection(related="difference_id.reason")
    amount = fields.Monetary(related="difference_id.amount", string="How Much")
    action = fields.Selection(
        selection=bill_const.ACTIONS,
        string="What to Do",
        required=True,
        compute="_compute_action",
        precompute=True,
        store=True,
        readonly=False,
    )
    # What the widget of the action leaves to choose from.
    available_actions = fields.Char(compute="_compute_available_actions")
    account_id = fields.Many2one(
        comodel_name="account.account",
        domain="[('company_ids', 'parent_of', company_id)]",
        compute="_compute_account_id",
        store=True,
        readonly=False,
    )
    candidate_ids = fields.Many2many(
        comodel_name="wechatpay.bill.difference", compute="_compute_candidate_ids"
    )
    counterpart_id = fields.Many2one(
        comodel_name="wechatpay.bill.difference",
        domain="[('id', 'in', candidate_ids)]",
        compute="_compute_counterpart_id",
        store=True,
        readonly=False,
    )
    note = fields.Char(
        string="In Words", help="What the next person who looks at it should know."
    )

    @api.depends("difference_id")
    def _compute_available_actions(self):
        for wizard in self:
            wizard.available_actions = ",".join(wizard.difference_id._get_remedies())

    @api.depends("difference_id")
    def _compute_action(self):
        for wizard in self:
            wizard.action = wizard.difference_id.suggestion

    @api.depends("difference_id", "action")
    def _compute_account_id(self):
        """Suggest where such a difference was booked the last time."""
        for wizard in self:
            if wizard.action not in ("book", "write_off"):
                wizard.account_id = False
                continue
            wizard.account_id = wizard.difference_id._suggest_account(wizard.action)

    @api.depends("difference_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.candidate_ids = wizard.difference_id._find_candidates()

    @api.depends("candidate_ids")
    def _compute_counterpart_id(self):
        for wizard in self:
            wizard.counterpart_id = wizard.candidate_ids[:1]

    def action_apply(self):
        """Settle the difference.

        :raise UserError: If something is missing, saying what.
        """
        self.ensure_one()
        if self.action in bill_const.MANAGER_ACTIONS and not self.note:
            raise UserError(self.env._("Say why: it stays in the history."))
        self.difference_id._apply(
            self.action, self.note, self.account_id, self.counterpart_id
        )
        return {"type": "ir.actions.act_window_close"}
