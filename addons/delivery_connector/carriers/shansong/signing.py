"""How Shansong proves who asks. Its callbacks carry no proof at all."""

import hashlib


def sign(params: dict, secret: str) -> str:
    """Return the signature of a request; an empty `data` is left out with its name."""
    joined = "".join(f"{name}{params[name]}" for name in sorted(params) if params[name])
    text = f"{secret}{joined}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
