"""The photos with which guests show what was wrong."""

import io
import warnings
from datetime import timedelta

import PIL.WebPImagePlugin  # noqa: F401 - its import registers
from odoo import SUPERUSER_ID, api, fields, models
from PIL import Image, ImageOps, UnidentifiedImageError

from .. import refund_const
from ..errors import PhotoInvalidError, RefundNotPossibleError

_UNREADABLE = (
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    UnidentifiedImageError,
    ValueError,
)


class WechatRefundRequest(models.Model):
    """Keeps a guest's photos, for the guest's restaurant only."""

    _inherit = "wechat.refund.request"

    photo_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Photos",
        # What staff attach to the request themselves is not of the guest.
        domain=[
            ("res_model", "=", "wechat.refund.request"),
            ("create_uid", "=", SUPERUSER_ID),
        ],
        readonly=True,
    )
    photo_count = fields.Integer(compute="_compute_photo_count")

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for request in self:
            request.photo_count = len(request.sudo().photo_ids)

    def _add_photo(self, raw):
        """Keep a photo with the request. The same one again changes nothing.

        What is kept is drawn anew from what the picture shows: whatever else was in the
        file, the place where it was taken for example, is gone.

        :param bytes raw: The file as it came; its name and type are not believed.
        :raise PhotoInvalidError: If it is no picture.
        :raise RefundNotPossibleError: If no photo can be added any more.
        """
        self.ensure_one()
        picture = redraw_photo(raw)
        if not picture:
            raise PhotoInvalidError(
                self.env._("This is no picture we can read. Please choose another.")
            )
        self._lock()
        photos = self.sudo().photo_ids
        files = self.env["ir.attachment"].with_user(SUPERUSER_ID)
        if files._compute_checksum(picture) in photos.mapped("checksum"):
            return
        if self.state != "requested" or len(photos) >= refund_const.MAX_PHOTOS:
            raise RefundNotPossibleError(
                self.env._("No more photos can be added to this request.")
            )
        files.create(
            {
                "name": f"{self.number or self.id}-{len(photos) + 1}.jpg",
                "raw": picture,
                "mimetype": "image/jpeg",
                "res_model": self._name,
                "res_id": self.id,
                "public": False,
            }
        )
        self.invalidate_recordset(["photo_ids", "photo_count"])

    @api.autovacuum
    def _gc_photos(self):
        """Delete the photos of requests that have been over for long."""
        oldest = fields.Datetime.now() - timedelta(days=refund_const.PHOTO_DAYS)
        over = self.sudo().search(
            [
                ("state", "not in", refund_const.OPEN_REQUEST_STATES),
                ("write_date", "<", oldest),
                ("photo_ids", "!=", False),
            ],
            limit=1000,
        )
        over.photo_ids.unlink()


def redraw_photo(raw):
    """Return what a picture shows as a JPEG of its own, of moderate size.

    :param bytes raw: What claims to be a picture.
    :return: The JPEG; empty if it is no picture, or one that nobody photographed.
    :rtype: bytes
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redraw(raw)
    except _UNREADABLE:
        return b""


def _redraw(raw):
    formats = refund_const.PHOTO_FORMATS
    side = refund_const.PHOTO_SIDE
    with Image.open(io.BytesIO(raw), formats=formats) as image:
        if image.width * image.height > refund_const.MAX_PHOTO_PIXELS:
            return b""
        # JPEG can be read at a fraction of its size, for a fraction of the memory.
        image.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    # A new image has no place for anything but its points.
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright)
    target = io.BytesIO()
    canvas.save(target, "JPEG", quality=refund_const.PHOTO_QUALITY, optimize=True)
    return target.getvalue()
