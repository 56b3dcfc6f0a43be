"""What the controllers of the diner API have in common."""

import re

from odoo import http
from odoo.http import request
from odoo.tools import SQL

from ..dispatch.dispatcher import WechatApiDispatcher
from ..dispatch.errors import ApiError
from ..schemas.operation import API_PREFIX


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


def enter_store(code, uuid=None):
    """Return who asks, and the store they mean, in one statement.

    The store must be of the member's mini-program: another one's does not exist here.

    :param str code: The store's code.
    :param str uuid: The UUID of an order, to know whether it was seen before.
    :return: The member, the store, and whether the UUID is known.
    :rtype: tuple[wechat.member, wechat.store, bool]
    :raise ApiError: If there is no such store, or the member is gone or was archived
        since the token was issued.
    """
    env = request.env(su=True)
    ((is_member, store_id, is_known),) = env.execute_query(
        SQL(
            """
            SELECT member.id IS NOT NULL, store.id,
                   EXISTS (SELECT FROM pos_order WHERE uuid = %(uuid)s)
              FROM (VALUES (%(member)s)) AS wanted (member_id)
         LEFT JOIN wechat_member member
                ON member.id = wanted.member_id AND member.active
         LEFT JOIN wechat_store store
                ON store.code = %(code)s AND store.active
               AND store.account_id = member.account_id
            """,
            uuid=uuid,
            member=request.wechat_claims.member_id,
            code=code,
        )
    )
    if not is_member:
        raise ApiError("token_invalid")
    if not store_id:
        raise ApiError("not_found")
    member_sudo = env["wechat.member"].browse(request.wechat_claims.member_id)
    return member_sudo, env["wechat.store"].browse(store_id), is_known


def get_store_sudo(code):
    """Return the store with this code, for anyone.

    :param str code: The store's code.
    :rtype: wechat.store
    :raise ApiError: If there is none.
    """
    store_sudo = request.env["wechat.store"].sudo().search([("code", "=", code)])
    if not store_sudo:
        raise ApiError("not_found")
    return store_sudo


def get_orders_domain():
    """Return the domain of the orders that the member may see: their own.

    An archived member has none.

    :rtype: list
    """
    return [
        ("wechat_member_id", "=", request.wechat_claims.member_id),
        ("wechat_member_id.active", "=", True),
        ("wechat_state", "!=", False),
    ]


def get_order_sudo(uuid):
    """Return the member's own order.

    :param str uuid: The UUID that the phone gave the order.
    :rtype: pos.order
    :raise ApiError: If there is none; another member's order is none.
    """
    order_id, _version = find_order(uuid)
    return request.env["pos.order"].sudo().browse(order_id)


def find_order(uuid):
    """Return the id and the version of the member's own order, in one statement.

    :param str uuid: The UUID that the phone gave the order.
    :rtype: tuple[int, int]
    :raise ApiError: If there is none; another member's order is none.
    """
    rows = request.env.execute_query(
        SQL(
            """
            SELECT ordered.id, ordered.wechat_version
              FROM pos_order ordered
              JOIN wechat_member member ON member.id = ordered.wechat_member_id
             WHERE ordered.uuid = %s AND member.id = %s AND member.active
               AND ordered.wechat_state IS NOT NULL
            """,
            uuid,
            request.wechat_claims.member_id,
        )
    )
    if not rows:
        raise ApiError("not_found")
    return rows[0]


def get_paid_order_sudo(number):
    """Return the member's own order that they paid with this number.

    :param str number: The number of the payment at WeChat, `out_trade_no`.
    :rtype: pos.order
    :raise ApiError: If there is none; what somebody else paid is none.
    """
    member_sudo = (
        request.env["wechat.member"].sudo().browse(request.wechat_claims.member_id)
    ).exists()
    payments_sudo = request.env["payment.transaction"].sudo()
    payment_sudo = payments_sudo.search(
        [
            ("reference", "=", number),
            ("wechatpay_openid", "=", member_sudo.openid),
            ("wechatpay_pos_order_id", "!=", False),
        ]
    )
    if not member_sudo or not payment_sudo:
        raise ApiError("not_found")
    return get_order_sudo(payment_sudo.wechatpay_pos_order_id.uuid)


def get_own_payments_sudo(order_sudo):
    """Return what the member themselves paid of their order, if the money came.

    :param pos.order order_sudo: The member's own order.
    :rtype: payment.transaction
    """
    payments_sudo = order_sudo._wechatpay_get_proven_payments()
    openid = order_sudo.wechat_member_id.openid
    return payments_sudo.filtered(lambda tx: tx.wechatpay_openid == openid)
