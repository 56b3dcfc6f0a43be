"""Shipping information: the ledger WeChat keeps of what left the house."""

from datetime import datetime, timedelta, timezone

import pytest


@pytest.fixture
def shipment(api):
    number = api.merchant.paid_order()
    return {
        "order_key": {
            "order_number_type": 1,
            "mchid": api.merchant.credentials["mchid"],
            "out_trade_no": number,
        },
        "logistics_type": 4,
        "delivery_mode": 1,
        "shipping_list": [{"item_desc": "过桥米线"}],
        "upload_time": datetime.now(timezone(timedelta(hours=8))).isoformat(
            timespec="milliseconds"
        ),
        "payer": {"openid": api.merchant.login()},
    }


def upload(api, body):
    return api.post("/wxa/sec/order/upload_shipping_info", body).json()["errcode"]


def wait_for_index(api):
    api.merchant.control("POST", "clock", advance_s=10)


def test_payment_is_unknown_to_shipping_in_its_first_seconds(api, shipment):
    assert upload(api, shipment) == 10060001
    wait_for_index(api)
    assert upload(api, shipment) == 0


def test_order_may_be_shipped_anew_once(api, shipment):
    wait_for_index(api)
    other = {**shipment, "shipping_list": [{"item_desc": "汽锅鸡"}]}
    third = {**shipment, "shipping_list": [{"item_desc": "鲜花饼"}]}

    assert upload(api, shipment) == 0
    assert upload(api, shipment) == 10060023
    assert upload(api, other) == 0
    assert upload(api, third) == 10060003


def test_shipping_can_be_looked_up(api, shipment):
    wait_for_index(api)
    key = shipment["order_key"]
    query = {
        "merchant_id": key["mchid"],
        "merchant_trade_no": key["out_trade_no"],
    }
    before = api.post("/wxa/sec/order/get_order", query).json()["order"]
    upload(api, shipment)
    after = api.post(
        "/wxa/sec/order/get_order", {"transaction_id": before["transaction_id"]}
    ).json()["order"]

    assert (before["order_state"], after["order_state"]) == (1, 2)
    assert after["shipping"]["finish_shipping"] is True
    assert after["paid_amount"] == 100


def test_confirmed_order_is_finished(api, shipment):
    wait_for_index(api)
    upload(api, shipment)
    api.merchant.control("POST", "clock", advance_s=2 * 86400)

    other = {**shipment, "shipping_list": [{"item_desc": "汽锅鸡"}]}
    assert upload(api, other) == 10060002


def test_refunded_order_is_not_shipped(api, shipment):
    api.merchant.control("POST", "settings", refund_delay_s=0)
    api.merchant.refund(shipment["order_key"]["out_trade_no"], 100)
    wait_for_index(api)

    assert upload(api, shipment) == 10060004


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"order_key": {"order_number_type": 3}}, 47001),
        ({"order_key": {"order_number_type": 2, "transaction_id": "42"}}, 10060001),
        ({"logistics_type": 5}, 10060005),
        ({"delivery_mode": 2}, 10060006),
        ({"delivery_mode": 2, "logistics_type": 1}, 10060007),
        ({"shipping_list": {"item_desc": "x"}}, 47001),
        ({"shipping_list": []}, 47001),
        ({"shipping_list": [{"item_desc": ""}]}, 10060008),
        ({"shipping_list": [{"item_desc": "x" * 121}]}, 10060009),
        ({"logistics_type": 1}, 268485226),
        (
            {
                "logistics_type": 1,
                "shipping_list": [{"item_desc": "x", "tracking_no": "1"}],
            },
            268485227,
        ),
        ({"upload_time": "2026-11-22T12:00:00+08:00"}, 47001),
        ({"payer": {"openid": "o" * 28}}, 10060031),
        ({"payer": None}, 47001),
    ],
)
def test_shipment_that_does_not_fit_is_refused(api, shipment, changes, errcode):
    wait_for_index(api)

    assert upload(api, {**shipment, **changes}) == errcode
    assert upload(api, shipment) == 0, "nothing was used up"


def test_trade_management_is_as_set(api):
    token = api.token()["access_token"]
    assert api.managed(token)["is_trade_managed"] is True
    api.merchant.control("POST", "settings", is_trade_managed=False)
    assert api.managed(token)["is_trade_managed"] is False


@pytest.mark.parametrize(
    ("path", "errcode"),
    [
        ("pages/order/order?out_trade_no=${商品订单号}", 0),
        ("pages/order/order", 10060035),
        ("/pages/order/order?out_trade_no=${商品订单号}", 10060035),
        ("", 47001),
    ],
)
def test_page_of_the_order_list_must_take_the_number(api, path, errcode):
    answer = api.post("/wxa/sec/order/update_order_detail_path", {"path": path})

    assert answer.json()["errcode"] == errcode
