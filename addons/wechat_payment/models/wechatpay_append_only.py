"""Rows that are written in SQL, once, and never through Odoo."""

from odoo import api, models
from odoo.exceptions import UserError


class WechatpayAppendOnly(models.AbstractModel):
    """A model whose rows nobody creates, changes or deletes, `sudo` included."""

    # There is nothing to call `super` for. pylint: disable=method-required-super

    _name = "wechatpay.append.only"
    _description = "WeChat Pay Append-Only Rows"

    @api.model_create_multi
    def create(self, vals_list):
        """Override to refuse, whoever asks."""
        raise self._refuse()

    def write(self, vals):
        """Override to refuse, whoever asks."""
        raise self._refuse()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._refuse()

    def _refuse(self):
        return UserError(
            self.env._(
                "%(name)s: written by WeChat Pay's word only, and for ever.",
                name=self._description,
            )
        )
