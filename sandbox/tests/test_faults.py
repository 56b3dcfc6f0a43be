"""Fault rules: what they name, how often they strike, what explains them."""

import re
from pathlib import Path

import pytest

from sandbox.control.door import ControlDoor
from sandbox.couriers.faults_list import CALLBACKS
from sandbox.faults import ALL_FAULTS, APIS
from sandbox.pay.notification import SUMMARIES

from .placing import place


def test_rule_for_one_order_spares_others(merchant):
    first, _ = place(merchant)
    second, _ = place(merchant)
    merchant.fault("rate_limit", out_trade_no=first, api="pay.query")

    assert merchant.query(second).status_code == 200
    assert merchant.query(first).status_code == 429
    assert merchant.query(first).status_code == 200, "a rule strikes once"


def test_lasting_rule_strikes_until_it_is_removed(merchant):
    number, _ = place(merchant)
    rule_id = merchant.fault("rate_limit", api="pay.query", times=0)

    assert [merchant.query(number).status_code for _ in range(3)] == [429] * 3
    removed = merchant.control("DELETE", f"behaviour?id={rule_id}")["removed"]
    assert removed == 1
    assert merchant.query(number).status_code == 200


def test_rule_strikes_as_often_as_told(merchant):
    number, _ = place(merchant)
    merchant.fault("rate_limit", api="pay.query", times=2)

    assert [merchant.query(number).status_code for _ in range(3)] == [429, 429, 200]


@pytest.mark.parametrize(
    "rule",
    [
        {"fault": "no_such_fault"},
        {"fault": "delay", "api": "jsapi"},
        {},
        {"fault": "delay", "times": -1},
        {"fault": "delay", "times": "often"},
        {"fault": "delay", "sec": 1},
        {"fault": "delay", "seconds": "a while"},
        {"fault": "refund_outcome"},
        {"fault": "refund_outcome", "status": "MAYBE"},
        {"fault": "error_before", "status": "bad"},
    ],
)
def test_rule_that_makes_no_sense_is_refused(merchant, rule):
    merchant.control("POST", "behaviour", 400, **rule)

    assert merchant.control("GET", "behaviour")["rules"] == []


def test_readme_explains_every_fault_and_names_every_api():
    readme = (Path(__file__).parents[1] / "README.md").read_text()

    for fault, explanation in ALL_FAULTS.items():
        assert f"| `{fault}` | {explanation} |" in readme
    for api in APIS:
        assert re.search(rf"\b{re.escape(api)}\b", readme)


def test_rules_can_name_every_api(sandbox):
    answered = {
        route.api
        for door, route in sandbox.server.router.routes()
        if not isinstance(door, ControlDoor)
    }
    sent = {f"notify.{event}" for event in SUMMARIES} | set(CALLBACKS)
    assert answered | sent == set(APIS)
