"""Telling WeChat that an order was handed over, so that it pays out."""

from odoo import models

# WeChat's words for how the guest got it: a courier came, or it was served on the spot.
_DELIVERED = "2"
_PICKED_UP = "4"
_MOST_CHARACTERS = 100


class PosOrder(models.Model):
    """Reports the hand-over of what was paid in the mini-program."""

    _inherit = "pos.order"

    def _wechat_after_move(self, to_state):
        """Override to report the order where it really reached the guest."""
        result = super()._wechat_after_move(to_state)
        if to_state == "completed":
            self._wechat_report_shipping()
        return result

    def _wechat_report_shipping(self):
        """Have WeChat told of each payment of the order."""
        payments_sudo = (
            self.env["payment.transaction"]
            .sudo()
            .search([("wechatpay_pos_order_id", "in", self.ids)])
        )
        payments_sudo._wechatpay_report_shipping(
            self._wechat_get_logistics_type(), self._wechat_describe_goods()
        )

    def _wechat_get_logistics_type(self):
        """Return WeChat's word for how the order got to the guest.

        :rtype: str
        """
        self.ensure_one()
        states = self.sudo().wechat_event_ids.mapped("to_state")
        return _DELIVERED if "delivering" in states else _PICKED_UP

    def _wechat_describe_goods(self):
        """Return the dishes in a line that WeChat shows the payer.

        :rtype: str
        """
        self.ensure_one()
        lang = self.wechat_member_id.lang or "zh_CN"
        lines = self.sudo().with_context(lang=lang).lines
        names = [
            f"{line.product_id.name} x{line.qty:g}"
            for line in lines
            if not line.combo_parent_id and line.qty > 0
        ]
        text = ", ".join(names) or self.wechat_pickup_number or self.name
        return text[:_MOST_CHARACTERS]
