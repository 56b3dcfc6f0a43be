"""The mini-program in a browser: a door of the demo, absent from a real database."""

import mimetypes
import os
from pathlib import Path

from odoo import http
from odoo.http import request
from odoo.tools import config
from werkzeug.exceptions import NotFound
from werkzeug.http import parse_accept_header
from werkzeug.security import safe_join

from ..schemas.operation import API_PREFIX
from . import const

# The smaller first.
_PACKINGS = {"br": "br", "gzip": "gz"}
_ROUTE = {
    "type": "http",
    "auth": "none",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
}


class PreviewController(http.Controller):
    """Serves the built preview from the address that the API has."""

    @http.route(const.PREVIEW_CONFIG_ROUTE, **_ROUTE)
    def get_config(self):
        """Answer where the preview finds the API and the sandbox.

        :raise NotFound: In a real database.
        """
        _check_demo()
        account_sudo = request.env["wechat.account"].sudo().search([], limit=1)
        return request.make_json_response(
            {
                "api_base": API_PREFIX,
                "appid": account_sudo.appid or "",
                "sandbox_url": request.env["wechat.database"]._sandbox_url(),
                "locale": "zh_CN",
            },
            headers=[("Cache-Control", "no-store")],
        )

    @http.route([const.PREVIEW_ROUTE, const.PREVIEW_FILE_ROUTE], **_ROUTE)
    def get_file(self, file_path="index.html"):
        """Answer a file of the built preview.

        :param str file_path: Its path below the preview's folder.
        :raise NotFound: In a real database, or if there is no such file.
        """
        _check_demo()
        folder = _get_folder()
        path = safe_join(str(folder), file_path)
        if not path or not os.path.isfile(path):
            raise NotFound(
                "The preview is not built: run `make preview`."
                if not (folder / "index.html").exists()
                else None
            )
        served, encoding = _choose_packing(path)
        status = os.stat(served)
        response = http.Stream(
            type="path",
            path=served,
            mimetype=mimetypes.guess_type(path)[0],
            etag=f"{status.st_mtime_ns:x}-{status.st_size:x}",
            public=True,
        ).get_response(content_security_policy=None)
        response.headers["Cache-Control"] = const.CACHE_REVALIDATE
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response


def _choose_packing(path):
    """Return the file to send, and how it is packed.

    The build leaves each text packed beside itself: nothing is packed per visit.
    """
    # Odoo's wrapper of the request has headers only.
    accepted = parse_accept_header(request.httprequest.headers.get("Accept-Encoding"))
    for encoding, ending in _PACKINGS.items():
        if accepted[encoding] and os.path.isfile(f"{path}.{ending}"):
            return f"{path}.{ending}", encoding
    return path, None


def _check_demo():
    if not request.env["wechat.database"]._is_demo():
        raise NotFound()


def _get_folder():
    """Return the folder of the built preview."""
    given = os.environ.get("WECHAT_PREVIEW_DIR") or config.get("wechat_preview_dir")
    if given:
        return Path(given)
    checkout = Path(__file__).parents[3]
    return checkout / "miniprogram" / "preview" / "dist"
