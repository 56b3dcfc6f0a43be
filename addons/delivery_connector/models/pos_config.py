"""How a shop chooses among couriers."""

from odoo import fields, models


class PosConfig(models.Model):
    """A shop that sends parcels."""

    _inherit = "pos.config"

    delivery_policy_id = fields.Many2one(
        "delivery.policy", string="Courier Policy", check_company=True
    )
    delivery_shop_ids = fields.One2many("delivery.shop", "config_id")
