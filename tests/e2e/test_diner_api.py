"""The diner API of a running restaurant: a whole visit, then thousands of odd calls."""

import os
import pathlib
import subprocess
import sys
import time
import uuid
from collections.abc import Callable

import pytest
import requests

from housekeeping import demo, sql
from stack import Stack

CONFIG = pathlib.Path(__file__).with_name("schemathesis.toml")
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
        unavailable = self.get(f"/stores/{STORE}/availability")["items"]
        dish = next(
            dish
            for dish in menu["dishes"]
            if str(dish["id"]) not in unavailable and not dish["combo"]
        )
        options = [
            value["id"]
            for option in dish["options"]
            for value in option["values"][: option["min"]]
        ]
        return {"dish_id": dish["id"], "quantity": 1, "options": options}

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


@pytest.fixture(scope="module")
def make_diner(stack: Stack) -> Callable[[str], Diner]:
    """Return a function that lets a person log in, as often as the test wishes."""
    _lift_rate_limits(stack)
    return lambda name: Diner(stack, name)


def _lift_rate_limits(stack: Stack) -> None:
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


def test_login_order_pay(make_diner: Callable[[str], Diner]) -> None:
    diner = make_diner("api-walk")

    order = diner.order()
    path = f"/orders/{order['uuid']}"
    parameters = diner.post(f"{path}/pay")["payment"]
    appid = requests.get(f"{diner.sandbox}/credentials", timeout=TIMEOUT_S).json()
    paid = diner.steer("pay", appId=appid["appid"], **parameters)
    diner.post(f"{path}/check-payment")

    assert paid["result"] == "requestPayment:ok"
    assert diner.wait_for(path, payment_state="paid")["state"] == "accepted"


def test_openapi_tells_the_truth(
    make_diner: Callable[[str], Diner], tmp_path: pathlib.Path
) -> None:
    """No 5xx, no undocumented answer, whatever schemathesis thinks up."""
    diner = make_diner("api-schemathesis")
    order = diner.order()
    menu = diner.get(f"/stores/{STORE}/menu/zh_CN")
    environ = {
        **os.environ,
        "DINER_TOKEN": diner.token,
        "TABLE_CODE": diner.table_code,
        "MENU_VERSION": menu["version"],
        "ORDER_UUID": order["uuid"],
    }
    program = pathlib.Path(sys.executable).with_name("schemathesis")
    command = [program, "--config-file", CONFIG, "run", f"{diner.base}/openapi.json"]

    done = subprocess.run(
        command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
