"""What a guest asks back of an order."""

from odoo import http
from odoo.http import request

from ..dispatch.errors import ApiError
from ..dispatch.reply import Reply
from ..schemas import operations
from .common import api_route, get_order_sudo, get_orders_domain


class RefundController(http.Controller):
    """How the diner gets money back."""

    @api_route(operations.GET_REFUND)
    def get_refund(self, uuid):
        """Answer what was given back of an order, and what can be asked for.

        :param str uuid: The order's UUID.
        :raise ApiError: If there is none, or it is another member's.
        """
        return get_order_sudo(uuid)._wechat_refund_document()

    @api_route(operations.REQUEST_REFUND)
    def request_refund(self, uuid, body):
        """Ask for money back.

        :param str uuid: The order's UUID.
        :param RefundRequest body: What, and why.
        :return: 201 the first time, 200 when repeated.
        :raise OrderingError: If nothing can be asked for.
        """
        order_sudo = get_order_sudo(uuid)
        requests_sudo = request.env["wechat.refund.request"].sudo()
        is_repeated = requests_sudo.search_count([("uuid", "=", str(body.uuid))])
        requests_sudo._request(order_sudo, body)
        return Reply(
            order_sudo._wechat_refund_document(), status=200 if is_repeated else 201
        )

    @api_route(operations.ADD_REFUND_PHOTO)
    def add_photo(self, uuid, photo):
        """Add a photo to a request.

        :param str uuid: The UUID of the request.
        :param bytes photo: What claims to be one.
        :raise ApiError: If there is no such request, or it is another member's.
        :raise OrderingError: If it is no picture, or cannot be added any more.
        """
        request_sudo = _get_request_sudo(uuid)
        request_sudo._add_photo(photo)
        return request_sudo.order_id._wechat_refund_document()

    @api_route(operations.WITHDRAW_REFUND)
    def withdraw_refund(self, uuid):
        """Take a request back.

        :param str uuid: The UUID of the request.
        :raise ApiError: If there is none, or it is another member's.
        :raise OrderingError: If the restaurant has decided already.
        """
        request_sudo = _get_request_sudo(uuid)
        request_sudo._withdraw()
        return request_sudo.order_id._wechat_refund_document()


def _get_request_sudo(uuid):
    """Return the member's own request.

    :rtype: wechat.refund.request
    :raise ApiError: If there is none; another member's request is none.
    """
    requests_sudo = request.env["wechat.refund.request"].sudo()
    request_sudo = requests_sudo.search([("uuid", "=", uuid)])
    if not request_sudo.order_id.filtered_domain(get_orders_domain()):
        raise ApiError("not_found")
    return request_sudo
