"""Refunds that could not go back, and the bank card that helps."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from .client import new_number


@pytest.fixture
def refund(merchant):
    """An abnormal refund: (its number, its id)."""
    number, refund_no = merchant.paid_order(), new_number("R")
    merchant.fault("refund_outcome", status="ABNORMAL")
    answer = merchant.refund(number, 100, out_refund_no=refund_no)
    merchant.advance(5)
    return refund_no, answer.json()["refund_id"]


def sealed(merchant, text):
    key = serialization.load_pem_public_key(
        merchant.credentials["public_key_pem"].encode()
    )
    oaep = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    return base64.b64encode(key.encrypt(text.encode(), oaep)).decode()


def card(merchant, **changes):
    fields = {
        "type": "USER_BANK_CARD",
        "bank_type": "ICBC_DEBIT",
        "bank_account": sealed(merchant, "6222020000000001234"),
        "real_name": sealed(merchant, "王美"),
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def apply(merchant, refund, body, serial="public_key_id"):
    refund_no, refund_id = refund
    headers = {"Wechatpay-Serial": merchant.credentials[serial]} if serial else None
    return merchant.call(
        "POST",
        f"/v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund",
        {"out_refund_no": refund_no, **body},
        headers=headers,
    )


def status_of(merchant, refund):
    path = f"/v3/refund/domestic/refunds/{refund[0]}"
    return merchant.call("GET", path).json()["status"]


@pytest.mark.parametrize("kind", ["USER_BANK_CARD", "MERCHANT_BANK_CARD"])
def test_refund_goes_to_a_bank_card(merchant, refund, kind):
    is_user = kind == "USER_BANK_CARD"
    body = card(merchant) if is_user else {"type": kind}
    assert status_of(merchant, refund) == "ABNORMAL"

    answer = apply(merchant, refund, body)

    merchant.verify(answer.headers, answer.content)
    sent = answer.json()
    assert (sent["status"], sent["channel"]) == ("PROCESSING", "OTHER_BANKCARD")
    assert sent["refund_id"] == refund[1]
    assert ("1234" in sent["user_received_account"]) == is_user
    merchant.advance(5)
    assert status_of(merchant, refund) == "SUCCESS"


def test_second_outcome_is_notified_too(merchant, receiver):
    number, refund_no = merchant.paid_order(), new_number("R")
    merchant.control("POST", "settings", refund_delay_s=0.05)
    merchant.fault("refund_outcome", status="ABNORMAL")
    answer = merchant.refund(
        number, 100, out_refund_no=refund_no, notify_url=receiver.url
    )
    receiver.wait_for(1)

    apply(merchant, (refund_no, answer.json()["refund_id"]), card(merchant))

    events = [json.loads(body)["event_type"] for _, body in receiver.wait_for(2)]
    assert events == ["REFUND.ABNORMAL", "REFUND.SUCCESS"]


def test_repeated_help_is_harmless(merchant, refund):
    first = apply(merchant, refund, card(merchant))
    second = apply(merchant, refund, card(merchant))

    assert (first.status_code, second.status_code) == (200, 200)
    assert len(merchant.control("GET", "ledger")["refunds"]) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"bank_type": None}, "/bank_type"),
        ({"bank_account": None}, "/bank_account"),
        ({"real_name": None}, "/real_name"),
        ({"bank_account": "6222020000000001234"}, "/bank_account"),
        ({"type": "BALANCE"}, "/type"),
        ({"type": "MERCHANT_BANK_CARD"}, "/bank_type"),
    ],
)
def test_card_that_does_not_fit_is_refused(merchant, refund, changes, field):
    answer = apply(merchant, refund, card(merchant, **changes))

    assert answer.status_code == 400
    assert answer.json()["detail"]["field"] == field
    assert status_of(merchant, refund) == "ABNORMAL"


def test_card_number_of_letters_is_refused(merchant, refund):
    body = card(merchant, bank_account=sealed(merchant, "my card"))

    assert apply(merchant, refund, body).json()["code"] == "PARAM_ERROR"


def test_secret_without_the_name_of_its_key_is_refused(merchant, refund):
    answer = apply(merchant, refund, card(merchant), serial=None)

    assert answer.json()["code"] == "PARAM_ERROR"


def test_refund_that_is_not_abnormal_needs_no_help(merchant):
    number, refund_no = merchant.paid_order(), new_number("R")
    refund_id = merchant.refund(number, 100, out_refund_no=refund_no).json()[
        "refund_id"
    ]

    answer = apply(merchant, (refund_no, refund_id), {"type": "MERCHANT_BANK_CARD"})

    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_REQUEST")


def test_id_and_number_belong_together(merchant, refund):
    answer = apply(merchant, (refund[0], "5030000"), {"type": "MERCHANT_BANK_CARD"})

    assert (answer.status_code, answer.json()["code"]) == (404, "RESOURCE_NOT_EXISTS")
