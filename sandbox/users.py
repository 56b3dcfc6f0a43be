"""The people who use the mini-program, and the one-time codes their phones make."""

import base64
import secrets
import string

CODE_LIFE_S = 300
LOGIN, PHONE = "login", "phone"
_ALPHABET = string.ascii_letters + string.digits + "-_"


class CodeError(Exception):
    """Raised for a code that opens nothing; `is_used` tells which kind."""

    def __init__(self, is_used):
        super().__init__("used" if is_used else "unknown or expired")
        self.is_used = is_used


class Users:
    """Users by app, each with an openid of their own."""

    def __init__(self, store, clock):
        self._store = store
        self._clock = clock

    def find(self, appid, openid):
        """Return a user's row, or None."""
        return self._store.one(
            "SELECT * FROM users WHERE appid = ? AND openid = ?", (appid, openid)
        )

    def named(self, appid, name):
        """Return the openid of a user by name; a new name gets a new one."""
        with self._store.transaction():
            row = self._store.one(
                "SELECT openid FROM users WHERE appid = ? AND name = ?", (appid, name)
            )
            if row:
                return row["openid"]
            openid = "o" + _random_text(27)
            self._store.insert(
                "users",
                {
                    "appid": appid,
                    "openid": openid,
                    "name": name,
                    "session_key": _session_key(),
                    "unionid": "o" + _random_text(27),
                    "phone": f"138{secrets.randbelow(10**8):08d}",
                },
            )
            return openid

    def make_code(self, appid, openid, kind):
        """Return a fresh one-time code for a user, good for five minutes."""
        code = ("0" if kind == LOGIN else "") + _random_text(31)
        now = self._clock.now()
        with self._store.transaction() as db:
            self._store.insert(
                "codes",
                {
                    "code": code,
                    "kind": kind,
                    "appid": appid,
                    "openid": openid,
                    "expires_at": now + CODE_LIFE_S,
                },
            )
            db.execute(
                "UPDATE users SET seen_at = ? WHERE appid = ? AND openid = ?",
                (now, appid, openid),
            )
        return code

    def use_code(self, appid, code, kind):
        """Return the user a code stands for; it works once.

        :raise CodeError: If the code is unknown, expired, used, or another app's.
        """
        now = self._clock.now()
        with self._store.transaction() as db:
            row = db.execute(
                "SELECT * FROM codes WHERE code = ? AND kind = ? AND appid = ?",
                (code, kind, appid),
            ).fetchone()
            if row is None or row["expires_at"] <= now:
                raise CodeError(is_used=False)
            if row["used_at"] is not None:
                raise CodeError(is_used=True)
            db.execute("UPDATE codes SET used_at = ? WHERE code = ?", (now, code))
            return self.find(appid, row["openid"])

    def renew_session(self, user):
        """Give a user who logged in a new session key; return it."""
        key = _session_key()
        self._store.execute(
            "UPDATE users SET session_key = ?, seen_at = ? "
            "WHERE appid = ? AND openid = ?",
            (key, self._clock.now(), user["appid"], user["openid"]),
        )
        return key


def _session_key():
    return base64.b64encode(secrets.token_bytes(16)).decode()


def _random_text(length):
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
