"""Paying an order."""

from odoo import fields, http
from odoo.addons.wechat_base.tools.intent import see_anew
from odoo.addons.wechat_payment import const as payment_const
from odoo.http import request

from ..dispatch.errors import ApiError
from ..schemas import operations
from ..schemas.operation import Limit
from ..schemas.order import PaymentParamsView
from ..tools import to_wire
from .common import (
    api_route,
    get_order_sudo,
    get_own_payments_sudo,
    get_paid_order_sudo,
)
from .order import reply_with_order
from .upstream import upstream_call

# WeChat is asked about an order once in two seconds at most.
_QUERY_LIMIT = Limit("query", "order", burst=1, per_minute=30)
_PARAMS = tuple(PaymentParamsView.model_fields)


class PaymentController(http.Controller):
    """How the diner pays."""

    @api_route(operations.PAY_ORDER)
    def pay_order(self, uuid):
        """Answer the arguments of `wx.requestPayment()`.

        :param str uuid: The order's UUID.
        :raise OrderingError: If there is nothing to pay.
        """
        order_sudo = get_order_sudo(uuid)
        with upstream_call():
            params = order_sudo._wechat_pay_params()
        return {
            "payment": {name: params[name] for name in _PARAMS},
            "expires_at": params["expires_at"],
        }

    @api_route(operations.GET_PAID_ORDER)
    def get_paid_order(self, number):
        """Answer the order that the diner paid with this number.

        :param str number: The number of the payment, as WeChat's order list tells it.
        :raise ApiError: If the diner has not paid with it, whoever else did.
        """
        return reply_with_order(get_paid_order_sudo(number))

    @api_route(operations.CHECK_PAYMENT)
    def check_payment(self, uuid):
        """Ask WeChat whether the order is paid, and answer the order.

        Asked again too soon, it answers the order as it is known. The money that came
        is booked at once, so that the phone need not ask again.

        :param str uuid: The order's UUID.
        """
        order_sudo = get_order_sudo(uuid)
        is_settled = True
        if order_sudo._wechat_get_open_transactions():
            is_settled = _may_ask(order_sudo) and _ask(order_sudo)
        order_sudo._wechat_book_payments()
        reply = reply_with_order(order_sudo)
        is_known = order_sudo.state != "draft" or (
            is_settled and not order_sudo._wechat_is_being_booked()
        )
        return reply._replace(body={**reply.body, "payment_known": is_known})

    @api_route(operations.GET_PAYMENT_PROOF)
    def get_payment_proof(self, uuid):
        """Answer where the diner may fetch the proof of what they paid.

        :param str uuid: The order's UUID.
        :raise ApiError: If they have not paid, whoever else did.
        """
        payments_sudo = get_own_payments_sudo(get_order_sudo(uuid))
        if not payments_sudo:
            raise ApiError("not_found")
        expires_at = fields.Datetime.add(
            fields.Datetime.now(), hours=payment_const.PROOF_LINK_HOURS
        )
        return {
            "path": payments_sudo._wechatpay_get_proof_path(),
            "expires_at": to_wire(expires_at),
        }


def _may_ask(order_sudo):
    key = f"{_QUERY_LIMIT.bucket}:{order_sudo.id}"
    return not request.env["wechat.rate.limit"]._take(key, _QUERY_LIMIT)


def _ask(order_sudo):
    """Ask WeChat, and tell whether nothing could still take the money."""
    with upstream_call():
        is_settled = order_sudo._wechat_check_payment()
    # What WeChat said was committed after this transaction began.
    see_anew(request.env)
    return is_settled
