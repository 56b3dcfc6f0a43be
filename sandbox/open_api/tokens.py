"""Access tokens of stable_token: shared, renewed early, forced rarely.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html
"""

import secrets

from .errors import OpenApiError

LIFE_S = 7200
RENEW_BEFORE_S = 300
FORCE_INTERVAL_S = 30
FORCE_PER_DAY = 20
_DAY_S = 24 * 3600


class Tokens:
    """Issues and checks access tokens."""

    def __init__(self, store, clock):
        self._store = store
        self._clock = clock

    def issue(self, appid, *, force):
        """Return (token, seconds it lives).

        Without force, the same token comes back until five minutes before its
        end; then a new one, while the old one lives on. Force ends the old one
        at once.

        :raise OpenApiError: If force is used too often.
        """
        now = self._clock.now()
        with self._store.transaction() as db:
            if force:
                self._check_force(appid, now)
                db.execute(
                    "UPDATE tokens SET expires_at = ?, is_current = 0 "
                    "WHERE appid = ? AND expires_at > ?",
                    (now, appid, now),
                )
            current = db.execute(
                "SELECT * FROM tokens WHERE appid = ? AND is_current = 1", (appid,)
            ).fetchone()
            if current and current["expires_at"] - now > RENEW_BEFORE_S:
                return current["token"], int(current["expires_at"] - now)
            db.execute("UPDATE tokens SET is_current = 0 WHERE appid = ?", (appid,))
            token = f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(96)}"
            self._store.insert(
                "tokens",
                {
                    "token": token,
                    "appid": appid,
                    "issued_at": now,
                    "expires_at": now + LIFE_S,
                    "is_forced": int(force),
                },
            )
            return token, LIFE_S

    def appid_of(self, token):
        """Return the app a token stands for.

        :raise OpenApiError: If it is missing, unknown or expired.
        """
        if not token:
            raise OpenApiError(41001, "send ?access_token= in the query")
        row = self._store.one("SELECT * FROM tokens WHERE token = ?", (token,))
        if row is None:
            raise OpenApiError(40001, "get one from cgi-bin/stable_token")
        if row["expires_at"] <= self._clock.now():
            # A token ended by force is "not the latest", an old one has expired.
            is_old = row["expires_at"] - row["issued_at"] >= LIFE_S
            raise OpenApiError(42001 if is_old else 40001)
        return row["appid"]

    def _check_force(self, appid, now):
        forced = self._store.all(
            "SELECT issued_at FROM tokens WHERE appid = ? AND is_forced = 1 "
            "AND issued_at > ? ORDER BY issued_at",
            (appid, now - _DAY_S),
        )
        if forced and now - forced[-1]["issued_at"] < FORCE_INTERVAL_S:
            raise OpenApiError(
                45011, f"force_refresh at most each {FORCE_INTERVAL_S} s"
            )
        if len(forced) >= FORCE_PER_DAY:
            raise OpenApiError(45009, f"force_refresh at most {FORCE_PER_DAY} a day")
