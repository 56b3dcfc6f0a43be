"""Allergens a dish can contain."""

from odoo import fields, models


class WechatAllergen(models.Model):
    """Something a guest may not be able to eat."""

    _name = "wechat.allergen"
    _description = "Allergen"
    _inherit = ["wechat.menu.trigger"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
