"""How Dada proves who asks, and what its callbacks carry in place of a proof."""

import hashlib
import hmac


def sign(params: dict, secret: str) -> str:
    """Return the signature of a request.

    All parameters count, also those that are empty; `body` is the very text that is
    sent.
    """
    joined = "".join(f"{name}{params[name]}" for name in sorted(params))
    text = f"{secret}{joined}{secret}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def callback_checksum(client_id: str, order_id: str, update_time: str) -> str:
    """Return the checksum of a callback.

    There is no secret in it and it leaves the status out: it shows that nothing was
    mangled on the way, not who sent it.
    """
    text = "".join(sorted((client_id, order_id, update_time)))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Return whether two checksums are the same, in whatever case they are written."""
    return hmac.compare_digest(one.lower().encode(), other.lower().encode())
