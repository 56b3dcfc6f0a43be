"""The way to the network: bounded in time and size."""

import time
from http.cookiejar import DefaultCookiePolicy

import requests

from .errors import WechatConnectionError

CONNECT_TIMEOUT_S = 2
READ_TIMEOUT_S = 5
MAX_ANSWER_BYTES = 2 * 1024 * 1024

_CHUNK_BYTES = 16 * 1024


class BoundedSession(requests.Session):
    """A session for the client class of wechatpy.

    Redirections are not followed, cookies and `.netrc` are ignored, and every call
    ends. Errors do not quote the address: it carries the secret or the token.
    """

    def __init__(self, timeouts=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S)):
        super().__init__()
        self._timeouts = timeouts
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.auth = _no_auth

    def request(self, method, url, **options):
        """Override of `requests` to bound the call.

        :raise WechatConnectionError: If no complete, successful answer came in time.
        """
        deadline = time.monotonic() + sum(self._timeouts)
        options |= {
            "timeout": self._timeouts,
            "allow_redirects": False,
            "stream": True,
        }
        try:
            with super().request(method, url, **options) as response:
                # What requests keeps once a body is read; wechatpy reads it from there.
                response._content = _read(response, deadline)
        except requests.RequestException as error:
            raise WechatConnectionError(type(error).__name__) from None
        if response.status_code != requests.codes.ok:
            raise WechatConnectionError(f"HTTP {response.status_code}")
        return response


def _no_auth(request):
    return request


def _read(response, deadline):
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise WechatConnectionError("the answer is too long")
        if time.monotonic() > deadline:
            raise WechatConnectionError("the answer takes too long")
    return bytes(body)
