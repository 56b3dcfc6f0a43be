"""The answer to WeChat's own call while a mini-program is being started."""

import gzip
import zlib

from odoo import http
from odoo.http import request

from ..dispatch.reply import Reply, to_json
from ..errors import TableNotFoundError
from ..schemas import operations
from .common import api_route
from .menu import find_menu, load_menu
from .store import get_scan_document

# WeChat does not hand on more than 256 KB.
_MOST_BYTES = 256 * 1024
# The menu is packed anew with each table: quickly, rather than as small as can be.
_PACKING_LEVEL = 4


class PrefetchController(http.Controller):
    """Table and menu in one answer, on their way before the first line of the app runs.

    It tells nothing that scanning the table would not: who cannot name a table's code
    learns nothing, and no diner is known here.
    """

    @api_route(operations.PREFETCH)
    def prefetch(self, query):
        """Answer the table that is being scanned, with the menu there.

        :param PrefetchQuery query: How the mini-program is being opened.
        """
        table = _find_table(query)
        if table is None:
            return _pack(b'{"table":null,"menu_version":null,"menu":null}')
        menu_id, version = find_menu(table["store"]["code"], query.lang, None)
        head = to_json({"table": table, "menu_version": version})
        menu = b"null"
        if version != query.known_version:
            menu = gzip.decompress(load_menu(menu_id))
        if len(head) + len(menu) + len(b',"menu":') > _MOST_BYTES:
            menu = b"null"
        return _pack(head[:-1] + b',"menu":' + menu + b"}")


def _find_table(query):
    """Return the document of the table that is being scanned, or None."""
    if not query.table_code:
        return None
    tables_sudo = request.env["restaurant.table"].sudo()
    try:
        table_sudo = tables_sudo._wechat_find_by_code(query.table_code)
    except TableNotFoundError:
        return None
    return get_scan_document(table_sudo.with_context(lang=query.lang))


def _pack(body):
    """Return the answer, compressed if the caller can read that."""
    headers = (("Vary", "Accept-Encoding"),)
    if "gzip" in request.httprequest.headers.get("Accept-Encoding", ""):
        packer = zlib.compressobj(_PACKING_LEVEL, wbits=zlib.MAX_WBITS | 16)
        body = packer.compress(body) + packer.flush()
        headers += (("Content-Encoding", "gzip"),)
    return Reply(body, headers=headers)
