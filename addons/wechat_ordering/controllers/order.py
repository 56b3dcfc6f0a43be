"""Quotes and orders."""

from odoo import http
from odoo.http import request

from ..dispatch.reply import Reply, is_known, to_json
from ..schemas import operations
from ..schemas.base import parse_utc
from ..schemas.order import BriefOrderView
from . import const
from .common import (
    api_route,
    enter_store,
    find_order,
    get_order_sudo,
    get_orders_domain,
)
from .document_cache import DocumentCache
from .upstream import upstream_call

# A version of an order's document never changes, so a poll that finds a new version
# makes it once for all phones at the table.
_documents = DocumentCache(size=2000)
_BRIEF_FIELDS = tuple(BriefOrderView.model_fields)
# What is read of an order beside its document, and of this wide table nothing else.
_HEAD_FIELDS = ("state", "uuid", "wechat_version")


class OrderController(http.Controller):
    """What the diner orders."""

    @api_route(operations.QUOTE)
    def quote(self, body):
        """Answer what a basket costs.

        :param QuoteRequest body: The basket.
        :raise OrderingError: If it cannot be ordered like this.
        """
        member_sudo, store_sudo, _is_known = enter_store(body.store)
        table_sudo = _get_table_sudo(body.table_token, store_sudo)
        quote = (
            request.env["wechat.pricing"]
            .sudo()
            ._quote(store_sudo, body, member=member_sudo, table=table_sudo)
        )
        return quote.to_document()

    @api_route(operations.PLACE_ORDER)
    def place_order(self, body):
        """Place the order the diner asked for.

        Repeating the call with the same `uuid` returns the first order: a phone that
        lost its connection cannot know whether the kitchen already has it.

        :param OrderRequest body: The basket, its UUID, and the menu it was chosen from.
        :return: 201 the first time, 200 when repeated.
        :raise OrderingError: If it cannot be ordered like this.
        """
        member_sudo, store_sudo, is_repeated = enter_store(body.store, str(body.uuid))
        order_sudo = (
            request.env["pos.order"].sudo()._wechat_place(store_sudo, member_sudo, body)
        )
        return reply_with_order(order_sudo, status=200 if is_repeated else 201)

    @api_route(operations.LIST_ORDERS)
    def list_orders(self, query):
        """Answer the diner's orders, latest first.

        :param OrdersQuery query: From when, and how many.
        """
        domain = get_orders_domain()
        if query.before:
            domain.append(("create_date", "<", parse_utc(query.before)))
        orders_sudo = (
            request.env["pos.order"]
            .sudo()
            .search(domain, order="create_date DESC, id DESC", limit=query.limit + 1)
        )
        page_sudo = orders_sudo[: query.limit]
        documents = page_sudo._wechat_documents(request.env.context["lang"])
        is_last = len(orders_sudo) <= query.limit
        return {
            "orders": [{key: d[key] for key in _BRIEF_FIELDS} for d in documents],
            "next_before": None if is_last else _get_moment(page_sudo[-1]),
        }

    @api_route(operations.GET_ORDER)
    def get_order(self, uuid):
        """Answer one order; 304 if the phone has this version of it.

        Every waiting phone asks this every few seconds, so it is one statement and no
        record is read unless the order changed.

        :param str uuid: The order's UUID.
        :raise ApiError: If there is none, or it is another member's.
        """
        order_id, version = find_order(uuid)
        etag = _make_etag(uuid, version)
        httprequest = request.httprequest
        if is_known(httprequest, etag):
            return Reply(b"", etag=etag, cache=const.CACHE_OWN_ORDER)
        key = (request.env.cr.dbname, order_id, etag)
        document = _documents.get(key)
        if document is None:
            order_sudo = request.env["pos.order"].sudo().browse(order_id)
            document = _documents.put(key, to_json(_get_document(order_sudo)))
        return Reply(document, etag=etag, cache=const.CACHE_OWN_ORDER)

    @api_route(operations.CANCEL_ORDER)
    def cancel_order(self, uuid):
        """Cancel an order that the kitchen has not begun.

        :param str uuid: The order's UUID.
        :raise OrderingError: If it is too late.
        """
        order_sudo = get_order_sudo(uuid)
        with upstream_call():
            order_sudo._wechat_cancel("diner")
        return reply_with_order(order_sudo)


def _get_table_sudo(token, store_sudo):
    """Return the table that was scanned; none is needed to see a price."""
    tables_sudo = request.env["restaurant.table"].sudo()
    if not token:
        return tables_sudo
    table_sudo = tables_sudo._wechat_from_token(token)
    if table_sudo.wechat_store_id != store_sudo:
        raise tables_sudo._wechat_expired()
    return table_sudo


def _make_etag(uuid, version):
    lang = request.env.context["lang"]
    return f"{uuid[:8]}-{version}-{lang}"


def reply_with_order(order_sudo, status=200):
    """Return the answer that tells how the order stands."""
    order_sudo.fetch(_HEAD_FIELDS)
    return Reply(
        _get_document(order_sudo),
        status=status,
        etag=_make_etag(order_sudo.uuid, order_sudo.wechat_version),
    )


def _get_document(order_sudo):
    return order_sudo._wechat_document(request.env.context["lang"])


def _get_moment(order_sudo):
    # With microseconds, or orders of the same second would be passed over.
    return order_sudo.create_date.isoformat(timespec="microseconds") + "Z"
