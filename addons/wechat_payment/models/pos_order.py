"""What a payment does to the order it belongs to."""

from odoo import models


class PosOrder(models.Model):
    """An order that can be paid with WeChat Pay."""

    _inherit = "pos.order"

    def _wechatpay_accepts_payment(self, tx_sudo):
        """Return whether the order still wants the money of a payment."""
        self.ensure_one()
        return self.state == "draft"

    def _wechatpay_on_paid(self, tx_sudo):
        """Book the money on the order and let the order go on."""
        raise NotImplementedError

    def _wechatpay_on_late_payment(self, tx_sudo):
        """Give back money that came for an order that no longer wants it."""
        raise NotImplementedError
