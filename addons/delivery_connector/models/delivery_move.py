"""The history of deliveries: one row for each move. Never changed."""

from odoo import fields, models

from .. import const


class DeliveryMove(models.Model):
    """One move of a delivery, or of its order at a courier: from, to, when, why."""

    _name = "delivery.move"
    _description = "Delivery History"
    _order = "id desc"
    _log_access = False

    task_id = fields.Many2one(
        "delivery.task", required=True, index=True, ondelete="cascade"
    )
    attempt_id = fields.Many2one(
        "delivery.attempt", string="At Courier", index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="task_id.company_id", store=True)
    at = fields.Datetime(string="Date", default=fields.Datetime.now, required=True)
    from_state = fields.Selection(const.HISTORY_STATES, string="From")
    to_state = fields.Selection(const.HISTORY_STATES, string="To", required=True)
    source = fields.Selection(const.SOURCES, required=True, default="engine")
    user_id = fields.Many2one("res.users", default=lambda self: self.env.uid)
    reason = fields.Char()
