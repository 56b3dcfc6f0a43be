"""Sessions: nothing is paid into one that is closing."""

from odoo import models


class PosSession(models.Model):
    _inherit = "pos.session"
