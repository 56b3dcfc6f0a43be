"""Shansong's signature of a form; its callbacks have none."""

import hashlib


def sign(params, secret):
    """Return the MD5 in capitals of the secret and the sorted names and values."""
    joined = "".join(f"{name}{params[name]}" for name in sorted(params) if params[name])
    text = f"{secret}{joined}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
