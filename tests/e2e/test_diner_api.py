"""The diner API of a running restaurant: a whole visit, then thousands of odd calls."""

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable

import pytest
import requests

from diner import STORE, TIMEOUT_S, Diner, lift_rate_limits
from stack import Stack

CONFIG = pathlib.Path(__file__).with_name("schemathesis.toml")


@pytest.fixture(scope="module")
def make_diner(stack: Stack) -> Callable[[str], Diner]:
    """Return a function that lets a person log in, as often as the test wishes."""
    lift_rate_limits(stack)
    return lambda name: Diner(stack, name)


def test_login_order_pay(make_diner: Callable[[str], Diner]) -> None:
    diner = make_diner("api-walk")

    order = diner.order()
    path = f"/orders/{order['uuid']}"
    parameters = diner.post(f"{path}/pay")["payment"]
    appid = requests.get(f"{diner.sandbox}/credentials", timeout=TIMEOUT_S).json()
    paid = diner.steer("pay", appId=appid["appid"], **parameters)
    told = diner.post(f"{path}/check-payment")

    assert paid["result"] == "requestPayment:ok"
    assert (told["payment_state"], told["payment_known"]) == ("paid", True)
    assert diner.get(path)["state"] == "accepted"


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
