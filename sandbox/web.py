"""HTTP vocabulary shared by all rooms of the sandbox: request, response, routes."""

import itertools
import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

MAX_BODY_BYTES = 1024 * 1024


class LostConnection(Exception):
    """Raised to close the socket without answering, as a broken network does."""


@dataclass
class Request:
    """One HTTP request as it came over the wire.

    `target` is the raw path and query, because that is what callers sign.
    """

    method: str
    target: str
    headers: object
    body: bytes
    client_ip: str
    params: dict = field(default_factory=dict)
    context: dict = field(default_factory=dict)

    @property
    def path(self):
        """Return the raw path, without the query."""
        return self.target.partition("?")[0]

    @property
    def query(self):
        """Return the query as a dict; a repeated name keeps its last value."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    @property
    def base_url(self):
        """Return the address of this server as the caller knows it."""
        return f"{self.context.get('scheme', 'http')}://{self.header('Host')}"

    def header(self, name):
        """Return a header's value, or an empty string."""
        return (self.headers.get(name) or "").strip()

    def lenient_json(self):
        """Return the JSON object of the body, or an empty dict if there is none.

        For look-ups beside the real parsing (logs, fault rules) only.
        """
        if "lenient_json" not in self.context:
            try:
                value = json.loads(self.body or b"{}")
            except (ValueError, RecursionError):
                value = {}
            self.context["lenient_json"] = value if isinstance(value, dict) else {}
        return self.context["lenient_json"]


@dataclass
class Response:
    """What goes back: status, body, headers."""

    status: int = 200
    body: bytes = b""
    content_type: str = ""
    headers: dict = field(default_factory=dict)

    @classmethod
    def json(cls, value, status=200, content_type="application/json; charset=utf-8"):
        """Return a response carrying `value` as compact UTF-8 JSON."""
        return cls(status, dump_json(value), content_type)


def dump_json(value):
    """Return `value` as compact JSON bytes with Chinese left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Route:
    """A path of the sandbox: which door guards it and who answers."""

    method: str
    pattern: str
    api: str
    handler: object
    options: dict = field(default_factory=dict)


class Router:
    """Finds the route of a request; literal paths first, patterns after."""

    def __init__(self):
        self._literal = {}
        self._patterns = []

    def add(self, door, route):
        """Put `route` behind `door`, an object with `handle(request, route)`."""
        if "{" not in route.pattern:
            self._literal.setdefault(route.pattern, {})[route.method] = (door, route)
            return
        # A segment in braces matches anything but a slash, still percent-encoded.
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.pattern)
        self._patterns.append((re.compile(pattern + r"\Z"), door, route))

    def routes(self):
        """Return all (door, route)."""
        literal = [found.values() for found in self._literal.values()]
        patterns = [(door, route) for _, door, route in self._patterns]
        return [*itertools.chain.from_iterable(literal), *patterns]

    def find(self, method, path):
        """Return (door, route, params, allowed methods); door is None if unknown."""
        found = self._literal.get(path)
        if found:
            door, route = found.get(method, (None, None))
            return door, route, {}, sorted(found)
        allowed = set()
        for pattern, door, route in self._patterns:
            match = pattern.match(path)
            if match and route.method == method:
                params = {k: unquote(v) for k, v in match.groupdict().items()}
                return door, route, params, [method]
            if match:
                allowed.add(route.method)
        return None, None, {}, sorted(allowed)
