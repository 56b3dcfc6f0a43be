"""A service provider asks in the name of a shop."""

import base64
import json
from datetime import datetime, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from wechatpay_samples import APPID, MCHID, NOW

from wechatpay import bodies
from wechatpay.client import WechatPayClient
from wechatpay.content import Refund, Trade
from wechatpay.errors import WechatPayContentError
from wechatpay.merchant import Account, Merchant

SUB_MCHID = "1900000109"
SUB_APPID = "wxd678efh567hg6999"
SHARED_APP = Account(APPID, MCHID, SUB_MCHID)
OWN_APP = Account(APPID, MCHID, SUB_MCHID, SUB_APPID)
TRADE = {
    "sp_appid": APPID,
    "sp_mchid": MCHID,
    "sub_mchid": SUB_MCHID,
    "sub_appid": SUB_APPID,
    "out_trade_no": "W20261122A1",
    "trade_state": "SUCCESS",
    "payer": {"sp_openid": "the-providers", "sub_openid": "the-shops"},
    "amount": {"total": 2900, "currency": "CNY"},
}
REFUND = {
    "sp_mchid": MCHID,
    "sub_mchid": SUB_MCHID,
    "out_trade_no": "W20261122A1",
    "out_refund_no": "R-1",
    "refund_status": "SUCCESS",
    "amount": {"total": 2900, "refund": 900},
}


class Wire:
    def __init__(self, answer):
        self.answer = answer
        self.sent = []

    def __call__(self, method, url, headers, body):
        self.sent.append((method, urlsplit(url), headers, body))
        return self.answer


@pytest.fixture
def ask(wechat_pay, merchant_key, verifiers):
    """Make one call as a service provider, and return what was sent and the answer."""

    def run(name, argument, content, account=OWN_APP):
        wire = Wire(wechat_pay.answer(content))
        client = WechatPayClient(
            Merchant(account, merchant_key),
            verifiers,
            transport=wire,
            clock=lambda: NOW,
            nonce=lambda: "N" * 32,
        )
        return wire, getattr(client, name)(argument)

    return run


def jsapi_body(account):
    return bodies.JsapiOrder(
        out_trade_no="W20261122A1",
        description="滇味小馆",
        openid="the-payer",
        total_fen=2900,
        expires_at=datetime(2026, 11, 22, 4, tzinfo=timezone.utc),
        notify_url="https://shop.example.com/payment/wechatpay/webhook/7",
    ).to_json(account)


def test_order_names_the_provider_and_the_shop():
    body = jsapi_body(OWN_APP)

    assert body["sp_appid"] == APPID
    assert body["sp_mchid"] == MCHID
    assert body["sub_mchid"] == SUB_MCHID
    assert body["sub_appid"] == SUB_APPID
    assert body["payer"] == {"sub_openid": "the-payer"}
    assert not {"appid", "mchid"}.intersection(body)


def test_shop_without_an_app_is_paid_in_the_providers():
    body = jsapi_body(SHARED_APP)

    assert body["payer"] == {"sp_openid": "the-payer"}
    assert "sub_appid" not in body


@pytest.mark.parametrize(
    ("name", "answer", "word"),
    [
        ("create_jsapi_order", {"prepay_id": "wx1"}, "jsapi"),
        ("create_native_order", {"code_url": "weixin://wxpay/1"}, "native"),
        ("create_h5_order", {"h5_url": "https://wx.tenpay.com/1"}, "h5"),
    ],
)
def test_orders_go_to_the_partner_address(ask, name, answer, word):
    wire, _answer = ask(name, b"{}", answer)

    assert wire.sent[0][1].path == f"/v3/pay/partner/transactions/{word}"
    assert f'mchid="{MCHID}"' in wire.sent[0][2]["Authorization"]


def test_query_names_both_merchants(ask):
    wire, trade = ask("query_order", "W20261122A1", TRADE)

    target = wire.sent[0][1]
    assert target.path == "/v3/pay/partner/transactions/out-trade-no/W20261122A1"
    assert parse_qs(target.query) == {"sp_mchid": [MCHID], "sub_mchid": [SUB_MCHID]}
    assert trade.appid == APPID
    assert trade.mchid == MCHID
    assert trade.sub_mchid == SUB_MCHID
    assert trade.sub_appid == SUB_APPID
    assert trade.openid == "the-shops"


def test_close_names_both_merchants(ask):
    wire, _answer = ask("close_order", "W20261122A1", None)

    assert wire.sent[0][1].path.startswith("/v3/pay/partner/transactions/")
    assert json.loads(wire.sent[0][3]) == {"sp_mchid": MCHID, "sub_mchid": SUB_MCHID}


def test_refund_is_asked_about_in_the_shops_name(ask):
    wire, refund = ask("query_refund", "R-1", REFUND)

    assert wire.sent[0][1].path == "/v3/refund/domestic/refunds/R-1"
    assert parse_qs(wire.sent[0][1].query) == {"sub_mchid": [SUB_MCHID]}
    assert (refund.mchid, refund.sub_mchid) == (MCHID, SUB_MCHID)


@pytest.mark.parametrize(
    ("account", "appid"), [(OWN_APP, SUB_APPID), (SHARED_APP, APPID)]
)
def test_phone_pays_in_the_app_that_knows_it(ask, merchant_key, account, appid):
    _wire, parameters = ask("jsapi_parameters", "wx1", None, account=account)

    message = f"{appid}\n{NOW}\n{'N' * 32}\nprepay_id=wx1\n".encode()
    assert base64.b64decode(parameters["paySign"]) == merchant_key.sign(message)


def test_payer_known_to_the_provider_only_is_told():
    content = {**TRADE, "payer": {"sp_openid": "the-providers"}}

    assert Trade.from_json(content).openid == "the-providers"


@pytest.mark.parametrize("name", ["sp_mchid", "sub_mchid", "sub_appid"])
def test_number_of_another_kind_is_a_typed_error(name):
    with pytest.raises(WechatPayContentError):
        Trade.from_json({**TRADE, name: 7})


def test_refund_of_nobody_is_told_as_such():
    refund = Refund.from_json(
        {name: text for name, text in REFUND.items() if "mchid" not in name}
    )

    assert (refund.mchid, refund.sub_mchid) == ("", "")
