"""Paying an order."""

from odoo import http
from odoo.http import request

from ..schemas import operations
from ..schemas.operation import Limit
from ..schemas.order import PaymentParamsView
from .common import api_route, get_order_sudo, get_paid_order_sudo
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

        Asked again too soon, it answers the order as it is known.

        :param str uuid: The order's UUID.
        """
        order_sudo = get_order_sudo(uuid)
        key = f"{_QUERY_LIMIT.bucket}:{order_sudo.id}"
        is_known = False
        if not request.env["wechat.rate.limit"]._take(key, _QUERY_LIMIT):
            with upstream_call():
                is_known = order_sudo._wechat_check_payment()
        reply = reply_with_order(order_sudo)
        return reply._replace(body={**reply.body, "payment_known": is_known})
