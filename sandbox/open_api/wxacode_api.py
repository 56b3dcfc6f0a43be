"""Answers wxa/getwxacodeunlimit with a picture that can be read again.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
"""

import io
import re

from ..web import Response, Route
from .door import body_of
from .errors import OpenApiError

SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
PAGE = re.compile(r"[^/?#\s][^?#\s]*")
WIDTHS = range(280, 1281)
DEFAULT_WIDTH = 430
ENV_VERSIONS = ("release", "trial", "develop")
_KNOWN = frozenset(
    "scene page check_path env_version width auto_color line_color is_hyaline".split()
)


class WxacodeApi:
    """Mini-program codes for tables and shops."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [
            Route("POST", "/wxa/getwxacodeunlimit", "open.wxacode", self.get_unlimited)
        ]

    def get_unlimited(self, request):
        """Return a PNG.

        A real mini-program code is round and only WeChat reads it. This one is a
        QR code whose text names app, page and scene, so that a test can read it.
        """
        body = body_of(request)
        unknown = sorted(set(body) - _KNOWN)
        if unknown:
            raise OpenApiError(47001, f"unknown fields {unknown}")
        scene = body.get("scene")
        if not isinstance(scene, str) or not SCENE.fullmatch(scene):
            raise OpenApiError(40169, "1 to 32 of 0-9 A-Z a-z !#$&'()*+,/:;=?@-._~")
        page = self._check_page(body)
        width = self._check_options(body)
        appid = request.context["appid"]
        return Response(
            200, _draw(f"wxacode:{appid}/{page}?scene={scene}", width), "image/png"
        )

    def _check_page(self, body):
        page = body.get("page", "pages/index/index")
        if not isinstance(page, str) or not PAGE.fullmatch(page):
            raise OpenApiError(41030, "a page path without leading / and without query")
        check_path = body.get("check_path", True)
        if not isinstance(check_path, bool):
            raise OpenApiError(40097, "check_path: true or false")
        released = self._world.settings.released_pages
        if check_path and released is not None and page not in released:
            raise OpenApiError(41030, f"{page} is not in the released version")
        return page

    def _check_options(self, body):
        if body.get("env_version", "release") not in ENV_VERSIONS:
            raise OpenApiError(40097, f"env_version: one of {ENV_VERSIONS}")
        width = body.get("width", DEFAULT_WIDTH)
        if isinstance(width, bool) or not isinstance(width, int):
            raise OpenApiError(40097, "width: a whole number")
        if width not in WIDTHS:
            raise OpenApiError(40097, f"width: {WIDTHS.start} to {WIDTHS.stop - 1}")
        return width


def _draw(text, width):
    # Imported here: the rest of the sandbox runs without Pillow and qrcode.
    import qrcode
    from PIL import Image

    code = qrcode.QRCode(border=2, box_size=8)
    code.add_data(text)
    code.make(fit=True)
    picture = code.make_image().get_image().convert("L")
    picture = picture.resize((width, width), Image.Resampling.NEAREST)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
