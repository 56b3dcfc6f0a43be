"""Cancels a delivery, after telling what it costs."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class DeliveryTaskCancel(models.TransientModel):
    """Why a delivery is cancelled, and what the courier takes for it."""

    _name = "delivery.task.cancel"
    _description = "Cancel Delivery"

    task_id = fields.Many2one("delivery.task", required=True, readonly=True)
    company_id = fields.Many2one(related="task_id.company_id")
    currency_id = fields.Many2one(related="task_id.currency_id")
    cost_text = fields.Char(string="What It Costs", readonly=True)
    reason = fields.Char(
        required=True, default=lambda self: self.env._("The guest cancelled")
    )

    @api.model
    def default_get(self, fields_list):
        """Override to ask the courier what cancelling costs now."""
        values = super().default_get(fields_list)
        task = self.env["delivery.task"].browse(values.get("task_id"))
        if task:
            task._check_dispatcher()
            values["cost_text"] = self._ask_cost(task)
        return values

    def _ask_cost(self, task):
        try:
            fee, explanation = task._get_cancel_cost()
        except UserError as error:
            return str(error)
        if fee is None:
            return explanation
        text = self.env._("The courier takes %(fee).2f.", fee=fee)
        return f"{text} {explanation}" if fee else explanation or text

    def action_cancel_delivery(self):
        """Cancel the delivery.

        :raise UserError: If it has ended.
        """
        self.task_id._check_dispatcher()
        self.task_id._committed("_cancel", self.reason)
