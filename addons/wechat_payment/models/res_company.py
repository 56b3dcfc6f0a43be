"""The bank journal and the POS payment method of WeChat Pay."""

from odoo import models


class ResCompany(models.Model):
    """A company that receives money from WeChat Pay."""

    _inherit = "res.company"

    def _wechatpay_setup_pos_payment_method(self, provider):
        """Return the POS payment method of a provider, made if missing."""
        raise NotImplementedError
