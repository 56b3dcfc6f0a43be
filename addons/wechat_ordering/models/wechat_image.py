"""Pictures of dishes and stores, in the sizes that phones need."""

import io
import os
from pathlib import Path

# Odoo keeps Pillow to a few formats; this adds WebP to them.
import PIL.WebPImagePlugin  # noqa: F401 - its import registers
from odoo import api, models
from odoo.tools import SQL, config
from PIL import Image, ImageOps, UnidentifiedImageError

from .. import const

_QUALITY = 80
# Longest name of a version in an address; enough to tell two pictures apart.
_VERSION_LENGTH = 16


class WechatImage(models.AbstractModel):
    """Makes small WebP pictures from whatever was uploaded, once per picture and size.

    They are kept as files beside Odoo's own: they can be made again at any time, so no
    backup needs them.
    """

    _name = "wechat.image"
    _description = "Pictures for Phones"

    @api.model
    def _get_urls(self, kind, record_ids):
        """Return the addresses of pictures, which change when the picture does.

        :param str kind: A key of `const.IMAGE_KINDS`.
        :param list record_ids: The records whose pictures are wanted.
        :return: For each record that has one: the address by size.
        :rtype: dict[int, dict[str, str]]
        """
        return {
            record_id: {
                size: f"/wechat/image/{kind}/{record_id}/{size}-"
                f"{checksum[:_VERSION_LENGTH]}.webp"
                for size in const.IMAGE_SIZES
            }
            for record_id, _attachment_id, checksum in self._find(kind, record_ids)
        }

    @api.model
    def _get_file(self, kind, record_id, size):
        """Return a picture as a file, made if it is not there yet.

        :param str kind: A key of `const.IMAGE_KINDS`.
        :param int record_id: The record whose picture is wanted.
        :param str size: A key of `const.IMAGE_SIZES`.
        :return: Its version and its path; nothing if there is no such picture.
        :rtype: tuple[str, Path]|None
        """
        found = self._find(kind, [record_id])
        if not found:
            return None
        _record_id, attachment_id, checksum = found[0]
        path = self._get_folder() / checksum[:2] / f"{checksum}-{size}.webp"
        if not path.exists():
            raw = self.env["ir.attachment"].sudo().browse(attachment_id).raw
            picture = _shrink(raw, const.IMAGE_SIZES[size])
            if not picture:
                return None
            _write(path, picture)
        return checksum[:_VERSION_LENGTH], path

    def _get_folder(self):
        return Path(config["data_dir"]) / "wechat_images" / self.env.cr.dbname

    def _find(self, kind, record_ids):
        """Return `(record id, attachment id, checksum)` of what diners may see."""
        if not record_ids:
            return []
        model, field, is_public = const.IMAGE_KINDS[kind]
        table = self.env[model]._table
        return self.env.execute_query(
            SQL(
                """
                SELECT attachment.res_id, attachment.id, attachment.checksum
                  FROM ir_attachment attachment
                  JOIN %(table)s record ON record.id = attachment.res_id
                 WHERE attachment.res_model = %(model)s
                   AND attachment.res_field = %(field)s
                   AND attachment.res_id IN %(ids)s
                   AND record.active AND %(is_public)s
                """,
                table=SQL.identifier(table),
                model=model,
                field=field,
                ids=tuple(record_ids),
                is_public=SQL.identifier("record", is_public),
            )
        )


def _shrink(raw, width):
    """Return the picture as WebP, not wider than wanted; empty if it is no picture."""
    try:
        with Image.open(io.BytesIO(raw)) as image:
            upright = ImageOps.exif_transpose(image)
            upright = upright.convert("RGBA" if _has_alpha(upright) else "RGB")
            upright.thumbnail((width, width * 4), Image.Resampling.LANCZOS)
            target = io.BytesIO()
            upright.save(target, "WEBP", quality=_QUALITY, method=4)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return b""
    return target.getvalue()


def _has_alpha(image):
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _write(path, data):
    # By a rename: another worker never reads half a picture.
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)
