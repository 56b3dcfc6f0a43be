"""SF's signature, the same for requests and for callbacks."""

import base64
import hashlib


def sign(raw, dev_id, dev_key):
    """Return the signature of raw bytes: base64 of the MD5's hexadecimal text."""
    text = raw + f"&{dev_id}&{dev_key}".encode()
    digest = hashlib.md5(text, usedforsecurity=False).hexdigest()
    return base64.b64encode(digest.encode()).decode()
