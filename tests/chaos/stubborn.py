"""A guest who does not give up: every step is repeated until the server has answered.

Each repetition is what the mini-program does: the same uuid, the same order, the same
payment. Whether that makes one order of it is the server's business.
"""

import time
import uuid

import requests

from diner import STORE, Diner

# What a phone meets while the restaurant is being killed.
PATIENCE_S = 240
PAUSE_S = 0.5


def order_and_pay(diner: Diner, line: dict, menu_version: str) -> str:
    """Order one dish for takeaway and pay it, whatever breaks; return the uuid."""
    order_uuid = str(uuid.uuid4())
    _insist(
        lambda: diner.post(
            "/orders",
            store=STORE,
            service="takeaway",
            lines=[line],
            uuid=order_uuid,
            menu_version=menu_version,
        )
    )
    _insist(lambda: _pay(diner, order_uuid))
    return order_uuid


def _pay(diner: Diner, order_uuid: str) -> None:
    order = diner.get(f"/orders/{order_uuid}")
    if order["payment_state"] != "paid" and order["can"]["pay"]:
        params = diner.post(f"/orders/{order_uuid}/pay")["payment"]
        diner.steer("pay", appId=diner.appid, **params)
        diner.post(f"/orders/{order_uuid}/check-payment")
    order = diner.get(f"/orders/{order_uuid}")
    assert order["payment_state"] == "paid", order["state"]


def _insist(step) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return step()
        except (requests.RequestException, AssertionError, ValueError):
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_S)
