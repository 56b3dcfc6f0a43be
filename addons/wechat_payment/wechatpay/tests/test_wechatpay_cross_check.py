"""A second opinion: the widely used `wechatpayv3` signs and verifies as we do."""

import base64
import json

import pytest
from wechatpay_samples import (
    APIV3_KEY,
    APPID,
    MCHID,
    MERCHANT_SERIAL,
    NOW,
    PUBLIC_KEY_ID,
    pem_of,
    public_pem_of,
)
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.utils import build_authorization, rsa_verify

from wechatpay.bodies import encode
from wechatpay.notification import parse_notification
from wechatpay.signing import authorization, jsapi_message, request_message

BODY = {"description": "过桥米线", "amount": {"total": 2900, "currency": "CNY"}}


@pytest.fixture(scope="module")
def other(wechat_pay, merchant_rsa_key):
    return WeChatPay(
        wechatpay_type=WeChatPayType.MINIPROG,
        mchid=MCHID,
        private_key=pem_of(merchant_rsa_key),
        cert_serial_no=MERCHANT_SERIAL,
        appid=APPID,
        apiv3_key=APIV3_KEY,
        notify_url="https://shop.example.com/",
        public_key=public_pem_of(wechat_pay.key),
        public_key_id=PUBLIC_KEY_ID,
    )


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v3/pay/transactions/out-trade-no/W1?mchid=1600000000", b""),
        ("POST", "/v3/pay/transactions/jsapi", encode(BODY)),
    ],
)
def test_request_signature_is_the_same(
    merchant_rsa_key, merchant_key, method, path, body
):
    nonce = "593BEC0C930BF1AFEB40B4A08C8FB242"
    theirs = build_authorization(
        path,
        method,
        MCHID,
        MERCHANT_SERIAL,
        merchant_rsa_key,
        data=body.decode() or None,
        nonce_str=nonce,
    )
    now = theirs.split('timestamp="')[1].split('"')[0]
    message = request_message(method, path, now, nonce, body)

    assert authorization(merchant_key, MCHID, nonce, now, message) == theirs


def test_phone_signature_is_the_same(other, merchant_key):
    package = "prepay_id=wx22120000000000000000000000000000000000"
    theirs = other.sign([APPID, str(NOW), "nonce", package])

    ours = merchant_key.sign(jsapi_message(APPID, NOW, "nonce", package))

    assert base64.b64encode(ours).decode() == theirs


def test_notification_we_accept_is_accepted(other, wechat_pay, notification_keys):
    body = wechat_pay.envelope(
        {"out_trade_no": "W20261122A1", "trade_state": "SUCCESS"}
    )
    headers = wechat_pay.headers(body)

    theirs = other.callback(
        {**headers, "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048"},
        body.decode(),
    )
    ours = parse_notification(headers, body, keys=notification_keys, now=NOW)

    assert theirs["resource"] == ours.content


def test_answer_signature_is_accepted(wechat_pay):
    body = json.dumps({"code_url": "weixin://wxpay/bizpayurl?pr=1"})
    headers = wechat_pay.headers(body.encode())

    assert rsa_verify(
        headers["Wechatpay-Timestamp"],
        headers["Wechatpay-Nonce"],
        body,
        headers["Wechatpay-Signature"],
        wechat_pay.key.public_key(),
    )
