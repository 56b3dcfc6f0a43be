"""Giving money back because a guest asked for it."""

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import to_fen


class WechatpayRefundWizard(models.TransientModel):
    """Starts from what the guest asked for; staff may give back less, or more."""

    _inherit = "wechatpay.refund.wizard"

    wechat_request_id = fields.Many2one(
        "wechat.refund.request", string="Asked For By the Guest", readonly=True
    )

    @api.model
    def default_get(self, fields_list):
        """Override of `orm` to start with the guest's wish.

        The refund carries the uuid that the request keeps for it: that is how the two
        find each other, and why two people who press at once give back once.
        """
        values = super().default_get(fields_list)
        request_id = self.env.context.get("default_wechat_request_id")
        if request_id:
            request = self.env["wechat.refund.request"].browse(request_id)
            request.check_access("read")
            wish = self._prepare_wish(request.sudo())
            values |= {name: wish[name] for name in wish if name in fields_list}
        return values

    def _prepare_wish(self, request_sudo):
        rest_fen = request_sudo.order_id._wechatpay_get_rest_fen()
        is_whole = to_fen(request_sudo.amount) == rest_fen
        return {
            "uuid": request_sudo.refund_uuid,
            "order_id": request_sudo.order_id.id,
            "scope": "whole" if is_whole else "lines",
            "reason": request_sudo._get_label(),
        }

    @api.depends("wechat_request_id")
    def _compute_line_ids(self):
        """Override of `wechat_payment` to choose the dishes that the guest chose."""
        result = super()._compute_line_ids()
        for wizard in self.filtered("wechat_request_id"):
            asked = {
                line.order_line_id.id: line.quantity
                for line in wizard.wechat_request_id.sudo().line_ids
            }
            for line in wizard.line_ids:
                wanted = asked.get(line.order_line_id.id, 0)
                line.quantity = min(wanted, line.quantity_left)
        return result
