"""The payment proof, from the order that was paid."""

from odoo import fields, models
from odoo.exceptions import UserError


class PosOrder(models.Model):
    """An order whose guest wants a proof of the payment."""

    _inherit = "pos.order"

    wechatpay_has_proof = fields.Boolean(
        string="Has a Payment Proof", compute="_compute_wechatpay_has_proof"
    )

    # === COMPUTE METHODS === #

    def _compute_wechatpay_has_proof(self):
        payments_sudo = self.sudo()._wechatpay_get_proven_payments()
        for order in self:
            order.wechatpay_has_proof = order in payments_sudo.wechatpay_pos_order_id

    # === ACTION METHODS === #

    def action_wechatpay_print_proofs(self):
        """Return what opens the proofs of all WeChat payments of the order.

        Note: `self.ensure_one()`

        :rtype: dict
        :raise UserError: If nothing was paid with WeChat Pay.
        """
        self.ensure_one()
        self.check_access("read")
        payments_sudo = self.sudo()._wechatpay_get_proven_payments()
        if not payments_sudo:
            raise UserError(self.env._("Nothing of this order was paid with WeChat."))
        return {
            "type": "ir.actions.act_url",
            "url": payments_sudo._wechatpay_get_proof_path(),
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _wechatpay_get_proven_payments(self):
        """Return the payments of the orders that were received, first one first.

        :rtype: payment.transaction
        """
        payments = self.env["payment.transaction"].search(
            [("wechatpay_pos_order_id", "in", self.ids)], order="id"
        )
        return payments.filtered(lambda tx: tx._wechatpay_has_proof())
