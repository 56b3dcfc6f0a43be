"""What a guest may ask back of an order, and how the phone sees it."""

from datetime import timedelta

from odoo import fields, models
from odoo.addons.wechat_base.tools.money import to_fen

from .. import refund_const
from ..errors import RefundNotPossibleError
from ..tools import to_wire


class PosOrder(models.Model):
    """Shows a guest what was given back, and what could be."""

    _inherit = "pos.order"

    wechat_refund_request_ids = fields.One2many(
        "wechat.refund.request", "order_id", readonly=True
    )

    def _wechatpay_on_refund_moved(self, refund_sudo):
        """Override of `wechat_payment` to let the guest's request follow."""
        result = super()._wechatpay_on_refund_moved(refund_sudo)
        self.env["wechat.refund.request"].sudo()._follow_refund(refund_sudo)
        return result

    def _wechat_can_request_refund(self):
        """Tell whether the guest can ask for money back on the phone now.

        :rtype: bool
        """
        self.ensure_one()
        oldest = fields.Datetime.now() - timedelta(days=refund_const.REQUEST_DAYS)
        requests = self.wechat_refund_request_ids
        return (
            self.create_date > oldest
            and len(requests) < refund_const.MAX_REQUESTS_PER_ORDER
            and not set(requests.mapped("state"))
            & set(refund_const.OPEN_REQUEST_STATES)
            and self._wechatpay_get_rest_fen() > 0
        )

    def _wechat_check_refund_request(self):
        """Refuse a request that the restaurant could not follow.

        :raise RefundNotPossibleError: If nothing can be asked for now.
        """
        if not self._wechat_can_request_refund():
            raise RefundNotPossibleError(
                self.env._(
                    "Nothing of this order can be refunded now. Please ask the staff."
                )
            )

    def _wechat_refund_document(self):
        """Return the refunds of the order as the diner API shows them (RefundView).

        :rtype: dict
        """
        self.ensure_one()
        refunds = self.wechatpay_refund_ids
        moving = refunds.filtered(lambda one: one.state == "running")
        back = refunds.filtered(lambda one: one.state in ("returned", "done"))
        return {
            "order_uuid": self.uuid,
            "number": self.wechat_pickup_number,
            "can_request": self._wechat_can_request_refund(),
            "rest_fen": self._wechatpay_get_rest_fen(),
            "refunded_fen": sum(to_fen(one.amount) for one in back),
            "pending_fen": sum(to_fen(one.amount) for one in moving),
            "lines": self._wechat_get_refundable_lines(),
            "requests": [
                request._get_document() for request in self.wechat_refund_request_ids
            ],
        }

    def _wechat_get_refundable_lines(self):
        """Return the dishes a guest can choose; what was weighed cannot be halved."""
        return [
            {
                "line_id": line.id,
                "name": line.product_id.name,
                "quantity": int(quantity),
                "unit_fen": round(left_fen / quantity),
            }
            for line, (quantity, left_fen) in self._wechatpay_get_lines_left().items()
            if float(quantity).is_integer()
        ]


class WechatRefundRequest(models.Model):
    """Shows itself to the guest."""

    _inherit = "wechat.refund.request"

    def _get_document(self):
        """Return the request as the diner API shows it (RefundRequestView).

        :rtype: dict
        """
        self.ensure_one()
        is_decided = self.state not in ("requested", "checking")
        is_granted = is_decided and self.refund_id
        return {
            "uuid": self.uuid,
            "state": self.state,
            "reason": self.reason,
            "text": self.text or "",
            "amount_fen": to_fen(self.amount),
            "granted_fen": to_fen(self.refund_id.amount) if is_granted else None,
            "answer": (self.answer or "") if is_decided else "",
            "created_at": to_wire(self.create_date),
            "lines": [
                {
                    "name": line.order_line_id.product_id.name,
                    # What was weighed is one piece to the guest.
                    "quantity": int(line.quantity) or 1,
                }
                for line in self.line_ids
                if line.quantity > 0
            ],
            "photos": self.photo_count,
            "states": [
                {"state": event.to_state, "at": to_wire(event.at)}
                for event in self.event_ids
            ],
        }
