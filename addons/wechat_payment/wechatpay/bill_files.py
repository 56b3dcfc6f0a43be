"""What fetching a bill has in common, sealed or not."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import WechatPayContentError

# A year of a large chain is smaller; a bill that never ends is not kept.
MAX_BILL_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class BillFile:
    """What was fetched: how long it is, and the sum that proves it."""

    sha1: str
    size: int


def write_bounded(file, chunk, size):
    """Write the next piece of a bill, unless that makes it too long.

    :param file: An open binary file.
    :param bytes chunk: The piece.
    :param int size: How long the bill is with it.
    :raise WechatPayContentError: If it is too long.
    """
    if size > MAX_BILL_BYTES:
        raise WechatPayContentError("the bill is too long")
    file.write(chunk)


def target_of(address):
    """Return path and query of an address, the only part of it that is believed.

    A signature never leaves for a host that is not configured.

    :raise WechatPayContentError: If it is no address.
    """
    parts = urlsplit(address)
    if not parts.path.startswith("/"):
        raise WechatPayContentError("the address of the bill is malformed")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
