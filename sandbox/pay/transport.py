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
    parts = urlsplit(url)
    address = _loopback_address(parts.hostname, parts.port or _port_of(parts.scheme))
    if address is None:
        return Answer(
            None, error=f"not sent: {parts.hostname} is not this machine, see README"
        )
    deadline = time.monotonic() + timeout_s
    connection_class = (
        http.client.HTTPSConnection
        if parts.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = connection_class(parts.hostname, parts.port, timeout=timeout_s)
    try:
        connection.request("POST", parts.path or "/", body, headers)
        response = connection.getresponse()
        text = response.read(MAX_ANSWER_BYTES).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, error=f"no answer: {type(error).__name__}: {error}")
    finally:
        connection.close()
    if time.monotonic() > deadline:
        return Answer(
            None, error=f"answered {response.status}, but after {timeout_s} s"
        )
    return Answer(response.status, text)


def _port_of(scheme):
    return 443 if scheme == "https" else 80


def _loopback_address(host, port):
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return None
    addresses = [entry[4][0] for entry in found]
    if all(ipaddress.ip_address(address).is_loopback for address in addresses):
        return addresses[0]
    return None
