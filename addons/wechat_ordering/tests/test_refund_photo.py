"""Photos of guests: what is kept of them, who sees them, what is no photo."""

import io
import struct
import zlib
from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from PIL import Image

from .. import refund_const
from ..errors import PhotoInvalidError, RefundNotPossibleError
from ..models.wechat_refund_photo import redraw_photo
from .test_refund_request import RequestCommon

GPS_TAG = 0x8825
ORIENTATION_TAG = 0x0112


def make_photo(picture_format="JPEG", color="red", size=(64, 48), **options):
    """Return a picture as a phone would send it."""
    target = io.BytesIO()
    Image.new("RGB", size, color).save(target, picture_format, **options)
    return target.getvalue()


def make_huge_png(side):
    """Return a small file that says it is a huge picture."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    crc = struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk + crc


@tagged("post_install", "-at_install")
class TestRefundPhoto(RequestCommon):
    def setUp(self):
        super().setUp()
        self.request = self.ask()

    def open_kept(self):
        """Return the picture that is kept."""
        return Image.open(io.BytesIO(self.request.photo_ids.raw))

    def test_photo_is_kept_with_the_request(self):
        self.request._add_photo(make_photo())

        file = self.request.photo_ids
        self.assertEqual((file.mimetype, file.public), ("image/jpeg", False))
        self.assertFalse(file.access_token)
        self.assertEqual(self.open_kept().size, (64, 48))
        self.assertEqual(self.request._get_document()["photos"], 1)

    def test_each_format_of_phones_becomes_a_jpeg(self):
        for picture_format in refund_const.PHOTO_FORMATS:
            with self.subTest(picture_format):
                picture = redraw_photo(make_photo(picture_format))
                self.assertEqual(Image.open(io.BytesIO(picture)).format, "JPEG")

    def test_place_where_it_was_taken_is_not_kept(self):
        exif = Image.Exif()
        exif.get_ifd(GPS_TAG)[1] = "N"
        exif[0x010F] = "Phone of Li Lei"
        raw = make_photo(exif=exif, comment=b"at home")
        self.assertIn(b"Phone of Li Lei", raw)

        self.request._add_photo(raw)

        kept = self.request.photo_ids.raw
        self.assertNotIn(b"Phone of Li Lei", kept)
        self.assertNotIn(b"at home", kept)
        self.assertNotIn(b"Exif", kept)

    def test_photo_taken_upright_stands_upright(self):
        exif = Image.Exif()
        exif[ORIENTATION_TAG] = 6

        self.request._add_photo(make_photo(exif=exif))

        self.assertEqual(self.open_kept().size, (48, 64))

    def test_large_photo_is_made_smaller(self):
        self.request._add_photo(make_photo(size=(4000, 3000)))

        self.assertEqual(self.open_kept().size, (1600, 1200))

    def test_what_is_no_picture_is_refused_whatever_it_is_called(self):
        script = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
        cases = {
            "empty": b"",
            "page": b"<html><script>alert(1)</script></html>",
            "drawing": script,
            "cut off": make_photo(size=(640, 480))[:300],
            "animation": make_photo("GIF"),
            "bomb": make_huge_png(9000),
            "larger bomb": make_huge_png(30000),
        }
        for name, raw in cases.items():
            with self.subTest(name), self.assertRaises(PhotoInvalidError):
                self.request._add_photo(raw)

        self.assertFalse(self.request.photo_ids)

    def test_what_hides_behind_a_picture_is_not_kept(self):
        self.request._add_photo(make_photo() + b"<script>alert(1)</script>")

        self.assertNotIn(b"script", self.request.photo_ids.raw)

    def test_same_photo_again_changes_nothing(self):
        self.request._add_photo(make_photo())
        self.request._add_photo(make_photo())

        self.assertEqual(self.request.photo_count, 1)

    def test_only_so_many_and_only_before_the_decision(self):
        for number in range(refund_const.MAX_PHOTOS):
            self.request._add_photo(make_photo(color=(number * 50, 0, 0)))
        with self.assertRaises(RefundNotPossibleError):
            self.request._add_photo(make_photo(color="blue"))

        decided = self.ask(self.place_paid(self.make_line(self.tea)))
        decided._withdraw()
        with self.assertRaises(RefundNotPossibleError):
            decided._add_photo(make_photo())

    def test_staff_see_it_and_the_kitchen_does_not(self):
        self.request._add_photo(make_photo())
        file = self.request.photo_ids

        self.assertTrue(file.with_user(self.cashier).raw)
        self.assertEqual(self.request.with_user(self.cashier).photo_ids, file)
        public = self.env.ref("base.public_user")
        for user in (self.kitchen, public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])

    def test_what_staff_attach_is_no_photo_of_the_guest(self):
        self.env["ir.attachment"].with_user(self.cashier).create(
            {
                "name": "note.jpg",
                "raw": make_photo(),
                "res_model": self.request._name,
                "res_id": self.request.id,
            }
        )

        self.assertEqual(self.request._get_document()["photos"], 0)

    def test_photos_are_deleted_long_after_the_end(self):
        self.request._add_photo(make_photo())
        file = self.request.photo_ids
        self.assertEqual(file.create_uid.id, SUPERUSER_ID)
        days = refund_const.PHOTO_DAYS + 1
        self._age(days)
        self.request._gc_photos()
        self.assertTrue(file.exists(), "nobody has decided yet")

        self.request._withdraw()
        self.request._gc_photos()
        self.assertTrue(file.exists(), "it is over since today")
        self._age(days)
        self.request._gc_photos()

        self.assertFalse(file.exists())

    def _age(self, days):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wechat_refund_request SET write_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=days), self.request.id],
        )
        self.request.invalidate_recordset()
