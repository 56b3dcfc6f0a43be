"""A client that neither we nor the add-ons wrote gets along with the sandbox."""

import json

import pytest

from .client import TIMEOUT_S, new_number

wechatpayv3 = pytest.importorskip("wechatpayv3")


@pytest.fixture
def client(merchant):
    credentials = merchant.credentials
    client = wechatpayv3.WeChatPay(
        wechatpay_type=wechatpayv3.WeChatPayType.MINIPROG,
        mchid=credentials["mchid"],
        private_key=credentials["merchant_private_key_pem"],
        cert_serial_no=credentials["merchant_serial"],
        appid=credentials["appid"],
        apiv3_key=credentials["apiv3_key"],
        notify_url="http://127.0.0.1:9/webhook",
        public_key=credentials["public_key_pem"],
        public_key_id=credentials["public_key_id"],
        timeout=(TIMEOUT_S, TIMEOUT_S),
    )
    # The library has no setting for another address.
    client._core._gate_way = merchant.base_url
    return client


def test_foreign_client_pays_queries_closes_and_refunds(client, merchant, receiver):
    openid = merchant.login()
    paid, closed = new_number(), new_number()
    for number in (paid, closed):
        status, text = client.pay(
            description="过桥米线",
            out_trade_no=number,
            amount={"total": 100},
            payer={"openid": openid},
            notify_url=receiver.url,
        )
        assert status == 200, text
        if number == paid:
            assert merchant.pay(json.loads(text)["prepay_id"])["result"].endswith("ok")

    assert client.close(out_trade_no=closed)[0] == 204
    status, text = client.query(out_trade_no=paid)
    assert (status, json.loads(text)["trade_state"]) == (200, "SUCCESS")
    status, text = client.refund(
        out_refund_no=new_number("R"),
        out_trade_no=paid,
        amount={"refund": 40, "total": 100, "currency": "CNY"},
    )
    assert (status, json.loads(text)["status"]) == (200, "PROCESSING")
    [(headers, body)] = receiver.wait_for(1)
    assert client.callback(headers, body)["resource"]["out_trade_no"] == paid
