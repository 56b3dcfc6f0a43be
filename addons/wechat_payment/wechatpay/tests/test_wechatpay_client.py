import base64
import json
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from wechatpay_samples import APPID, MCHID, MERCHANT_SERIAL, NOW, PUBLIC_KEY_ID

from wechatpay import errors
from wechatpay.client import WechatPayClient
from wechatpay.keys import PrivateKey
from wechatpay.merchant import Account, Merchant
from wechatpay.transport import Answer

PREPAY_ID = "wx22120000000000000000000000000000000000"
CODE_URL = "weixin://wxpay/bizpayurl?pr=5CAvM2xzz"
H5_URL = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=2"
TRADE = {
    "appid": APPID,
    "mchid": MCHID,
    "out_trade_no": "W20261122A1",
    "trade_state": "NOTPAY",
    "trade_state_desc": "订单未支付",
    "amount": {"total": 2900, "currency": "CNY"},
}
REFUND = {
    "refund_id": "5030000001",
    "out_refund_no": "R-1",
    "transaction_id": "4200000001",
    "out_trade_no": "W20261122A1",
    "channel": "ORIGINAL",
    "user_received_account": "支付用户零钱",
    "create_time": "2026-11-22T12:00:00+08:00",
    "status": "PROCESSING",
    "amount": {"total": 2900, "refund": 900, "currency": "CNY"},
}
CALLS = {
    "create_jsapi_order": (b'{"a":1}', {"prepay_id": PREPAY_ID}),
    "create_native_order": (b'{"a":1}', {"code_url": CODE_URL}),
    "create_h5_order": (b'{"a":1}', {"h5_url": H5_URL}),
    "query_order": ("W20261122A1", TRADE),
    "close_order": ("W20261122A1", None),
    "create_refund": (b'{"a":1}', REFUND),
    "query_refund": ("R-1", REFUND),
}
each_call = pytest.mark.parametrize("name", CALLS)


class Wire:
    """Keeps what was sent and answers what it was told to."""

    def __init__(self, answer):
        self.answer = answer
        self.sent = []

    def __call__(self, method, url, headers, body):
        self.sent.append((method, url, headers, body))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def client_for(merchant_key, verifiers):
    def build(wire, now=NOW):
        nonces = iter(f"{count:032d}" for count in range(100))
        return WechatPayClient(
            Merchant(Account(APPID, MCHID), merchant_key),
            verifiers,
            transport=wire,
            clock=lambda: now,
            nonce=lambda: next(nonces),
            base_urls=("https://pay.example.com/",),
        )

    return build


def call(client, name):
    return getattr(client, name)(CALLS[name][0])


@pytest.mark.parametrize(
    ("name", "method", "target", "body"),
    [
        ("create_jsapi_order", "POST", "/v3/pay/transactions/jsapi", b'{"a":1}'),
        ("create_native_order", "POST", "/v3/pay/transactions/native", b'{"a":1}'),
        ("create_h5_order", "POST", "/v3/pay/transactions/h5", b'{"a":1}'),
        (
            "query_order",
            "GET",
            f"/v3/pay/transactions/out-trade-no/W20261122A1?mchid={MCHID}",
            b"",
        ),
        (
            "close_order",
            "POST",
            "/v3/pay/transactions/out-trade-no/W20261122A1/close",
            b'{"mchid":"1600000000"}',
        ),
        ("create_refund", "POST", "/v3/refund/domestic/refunds", b'{"a":1}'),
        ("query_refund", "GET", "/v3/refund/domestic/refunds/R-1", b""),
    ],
)
def test_request_is_the_documented_one_and_signed_as_sent(
    wechat_pay, merchant_rsa_key, client_for, name, method, target, body
):
    wire = Wire(wechat_pay.answer(CALLS[name][1]))

    call(client_for(wire), name)

    (sent,) = wire.sent
    assert sent[:2] == (method, f"https://pay.example.com{target}")
    assert sent[3] == body
    headers = sent[2]
    assert headers["Accept"] == headers["Content-Type"] == "application/json"
    assert headers["User-Agent"]
    assert headers["Wechatpay-Serial"] == PUBLIC_KEY_ID
    scheme, _space, rest = headers["Authorization"].partition(" ")
    fields = dict(re.findall(r'(\w+)="([^"]*)"', rest))
    assert scheme == "WECHATPAY2-SHA256-RSA2048"
    assert fields["mchid"] == MCHID
    assert fields["serial_no"] == MERCHANT_SERIAL
    assert fields["timestamp"] == str(NOW)
    message = f"{method}\n{target}\n{NOW}\n{fields['nonce_str']}\n".encode()
    merchant_rsa_key.public_key().verify(
        base64.b64decode(fields["signature"]),
        message + body + b"\n",
        padding.PKCS1v15(),
        hashes.SHA256(),
    )


def test_number_is_quoted_before_it_is_signed(wechat_pay, client_for):
    wire = Wire(wechat_pay.answer(TRADE))

    client_for(wire).query_order("a|b/../c?")

    assert "/out-trade-no/a%7Cb%2F..%2Fc%3F?mchid=" in wire.sent[0][1]


def test_answers_are_understood(wechat_pay, client_for):
    answers = {
        name: call(client_for(Wire(wechat_pay.answer(content))), name)
        for name, (_argument, content) in CALLS.items()
    }

    assert answers["create_jsapi_order"] == PREPAY_ID
    assert answers["create_native_order"] == CODE_URL
    assert answers["create_h5_order"] == H5_URL
    assert answers["query_order"].trade_state == "NOTPAY"
    assert answers["close_order"] is None
    assert answers["create_refund"].status == "PROCESSING"
    assert answers["query_refund"].refund_fen == 900


@pytest.mark.parametrize("missing", ["amount", "payer", "appid"])
def test_unpaid_order_may_lack_what_is_not_known_yet(wechat_pay, client_for, missing):
    content = {name: value for name, value in TRADE.items() if name != missing}

    trade = client_for(Wire(wechat_pay.answer(content))).query_order("W20261122A1")

    assert trade.trade_state == "NOTPAY"


@each_call
def test_refusal_is_a_typed_error(client_for, name):
    body = json.dumps({"code": "NO_AUTH", "message": "商户无权限"}).encode()
    wire = Wire(Answer(403, {"Request-ID": "08F78BB5B006"}, body))

    with pytest.raises(errors.WechatPayRefusedError) as caught:
        call(client_for(wire), name)

    assert caught.value.request_id == "08F78BB5B006"
    assert not caught.value.is_result_unknown


@each_call
def test_silence_leaves_the_result_unknown(client_for, name):
    wire = Wire(errors.WechatPayConnectionError("ReadTimeout"))

    with pytest.raises(errors.WechatPayConnectionError) as caught:
        call(client_for(wire), name)

    assert caught.value.is_result_unknown
    assert len(wire.sent) == 1


@each_call
@pytest.mark.parametrize("body", [b"<html>", b"[]", b"7", b"\xff"])
def test_proven_garbage_is_a_typed_error(wechat_pay, client_for, name, body):
    wire = Wire(Answer(200, wechat_pay.headers(body), body))

    with pytest.raises(errors.WechatPayContentError) as caught:
        call(client_for(wire), name)

    assert caught.value.is_result_unknown


@each_call
@pytest.mark.parametrize("status", [400, 404, 429, 500, 502])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b"[" * 100_000])
def test_error_without_a_readable_body_is_a_typed_error(client_for, name, status, body):
    with pytest.raises(errors.WechatPayResponseError) as caught:
        call(client_for(Wire(Answer(status, {}, body))), name)

    assert caught.value.http_status == status


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirection_is_not_followed(client_for, status):
    wire = Wire(Answer(status, {"Location": "https://elsewhere.example.com/"}, b""))

    with pytest.raises(errors.WechatPayResponseError) as caught:
        client_for(wire).query_order("W20261122A1")

    assert caught.value.is_result_unknown
    assert len(wire.sent) == 1


@each_call
def test_good_answer_without_a_signature_is_a_forged_one(wechat_pay, client_for, name):
    answer = wechat_pay.answer(CALLS[name][1])
    wire = Wire(Answer(answer.status, {"Request-ID": "1"}, answer.body))

    with pytest.raises(errors.WechatPaySignatureError) as caught:
        call(client_for(wire), name)

    assert caught.value.is_result_unknown


@pytest.mark.parametrize(
    "change",
    [
        {"timestamp": NOW - 301},
        {"timestamp": NOW + 301},
        {"serial": "PUB_KEY_ID_1"},
        {"serial": "0C4A"},
    ],
)
def test_answer_of_another_time_or_key_is_a_forged_one(wechat_pay, client_for, change):
    wire = Wire(wechat_pay.answer(TRADE, **change))

    with pytest.raises(errors.WechatPaySignatureError):
        client_for(wire).query_order("W20261122A1")

    assert len(wire.sent) == 1, "an unknown key is no reason to call anybody"


def test_probe_answer_is_a_forged_one(wechat_pay, client_for):
    answer = wechat_pay.answer(TRADE)
    signature = answer.headers["Wechatpay-Signature"]
    headers = {
        **answer.headers,
        "Wechatpay-Signature": f"WECHATPAY/SIGNTEST/{signature}",
    }

    with pytest.raises(errors.WechatPaySignatureError) as caught:
        client_for(Wire(Answer(200, headers, answer.body))).query_order("W1")

    assert caught.value.is_result_unknown


@pytest.mark.parametrize("prepay_id", [None, "", 7, "wx\nX", "x" * 65])
def test_order_without_a_prepay_id_is_a_typed_error(wechat_pay, client_for, prepay_id):
    wire = Wire(wechat_pay.answer({"prepay_id": prepay_id}))

    with pytest.raises(errors.WechatPayContentError):
        client_for(wire).create_jsapi_order(b"{}")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("create_native_order", {}),
        ("create_native_order", {"code_url": "https://elsewhere.example.com/"}),
        ("create_native_order", {"code_url": "weixin://pay me"}),
        ("create_h5_order", {}),
        ("create_h5_order", {"h5_url": "javascript:alert(1)"}),
        ("create_h5_order", {"h5_url": ["https://wx.tenpay.com/"]}),
    ],
)
def test_order_without_a_way_to_pay_is_a_typed_error(
    wechat_pay, client_for, name, answer
):
    with pytest.raises(errors.WechatPayContentError):
        call(client_for(Wire(wechat_pay.answer(answer))), name)


def test_phone_gets_five_signed_parameters(merchant_rsa_key, client_for):
    parameters = client_for(Wire(None)).jsapi_parameters(PREPAY_ID)

    signature = base64.b64decode(parameters.pop("paySign"))
    assert parameters == {
        "timeStamp": str(NOW),
        "nonceStr": "0" * 32,
        "package": f"prepay_id={PREPAY_ID}",
        "signType": "RSA",
    }
    message = f"{APPID}\n{NOW}\n{'0' * 32}\nprepay_id={PREPAY_ID}\n".encode()
    merchant_rsa_key.public_key().verify(
        signature, message, padding.PKCS1v15(), hashes.SHA256()
    )


def test_sealed_text_is_readable_with_the_key_that_requests_name(
    wechat_pay, client_for
):
    client = client_for(None)

    sealed = client.seal("6222020000000001234")

    assert client.seal_serial == PUBLIC_KEY_ID
    assert PrivateKey("", wechat_pay.key).decrypt(sealed) == b"6222020000000001234"
