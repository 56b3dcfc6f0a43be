"""The way to the network: one request, one answer, never longer than agreed."""

import threading
import time
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy

import requests

from .errors import WechatPayConnectionError

CONNECT_TIMEOUT_S = 2
READ_TIMEOUT_S = 5
MAX_ANSWER_BYTES = 1024 * 1024
MAX_DOWNLOAD_BYTES = 256 * 1024 * 1024
MAX_DOWNLOAD_S = 600

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

    def __call__(self, method, url, headers, body):
        """Send one request.

        :param str method: The HTTP method.
        :param str url: The address, already quoted.
        :param dict headers: The headers.
        :param bytes body: The body, sent as it is; empty for none.
        :rtype: Answer
        :raise WechatPayConnectionError: If no complete answer came in time.
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
            raise WechatPayConnectionError(type(error).__name__) from error

    def download(self, url, headers, write):
        """Fetch a file piece by piece.

        :param str url: The address, already quoted.
        :param dict headers: The headers.
        :param callable write: Called with each piece of the file.
        :return: The answer without the file; of a refusal, with its body.
        :rtype: Answer
        :raise WechatPayConnectionError: If the file did not come whole.
        """
        deadline = time.monotonic() + MAX_DOWNLOAD_S
        try:
            with self._session().request(
                "GET",
                url,
                headers=headers,
                timeout=self._timeouts,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = b""
                if response.status_code == requests.codes.ok:
                    _copy(response, write, deadline, MAX_DOWNLOAD_BYTES)
                else:
                    body = _read(response, deadline)
                return Answer(response.status_code, dict(response.headers), body)
        except requests.RequestException as error:
            raise WechatPayConnectionError(type(error).__name__) from error

    def _session(self):
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            # Given an `auth`, requests does not look into `.netrc`, which would replace
            # our Authorization header.
            session.auth = _keep_authorization
            self._local.session = session
        return self._local.session


def _keep_authorization(request):
    return request


def _read(response, deadline):
    body = bytearray()
    _copy(response, body.extend, deadline, MAX_ANSWER_BYTES)
    return bytes(body)


def _copy(response, write, deadline, max_bytes):
    length = 0
    for chunk in response.iter_content(_CHUNK_BYTES):
        length += len(chunk)
        if length > max_bytes:
            raise WechatPayConnectionError("the answer is too long")
        if time.monotonic() > deadline:
            raise WechatPayConnectionError("the answer takes too long")
        write(chunk)
