"""A guest's phone without a screen: the diner API, and what WeChat does for it."""

import time
import uuid

import requests

from housekeeping import demo, sql
from stack import Stack

STORE = "cuihu"
TABLE = "5"
TIMEOUT_S = 20
POLL_S = 0.3


class Diner:
    """A phone that speaks to the restaurant.

    :param stack: The restaurant.
    :param name: Who holds the phone; the same name is the same openid.
    """

    def __init__(self, stack: Stack, name: str) -> None:
        self.base = f"{stack.url}/wechat/api/v1"
        self.sandbox = f"{stack.sandbox_url}/control"
        self.table_code = stack.facts["tables"][STORE][TABLE]
        self.session = requests.Session()
        code = self.steer("login-code", user=name)["code"]
        self.token = self.post("/login", code=code)["access_token"]
        self.session.headers["Authorization"] = f"Bearer {self.token}"

    def steer(self, call: str, **body) -> dict:
        """Tell the sandbox what the person with the phone does."""
        answer = requests.post(f"{self.sandbox}/{call}", json=body, timeout=TIMEOUT_S)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str, **headers: str) -> dict:
        """Return the document at a path."""
        answer = self.session.get(self.base + path, headers=headers, timeout=TIMEOUT_S)
        assert answer.ok, answer.text
        return answer.json()

    def post(self, path: str, **body) -> dict:
        """Return the answer to a request."""
        answer = self.session.post(self.base + path, json=body, timeout=TIMEOUT_S)
        assert answer.ok, answer.text
        return answer.json()

    def choose(self, menu: dict) -> dict:
        """Return the first dish that can be had now, as a line of a basket."""
        return self.choices(menu)[0]

    def choices(self, menu: dict) -> list[dict]:
        """Return every single dish that can be had now, as lines of a basket."""
        unavailable = self.get(f"/stores/{STORE}/availability")["items"]
        return [
            {"dish_id": dish["id"], "quantity": 1, "options": _required(dish)}
            for dish in menu["dishes"]
            if str(dish["id"]) not in unavailable and not dish["combo"]
        ]

    def wait_for(self, path: str, **wanted: str) -> dict:
        """Poll a document until its fields have the wanted values, and return it."""
        deadline = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline:
            document = self.get(path)
            if wanted.items() <= document.items():
                return document
            time.sleep(POLL_S)
        raise AssertionError(f"{path} is still {document}")

    def order(self) -> dict:
        """Order one dish at the table."""
        menu = self.get(f"/stores/{STORE}/menu/zh_CN")
        return self.post(
            "/orders",
            store=STORE,
            service="dine_in",
            table_token=self.get(f"/tables/{self.table_code}")["table_token"],
            lines=[self.choose(menu)],
            uuid=str(uuid.uuid4()),
            menu_version=menu["version"],
        )


def _required(dish: dict) -> list[int]:
    return [
        value["id"]
        for option in dish["options"]
        for value in option["values"][: option["min"]]
    ]


def lift_rate_limits(stack: Stack) -> None:
    """Let all phones of a test ask as often as they wish: they share one address."""
    db_name = stack.settings.db_name or demo.DB_NAME
    sql.run(
        stack.settings,
        db_name,
        "INSERT INTO ir_config_parameter (key, value)"
        " VALUES ('wechat_ordering.rate_limit_factor', '1000')"
        " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
    )
    # Odoo's own way to tell its processes that parameters changed.
    signal = "INSERT INTO orm_signaling_stable DEFAULT VALUES"
    sql.run(stack.settings, db_name, signal)
