"""wechatpy's client, with our own token, base address, patience and errors.

What wechatpy does wrong for a server of several workers is replaced here: it fetches
tokens that kill each other, each of its API classes has an address of its own, it
retries without end, and it never times out.
"""

from wechatpy.client import WeChatClient
from wechatpy.exceptions import WeChatClientException

from .errors import (
    WechatBusyError,
    WechatContentError,
    WechatTokenError,
    error_of_code,
)
from .mini_program import MiniProgramApi

API_URL = "https://api.weixin.qq.com"

_MAX_TRIES = 2
_BUSY = -1


class OpenApiClient(WeChatClient):
    """One mini-program's calls of WeChat's open API.

    :param str appid: The mini-program.
    :param str secret: Its secret.
    :param tokens: Keeps the access token: `get()` returns one, `renew(rejected)`
        returns another one than what WeChat just rejected.
    :param session: How to send, see :class:`BoundedSession`.
    :param str base_url: Where the API is.
    """

    mini_program = MiniProgramApi()

    def __init__(self, appid, secret, *, tokens, session, base_url=API_URL):
        super().__init__(appid, secret, auto_retry=False)
        self._http = session
        self._tokens = tokens
        self._base_url = base_url.rstrip("/") + "/"

    @property
    def access_token(self):
        """Override of `wechatpy` to ask the token store of all workers."""
        return self._tokens.get()

    def fetch_access_token(self):
        """Override of `wechatpy`, whose token would make the stored one invalid."""
        raise NotImplementedError("tokens come from the token store")

    def fetch_stable_token(self, force_refresh=False):
        """Return the token that all who ask share, and for how long it lasts.

        See https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/
        getStableAccessToken.html. Allowed 10,000 times a minute, with `force_refresh`
        20 times a day and every 30 seconds at most.

        :param bool force_refresh: Whether the present token is to be replaced.
        :return: The token and its life in seconds.
        :rtype: tuple(str, int)
        :raise WechatError: If WeChat does not give one.
        """
        content = self.post(
            "cgi-bin/stable_token",
            params=without_token(),
            data={
                "grant_type": "client_credential",
                "appid": self.appid,
                "secret": self.secret,
                "force_refresh": force_refresh,
            },
        )
        if not isinstance(content, dict):
            raise WechatContentError("the answer is not a JSON object")
        token, seconds = content.get("access_token"), content.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise WechatContentError("the answer has no access token")
        return token, seconds

    def _request(self, method, url_or_endpoint, **kwargs):
        """Override of `wechatpy` to use one address and to retry once at most.

        :raise WechatError: If the call fails.
        """
        kwargs["api_base_url"] = self._base_url
        for remaining in range(_MAX_TRIES - 1, -1, -1):
            params = dict(kwargs.get("params") or {})
            if "access_token" not in params:
                params["access_token"] = self.access_token
            try:
                return super()._request(
                    method, url_or_endpoint, **{**kwargs, "params": params}
                )
            except WeChatClientException as error:
                known = error_of_code(error.errcode, str(error.errmsg or ""))
                if not remaining or not self._may_retry(known, params["access_token"]):
                    raise known from None
            except (AttributeError, TypeError, ValueError) as error:
                # wechatpy takes the shape of an answer for granted.
                raise WechatContentError("the answer is malformed") from error
        raise AssertionError("unreachable")

    def _may_retry(self, error, token):
        if isinstance(error, WechatTokenError) and token:
            self._tokens.renew(token)
            return True
        return isinstance(error, WechatBusyError) and error.code == _BUSY


def without_token():
    """Return query parameters for a call that takes no access token.

    wechatpy adds one where there is none; requests leaves out what is None.
    """
    return {"access_token": None}
