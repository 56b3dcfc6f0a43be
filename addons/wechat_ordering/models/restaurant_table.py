"""Tables: the code on them, and how long a scan counts."""

import base64
import hashlib
import hmac
import secrets
import struct
import time
from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.fields import hmac_index

from .. import const
from ..errors import TableExpiredError, TableNotFoundError

# Without letters and digits that look alike: waiters type a code when a camera fails.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH = 12
_MAC_BYTES = 12
_BODY = struct.Struct(">III")


class RestaurantTable(models.Model):
    """A table that guests can order at."""

    _inherit = "restaurant.table"

    wechat_store_id = fields.Many2one(
        "wechat.store",
        string="WeChat Store",
        compute="_compute_wechat_store_id",
        store=True,
        index="btree_not_null",
    )
    wechat_code_hash = fields.Char(copy=False, groups="base.group_system")
    wechat_epoch = fields.Integer(
        copy=False, default=1, help="Raised when the table is cleared."
    )

    _wechat_code_hash_unique = models.Constraint(
        "UNIQUE (wechat_code_hash)", "Two tables cannot have the same code."
    )

    @api.depends("floor_id.pos_config_ids.wechat_store_id")
    def _compute_wechat_store_id(self):
        for table in self:
            table.wechat_store_id = table.floor_id.pos_config_ids.wechat_store_id[:1]

    # === CODES === #

    def _wechat_rotate_code(self, code=None):
        """Give the table a new code. The one printed before is worthless then.

        :param str code: The code, where it must be a known one (demo); None for a new.
        :return: The code. It is not kept in the clear: print it now.
        :rtype: str
        """
        self.ensure_one()
        code = code or "".join(
            secrets.choice(_ALPHABET) for _place in range(_CODE_LENGTH)
        )
        self.sudo().wechat_code_hash = _hash_code(code)
        return code

    @api.model
    def _wechat_find_by_code(self, code):
        """Return the table with this code.

        :rtype: restaurant.table
        :raise TableNotFoundError: If there is none, or it is out of use.
        """
        table_sudo = self.sudo().search([("wechat_code_hash", "=", _hash_code(code))])
        if not table_sudo.wechat_store_id.active:
            raise TableNotFoundError(
                self.env._("This code is not in use any more. Ask the staff.")
            )
        return table_sudo

    # === SCANS === #

    def _wechat_make_token(self):
        """Return a proof of having scanned this table, and until when it counts.

        :return: `(token, datetime)`
        """
        self.ensure_one()
        expires = int(time.time()) + const.TABLE_TOKEN_SECONDS
        body = _BODY.pack(self.id, self.wechat_epoch, expires)
        token = base64.urlsafe_b64encode(body + self._wechat_sign(body)).decode()
        moment = datetime.fromtimestamp(expires, timezone.utc).replace(tzinfo=None)
        return token.rstrip("="), moment

    @api.model
    def _wechat_read_token(self, token):
        """Return `(table id, epoch)` of a token that this server made.

        Whether the table was cleared since is for the caller to compare.

        :raise TableExpiredError: If it is forged or too old.
        """
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            body, mac = raw[: _BODY.size], raw[_BODY.size :]
            table_id, epoch, expires = _BODY.unpack(body)
        except (ValueError, struct.error) as error:
            raise self._wechat_expired() from error
        is_ours = hmac.compare_digest(mac, self._wechat_sign(body))
        if not is_ours or expires < time.time():
            raise self._wechat_expired()
        return table_id, epoch

    @api.model
    def _wechat_from_token(self, token):
        """Return the table that a diner scanned.

        :rtype: restaurant.table
        :raise TableExpiredError: If the token is forged, too old, or of guests before.
        """
        table_id, epoch = self._wechat_read_token(token)
        table_sudo = self.sudo().browse(table_id).exists()
        if not table_sudo.active or table_sudo.wechat_epoch != epoch:
            raise self._wechat_expired()
        return table_sudo

    def _wechat_clear(self):
        """Make the scans of the guests who left worthless."""
        for table_sudo in self.sudo():
            table_sudo.wechat_epoch += 1

    @api.model
    def _wechat_sign(self, body):
        key = hmac_index(self.env, "wechat_ordering.table_token")
        return hmac.new(key.encode(), body, hashlib.sha256).digest()[:_MAC_BYTES]

    @api.model
    def _wechat_expired(self):
        return TableExpiredError(
            self.env._("The table was cleared since you scanned its code. Scan again.")
        )


def _hash_code(code):
    return hashlib.sha256(f"wechat_ordering.table:{code}".encode()).hexdigest()
