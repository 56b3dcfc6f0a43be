"""Signed access tokens: who a diner is, without a row in the database.

Pure Python; the clock and the secret come in as arguments. A token reads
`<key id>.<member id>.<account id>.<expiry>.<signature>`.
"""

import base64
import hashlib
import hmac
import re
from typing import NamedTuple

_FORM = re.compile(
    r"([0-9a-f]{8})\.(\d{1,10})\.(\d{1,10})\.(\d{1,12})\.([\w-]{43})", re.ASCII
)


class TokenError(ValueError):
    """The token is not one of ours."""


class TokenExpiredError(TokenError):
    """The token was good once."""


class Claims(NamedTuple):
    """Who the token speaks for, and until when."""

    member_id: int
    account_id: int
    expires_at: int


class Signer:
    """Issues and opens access tokens.

    :param bytes secret: What only this server knows. Its tokens name it by an id, so
        that a token of an earlier secret is told apart from a forged one.
    """

    def __init__(self, secret):
        self._key = hmac.digest(secret, b"access token", hashlib.sha256)
        self._key_id = hmac.digest(secret, b"key id", hashlib.sha256).hex()[:8]

    def issue(self, claims):
        """Return a token that says the claims.

        :param Claims claims: What it says.
        :rtype: str
        """
        text = ".".join([self._key_id, *map(str, claims)])
        return f"{text}.{self._sign(text)}"

    def open(self, token, now):
        """Return what the token says, once it is proven to be ours and still good.

        :param str token: The token as it came in.
        :param float now: Seconds since the epoch.
        :rtype: Claims
        :raise TokenError: If it is malformed, forged, or of an earlier secret.
        :raise TokenExpiredError: If it is ours but too old.
        """
        match = _FORM.fullmatch(token)
        if not match:
            raise TokenError("malformed")
        key_id, *claimed, signature = match.groups()
        if key_id != self._key_id:
            raise TokenError("of another secret")
        if not hmac.compare_digest(self._sign(token.rpartition(".")[0]), signature):
            raise TokenError("forged")
        claims = Claims(*map(int, claimed))
        if claims.expires_at <= now:
            raise TokenExpiredError("expired")
        return claims

    def _sign(self, text):
        digest = hmac.digest(self._key, text.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
