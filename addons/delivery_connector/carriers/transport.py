"""The way to the network: one request, one answer, never longer than agreed."""

import threading
import time
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy

import requests
from urllib3.exceptions import NewConnectionError

from .errors import CarrierRetryLaterError, CarrierUnknownError

CONNECT_TIMEOUT_S = 3
READ_TIMEOUT_S = 8
MAX_ANSWER_BYTES = 1024 * 1024

_CHUNK_BYTES = 16 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict = field(default_factory=dict)
    body: bytes = b""


class HttpTransport:
    """Sends requests exactly as they were signed.

    Redirections are answers, not orders; cookies and `.netrc` are ignored. Connections
    are kept, one pool per thread.
    """

    def __init__(self, timeouts=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S)):
        self._timeouts = timeouts
        self._local = threading.local()

    def __call__(self, method: str, url: str, headers: dict, body: bytes) -> Answer:
        """Send one request.

        :param str url: The address, already quoted.
        :param bytes body: The body, sent as it is; empty for none.
        :raise CarrierRetryLaterError: If no connection came about: nothing was sent.
        :raise CarrierUnknownError: If no complete answer came in time.
        """
        deadline = time.monotonic() + sum(self._timeouts)
        try:
            with self._session().request(
                method,
                url,
                data=body or None,
                headers=headers,
                timeout=self._timeouts,
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(
                    response.status_code,
                    dict(response.headers),
                    _read(response, deadline),
                )
        except requests.RequestException as error:
            # The message of the error would quote the address; its kind is enough.
            kind = CarrierRetryLaterError if _is_unsent(error) else CarrierUnknownError
            raise kind(type(error).__name__) from error

    def _session(self):
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            # Given an `auth`, requests does not look into `.netrc`.
            session.auth = _no_auth
            self._local.session = session
        return self._local.session


def _no_auth(request):
    return request


def _is_unsent(error):
    """Return whether no connection came about, so that nothing can have been done."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


def _read(response, deadline):
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise CarrierUnknownError("the answer is too long")
        if time.monotonic() > deadline:
            raise CarrierUnknownError("the answer takes too long")
    return bytes(body)
