"""Our diners: what their phones send."""

import itertools
import json
import random
import uuid

from . import http
from .http import Answer
from .servers import Server

API = "/wechat/api/v1"
LINES = 5


class Diners:
    """A crowd with a token each, who order from the menu they loaded.

    :param server: Our server.
    """

    def __init__(self, server: Server) -> None:
        self.port = server.port
        self._facts = server.facts
        # A diner orders once in a while: the crowd takes turns.
        self._tokens = itertools.cycle(server.facts["tokens"])
        self._choice = random.Random(1)
        self.menus = [self._load(store["code"]) for store in server.facts["stores"]]
        self._tables = [self._scan(store) for store in server.facts["stores"]]

    def token(self) -> str:
        """Return the token of the diner whose turn it is."""
        return next(self._tokens)

    def make_order(self, shop: int = 0, dishes: list[dict] | None = None) -> dict:
        """Return an order of five different dishes at a table of a shop."""
        menu = self.menus[shop]
        scarce = self._facts["scarce_dish"]
        usual = [dish for dish in menu["dishes"] if dish["id"] != scarce]
        chosen = dishes or self._choice.sample(usual, LINES)
        return {
            "store": menu["store"],
            "service": "dine_in",
            "table_token": self._choice.choice(self._tables[shop]),
            "lines": [_make_line(dish) for dish in chosen],
            "uuid": str(uuid.uuid4()),
            "menu_version": menu["version"],
        }

    def make_last_portion_order(self) -> dict:
        """Return an order of one portion of the dish of which few are left."""
        scarce = self._facts["scarce_dish"]
        menu = self.menus[0]["dishes"]
        return self.make_order(0, [dish for dish in menu if dish["id"] == scarce])

    def post(self, path: str, body: dict, token: str) -> Answer:
        """Send something as a diner."""
        authorization = f"Bearer {token}"
        return http.call(
            self.port, "POST", f"{API}{path}", body, Authorization=authorization
        )

    def get(self, path: str, token: str, **headers: str) -> Answer:
        """Ask something as a diner."""
        authorization = f"Bearer {token}"
        return http.call(
            self.port, "GET", f"{API}{path}", Authorization=authorization, **headers
        )

    def _load(self, store: str) -> dict:
        return http.call(self.port, "GET", f"{API}/stores/{store}/menu/zh_CN").json()

    def _scan(self, store: dict) -> list[str]:
        return [
            http.call(self.port, "GET", f"{API}/tables/{code}").json()["table_token"]
            for code in store["tables"]
        ]


def _make_line(dish: dict) -> dict:
    """Return a line with the first value of each choice that must be made."""
    options = [
        option["values"][0]["id"] for option in dish["options"] if option["min"] > 0
    ]
    return {"dish_id": dish["id"], "quantity": 1, "options": options}


def to_bytes(body: dict) -> bytes:
    """Return a document as it goes over the wire."""
    return json.dumps(body).encode()
