"""Stores and tables."""

from odoo import http
from odoo.http import request

from ..dispatch.errors import ApiError
from ..schemas import operations
from ..schemas.base import format_utc
from .common import api_route, get_store_sudo


class StoreController(http.Controller):
    """Where one can order."""

    @api_route(operations.LIST_STORES)
    def list_stores(self, query):
        """Answer all stores, of one mini-program if the phone names it.

        :param StoresQuery query: Which stores.
        """
        domain = [("account_id.appid", "=", query.appid)] if query.appid else []
        stores_sudo = request.env["wechat.store"].sudo().search(domain)
        return {"stores": [_get_document(store_sudo) for store_sudo in stores_sudo]}

    @api_route(operations.GET_STORE)
    def get_store(self, code):
        """Answer one store.

        :param str code: The store's code.
        """
        return _get_document(get_store_sudo(code))

    @api_route(operations.SCAN_TABLE)
    def scan_table(self, code):
        """Answer where the diner sits, and the proof of having scanned the code there.

        :param str code: What the code on the table says.
        :raise ApiError: If no table has this code.
        """
        table_sudo = request.env["restaurant.table"].sudo()._wechat_find_by_code(code)
        if not table_sudo.wechat_store_id.active:
            raise ApiError("table_not_found")
        return get_scan_document(table_sudo)


def get_scan_document(table_sudo):
    """Return where a diner sits, in the language of the record, and the proof of it.

    :param restaurant.table table_sudo: The table whose code was scanned.
    :return: A :class:`ScanView`.
    :rtype: dict
    """
    token, expires_at = table_sudo._wechat_make_token()
    return {
        "store": _get_document(table_sudo.wechat_store_id),
        "table": {
            "name": str(table_sudo.table_number),
            "floor": table_sudo.floor_id.name,
            "seats": table_sudo.seats,
        },
        "table_token": token,
        "expires_at": format_utc(expires_at),
    }


def _get_document(store_sudo):
    return store_sudo._get_store_document(store_sudo.env.context["lang"])
