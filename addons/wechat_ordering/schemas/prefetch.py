"""What WeChat fetches for a mini-program that is still being started (数据预拉取).

See https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
"""

import re
from typing import Annotated
from urllib.parse import parse_qs, unquote

from pydantic import ConfigDict, Field, StringConstraints

from .base import MenuVersion, Request, View
from .menu import MenuView
from .store import ScanView

# The same as the phone's own reading of a scanned code (miniprogram, models/scene.ts).
_TABLE_CODE = re.compile(r"[0-9A-Za-z_-]{4,64}")
_TOKEN = re.compile(r"(zh_CN|en_US)(?: ([0-9a-f]{16}))?")

Text = Annotated[str, StringConstraints(max_length=1024)]


class PrefetchQuery(Request):
    """How the mini-program is being opened, in WeChat's words.

    WeChat may say more than is known here; it is no phone that could be told off.
    """

    model_config = ConfigDict(extra="ignore")

    appid: Text = ""
    token: Text = Field(
        "",
        description="What the phone left for this call: its language and, after a "
        "space, the version of the menu it keeps.",
    )
    code: Text = ""
    timestamp: Text = ""
    path: Text = ""
    query: Text = Field(
        "", description="Query of the page; `scene` in it is the code of a table."
    )
    scene: Text = ""

    @property
    def table_code(self):
        """Return the code of the table that was scanned, or None.

        :rtype: str | None
        """
        code = unquote(parse_qs(self.query).get("scene", [""])[0]).strip()
        return code if _TABLE_CODE.fullmatch(code) else None

    @property
    def lang(self):
        """Return the language of the phone: Chinese until it has told.

        :rtype: str
        """
        found = _TOKEN.fullmatch(self.token)
        return found[1] if found else "zh_CN"

    @property
    def known_version(self):
        """Return the version of the menu that the phone keeps, or None.

        :rtype: str | None
        """
        found = _TOKEN.fullmatch(self.token)
        return found[2] if found else None


class PrefetchView(View):
    """Where the diner sits, and the menu there."""

    table: ScanView | None = Field(description="None if no table has this code.")
    menu_version: MenuVersion | None
    menu: MenuView | None = Field(
        description="None if the phone has it already, or if it is larger than WeChat "
        "hands on; the phone then asks itself."
    )
