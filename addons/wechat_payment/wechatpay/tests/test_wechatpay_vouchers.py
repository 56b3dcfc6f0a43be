import base64
import json
from dataclasses import fields, replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from wechatpay_samples import (
    APIV3_KEY,
    APPID,
    MCHID,
    NOW,
    PUBLIC_KEY_ID,
    public_pem_of,
)

from wechatpay.content import Refund, Trade
from wechatpay.notification import parse_notification
from wechatpay.proof import SHARED_KEY
from wechatpay.vouchers import FIRST, Voucher, refund_facts, trade_facts

KEY = APIV3_KEY.encode()
PAYMENT = {
    "appid": APPID,
    "mchid": MCHID,
    "out_trade_no": "W261125-1",
    "transaction_id": "4200001",
    "trade_state": "SUCCESS",
    "success_time": "2026-11-25T12:00:00+08:00",
    "payer": {"openid": "o-diner"},
    "amount": {"total": 2900, "currency": "CNY"},
}
REFUND = {
    "mchid": MCHID,
    "out_trade_no": "W261125-1",
    "out_refund_no": "R1-W261125-1",
    "refund_id": "5000001",
    "refund_status": "SUCCESS",
    "success_time": "2026-11-25T12:30:00+08:00",
    "amount": {"refund": 900, "total": 2900},
}


def voucher_of(content, kind, facts):
    """Return the voucher of a proven message."""
    names = (
        *("out_trade_no", "out_refund_no", "wechat_number"),
        *("amount_fen", "occurred_at"),
    )
    proof = content.proof
    return Voucher(
        mchid=MCHID,
        kind=kind,
        **dict(zip(names, facts, strict=True)),
        recorded_at="2026-11-25 04:00:01",
        source="notification",
        transaction_id=7,
        company_id=1,
        verification=proof.scheme,
        serial=proof.serial,
        timestamp=proof.timestamp,
        nonce=proof.nonce,
        signature=proof.signature,
        body=proof.body,
        resource=proof.resource,
        key_fingerprint=proof.key_fingerprint,
    )


@pytest.fixture
def key_pem(wechat_pay):
    return public_pem_of(wechat_pay.key)


@pytest.fixture
def payment(wechat_pay, notification_keys):
    body = wechat_pay.envelope(PAYMENT)
    trade = parse_notification(
        wechat_pay.headers(body), body, keys=notification_keys, now=NOW
    ).trade
    return voucher_of(trade, "payment", trade_facts(trade))


def test_notification_hands_its_proof_along(wechat_pay, notification_keys):
    body = wechat_pay.envelope(PAYMENT)
    headers = wechat_pay.headers(body)

    trade = parse_notification(headers, body, keys=notification_keys, now=NOW).trade

    assert trade.proof.body.encode() == body
    assert trade.proof.signature == headers["Wechatpay-Signature"]
    assert trade.proof.serial == PUBLIC_KEY_ID
    assert trade.proof.timestamp == str(NOW)
    assert json.loads(trade.proof.resource) == PAYMENT
    assert "o-diner" not in repr(trade.proof.body)
    assert "proof" not in repr(trade), "what is kept is not logged by accident"


def test_proof_makes_no_other_payment_of_it(payment):
    plain = Trade.from_json(PAYMENT)

    assert plain.proof is None
    assert plain == replace(plain, proof=object())


def test_proven_voucher_has_no_problem(payment, key_pem):
    assert payment.occurred_at == "2026-11-25 04:00:00"
    assert payment.find_problem(key_pem, KEY) is None


def test_refund_is_proven_by_its_notification(wechat_pay, notification_keys, key_pem):
    body = wechat_pay.envelope(REFUND, "REFUND.SUCCESS")
    refund = parse_notification(
        wechat_pay.headers(body), body, keys=notification_keys, now=NOW
    ).refund

    voucher = voucher_of(refund, "refund", refund_facts(refund))

    assert voucher.find_problem(key_pem, KEY) is None
    assert replace(voucher, kind="refund_closed").find_problem(key_pem) == "facts"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"body": "{}"}, "signature"),
        ({"signature": base64.b64encode(b"x" * 256).decode()}, "signature"),
        ({"signature": "!"}, "signature"),
        ({"timestamp": "1"}, "signature"),
        ({"timestamp": "soon"}, "signature"),
        ({"nonce": "other"}, "signature"),
        ({"key_fingerprint": "0" * 64}, "signature"),
        ({"resource": json.dumps({**PAYMENT, "transaction_id": "1"})}, "resource"),
        ({"amount_fen": 2901}, "facts"),
        ({"wechat_number": "4200002"}, "facts"),
        ({"out_trade_no": "W261125-2"}, "facts"),
        ({"occurred_at": "2026-11-25 05:00:00"}, "facts"),
        ({"kind": "reversal"}, "facts"),
        ({"kind": "refund"}, "facts"),
        ({"verification": "none"}, "unproven"),
    ],
)
def test_tampering_is_found(payment, key_pem, change, problem):
    assert replace(payment, **change).find_problem(key_pem, KEY) == problem


def test_another_key_proves_nothing(payment):
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert payment.find_problem(public_pem_of(stranger), KEY) == "signature"
    assert payment.find_problem(None, KEY) == "no_key"


def test_changed_api_key_is_no_fault_of_an_old_voucher(payment, key_pem):
    assert payment.find_problem(key_pem, b"v" * 32) is None
    assert payment.find_problem(key_pem) is None


def test_shared_key_proves_to_us_alone(payment):
    assert replace(payment, verification=SHARED_KEY).find_problem(None) is None


def test_answer_hands_its_proof_along(wechat_pay, verifiers):
    from wechatpay.content import parse_object
    from wechatpay.signing import SignedMessage

    answer = wechat_pay.answer({**REFUND, "status": "PROCESSING"})
    signed = SignedMessage.from_http(answer.headers, answer.body)

    refund = Refund.from_json(parse_object(answer.body, signed.verify(verifiers)))

    assert refund.proof.body.encode() == answer.body
    assert refund.proof.resource == ""


@pytest.mark.parametrize("name", [field.name for field in fields(Voucher)])
def test_seal_covers_every_field(payment, name):
    value = getattr(payment, name)
    other = value + 1 if isinstance(value, int) else f"{value}x"

    assert replace(payment, **{name: other}).seal(1, FIRST) != payment.seal(1, FIRST)


def test_seal_covers_the_place(payment):
    seals = {payment.seal(1, FIRST), payment.seal(2, FIRST), payment.seal(1, "1" * 64)}

    assert len(seals) == 3
    assert payment.seal(1, FIRST) == payment.seal(1, FIRST)


texts = st.text(max_size=20)


@given(
    texts=st.tuples(texts, texts, texts, texts),
    others=st.tuples(texts, texts, texts, texts),
)
def test_no_two_vouchers_share_a_seal(texts, others):
    def seal(known):
        out_trade_no, out_refund_no, body, resource = known
        return Voucher(
            *("mchid", "kind", out_trade_no, out_refund_no, "", 1, "", "", "", 1, 1),
            *("", "", "", "", "", body, resource, ""),
        ).seal(1, FIRST)

    assert (seal(texts) == seal(others)) == (texts == others)
