"""What the controllers of the diner API have in common."""

import re

from odoo import http
from odoo.http import request

from ..dispatch.dispatcher import WechatApiDispatcher
from ..dispatch.errors import ApiError
from ..schemas.operations import API_PREFIX


def api_route(operation):
    """Return the decorator that serves an operation of the API's table.

    :param Operation operation: What is served.
    """
    return http.route(
        API_PREFIX + re.sub(r"{(\w+)}", r"<string:\1>", operation.path),
        type=WechatApiDispatcher.routing_type,
        auth="wechat_diner" if operation.is_diner else "wechat_anyone",
        methods=[operation.method],
        readonly=operation.is_readonly,
        save_session=False,
        operation=operation,
    )


def get_member_sudo():
    """Return the member who asks.

    :rtype: wechat.member
    :raise ApiError: If the member is gone or was archived since the token was issued.
    """
    member_sudo = (
        request.env["wechat.member"].sudo().browse(request.wechat_claims.member_id)
    )
    if not member_sudo.exists().active:
        raise ApiError("token_invalid")
    return member_sudo


def get_store_sudo(code, member_sudo=None):
    """Return the store with this code, which must be of the member's mini-program.

    :param str code: The store's code.
    :param wechat.member member_sudo: Who asks, if it is known.
    :rtype: wechat.store
    :raise ApiError: If there is none, or not for this member.
    """
    store_sudo = request.env["wechat.store"].sudo().search([("code", "=", code)])
    if not store_sudo or (
        member_sudo and store_sudo.account_id != member_sudo.account_id
    ):
        raise ApiError("not_found")
    return store_sudo


def get_order_sudo(uuid):
    """Return the member's own order.

    :param str uuid: The UUID that the phone gave the order.
    :rtype: pos.order
    :raise ApiError: If there is none; another member's order is none.
    """
    order_sudo = (
        request.env["pos.order"]
        .sudo()
        .search(
            [
                ("uuid", "=", uuid),
                ("wechat_member_id", "=", request.wechat_claims.member_id),
            ]
        )
    )
    if not order_sudo:
        raise ApiError("not_found")
    return order_sudo
