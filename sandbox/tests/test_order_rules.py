"""What WeChat Pay refuses in the body of an order."""

from datetime import datetime, timedelta, timezone

import pytest

from .client import new_number

CHINA = timezone(timedelta(hours=8))
TARGET = "/v3/pay/transactions/jsapi"


def detail_of(answer, status=400, code="PARAM_ERROR"):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return answer.json()["detail"]


@pytest.mark.parametrize(
    "name",
    ["appid", "mchid", "description", "out_trade_no", "notify_url", "amount", "payer"],
)
def test_missing_field_is_refused(merchant, name):
    body = merchant.order_body()
    del body[name]

    assert detail_of(merchant.create(body))["field"] == f"/{name}"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("/out_trade_no", {"out_trade_no": "T1234"}),
        ("/out_trade_no", {"out_trade_no": "T" * 33}),
        ("/out_trade_no", {"out_trade_no": "T12345/6"}),
        ("/out_trade_no", {"out_trade_no": 1234567}),
        ("/description", {"description": ""}),
        ("/description", {"description": "x" * 128}),
        ("/description", {"description": "米" * 43}),
        ("/description", {"description": "米线🍜"}),
        ("/description", {"description": None}),
        ("/attach", {"attach": "x" * 129}),
        ("/attach", {"attach": None}),
        ("/notify_url", {"notify_url": "https://shop.example/hook?shop=1"}),
        ("/notify_url", {"notify_url": "/hook"}),
        ("/amount/total", {"amount": {"total": 0}}),
        ("/amount/total", {"amount": {"total": -1}}),
        ("/amount/total", {"amount": {"total": 1.0}}),
        ("/amount/total", {"amount": {"total": "100"}}),
        ("/amount/total", {"amount": {"total": True}}),
        ("/amount/total", {"amount": {"total": 2**31}}),
        ("/amount/currency", {"amount": {"total": 1, "currency": "USD"}}),
        ("/amount", {"amount": 100}),
        ("/payer/openid", {"payer": {}}),
        ("/time_expire", {"time_expire": "2030-01-01 10:00:00"}),
        ("/time_expire", {"time_expire": "2030-02-30T10:00:00+08:00"}),
        ("/scene_info/payer_client_ip", {"scene_info": {"device_id": "5"}}),
        ("/settle_info/profit_sharing", {"settle_info": {"profit_sharing": "no"}}),
    ],
)
def test_field_that_does_not_fit_is_refused(merchant, field, changes):
    answer = merchant.create(merchant.order_body(**changes))

    assert detail_of(answer)["field"] == field
    assert merchant.control("GET", "ledger")["orders"] == []


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("/table", {"table": "5"}),
        ("/amount/payer_total", {"amount": {"total": 1, "payer_total": 1}}),
    ],
)
def test_unknown_field_is_refused(merchant, field, changes):
    answer = merchant.create(merchant.order_body(**changes))

    assert detail_of(answer, code="INVALID_REQUEST")["field"] == field


@pytest.mark.parametrize(
    "raw", ["", "[]", "{", "{'a': 1}", '{"appid":"a","appid":"b"}', '{"amount": NaN}']
)
def test_body_that_is_no_json_object_is_refused(merchant, raw):
    detail_of(merchant.call("POST", TARGET, raw))


def test_unknown_query_parameter_is_refused(merchant):
    answer = merchant.call("POST", f"{TARGET}?a=1", merchant.order_body())

    assert detail_of(answer, code="INVALID_REQUEST")["location"] == "query"


def test_another_merchants_number_is_refused(merchant):
    answer = merchant.create(merchant.order_body(mchid="1900000001"))

    assert detail_of(answer)["field"] == "/mchid"


def test_app_not_bound_to_the_merchant_is_refused(merchant):
    answer = merchant.create(merchant.order_body(appid="wx0000000000000000"))

    detail_of(answer, code="APPID_MCHID_NOT_MATCH")


def test_openid_the_app_never_saw_is_refused(merchant):
    answer = merchant.create(merchant.order_body(payer={"openid": "o" + "x" * 27}))

    assert detail_of(answer)["field"] == "/payer/openid"


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": {"total": 101, "currency": "CNY"}},
        {"description": "something else"},
        {"notify_url": "http://127.0.0.1:9/other"},
        {"attach": "now with one"},
    ],
)
def test_same_number_with_other_parameters_is_refused(merchant, changes):
    body = merchant.order_body()
    merchant.create(body)

    answer = merchant.create({**body, **changes})

    assert detail_of(answer, code="INVALID_REQUEST")["field"] == "out_trade_no"


def test_number_of_a_closed_order_is_refused(merchant):
    body = merchant.order_body()
    merchant.create(body)
    merchant.close(body["out_trade_no"])

    detail_of(merchant.create(body), code="ORDER_CLOSED")


def test_number_of_a_paid_order_is_refused(merchant):
    body = merchant.order_body()
    merchant.pay(merchant.create(body).json()["prepay_id"])

    detail_of(merchant.create(body), code="ORDERPAID")


def test_unknown_order_cannot_be_queried_or_closed(merchant):
    number = new_number()

    detail_of(merchant.query(number), 404, "ORDER_NOT_EXIST")
    detail_of(merchant.close(number), 404, "ORDER_NOT_EXIST")


@pytest.mark.parametrize("query", ["", "?mchid=", "?mchid=1900000001"])
def test_query_needs_the_merchants_number(merchant, query):
    number = new_number()
    merchant.create(merchant.order_body(number))

    answer = merchant.call("GET", f"/v3/pay/transactions/out-trade-no/{number}{query}")

    assert answer.json()["code"] == "PARAM_ERROR"


def test_time_expire_closes_the_order(merchant):
    body = merchant.order_body(time_expire=in_minutes(5))
    prepay_id = merchant.create(body).json()["prepay_id"]

    merchant.control("POST", "clock", advance_s=299)
    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "NOTPAY"
    merchant.control("POST", "clock", advance_s=2)

    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "CLOSED"
    assert merchant.pay(prepay_id)["reason"] == "ORDER_CLOSED"
    [order] = merchant.control("GET", "ledger")["orders"]
    assert order["close_reason"] == "expired"


def test_time_expire_of_less_than_a_minute_becomes_a_minute(merchant):
    body = merchant.order_body(time_expire=in_minutes(0.1))
    merchant.create(body)

    merchant.control("POST", "clock", advance_s=50)
    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "NOTPAY"
    merchant.control("POST", "clock", advance_s=11)
    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "CLOSED"


def test_order_without_time_expire_lives_seven_days(merchant):
    body = merchant.order_body()
    merchant.create(body)

    merchant.control("POST", "clock", advance_s=7 * 86400 - 60)
    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "NOTPAY"
    merchant.control("POST", "clock", advance_s=61)
    assert merchant.query(body["out_trade_no"]).json()["trade_state"] == "CLOSED"


def in_minutes(minutes):
    at = datetime.now(CHINA) + timedelta(minutes=minutes)
    return at.isoformat(timespec="seconds")
