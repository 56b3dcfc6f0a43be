"""Set meals: diners read the names of their places in their own language."""

from odoo import fields, models


class ProductCombo(models.Model):
    """Makes the name of a set meal's place translatable."""

    _inherit = "product.combo"

    name = fields.Char(translate=True)
