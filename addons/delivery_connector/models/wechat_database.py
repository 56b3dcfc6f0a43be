"""The production guard of courier accounts."""

from odoo import api, models


class WechatDatabase(models.AbstractModel):
    """The production guard, extended to couriers."""

    _inherit = "wechat.database"

    @api.model
    def _check_start(self):
        """Override of `wechat_base` to look at the courier accounts too."""
        result = super()._check_start()
        self.env["delivery.account"].sudo().with_context(active_test=False).search(
            []
        )._check_kind()
        return result
