"""A client for what takes more than one request, and a crowd of them."""

import concurrent.futures
import http.client
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

TIMEOUT_S = 60


@dataclass(frozen=True)
class Answer:
    """What came back, and after how long."""

    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float

    def json(self) -> dict:
        """Return the document."""
        return json.loads(self.body)


def call(
    port: int, method: str, path: str, body: dict | None = None, **headers: str
) -> Answer:
    """Send one request on a connection of its own, as Odoo's workers close each."""
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        sent["Content-Type"] = "application/json"
    try:
        connection.request(method, path, data, sent)
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    found = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, content, found, time.monotonic() - started)


def at_once(how_many: int, function: Callable, values: Iterable) -> list:
    """Call the function for each value, so many at the same time."""
    with concurrent.futures.ThreadPoolExecutor(how_many) as pool:
        return list(pool.map(function, values))


def percentile_95(seconds: list[float]) -> float:
    """Return the time that 95 of 100 stay below."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
