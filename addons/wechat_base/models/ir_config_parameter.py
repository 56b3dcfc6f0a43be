"""The mark of the database cannot be changed."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .. import const


class IrConfigParameter(models.Model):
    """Parameters, one of which is written once and for ever."""

    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to refuse a mark that is not the installation's."""
        if any(vals.get("key") == const.KIND_PARAMETER for vals in vals_list):
            self._refuse_kind_change()
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base` to refuse changes of the mark."""
        if vals.get("key") == const.KIND_PARAMETER or self._has_kind():
            self._refuse_kind_change()
        return super().write(vals)

    def unlink(self):
        """Override of `base` to refuse the removal of the mark."""
        if self._has_kind():
            self._refuse_kind_change()
        return super().unlink()

    def _has_kind(self):
        return const.KIND_PARAMETER in self.sudo().mapped("key")

    def _refuse_kind_change(self):
        raise ValidationError(
            self.env._(
                "Whether this is a demo or a real database is decided once, when it is"
                " made, and never changes. Make a new database instead."
            )
        )
