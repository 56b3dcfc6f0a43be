"""Faults of WeChat's answers, seen from the merchant's side."""

import base64
import time

import pytest
import requests
from cryptography.exceptions import InvalidSignature

from .client import TIMEOUT_S, new_number
from .placing import place, state_of


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


def test_signature_header_is_base64(merchant):
    number, _ = place(merchant)
    signature = merchant.query(number).headers["Wechatpay-Signature"]
    assert len(base64.b64decode(signature, validate=True)) == 256
