"""Dada's signatures: keyed for requests, a mere checksum for callbacks."""

import hashlib

SIGNED = ("app_key", "body", "format", "source_id", "timestamp", "v")


def signature(envelope, secret):
    """Return the signature of a request: MD5 in capitals over the sorted six."""
    text = "".join(f"{name}{envelope[name]}" for name in SIGNED)
    return _md5(f"{secret}{text}{secret}").upper()


def checksum(client_id, order_id, update_time):
    """Return the checksum of a callback; no secret is in it."""
    return _md5("".join(sorted([str(client_id), str(order_id), str(update_time)])))


def _md5(text):
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
