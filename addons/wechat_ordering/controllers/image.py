"""Pictures of dishes and stores."""

from odoo import http
from odoo.http import request
from werkzeug.exceptions import NotFound

from .. import const as ordering_const
from . import const


class ImageController(http.Controller):
    """Serves pictures by their version, so that phones and proxies keep them."""

    @http.route(
        const.IMAGE_ROUTE,
        type="http",
        auth="none",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def get_image(self, kind, record_id, file_name):
        """Answer a picture.

        An address of an earlier version answers the picture of today, not to be kept.

        :param str kind: Whose picture.
        :param int record_id: Its id.
        :param str file_name: Size and version.
        :raise NotFound: If there is none that diners may see.
        """
        size, _dash, version = file_name.removesuffix(".webp").partition("-")
        if (
            kind not in ordering_const.IMAGE_KINDS
            or size not in ordering_const.IMAGE_SIZES
            or not 0 < record_id < 2**31
        ):
            raise NotFound()
        found = request.env["wechat.image"]._get_file(kind, record_id, size)
        if not found:
            raise NotFound()
        current_version, path = found
        is_current = version == current_version
        stream = http.Stream(
            type="path",
            path=str(path),
            mimetype="image/webp",
            etag=f"{current_version}-{size}",
            public=True,
        )
        response = stream.get_response()
        response.headers["Cache-Control"] = (
            const.CACHE_FOREVER if is_current else const.CACHE_REVALIDATE
        )
        return response
