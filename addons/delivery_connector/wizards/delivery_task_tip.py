"""Offers a rider more."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class DeliveryTaskTip(models.TransientModel):
    """What all tips of an order at a courier together are to be."""

    _name = "delivery.task.tip"
    _description = "Offer a Tip"

    task_id = fields.Many2one("delivery.task", required=True, readonly=True)
    currency_id = fields.Many2one(related="task_id.currency_id")
    known = fields.Monetary(string="Tips So Far", compute="_compute_known")
    total = fields.Monetary(string="All Tips Together", required=True)

    @api.depends("task_id")
    def _compute_known(self):
        for wizard in self:
            wizard.known = wizard.task_id.sudo()._get_live().tip

    def action_offer(self):
        """Offer the tip.

        :raise UserError: If it is no more than before, or nobody takes one now.
        """
        self.task_id._check_dispatcher()
        attempt = self.task_id.sudo()._get_live()
        if not attempt or not attempt._can_tip():
            raise UserError(
                self.env._("Only couriers that look for a rider take a tip.")
            )
        if self.total <= attempt.tip:
            raise UserError(self.env._("Offer more than what is offered already."))
        self.task_id._committed("_with_attempt", attempt.id, "_want_tip", self.total)
