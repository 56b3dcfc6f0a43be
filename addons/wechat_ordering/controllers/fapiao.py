"""The fapiao of an order."""

from odoo import http
from odoo.http import request

from ..dispatch.errors import ApiError
from ..schemas import operations
from .common import api_route, get_order_sudo


class FapiaoController(http.Controller):
    """How the diner gets a fapiao."""

    @api_route(operations.GET_FAPIAO)
    def get_fapiao(self, uuid):
        """Answer what the fapiao of an order says, and what became of it.

        :param str uuid: The order's UUID.
        :raise ApiError: If there is none, or it is another member's.
        """
        return get_order_sudo(uuid)._wechat_fapiao_document()

    @api_route(operations.REQUEST_FAPIAO)
    def request_fapiao(self, uuid, body):
        """Ask for a fapiao, or correct what it is to say.

        :param str uuid: The order's UUID.
        :param FapiaoRequest body: Whose name it is to bear.
        :raise OrderingError: If there is nothing to ask for.
        """
        order_sudo = get_order_sudo(uuid)
        request.env["wechat.fapiao"].sudo()._request(order_sudo, body)
        return order_sudo._wechat_fapiao_document()

    @api_route(operations.WITHDRAW_FAPIAO)
    def withdraw_fapiao(self, uuid):
        """Take a request back.

        :param str uuid: The order's UUID.
        :raise ApiError: If there is none, or it is another member's.
        :raise OrderingError: If the restaurant has answered already.
        """
        order_sudo = get_order_sudo(uuid)
        if not order_sudo.wechat_fapiao_ids:
            raise ApiError("not_found")
        order_sudo.wechat_fapiao_ids._withdraw()
        return order_sudo._wechat_fapiao_document()
