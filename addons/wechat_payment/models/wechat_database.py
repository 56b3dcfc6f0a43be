"""The production guard of payment providers."""

from odoo import api, models

from .. import const


class WechatDatabase(models.AbstractModel):
    """The production guard, extended to merchants."""

    _inherit = "wechat.database"

    @api.model
    def _check_start(self):
        """Override of `wechat_base` to look at the payment providers too."""
        result = super()._check_start()
        self.env["payment.provider"].sudo().search(
            [("code", "=", const.PROVIDER_CODE), ("state", "!=", "disabled")]
        )._wechatpay_check_kind()
        return result
