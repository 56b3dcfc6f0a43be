"""How SF and its merchants prove who asks: one scheme for both directions."""

import base64
import hashlib
import hmac


def sign(body: bytes, dev_id: str, dev_key: str) -> str:
    """Return the signature of a body, as it is to the byte.

    It is base64 of the hexadecimal text, not of the digest: that would be SF Express,
    which is another product.
    """
    signed = body + f"&{dev_id}&{dev_key}".encode()
    digest = hashlib.md5(signed, usedforsecurity=False).hexdigest()
    return base64.b64encode(digest.encode()).decode()


def is_signed(body: bytes, signature: str, dev_id: str, dev_key: str) -> bool:
    """Return whether a signature is the body's.

    Base64 of hexadecimal digits holds no `+`, so nothing of it is lost in an address.
    """
    expected = sign(body, dev_id, dev_key)
    return hmac.compare_digest(signature.encode(errors="replace"), expected.encode())
