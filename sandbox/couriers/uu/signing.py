"""UU's signature, the same for requests and for callbacks."""

import hashlib


def sign(biz, app_key, timestamp):
    """Return the MD5 in capitals of the text, the key and the seconds."""
    text = f"{biz}{app_key}{timestamp}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
