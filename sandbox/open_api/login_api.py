"""Answers sns/jscode2session, cgi-bin/stable_token and the phone number."""

from ..users import LOGIN, PHONE, CodeError
from ..web import Route
from .door import body_of, text_of
from .errors import OpenApiError

LOGINS_PER_MINUTE = 100


class LoginApi:
    """Who the app is, who the user is, which phone number the user shared."""

    def __init__(self, world):
        self._world = world
        # Logins of the current minute by openid; a restart may forget them.
        self._logins = {}

    def routes(self):
        """Return the paths answered here."""
        return [
            Route(
                "GET",
                "/sns/jscode2session",
                "open.jscode2session",
                self.code_to_session,
                # WeChat really says text/plain here.
                {"needs_token": False, "content_type": "text/plain"},
            ),
            Route(
                "POST",
                "/cgi-bin/stable_token",
                "open.stable_token",
                self.stable_token,
                {"needs_token": False},
            ),
            Route(
                "POST",
                "/wxa/business/getuserphonenumber",
                "open.phone",
                self.phone_number,
            ),
        ]

    def code_to_session(self, request):
        """Return openid and session key for a one-time login code."""
        query = request.query
        if not query.get("appid"):
            raise OpenApiError(41002)
        if not query.get("secret"):
            raise OpenApiError(41004)
        app = self._check_app(query["appid"], query["secret"])
        if query.get("grant_type") != "authorization_code":
            raise OpenApiError(40002, "grant_type must be authorization_code")
        if not query.get("js_code"):
            raise OpenApiError(41008)
        try:
            user = self._world.users.use_code(app.appid, query["js_code"], LOGIN)
        except CodeError as error:
            raise OpenApiError(40163 if error.is_used else 40029) from error
        self._count_login(user["openid"])
        if user["is_high_risk"]:
            raise OpenApiError(40226)
        return {
            "session_key": self._world.users.renew_session(user),
            "openid": user["openid"],
            "unionid": user["unionid"],
        }

    def stable_token(self, request):
        """Return the app's access token, the same one until it nears its end."""
        body = body_of(request)
        if body.get("grant_type") != "client_credential":
            raise OpenApiError(40002, "grant_type must be client_credential")
        app = self._check_app(
            text_of(body, "appid", 41002), text_of(body, "secret", 41004)
        )
        force = body.get("force_refresh", False)
        if not isinstance(force, bool):
            raise OpenApiError(47001, "force_refresh: true or false")
        token, life_s = self._world.tokens.issue(app.appid, force=force)
        return {"access_token": token, "expires_in": life_s}

    def phone_number(self, request):
        """Return the phone number behind a one-time phone code."""
        code = text_of(body_of(request), "code", 40029)
        appid = request.context["appid"]
        try:
            user = self._world.users.use_code(appid, code, PHONE)
        except CodeError as error:
            raise OpenApiError(40029, str(error)) from error
        return {
            "errcode": 0,
            "errmsg": "ok",
            "phone_info": {
                "phoneNumber": user["phone"],
                "purePhoneNumber": user["phone"],
                "countryCode": "86",
                "watermark": {
                    "timestamp": int(self._world.clock.now()),
                    "appid": appid,
                },
            },
        }

    def _check_app(self, appid, secret):
        app = self._world.keys.app_of(appid)
        if app is None:
            raise OpenApiError(40013, "see GET /control/credentials")
        if secret != app.secret:
            raise OpenApiError(40125, "see GET /control/credentials")
        return app

    def _count_login(self, openid):
        minute = int(self._world.clock.now() // 60)
        if minute != self._logins.get("minute"):
            self._logins = {"minute": minute}
        self._logins[openid] = self._logins.get(openid, 0) + 1
        if self._logins[openid] > LOGINS_PER_MINUTE:
            raise OpenApiError(45011)
