"""Who the diner is: login, tokens, and the member the API speaks of."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .base import Request, View

AppId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{6,64}$"),
    Field(description="The mini-program (AppID); needed where several share a server."),
]


class LoginRequest(Request):
    """What `wx.login()` gave the phone."""

    code: Annotated[
        str, StringConstraints(min_length=1, max_length=512, pattern=r"^[!-~]+$")
    ] = Field(description="The one-time code (js_code) of `wx.login()`.")
    appid: AppId | None = None


class RefreshRequest(Request):
    """The refresh token of an earlier login, to be exchanged for new tokens."""

    refresh_token: Annotated[
        str, StringConstraints(min_length=1, max_length=256, pattern=r"^[!-~]+$")
    ]


class MemberView(View):
    """The diner, as far as the API tells."""

    id: str = Field(description="Opaque; never WeChat's openid.")
    nickname: str | None


class LoginView(View):
    """A pair of fresh tokens."""

    access_token: str = Field(description="Send it as `Authorization: Bearer ...`.")
    expires_in: int = Field(description="Seconds for which the access token is good.")
    refresh_token: str = Field(description="Good for one exchange.")
    member: MemberView
