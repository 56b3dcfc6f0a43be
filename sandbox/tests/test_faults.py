"""Each fault that can be ordered, seen from the merchant's side."""

import base64
import json
import re
import time
from pathlib import Path

import pytest
import requests
from cryptography.exceptions import InvalidSignature, InvalidTag

from sandbox.control.door import ControlDoor
from sandbox.faults import ALL_FAULTS, APIS
from sandbox.pay.notification import SUMMARIES

from .client import TIMEOUT_S, new_number


def state_of(merchant, number):
    return merchant.query(number).json()["trade_state"]


def place(merchant, **changes):
    body = merchant.order_body(**changes)
    return body["out_trade_no"], merchant.create(body).json()["prepay_id"]


# --- answers ---


def test_delay_comes_after_the_work(merchant):
    body = merchant.order_body()
    merchant.fault("delay", api="pay.jsapi", seconds=0.3)

    began = time.perf_counter()
    answer = merchant.create(body)

    assert answer.status_code == 200
    assert time.perf_counter() - began >= 0.3


def test_lost_request_does_nothing(merchant):
    body = merchant.order_body()
    merchant.fault("lose_request", api="pay.jsapi")

    with pytest.raises(requests.ConnectionError):
        merchant.create(body)

    assert merchant.query(body["out_trade_no"]).status_code == 404


def test_lost_answer_leaves_the_order_created(merchant):
    body = merchant.order_body()
    merchant.fault("lose_answer", api="pay.jsapi")

    with pytest.raises(requests.ConnectionError):
        merchant.create(body)

    assert state_of(merchant, body["out_trade_no"]) == "NOTPAY"
    assert merchant.create(body).status_code == 200, "repeating it is safe"


def test_lost_answer_leaves_the_order_closed(merchant):
    number, _ = place(merchant)
    merchant.fault("lose_answer", api="pay.close")

    with pytest.raises(requests.ConnectionError):
        merchant.close(number)

    assert state_of(merchant, number) == "CLOSED"


def test_lost_answer_leaves_the_refund_accepted(merchant):
    number = merchant.paid_order()
    merchant.fault("lose_answer", api="pay.refund")
    refund_no = new_number("R")

    with pytest.raises(requests.ConnectionError):
        merchant.refund(number, 40, out_refund_no=refund_no)

    again = merchant.refund(number, 40, out_refund_no=refund_no)
    assert again.status_code == 200, "repeating it with the same number is safe"
    assert len(merchant.control("GET", "ledger")["refunds"]) == 1


def test_error_after_commit_leaves_the_order_created(merchant):
    body = merchant.order_body()
    merchant.fault("error_after_commit", api="pay.jsapi")

    answer = merchant.create(body)

    assert (answer.status_code, answer.json()["code"]) == (500, "SYSTEM_ERROR")
    assert state_of(merchant, body["out_trade_no"]) == "NOTPAY"


def test_error_before_does_nothing(merchant):
    body = merchant.order_body()
    merchant.fault("error_before", api="pay.jsapi", status=503, code="BANK_ERROR")

    answer = merchant.create(body)

    assert (answer.status_code, answer.json()["code"]) == (503, "BANK_ERROR")
    assert merchant.query(body["out_trade_no"]).status_code == 404


def test_rate_limit_does_nothing(merchant):
    body = merchant.order_body()
    merchant.fault("rate_limit", api="pay.jsapi")

    answer = merchant.create(body)

    assert (answer.status_code, answer.json()["code"]) == (429, "FREQUENCY_LIMITED")
    assert merchant.query(body["out_trade_no"]).status_code == 404


def test_garbage_answer_is_no_json(merchant):
    body = merchant.order_body()
    merchant.fault("answer_garbage", api="pay.jsapi")

    answer = merchant.create(body)

    assert answer.status_code == 502
    assert answer.text.startswith("<html>")
    assert state_of(merchant, body["out_trade_no"]) == "NOTPAY"


def test_probe_answer_does_not_verify(merchant):
    number, _ = place(merchant)
    merchant.fault("answer_signtest", out_trade_no=number)

    answer = merchant.query(number)

    assert answer.headers["Wechatpay-Signature"].startswith("WECHATPAY/SIGNTEST/")
    with pytest.raises((InvalidSignature, ValueError)):
        merchant.verify(answer.headers, answer.content)


def test_unsigned_answer_has_no_signature_headers(merchant):
    number, _ = place(merchant)
    merchant.fault("answer_unsigned", out_trade_no=number)

    answer = merchant.query(number)

    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("Wechatpay-")]


def test_old_answer_verifies_but_is_old(merchant):
    number, _ = place(merchant)
    merchant.fault("answer_old_timestamp", out_trade_no=number)

    answer = merchant.query(number)

    merchant.verify(answer.headers, answer.content)
    assert time.time() - int(answer.headers["Wechatpay-Timestamp"]) > 300


def test_answer_with_wrong_serial_names_nobody(merchant):
    number, _ = place(merchant)
    merchant.fault("answer_wrong_serial", out_trade_no=number)

    answer = merchant.query(number)

    with pytest.raises(KeyError):
        merchant.verify(answer.headers, answer.content)


def test_tampered_answer_does_not_verify(merchant):
    number, _ = place(merchant)
    merchant.fault("answer_tampered", out_trade_no=number)

    answer = merchant.query(number)

    assert answer.json()["out_trade_no"] == number
    with pytest.raises(InvalidSignature):
        merchant.verify(answer.headers, answer.content)


# --- rules ---


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


# --- notifications ---


def test_suppressed_notification_never_comes(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_none", out_trade_no=number)
    merchant.pay(prepay_id)

    time.sleep(0.3)

    assert receiver.received == []
    assert state_of(merchant, number) == "SUCCESS"


def test_delayed_notification_comes_late(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_delay", out_trade_no=number, seconds=600)
    merchant.pay(prepay_id)

    time.sleep(0.2)
    assert receiver.received == []
    merchant.control("POST", "clock", advance_s=601)

    receiver.wait_for(1)


def test_repeated_notification_is_the_same_message(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_repeat", out_trade_no=number, count=3)
    merchant.pay(prepay_id)

    messages = receiver.wait_for(4)

    assert len({json.loads(body)["id"] for _, body in messages}) == 1
    for headers, body in messages:
        merchant.verify(headers, body)


def test_held_notification_waits_for_the_command(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_hold", out_trade_no=number)
    merchant.pay(prepay_id)

    time.sleep(0.2)
    assert receiver.received == []
    [sent] = merchant.control("POST", "notify", out_trade_no=number)["sent"]

    assert sent["verdict"] == "accepted"
    assert len(receiver.received) == 1


def test_reordered_notifications_come_newest_first(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.control("POST", "settings", refund_delay_s=0.05)
    merchant.fault("notify_reorder", out_trade_no=number)
    merchant.pay(prepay_id)
    merchant.refund(number, 100, notify_url=receiver.url)

    messages = receiver.wait_for(2)

    events = [json.loads(body)["event_type"] for _, body in messages]
    assert events == ["REFUND.SUCCESS", "TRANSACTION.SUCCESS"]


def test_notification_can_come_before_the_prepay_answer(merchant, receiver):
    number = new_number()
    body = merchant.order_body(number, notify_url=receiver.url)
    merchant.fault("pay_before_answer", out_trade_no=number)

    answer = merchant.create(body)

    assert answer.status_code == 200
    assert len(receiver.received) == 1, "it was delivered before the answer"
    assert state_of(merchant, number) == "SUCCESS"


def bad_message(merchant, receiver, fault):
    """Pay with a message fault ordered; return the bad message and the real one."""
    receiver.answers = [(401, b'{"code":"FAIL"}')]
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault(fault, out_trade_no=number)
    merchant.pay(prepay_id)
    bad, real = receiver.wait_for(2)
    merchant.verify(*real)
    content = merchant.decrypt(json.loads(real[1])["resource"])
    assert (content["out_trade_no"], content["amount"]["total"]) == (number, 100)
    return bad


def test_probe_notification_is_followed_by_the_real_one(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_signtest")

    assert headers["Wechatpay-Signature"].startswith("WECHATPAY/SIGNTEST/")
    with pytest.raises((InvalidSignature, ValueError)):
        merchant.verify(headers, body)


def test_unsigned_notification_has_no_signature_headers(merchant, receiver):
    headers, _ = bad_message(merchant, receiver, "notify_unsigned")

    assert not [name for name in headers if name.startswith("Wechatpay-")]


def test_old_notification_verifies_but_is_old(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_old_timestamp")

    merchant.verify(headers, body)
    assert time.time() - int(headers["Wechatpay-Timestamp"]) > 300


def test_notification_with_wrong_serial_names_nobody(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_wrong_serial")

    with pytest.raises(KeyError):
        merchant.verify(headers, body)


def test_notification_with_broken_tag_does_not_decrypt(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_bad_tag")

    merchant.verify(headers, body)
    with pytest.raises(InvalidTag):
        merchant.decrypt(json.loads(body)["resource"])


def test_notification_of_a_forger_does_not_verify(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_forged_key")

    assert headers["Wechatpay-Serial"] == merchant.credentials["public_key_id"]
    with pytest.raises(InvalidSignature):
        merchant.verify(headers, body)


@pytest.mark.parametrize(
    ("fault", "path", "value"),
    [
        ("notify_wrong_amount", ("amount", "total"), 101),
        ("notify_wrong_currency", ("amount", "currency"), "USD"),
        ("notify_wrong_mchid", ("mchid",), "1900000001"),
        ("notify_wrong_appid", ("appid",), "wx0000000000000000"),
    ],
)
def test_false_content_is_correctly_signed(merchant, receiver, fault, path, value):
    headers, body = bad_message(merchant, receiver, fault)

    merchant.verify(headers, body)
    content = merchant.decrypt(json.loads(body)["resource"])
    for name in path:
        content = content[name]
    assert content == value


def test_notification_about_an_unknown_order_is_correctly_signed(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_unknown_order")

    merchant.verify(headers, body)
    number = merchant.decrypt(json.loads(body)["resource"])["out_trade_no"]
    assert merchant.query(number).status_code == 404


def test_merchant_who_accepts_a_forgery_is_found_out(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_hold", out_trade_no=number)
    merchant.pay(prepay_id)

    [sent] = merchant.control(
        "POST", "notify", out_trade_no=number, fault="notify_forged_key"
    )["sent"]

    assert sent["verdict"] == "accepted_a_bad_message"


def test_forged_notification_for_an_unpaid_order_can_be_sent(merchant, receiver):
    number, _ = place(merchant, notify_url=receiver.url)

    [sent] = merchant.control(
        "POST", "notify", out_trade_no=number, fault="notify_forged_key"
    )["sent"]

    assert sent["verdict"] == "accepted_a_bad_message"
    [(headers, body)] = receiver.received
    content = merchant.decrypt(json.loads(body)["resource"])
    assert content["trade_state"] == "SUCCESS", "it claims the money came"
    assert state_of(merchant, number) == "NOTPAY"


# --- refunds and the open API ---


def test_refund_without_balance_does_nothing(merchant):
    number = merchant.paid_order()
    merchant.fault("refund_not_enough")
    refund_no = new_number("R")

    refused = merchant.refund(number, 100, out_refund_no=refund_no)
    assert (refused.status_code, refused.json()["code"]) == (403, "NOT_ENOUGH")
    assert merchant.control("GET", "ledger")["refunds"] == []

    assert merchant.refund(number, 100, out_refund_no=refund_no).status_code == 200


def test_errcode_of_the_open_api_is_as_ordered(merchant):
    merchant.fault("errcode", api="open.jscode2session", errcode=-1)
    code = merchant.control("POST", "login-code", user="mei")["code"]
    query = {
        "appid": merchant.credentials["appid"],
        "secret": merchant.credentials["appsecret"],
        "js_code": code,
        "grant_type": "authorization_code",
    }
    url = f"{merchant.base_url}/sns/jscode2session"

    busy = requests.get(url, params=query, timeout=TIMEOUT_S).json()
    again = requests.get(url, params=query, timeout=TIMEOUT_S).json()

    assert busy["errcode"] == -1
    assert again["openid"], "the code was not used up"


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
    assert answered | {f"notify.{event}" for event in SUMMARIES} == set(APIS)


def test_signature_header_is_base64(merchant):
    number, _ = place(merchant)
    signature = merchant.query(number).headers["Wechatpay-Signature"]
    assert len(base64.b64decode(signature, validate=True)) == 256
