"""The door of the control plane: this machine only, JSON in and out, CORS."""

import ipaddress
import json
from urllib.parse import urlsplit

from ..web import Response


class ControlError(Exception):
    """What the control plane answers to a request it cannot follow."""

    def __init__(self, message, status=400):
        super().__init__(message)
        self.status = status


class ControlDoor:
    """Guards the control plane.

    Pages of this machine may call it (CORS), pages of the internet that a browser
    on this machine has open may not: hence the checks of Origin and Host.
    Route options: `cors` (default True).
    """

    def handle(self, request, route):
        """Return the answer to a request."""
        try:
            check_local(request)
            origin = request.header("Origin")
            if origin and not route.options.get("cors", True):
                _check_same_origin(origin, request)
            answer = route.handler(request)
        except ControlError as error:
            request.context["error"] = str(error)
            answer = Response.json({"error": str(error)}, error.status)
        if not isinstance(answer, Response):
            answer = Response.json(answer)
        answer.headers.update(cors_headers(request))
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def check_local(request):
    """Raise unless caller, Host and Origin are all of this machine.

    :raise ControlError: With status 403.
    """
    if not ipaddress.ip_address(request.client_ip).is_loopback:
        raise ControlError("the control plane answers this machine only", 403)
    host = request.header("Host")
    if not is_local_host(urlsplit(f"//{host}").hostname):
        raise ControlError(f"Host {host!r} is not this machine", 403)
    origin = request.header("Origin")
    if origin and not is_local_host(urlsplit(origin).hostname):
        raise ControlError(f"pages of {origin} may not use the control plane", 403)


def is_local_host(host):
    """Return whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def cors_headers(request):
    """Return the headers that let a page of this machine read the answer."""
    origin = request.header("Origin")
    if not origin or not is_local_host(urlsplit(origin).hostname):
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Allow-Private-Network": "true",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }


def object_of(request, *, known):
    """Return the JSON object of a request's body.

    :param known: The names it may have.
    :raise ControlError: If it is no object or has other names.
    """
    try:
        value = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise ControlError(f"the body must be JSON: {error}") from error
    if not isinstance(value, dict):
        raise ControlError("the body must be a JSON object")
    unknown = sorted(set(value) - set(known))
    if unknown:
        raise ControlError(f"unknown names {unknown}; known: {sorted(known)}")
    return value


def _check_same_origin(origin, request):
    if urlsplit(origin).netloc != request.header("Host"):
        raise ControlError("not for pages of another origin", 403)
