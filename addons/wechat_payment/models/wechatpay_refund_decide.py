"""What people do about a refund, and who may."""

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.exceptions import AccessError

_APPROVER = "wechat_payment.group_refund_approver"


class WechatpayRefund(models.Model):
    """A refund that a second person may have to approve."""

    _inherit = "wechatpay.refund"

    can_decide = fields.Boolean(compute="_compute_can_decide")

    # === COMPUTE METHODS === #

    @api.depends_context("uid")
    @api.depends("state", "requester_id")
    def _compute_can_decide(self):
        is_approver = self.env.user.has_group(_APPROVER)
        for refund in self:
            refund.can_decide = (
                is_approver
                and refund.state == "waiting"
                and refund.requester_id != self.env.user
            )

    # === ACTION METHODS === #

    def action_approve(self):
        """Agree to the refund: the money is sent back.

        :raise AccessError: If the user may not, or asked for it.
        """
        self._check_decider()
        refund_id, user_id = self.id, self.env.uid
        run_committed(
            self.env,
            lambda env: (
                env["wechatpay.refund"].sudo().browse(refund_id)._approve(user_id)
            ),
        )
        self.invalidate_recordset()
        self.sudo()._send()

    def action_refuse(self):
        """Do not agree to the refund.

        :raise AccessError: If the user may not, or asked for it.
        """
        self._check_decider()
        refund_sudo = self.sudo()
        refund_sudo._lock()
        refund_sudo.approver_id = self.env.uid
        refund_sudo._move("refused")

    def action_withdraw(self):
        """Take back one's own request that nobody approved yet.

        :raise AccessError: If it is somebody else's.
        """
        self.check_access("read")
        if self.requester_id != self.env.user:
            raise AccessError(self.env._("Only who asked for a refund withdraws it."))
        self.sudo()._lock()
        self.sudo()._move("withdrawn")

    def action_ask_again(self):
        """Ask for what WeChat Pay closed without paying, under a new number.

        :raise UserError: If nothing is missing.
        """
        self._check_asker()
        refund_id = self.id
        run_committed(
            self.env,
            lambda env: env["wechatpay.refund"].sudo().browse(refund_id)._ask_again(),
        )
        self.invalidate_recordset()
        self.sudo()._send()

    def action_send_again(self):
        """Repeat what WeChat Pay did not accept yet, under the same number."""
        self._check_asker()
        self.sudo()._send()

    def action_to_merchant(self):
        """Have what the payers' accounts cannot take sent to the merchant's own bank.

        :raise AccessError: If the user is neither manager nor accountant.
        """
        self._check_group("point_of_sale.group_pos_manager")
        for part in self.sudo().transaction_ids:
            if part.wechatpay_state == "abnormal":
                part._wechatpay_resend_abnormal()

    def action_to_card(self):
        """Open the form that sends what a payer's account cannot take to their card.

        :rtype: dict
        :raise AccessError: If the user is neither manager nor accountant.
        """
        self._check_group("point_of_sale.group_pos_manager")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refund to the payer's bank card"),
            "res_model": "wechatpay.refund.card",
            "view_mode": "form",
            "target": "new",
            "context": {"default_refund_id": self.id},
        }

    def action_book(self):
        """Make the refund order now, for example after opening a session."""
        self._check_asker()
        self.sudo()._follow()
        self.sudo()._book()

    # === HELPERS === #

    def _approve(self, user_id):
        self._lock()
        self.approver_id = user_id
        self._move("running")
        self._claim_money()

    def _check_decider(self):
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(_APPROVER):
            raise AccessError(
                self.env._("Only people who may approve refunds decide about them.")
            )
        if self.requester_id == self.env.user:
            raise AccessError(
                self.env._(
                    "You asked for this refund yourself: another person decides."
                )
            )

    def _check_asker(self):
        self._check_group("point_of_sale.group_pos_user")

    def _check_group(self, group):
        """Refuse who is neither in this group nor an accountant.

        :raise AccessError: If so.
        """
        self.ensure_one()
        self.check_access("read")
        groups = (group, "account.group_account_invoice")
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._("Ask a manager or an accountant to do this with a refund.")
            )
