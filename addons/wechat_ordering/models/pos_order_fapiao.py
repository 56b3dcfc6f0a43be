"""The fapiao of an order: whether one can be asked for, and of how much."""

from odoo import fields, models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.tools import SQL

from .. import fapiao_const
from ..errors import FapiaoNotPossibleError
from ..tools import to_wire


class PosOrder(models.Model):
    """An order that a guest wants a fapiao for."""

    _inherit = "pos.order"

    wechat_fapiao_ids = fields.One2many("wechat.fapiao", "order_id", readonly=True)

    def _wechatpay_on_refund_moved(self, refund_sudo):
        """Override of `wechat_payment` to have an issued fapiao corrected."""
        result = super()._wechatpay_on_refund_moved(refund_sudo)
        self.sudo().wechat_fapiao_ids._follow_refund()
        return result

    def _wechat_get_fapiao_amount(self):
        """Return what a fapiao of the order has to say: paid, less given back.

        :rtype: float
        """
        self.ensure_one()
        given_back = self.wechatpay_refund_ids.filtered(
            lambda one: one.state in ("returned", "done")
        )
        refund_orders = self.lines.refund_orderline_ids.order_id
        by_till = refund_orders - given_back.refund_order_id
        amount = self.amount_paid - sum(given_back.mapped("amount"))
        amount += sum(
            by_till.filtered(lambda one: one.state in ("paid", "done")).mapped(
                "amount_paid"
            )
        )
        return self.currency_id.round(amount)

    def _wechat_can_request_fapiao(self):
        """Tell whether the guest can ask for a fapiao, or correct the request, now.

        :rtype: bool
        """
        self.ensure_one()
        oldest = fields.Datetime.subtract(
            fields.Datetime.now(), days=fapiao_const.REQUEST_DAYS
        )
        fapiao = self.wechat_fapiao_ids
        return (
            self.state in ("paid", "done")
            and self.create_date > oldest
            and fapiao.state not in ("issued", "changed")
            and self._wechat_get_fapiao_amount() > 0
        )

    def _wechat_check_fapiao(self, is_new=False):
        """Refuse a fapiao that cannot be asked for.

        :param bool is_new: Whether there may be no request yet.
        :raise FapiaoNotPossibleError: If there is none to ask for now.
        """
        if not self._wechat_can_request_fapiao() or (is_new and self.wechat_fapiao_ids):
            raise FapiaoNotPossibleError(
                self.env._(
                    "There is no fapiao to ask for now: it is issued already, or the"
                    " order is not paid or too old. Please ask the staff."
                )
            )

    def action_wechat_fapiao(self):
        """Open the fapiao of the order, or the form that asks for one.

        :rtype: dict
        """
        self.ensure_one()
        fapiao = self.wechat_fapiao_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fapiao"),
            "res_model": "wechat.fapiao",
            "view_mode": "form",
            "res_id": fapiao.id,
            "context": {"default_order_id": self.id},
        }

    def action_pos_order_paid(self):
        """Override of `point_of_sale` to have an issued fapiao corrected.

        Money that a till gives back, in whatever way, is in a refund order.
        """
        result = super().action_pos_order_paid()
        paid_orders = self.sudo().lines.refunded_orderline_id.order_id
        paid_orders.wechat_fapiao_ids._follow_refund()
        return result

    def _wechat_lock_for_fapiao(self):
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT 1 FROM pos_order WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset()
        self.wechat_fapiao_ids.invalidate_recordset()

    def _wechat_fapiao_document(self):
        """Return the fapiao of the order as the diner API shows it (FapiaoView).

        :rtype: dict
        """
        self.ensure_one()
        fapiao = self.wechat_fapiao_ids
        is_there = fapiao.state in ("issued", "changed")
        return {
            "order_uuid": self.uuid,
            "number": self.wechat_pickup_number,
            "can_request": self._wechat_can_request_fapiao(),
            "can_withdraw": fapiao.state == "requested",
            "amount_fen": to_fen(self._wechat_get_fapiao_amount()),
            "state": fapiao.state or None,
            "kind": fapiao.kind or None,
            "title": fapiao.title or "",
            "tax_number": fapiao.tax_number or "",
            "fapiao_number": (is_there and fapiao.fapiao_number) or "",
            "url": (is_there and fapiao.url) or "",
            "answer": (fapiao.state == "refused" and fapiao.answer) or "",
            "states": [
                {"state": event.to_state, "at": to_wire(event.at)}
                for event in fapiao.event_ids
            ],
        }
