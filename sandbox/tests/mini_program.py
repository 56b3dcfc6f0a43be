"""A mini-program's server in the tests: calls WeChat's open API."""

import requests

from .client import TIMEOUT_S


class OpenApi:
    """Speaks the open API with the credentials the sandbox handed out."""

    def __init__(self, merchant):
        self.merchant = merchant
        self.url = merchant.base_url
        self.appid = merchant.credentials["appid"]
        self.secret = merchant.credentials["appsecret"]

    def session(self, **changes):
        query = {
            "appid": self.appid,
            "secret": self.secret,
            "js_code": "none",
            "grant_type": "authorization_code",
            **changes,
        }
        return requests.get(
            f"{self.url}/sns/jscode2session", params=query, timeout=TIMEOUT_S
        )

    def token(self, **changes):
        body = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            **changes,
        }
        return requests.post(
            f"{self.url}/cgi-bin/stable_token", json=body, timeout=TIMEOUT_S
        ).json()

    def post(self, path, body, token=None):
        token = self.token()["access_token"] if token is None else token
        return requests.post(
            f"{self.url}{path}",
            params={"access_token": token} if token else {},
            json=body,
            timeout=TIMEOUT_S,
        )

    def js_code(self, user="mei", **more):
        """Return a login code from the user's phone."""
        return self.merchant.control("POST", "login-code", user=user, **more)["code"]

    def managed(self, token):
        """Return what is_trade_managed says to this token."""
        body = {"appid": self.appid}
        return self.post("/wxa/sec/order/is_trade_managed", body, token).json()
