"""Pictures: small, cached by their address, and only those that diners may see."""

import base64
import io

from odoo.tests import HttpCase, tagged
from PIL import Image

from .. import const


def make_picture(width=1200, height=900, mode="RGB", form="PNG"):
    """Return a picture as Odoo keeps it."""
    data = io.BytesIO()
    Image.new(mode, (width, height), "#ff800080" if mode == "RGBA" else "orange").save(
        data, form
    )
    return base64.b64encode(data.getvalue())


@tagged("post_install", "-at_install")
class TestImages(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dish = cls.env["product.template"].create(
            {
                "name": "Steam pot chicken",
                "available_in_pos": True,
                "image_1920": make_picture(),
            }
        )

    def _url(self, size="m"):
        self.env.flush_all()
        return self.env["wechat.image"]._get_urls("dish", self.dish.ids)[self.dish.id][
            size
        ]

    def _open(self, url, **headers):
        return self.url_open(url, headers=headers)

    def test_each_size_is_a_small_webp(self):
        for size, width in const.IMAGE_SIZES.items():
            response = self._open(self._url(size))

            self.assertEqual(response.headers["Content-Type"], "image/webp")
            with Image.open(io.BytesIO(response.content)) as picture:
                self.assertEqual((picture.format, picture.width), ("WEBP", width))

    def test_small_picture_is_not_blown_up(self):
        self.dish.image_1920 = make_picture(100, 80, "RGBA")

        with Image.open(io.BytesIO(self._open(self._url("l")).content)) as picture:
            self.assertEqual((picture.width, picture.mode), (100, "RGBA"))

    def test_picture_is_kept_for_ever_by_its_address(self):
        response = self._open(self._url())

        self.assertIn("immutable", response.headers["Cache-Control"])
        self.assertIn("public", response.headers["Cache-Control"])
        self.assertNotIn("Set-Cookie", response.headers)
        again = self._open(self._url(), **{"If-None-Match": response.headers["ETag"]})
        self.assertEqual(again.status_code, 304)

    def test_new_picture_has_a_new_address_and_the_old_one_shows_it(self):
        old = self._url()
        self.dish.image_1920 = make_picture(800, 800)

        self.assertNotEqual(self._url(), old)
        response = self._open(old)
        self.assertEqual(response.headers["Cache-Control"], "no-cache")
        with Image.open(io.BytesIO(response.content)) as picture:
            self.assertEqual(picture.width, picture.height)

    def test_what_diners_may_not_see_is_not_there(self):
        url = self._url()
        for values in ({"available_in_pos": False}, {"active": False}):
            self.dish.write(values)
            self.env.flush_all()

            self.assertEqual(self._open(url).status_code, 404)

    def test_wrong_addresses_are_not_found(self):
        dish_id = self.dish.id
        for path in (
            f"partner/{dish_id}/m-x.webp",
            f"dish/{dish_id}/huge-x.webp",
            f"dish/{dish_id}/m",
            "dish/0/m-x.webp",
            "dish/99999999999/m-x.webp",
            "dish/abc/m-x.webp",
            f"dish/{dish_id}/../../m-x.webp",
        ):
            status = self._open(f"/wechat/image/{path}").status_code
            self.assertEqual(status, 200 if path.endswith("/m") else 404, path)

    def test_drawing_with_script_is_not_served(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        self.dish.image_1920 = base64.b64encode(svg)

        urls = self.env["wechat.image"]._get_urls("dish", self.dish.ids)
        for url in urls.get(self.dish.id, {}).values():
            self.assertEqual(self._open(url).status_code, 404)

    def test_store_pictures(self):
        store = self.env["wechat.store"].create(
            {"name": "Picture test", "code": "picture-test", "logo": make_picture()}
        )
        self.env.flush_all()

        url = self.env["wechat.image"]._get_urls("logo", store.ids)[store.id]["s"]

        self.assertEqual(self._open(url).status_code, 200)
