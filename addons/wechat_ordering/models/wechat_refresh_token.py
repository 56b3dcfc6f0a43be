"""Refresh tokens: how a phone stays logged in for longer than an access token."""

import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models

from .. import const


class WechatRefreshToken(models.Model):
    """A token that can be exchanged once for a new pair of tokens.

    Only a hash is kept. All tokens that descend from one login are a family; a token
    that comes a second time was copied, so the whole family is revoked.
    """

    _name = "wechat.refresh.token"
    _description = "Refresh Token of a Member"
    _order = "id desc"
    _rec_name = "family"

    member_id = fields.Many2one(
        "wechat.member", required=True, ondelete="cascade", index=True, readonly=True
    )
    family = fields.Char(required=True, index=True, readonly=True)
    token_hash = fields.Char(required=True, readonly=True)
    expires_at = fields.Datetime(required=True, readonly=True, index=True)
    used_at = fields.Datetime(readonly=True)
    revoked_at = fields.Datetime(readonly=True)

    _token_hash_unique = models.Constraint(
        "UNIQUE (token_hash)", "Two refresh tokens cannot be the same."
    )

    @api.model
    def _issue(self, member, family):
        """Return a new token of a family.

        :param wechat.member member: Whose token it is.
        :param str family: Which login it descends from.
        :rtype: str
        """
        token = secrets.token_urlsafe(32)
        self.create(
            {
                "member_id": member.id,
                "family": family,
                "token_hash": _hash(token),
                "expires_at": fields.Datetime.now()
                + timedelta(days=const.REFRESH_TOKEN_DAYS),
            }
        )
        return token

    @api.model
    def _exchange(self, token):
        """Use a token up and return its successor.

        A token that was used before revokes its family: what this method wrote must be
        kept although the caller refuses the request.

        :param str token: The token as it came in.
        :return: The member and the new token; nobody and nothing if it is not good.
        :rtype: tuple[wechat.member, str]
        """
        nobody = self.env["wechat.member"]
        row = self.search([("token_hash", "=", _hash(token))])
        if not row or row.revoked_at or row.expires_at <= fields.Datetime.now():
            return nobody, ""
        if row.used_at:
            self.search([("family", "=", row.family)])._revoke()
            return nobody, ""
        if not row.member_id.active:
            return nobody, ""
        # Of two exchanges at the same moment the second fails to serialize here, is
        # repeated by the dispatcher, and finds the token used.
        row.used_at = fields.Datetime.now()
        return row.member_id, self._issue(row.member_id, row.family)

    def _revoke(self):
        """Make the tokens worthless."""
        self.filtered(lambda token: not token.revoked_at).write(
            {"revoked_at": fields.Datetime.now()}
        )

    @api.autovacuum
    def _gc_expired(self):
        """Forget tokens that no longer open anything."""
        self.search([("expires_at", "<", fields.Datetime.now())], limit=10000).unlink()


def _hash(token):
    # The token is 256 random bits: a plain hash tells nothing of it.
    return hashlib.sha256(token.encode()).hexdigest()
