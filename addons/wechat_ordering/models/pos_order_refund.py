"""What a refund does to a diner's order: session, kitchen, state, phone."""

from odoo import models
from odoo.addons.wechat_base.tools.money import to_fen

from .. import const


class PosOrder(models.Model):
    """Follows the refunds of an order."""

    _inherit = "pos.order"

    def _wechatpay_get_refund_session(self):
        """Override of `wechat_payment`: the online counter is always open."""
        self.ensure_one()
        if not self.wechat_state:
            return super()._wechatpay_get_refund_session()
        session = self.session_id.config_id.current_session_id
        if session.state == "opened" and session._wechat_share():
            return session
        session = self.wechat_store_id._ensure_session()
        session._wechat_share()
        return session

    def _wechatpay_on_refund_moved(self, refund_sudo):
        """Override of `wechat_payment` to tell the kitchen and the diner."""
        result = super()._wechatpay_on_refund_moved(refund_sudo)
        if not self.wechat_state:
            return result
        if refund_sudo.state == "running":
            self._wechat_stop_cooking(refund_sudo)
        if refund_sudo.state == "done":
            self._wechat_follow_refund(refund_sudo)
        self._wechat_touch()
        self._wechat_notify_diner()
        return result

    def _wechat_stop_cooking(self, refund_sudo):
        """Strike out the dishes that nobody cooks yet and nobody pays any more.

        A dish in the pan is the cook's to decide about; of a line that is given back
        in part, some are still wanted.
        """
        wanted_back = self.env["pos.order.line"]
        for line, quantity in refund_sudo._get_dishes():
            if quantity >= line.qty:
                wanted_back |= line | line.combo_line_ids
        queued = self.sudo().kitchen_ticket_ids.line_ids.filtered(
            lambda step: step.order_line_id in wanted_back and step.state == "queued"
        )
        if queued:
            queued._move("cancelled", refund_sudo.reason)

    def _wechat_follow_refund(self, refund_sudo):
        """Call the order refunded once nothing of it is paid any more."""
        done = self.wechatpay_refund_ids.filtered(lambda one: one.state == "done")
        is_whole = sum(to_fen(one.amount) for one in done) >= to_fen(self.amount_total)
        if is_whole and (self.wechat_state, "refunded") in const.ORDER_MOVES:
            self._wechat_move("refunded", "system", refund_sudo.reason)
