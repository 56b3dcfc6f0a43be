"""Partners (service providers), their sub-merchants, several merchants at once."""

import gzip
import hashlib
import json
from base64 import b64decode
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sandbox.clock import compact

from .client import Merchant, new_number, typed_code
from .days import at, day_before, until_morning

ROOT = "/v3/pay/partner/transactions"


class Partner(Merchant):
    """A service provider with a sub-merchant."""

    def __init__(self, base_url, name="partner"):
        first = Merchant(base_url)
        self.app = first.credentials["appid"]
        partner = first.control("POST", "merchant", kind="partner", name=name)
        super().__init__(base_url, partner["mchid"])
        sub = first.control(
            "POST", "merchant", kind="sub", name="shop", partner=partner["mchid"]
        )
        self.sub_mchid = sub["mchid"]
        self.names = {
            "sp_appid": self.credentials["appid"],
            "sp_mchid": self.credentials["mchid"],
            "sub_appid": self.app,
            "sub_mchid": self.sub_mchid,
        }

    def order(self, way="jsapi", **changes):
        body = {
            **self.names,
            "description": "滇味小馆",
            "out_trade_no": new_number(),
            "notify_url": "http://127.0.0.1:9/webhook",
            "amount": {"total": 100, "currency": "CNY"},
            **changes,
        }
        return body, self.call("POST", f"{ROOT}/{way}", body)

    def query(self, number, **changes):
        names = {"sp_mchid": self.names["sp_mchid"], "sub_mchid": self.sub_mchid}
        query = "&".join(f"{k}={v}" for k, v in {**names, **changes}.items())
        return self.call("GET", f"{ROOT}/out-trade-no/{number}?{query}")

    def native_paid(self, **changes):
        body, answer = self.order("native", **changes)
        self.control("POST", "open", url=answer.json()["code_url"], user="mei")
        return body["out_trade_no"]

    def refund(self, number, fen, total=100, **changes):
        return super().refund(
            number, fen, total, **{"sub_mchid": self.sub_mchid, **changes}
        )


@pytest.fixture
def partner(merchant):
    return Partner(merchant.base_url)


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_diner_of_the_sub_merchants_app_pays(partner, merchant, receiver):
    openid = merchant.login("mei")
    body, answer = partner.order(payer={"sub_openid": openid}, notify_url=receiver.url)

    paid = partner.pay(answer.json()["prepay_id"], appId=partner.app)
    assert paid["reason"] == "PAY_SIGN", "appId is signed too"
    params = partner.pay_params(answer.json()["prepay_id"], appid=partner.app)
    assert partner.control("POST", "pay", **params)["result"] == "requestPayment:ok"

    number = body["out_trade_no"]
    order = partner.query(number).json()
    assert order["trade_state"] == "SUCCESS"
    assert {name: order[name] for name in partner.names} == partner.names
    assert order["payer"]["sub_openid"] == openid
    assert order["payer"]["sp_openid"] != openid
    [(headers, message)] = receiver.wait_for(1)
    partner.verify(headers, message)
    assert partner.decrypt(json.loads(message)["resource"]) == order


@pytest.mark.parametrize(
    ("payer", "sub_appid"),
    [
        ({}, True),
        ({"sp_openid": "a", "sub_openid": "b"}, True),
        ({"openid": "a"}, True),
    ],
)
def test_payer_is_named_for_one_app(partner, payer, sub_appid):
    _, answer = partner.order(payer=payer)

    assert answer.status_code == 400


def test_sub_openid_needs_its_app(partner, merchant):
    body, _ = partner.order("native")
    del body["sub_appid"]
    body["payer"] = {"sub_openid": merchant.login()}

    refused(partner.call("POST", f"{ROOT}/jsapi", body), 400, "PARAM_ERROR")


def test_order_is_queried_closed_and_refunded_for_the_sub_merchant(partner):
    paid = partner.native_paid()
    refund_no = new_number("R")
    assert partner.refund(paid, 40, out_refund_no=refund_no).status_code == 200
    path = f"/v3/refund/domestic/refunds/{refund_no}"
    shown = partner.call("GET", f"{path}?sub_mchid={partner.sub_mchid}").json()
    assert shown["out_trade_no"] == paid
    refused(partner.call("GET", path), 400, "PARAM_ERROR")

    body, _ = partner.order("native")
    closed = partner.call(
        "POST",
        f"{ROOT}/out-trade-no/{body['out_trade_no']}/close",
        {"sp_mchid": partner.names["sp_mchid"], "sub_mchid": partner.sub_mchid},
    )
    assert closed.status_code == 204
    assert partner.query(body["out_trade_no"]).json()["trade_state"] == "CLOSED"


def test_refund_notification_names_partner_and_sub_merchant(partner, receiver):
    number = partner.native_paid()
    partner.control("POST", "settings", refund_delay_s=0.05)

    partner.refund(number, 40, notify_url=receiver.url)

    [(_, body)] = receiver.wait_for(1)
    content = partner.decrypt(json.loads(body)["resource"])
    assert content["sp_mchid"] == partner.names["sp_mchid"]
    assert content["sub_mchid"] == partner.sub_mchid
    assert "mchid" not in content


def test_refund_names_the_sub_merchant(partner):
    number = partner.native_paid()
    amount = {"refund": 1, "total": 100, "currency": "CNY"}
    body = {"out_trade_no": number, "out_refund_no": new_number("R"), "amount": amount}

    answer = partner.call("POST", "/v3/refund/domestic/refunds", body)

    assert answer.json()["detail"]["field"] == "/sub_mchid"


def test_code_is_scanned_and_reversed_by_a_partner(partner):
    number = new_number()
    body = {
        **partner.names,
        "description": "米线",
        "out_trade_no": number,
        "payer": {"auth_code": typed_code()},
        "amount": {"total": 100},
        "scene_info": {"store_info": {"id": "1"}},
    }

    paid = partner.call("POST", f"{ROOT}/codepay", body).json()

    assert (paid["trade_state"], paid["sub_mchid"]) == ("SUCCESS", partner.sub_mchid)
    partner.advance(16)
    path = f"{ROOT}/out-trade-no/{number}/reverse"
    assert partner.call("POST", path, partner.names).status_code == 200
    assert partner.query(number).json()["trade_state"] == "REVOKED"


def test_partners_trade_bill_shows_its_sub_merchants(partner, merchant):
    number, own = partner.native_paid(), merchant.paid_order()
    other = partner.control(
        "POST", "merchant", kind="sub", name="other", partner=partner.names["sp_mchid"]
    )
    partner.native_paid(sub_mchid=other["mchid"])
    now = partner.control("GET", "clock")["now"]
    partner.advance(until_morning(now))
    day = compact(now, "%Y-%m-%d")

    _, everything, _ = partner.bill_file(day)
    _, rows, _ = partner.bill_file(day, sub_mchid=partner.sub_mchid)

    assert len(everything) == 2
    [row] = rows
    assert (row["商户订单号"], row["特约商户号"]) == (number, partner.sub_mchid)
    assert row["商户号"] == partner.names["sp_mchid"]
    assert [r["商户订单号"] for r in merchant.bill_file(day)[1]] == [own]


def sub_flow(partner, day, **changes):
    query = {
        "sub_mchid": partner.sub_mchid,
        "bill_date": day,
        "account_type": "BASIC",
        "algorithm": "AEAD_AES_256_GCM",
        **changes,
    }
    return partner.call("GET", f"/v3/bill/sub-merchant-fundflowbill?{urlencode(query)}")


@pytest.mark.parametrize("tar_type", [None, "GZIP"])
def test_sub_merchants_fund_flow_comes_sealed_for_the_partner(partner, tar_type):
    number = partner.native_paid()
    now = partner.control("GET", "clock")["now"]
    partner.advance(until_morning(now))
    day, options = compact(now, "%Y-%m-%d"), {"tar_type": tar_type} if tar_type else {}

    answer = sub_flow(partner, day, **options)

    partner.verify(answer.headers, answer.content)
    [offer] = answer.json()["download_bill_list"]
    oaep = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    key = partner.private_key.decrypt(b64decode(offer["encrypt_key"]), oaep)
    sealed = partner.download(offer["download_url"]).content
    content = AESGCM(key).decrypt(offer["nonce"].encode(), sealed, b"")
    content = gzip.decompress(content) if tar_type else content
    assert hashlib.sha1(content).hexdigest() == offer["hash_value"]
    text = content.decode("utf-8-sig")
    assert (text.startswith("记账时间,"), number in text) == (True, True)
    # The money is the sub-merchant's, not the partner's.
    refused(partner.bill(day, "fundflowbill"), 400, "NO_STATEMENT_EXIST")


def test_fund_flow_of_a_sub_merchant_is_its_partners(partner, merchant):
    day = day_before().isoformat()
    stranger = Partner(partner.base_url, "another partner")

    refused(sub_flow(partner, day), 400, "NO_STATEMENT_EXIST")
    refused(sub_flow(partner, day, algorithm="AES"), 400, "PARAM_ERROR")
    refused(sub_flow(stranger, day, sub_mchid=partner.sub_mchid), 403, "NO_AUTH")
    merchant.sub_mchid = partner.sub_mchid
    refused(sub_flow(merchant, day), 403, "NO_AUTH")


# --- who may what ---


def test_other_partners_sub_merchant_is_refused(partner):
    stranger = Partner(partner.base_url, "another partner")

    _, placed = stranger.order("native", sub_mchid=partner.sub_mchid)
    bill = stranger.bill(at(day_before())[:10], sub_mchid=partner.sub_mchid)

    refused(placed, 403, "NO_AUTH")
    refused(bill, 403, "NO_AUTH")
    number = partner.native_paid()
    refused(stranger.refund(number, 1, sub_mchid=partner.sub_mchid), 403, "NO_AUTH")


def test_unknown_sub_merchant_is_refused(partner):
    _, answer = partner.order("native", sub_mchid="1600000000")

    refused(answer, 400, "MCH_NOT_EXISTS")


def test_app_of_another_is_refused(partner):
    own = partner.names["sp_appid"]

    refused(partner.order("native", sub_appid=own)[1], 400, "APPID_MCHID_NOT_MATCH")
    app = partner.app
    refused(partner.order("native", sp_appid=app)[1], 400, "APPID_MCHID_NOT_MATCH")


def test_each_kind_of_merchant_has_its_paths(partner, merchant):
    body, _ = partner.order("native")

    refused(merchant.call("POST", f"{ROOT}/native", body), 403, "NO_AUTH")
    direct = partner.order_body(payer=None)
    answer = partner.call("POST", "/v3/pay/transactions/native", direct)
    refused(answer, 403, "NO_AUTH")


def test_merchants_orders_are_their_own(merchant):
    second = merchant.control("POST", "merchant", kind="direct", name="second company")
    other = Merchant(merchant.base_url, second["mchid"])
    number = new_number()

    merchant.paid_order(number=number)
    assert other.place("native", number=number).status_code == 200, "its own number"

    assert other.query(number).json()["trade_state"] == "NOTPAY"
    assert merchant.query(number).json()["trade_state"] == "SUCCESS"
    refused(other.refund(number, 1), 400, "INVALID_REQUEST")


def test_merchant_is_found_again_by_its_name(merchant):
    first = merchant.control("POST", "merchant", kind="direct", name="again")
    second = merchant.control("POST", "merchant", kind="direct", name="again")

    assert first == second
    found = merchant.control("GET", "merchants")["merchants"]
    assert [one["name"] for one in found].count("again") == 1
    assert not any("key" in name for one in found for name in one)


def test_sub_merchant_signs_nothing(partner, merchant):
    answer = merchant.call("GET", "/v3/certificates", auth={"mchid": partner.sub_mchid})

    refused(answer, 401, "SIGN_ERROR")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "bank", "name": "x"},
        {"kind": "direct"},
        {"kind": "sub", "name": "x"},
        {"kind": "direct", "name": "x", "partner": "1600000000", "key": "1"},
    ],
)
def test_merchant_that_makes_no_sense_is_refused(merchant, body):
    merchant.control("POST", "merchant", 400, **body)
