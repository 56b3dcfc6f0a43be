"""The second host: api2 goes on while the main one is down."""

import pytest
import requests

from .client import TIMEOUT_S, new_number
from .client_v2 import MerchantV2
from .days import day_before


def order_path(merchant, number):
    mchid = merchant.credentials["mchid"]
    return f"/v3/pay/transactions/out-trade-no/{number}?mchid={mchid}"


def by_standby(merchant, target):
    headers = {
        "Accept": "application/json",
        "User-Agent": "sandbox-tests",
        "Authorization": merchant.authorization("GET", target, ""),
    }
    url = f"{merchant.base_url}/api2{target}"
    return requests.get(url, headers=headers, timeout=TIMEOUT_S)


def test_standby_answers_like_the_main_host(merchant):
    number = merchant.paid_order()

    answer = by_standby(merchant, order_path(merchant, number))

    merchant.verify(answer.headers, answer.content)
    assert answer.json()["trade_state"] == "SUCCESS"


def test_standby_goes_on_while_the_main_host_is_down(merchant):
    number = merchant.paid_order()
    merchant.control("POST", "settings", main_down=True)

    with pytest.raises(requests.ConnectionError):
        merchant.query(number)
    with pytest.raises(requests.ConnectionError):
        MerchantV2(merchant).query(number)

    target = order_path(merchant, number)
    assert by_standby(merchant, target).json()["trade_state"] == "SUCCESS"
    [call] = merchant.control("GET", "calls?api=pay.query&limit=1")["calls"]
    assert call["target"].startswith("/api2/v3/")


def test_path_is_signed_without_the_prefix(merchant):
    target = order_path(merchant, new_number())
    headers = {"Authorization": merchant.authorization("GET", f"/api2{target}", "")}

    url = f"{merchant.base_url}/api2{target}"
    headers |= {"Accept": "application/json", "User-Agent": "tests"}
    answer = requests.get(url, headers=headers, timeout=TIMEOUT_S)

    assert answer.json()["code"] == "SIGN_ERROR"


def test_bill_asked_for_at_the_standby_has_the_main_address(merchant):
    day = day_before().isoformat()
    payment = {"out_trade_no": "T00001", "total_fen": 1, "paid_at": f"{day}T12:00:00Z"}
    merchant.control("POST", "bulk", payments=[payment])

    offer = by_standby(merchant, f"/v3/bill/tradebill?bill_date={day}").json()

    target = offer["download_url"].removeprefix(merchant.base_url)
    assert target.startswith("/v3/billdownload/"), "as WeChat's: no word of api2"
    assert "T00001" in by_standby(merchant, target).text
