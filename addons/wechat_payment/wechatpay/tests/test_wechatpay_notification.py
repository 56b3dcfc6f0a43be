import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpay_samples import NOW, PUBLIC_KEY_ID

from wechatpay import errors
from wechatpay.notification import parse_notification

PAID = {
    "appid": "wx0123456789abcdef",
    "mchid": "1600000000",
    "out_trade_no": "W20261122A1",
    "transaction_id": "4200000001",
    "trade_type": "JSAPI",
    "trade_state": "SUCCESS",
    "success_time": "2026-11-22T12:00:00+08:00",
    "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
    "amount": {"total": 2900, "payer_total": 2900, "currency": "CNY"},
}
REFUNDED = {
    "mchid": "1600000000",
    "out_trade_no": "W20261122A1",
    "transaction_id": "4200000001",
    "out_refund_no": "R-W20261122A1",
    "refund_id": "5030000001",
    "refund_status": "SUCCESS",
    "success_time": "2026-11-22T12:30:00+08:00",
    "user_received_account": "支付用户零钱",
    "amount": {"total": 2900, "refund": 900, "payer_total": 2900, "payer_refund": 900},
}


def parse(wechat_pay, keys, body, **changes):
    now = changes.pop("now", NOW)
    headers = {**wechat_pay.headers(body), **changes}
    headers = {name: value for name, value in headers.items() if value is not None}
    return parse_notification(headers, body, keys=keys, now=now)


def test_payment_is_understood(wechat_pay, notification_keys):
    body = wechat_pay.envelope(PAID)

    notification = parse(wechat_pay, notification_keys, body)

    assert notification.is_payment and not notification.is_refund
    assert notification.id == "EV-1"
    trade = notification.trade
    assert (trade.out_trade_no, trade.trade_state) == ("W20261122A1", "SUCCESS")
    assert (trade.total_fen, trade.currency) == (2900, "CNY")
    assert (trade.appid, trade.mchid) == ("wx0123456789abcdef", "1600000000")
    assert trade.openid == "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"


def test_refund_is_understood(wechat_pay, notification_keys):
    body = wechat_pay.envelope(REFUNDED, "REFUND.SUCCESS")

    notification = parse(wechat_pay, notification_keys, body)

    assert notification.is_refund and not notification.is_payment
    refund = notification.refund
    assert (refund.out_refund_no, refund.status) == ("R-W20261122A1", "SUCCESS")
    assert (refund.refund_fen, refund.total_fen) == (900, 2900)


def test_header_names_may_come_in_any_case(wechat_pay, notification_keys):
    body = wechat_pay.envelope(PAID)
    headers = {name.upper(): text for name, text in wechat_pay.headers(body).items()}

    assert parse_notification(headers, body, keys=notification_keys, now=NOW).id


@pytest.mark.parametrize(
    "name",
    [
        "Wechatpay-Signature",
        "Wechatpay-Serial",
        "Wechatpay-Nonce",
        "Wechatpay-Timestamp",
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_missing_header_is_refused(wechat_pay, notification_keys, name, value):
    body = wechat_pay.envelope(PAID)

    with pytest.raises(errors.WechatPaySignatureError):
        parse(wechat_pay, notification_keys, body, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Wechatpay-Timestamp", "yesterday"),
        ("Wechatpay-Timestamp", "-1700000000"),
        ("Wechatpay-Timestamp", "1e9"),
        ("Wechatpay-Timestamp", "9" * 4000),
        ("Wechatpay-Timestamp", "١٧٠٠٠٠٠٠٠٠"),
        ("Wechatpay-Nonce", "other"),
        ("Wechatpay-Nonce", "é"),
        ("Wechatpay-Signature", "%%%"),
        ("Wechatpay-Signature", "AAAA"),
        ("Wechatpay-Serial", "PUB_KEY_ID_1"),
    ],
)
def test_changed_header_is_refused(wechat_pay, notification_keys, name, value):
    body = wechat_pay.envelope(PAID)

    with pytest.raises(errors.WechatPaySignatureError):
        parse(wechat_pay, notification_keys, body, **{name: value})


@pytest.mark.parametrize("now", [NOW - 301, NOW + 301, NOW + 86400])
def test_message_of_another_time_is_refused(wechat_pay, notification_keys, now):
    body = wechat_pay.envelope(PAID)

    with pytest.raises(errors.WechatPaySignatureError, match="window"):
        parse(wechat_pay, notification_keys, body, now=now)


@pytest.mark.parametrize("now", [NOW - 299, NOW + 299])
def test_clocks_may_differ_a_little(wechat_pay, notification_keys, now):
    body = wechat_pay.envelope(PAID)

    assert parse(wechat_pay, notification_keys, body, now=now).is_payment


def test_probe_fails_like_any_wrong_signature(wechat_pay, notification_keys):
    body = wechat_pay.envelope(PAID)
    signature = wechat_pay.headers(body)["Wechatpay-Signature"]
    probe = {"Wechatpay-Signature": f"WECHATPAY/SIGNTEST/{signature}"}

    with pytest.raises(errors.WechatPaySignatureError):
        parse(wechat_pay, notification_keys, body, **probe)


def test_body_of_another_message_is_refused(wechat_pay, notification_keys):
    headers = wechat_pay.headers(wechat_pay.envelope(PAID))
    other = wechat_pay.envelope({**PAID, "out_trade_no": "W20261122B2"})

    with pytest.raises(errors.WechatPaySignatureError):
        parse_notification(headers, other, keys=notification_keys, now=NOW)


def test_message_sealed_with_another_key_is_refused(wechat_pay, notification_keys):
    body = wechat_pay.envelope(PAID, key="x" * 32)

    with pytest.raises(errors.WechatPayDecryptionError):
        parse(wechat_pay, notification_keys, body)


@pytest.mark.parametrize(
    "envelope",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"{}",
        b'{"resource": []}',
        b'{"resource": {"algorithm": "NONE", "ciphertext": "AAAA"}}',
        b'{"resource": {"algorithm": "AEAD_AES_256_GCM", "ciphertext": 7}}',
        b"[" * 100_000,
    ],
)
def test_proven_nonsense_is_a_typed_error(wechat_pay, notification_keys, envelope):
    with pytest.raises(errors.WechatPayContentError):
        parse(wechat_pay, notification_keys, envelope)


@pytest.mark.parametrize(
    "change",
    [
        {"out_trade_no": None},
        {"out_trade_no": 7},
        {"trade_state": None},
        {"amount": []},
        {"amount": {"total": "2900"}},
        {"amount": {"total": 29.0}},
        {"amount": {"total": True}},
        {"payer": "o"},
    ],
)
def test_malformed_payment_is_a_typed_error(wechat_pay, notification_keys, change):
    body = wechat_pay.envelope({**PAID, **change})
    notification = parse(wechat_pay, notification_keys, body)

    with pytest.raises(errors.WechatPayContentError):
        _ = notification.trade


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=20), inner, max_size=6)
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(body=st.binary(max_size=300))
def test_any_proven_bytes_are_a_message_or_a_typed_error(
    wechat_pay, notification_keys, body
):
    try:
        parse(wechat_pay, notification_keys, body)
    except errors.WechatPayError:
        return
    raise AssertionError("nothing but a sealed message is a message")


@settings(max_examples=200, deadline=None)
@given(resource=_json, more=st.dictionaries(st.text(max_size=20), _json, max_size=4))
def test_any_proven_json_is_a_message_or_a_typed_error(
    wechat_pay, notification_keys, resource, more
):
    body = json.dumps({**more, "resource": resource}).encode()

    try:
        parse(wechat_pay, notification_keys, body)
    except errors.WechatPayError:
        return
    raise AssertionError("nothing but a sealed message is a message")


@settings(max_examples=300, deadline=None)
@given(
    content=st.fixed_dictionaries(
        {name: _json for name in PAID if name not in {"payer", "amount"}},
        optional={"payer": _json, "amount": _json},
    )
    | st.fixed_dictionaries({name: _json for name in REFUNDED})
)
def test_any_sealed_content_is_understood_or_a_typed_error(
    wechat_pay, notification_keys, content
):
    body = wechat_pay.envelope(content)
    notification = parse(wechat_pay, notification_keys, body)

    for name in ("trade", "refund"):
        try:
            understood = getattr(notification, name)
        except errors.WechatPayContentError:
            continue
        assert understood.out_trade_no == content["out_trade_no"]


@settings(max_examples=200, deadline=None)
@given(
    headers=st.dictionaries(
        st.sampled_from(
            [
                "Wechatpay-Signature",
                "wechatpay-serial",
                "Wechatpay-Nonce",
                "WECHATPAY-TIMESTAMP",
            ]
        ),
        st.text(max_size=60) | st.just(PUBLIC_KEY_ID) | st.just(str(NOW)),
    ),
    body=st.binary(max_size=60),
)
def test_no_forged_header_passes(notification_keys, headers, body):
    with pytest.raises(errors.WechatPaySignatureError):
        parse_notification(headers, body, keys=notification_keys, now=NOW)
