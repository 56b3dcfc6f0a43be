"""The courier policy of a point of sale among Odoo's settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Shows the courier policy."""

    _inherit = "res.config.settings"

    pos_delivery_policy_id = fields.Many2one(
        related="pos_config_id.delivery_policy_id", readonly=False
    )
