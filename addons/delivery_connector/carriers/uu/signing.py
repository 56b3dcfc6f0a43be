"""How UU and its merchants prove who asks: one scheme for both directions."""

import hashlib
import hmac


def sign(biz: str, app_key: str, timestamp: int | str) -> str:
    """Return the signature of the business part, as it is to the character."""
    text = f"{biz}{app_key}{timestamp}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def is_signed(biz: str, signature: str, app_key: str, timestamp: int | str) -> bool:
    """Return whether a signature is the business part's."""
    expected = sign(biz, app_key, timestamp)
    return hmac.compare_digest(signature.upper().encode(), expected.encode())
