import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechatpay import bodies
from wechatpay.merchant import Account

EXPIRES_AT = datetime.datetime(2026, 11, 22, 4, 15, 30, 123, datetime.timezone.utc)
ORDER = {
    "out_trade_no": "W20261122A1",
    "description": "滇味小馆 A05",
    "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
    "total_fen": 2900,
    "expires_at": EXPIRES_AT,
    "notify_url": "https://shop.example.com/payment/wechatpay/webhook/7",
}
REFUND = {
    "out_trade_no": "W20261122A1",
    "out_refund_no": "R-W20261122A1",
    "reason": "卖完了",
    "refund_fen": 900,
    "total_fen": 2900,
    "notify_url": "https://shop.example.com/payment/wechatpay/webhook/7",
}


DIRECT = Account("wx0123456789abcdef", "1600000000")


def order_body(**changes):
    return bodies.JsapiOrder(**{**ORDER, **changes}).to_json(DIRECT)


def web_order():
    return {name: value for name, value in ORDER.items() if name != "openid"}


def test_order_is_what_the_documents_ask_for():
    assert order_body() == {
        "appid": "wx0123456789abcdef",
        "mchid": "1600000000",
        "description": "滇味小馆 A05",
        "out_trade_no": "W20261122A1",
        "time_expire": "2026-11-22T12:15:30+08:00",
        "notify_url": "https://shop.example.com/payment/wechatpay/webhook/7",
        "amount": {"total": 2900, "currency": "CNY"},
        "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
    }


def test_scanned_order_names_no_payer():
    expected = order_body()
    del expected["payer"]

    assert bodies.NativeOrder(**web_order()).to_json(DIRECT) == expected


def test_order_of_a_phones_browser_names_its_address():
    expected = order_body()
    del expected["payer"]
    expected["scene_info"] = {
        "payer_client_ip": "203.0.113.7",
        "h5_info": {"type": "Wap"},
    }

    order = bodies.H5Order(**web_order(), client_ip="203.0.113.7")

    assert order.to_json(DIRECT) == expected


def test_refund_is_what_the_documents_ask_for():
    assert bodies.refund(**REFUND) == {
        "out_trade_no": "W20261122A1",
        "out_refund_no": "R-W20261122A1",
        "reason": "卖完了",
        "notify_url": "https://shop.example.com/payment/wechatpay/webhook/7",
        "amount": {"refund": 900, "total": 2900, "currency": "CNY"},
    }


def test_reason_is_left_out_rather_than_empty():
    assert "reason" not in bodies.refund(**{**REFUND, "reason": "🍜"})


def test_body_is_utf8_without_spaces_or_escapes():
    assert bodies.encode({"description": "米线", "total": 1}) == (
        '{"description":"米线","total":1}'.encode()
    )


@pytest.mark.parametrize(
    "number", ["", "12345", "x" * 33, "a|b|c|d", "a*b*c*d", "a b c d", "订单号一二三"]
)
def test_number_that_wechat_pay_refuses_is_refused_here(number):
    with pytest.raises(ValueError, match="out_trade_no"):
        order_body(out_trade_no=number)


@pytest.mark.parametrize("fen", [0, -1, 29.0, "2900", True, None])
def test_amount_is_a_whole_number_of_fen(fen):
    with pytest.raises(ValueError, match="fen"):
        order_body(total_fen=fen)


def test_refund_is_at_most_the_payment():
    with pytest.raises(ValueError, match="at most"):
        bodies.refund(**{**REFUND, "refund_fen": 2901})


def test_description_falls_back_on_the_number():
    body = order_body(description="🍜🍜")

    assert body["description"] == "W20261122A1"


@given(text=st.text(), limit=st.integers(1, 200))
def test_fitted_text_is_what_wechat_pay_takes(text, limit):
    fitted = bodies.fit(text, limit)

    assert len(fitted.encode()) <= limit
    assert all(0x20 <= ord(letter) <= 0xFFFF for letter in fitted)
    assert fitted == fitted.strip()
    assert bodies.fit(fitted, limit) == fitted


def test_abnormal_refund_names_the_sealed_card_or_none():
    card = bodies.SealedCard("ICBC_DEBIT", "c2VhbGVk", "bmFtZQ==")

    assert bodies.abnormal_refund_to_card("R1", card) == {
        "out_refund_no": "R1",
        "type": "USER_BANK_CARD",
        "bank_type": "ICBC_DEBIT",
        "bank_account": "c2VhbGVk",
        "real_name": "bmFtZQ==",
    }
    assert bodies.abnormal_refund("R1") == {
        "out_refund_no": "R1",
        "type": "MERCHANT_BANK_CARD",
    }
