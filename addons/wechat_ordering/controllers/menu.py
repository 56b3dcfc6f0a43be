"""The menu, and what of it can be had."""

import base64
import gzip

from odoo import http
from odoo.http import request
from odoo.tools import SQL

from ..dispatch.errors import ApiError
from ..dispatch.reply import Reply, is_known
from ..schemas import operations
from . import const
from .common import api_route, get_store_sudo
from .document_cache import DocumentCache

# Menus as they are sent, compressed.
_menus = DocumentCache(size=50)


class MenuController(http.Controller):
    """What a store offers. Public: a menu hangs at the door."""

    @api_route(operations.GET_MENU)
    def get_menu(self, code, lang):
        """Answer the current menu; 304 if the phone has it.

        One statement, and no record is read: every diner loads it.

        :param str code: The store's code.
        :param str lang: The menu's language.
        """
        return self._answer(code, lang, None, const.CACHE_MENU)

    @api_route(operations.GET_MENU_VERSION)
    def get_menu_version(self, code, lang, version):
        """Answer one version of the menu, which never changes.

        :param str code: The store's code.
        :param str lang: The menu's language.
        :param str version: The version.
        """
        return self._answer(code, lang, version, const.CACHE_FOREVER)

    @api_route(operations.GET_AVAILABILITY)
    def get_availability(self, code):
        """Answer what is not to be had right now, and what is running out.

        :param str code: The store's code.
        """
        return Reply(
            get_store_sudo(code)._get_availability(), cache=const.CACHE_AVAILABILITY
        )

    def _answer(self, code, lang, version, cache):
        menu_id, version = find_menu(code, lang, version)
        headers = (("Vary", "Accept-Encoding"),)
        if is_known(request.httprequest, version):
            return Reply(b"", etag=version, cache=cache, headers=headers)
        packed = load_menu(menu_id)
        if "gzip" in request.httprequest.headers.get("Accept-Encoding", ""):
            headers += (("Content-Encoding", "gzip"),)
            return Reply(packed, etag=version, cache=cache, headers=headers)
        return Reply(
            gzip.decompress(packed), etag=version, cache=cache, headers=headers
        )


def find_menu(code, lang, version):
    """Return the id and the version of a menu, made if there is none yet.

    :param str code: The store's code.
    :param str lang: The menu's language.
    :param str version: The version; None for the current one.
    :rtype: tuple[int, str]
    :raise ApiError: If there is no such store, or it has no such menu.
    """
    statement = SQL(
        """
        SELECT menu.id, menu.version
          FROM wechat_menu_snapshot menu
          JOIN wechat_store store ON store.id = menu.store_id
         WHERE store.code = %s AND store.active AND menu.lang = %s AND %s
        """,
        code,
        lang,
        SQL("menu.version = %s", version) if version else SQL("menu.is_current"),
    )
    rows = request.env.execute_query(statement)
    if not rows and not version:
        get_store_sudo(code)._get_menu(lang)
        rows = request.env.execute_query(statement)
    if not rows:
        raise ApiError("not_found")
    return rows[0]


def load_menu(menu_id):
    """Return a menu as it is sent, compressed.

    :rtype: bytes
    """
    key = (request.env.cr.dbname, menu_id)
    packed = _menus.get(key)
    if packed is None:
        menu_sudo = request.env["wechat.menu.snapshot"].sudo().browse(menu_id)
        packed = _menus.put(key, base64.b64decode(menu_sudo.body_gzip))
    return packed
