"""Posts notifications, to this machine only."""

import http.client
import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What a receiver answered; status is None if nothing came in time."""

    status: int | None
    text: str = ""
    error: str | None = None


def post(url, headers, body, *, timeout_s):
    """Post a message and return the answer.

    A sandbox must not disturb strangers, so only addresses of this machine are
    called; the log says so for any other.
    """
    deadline = time.monotonic() + timeout_s
    try:
        parts = urlsplit(url)
        if not _is_this_machine(parts.hostname, parts.port or _port_of(parts.scheme)):
            return Answer(
                None,
                error=f"not sent: {parts.hostname} is not this machine, see README",
            )
        status, text = _exchange(parts, headers, body, timeout_s)
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, error=f"no answer: {type(error).__name__}: {error}")
    except ValueError as error:
        return Answer(None, error=f"not sent: {url} is no address to post to: {error}")
    if time.monotonic() > deadline:
        return Answer(None, error=f"answered {status}, but after {timeout_s} s")
    return Answer(status, text)


def _exchange(parts, headers, body, timeout_s):
    is_secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=timeout_s)
    try:
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("POST", target, body, headers)
        response = connection.getresponse()
        text = response.read(MAX_ANSWER_BYTES).decode("utf-8", "replace")
        return response.status, text
    finally:
        connection.close()


def _port_of(scheme):
    return 443 if scheme == "https" else 80


def _is_this_machine(host, port):
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    return all(address.is_loopback for address in addresses)
