"""The echo: WeChat's own test of keys, signatures and notifications."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)


def echo(merchant, serial="public_key_id", **body):
    headers = {"Wechatpay-Serial": merchant.credentials[serial]} if serial else None
    body = {"echo_message": "你好", **body}
    return merchant.call("POST", "/v3/security/echo", body, headers=headers)


def sealed(merchant, text):
    pem = merchant.credentials["public_key_pem"].encode()
    key = serialization.load_pem_public_key(pem)
    return base64.b64encode(key.encrypt(text.encode(), OAEP)).decode()


def opened(merchant, text):
    return merchant.private_key.decrypt(base64.b64decode(text), OAEP).decode()


def test_echo_says_back_what_was_said(merchant):
    answer = echo(merchant, encrypted_echo_message=sealed(merchant, "秘密"))

    assert (
        merchant.verify(answer.headers, answer.content)
        == (merchant.credentials["public_key_id"])
    )
    assert answer.json()["echo_message"] == "你好"
    assert opened(merchant, answer.json()["encrypted_echo_message"]) == "秘密"


def test_echo_is_notified(merchant, receiver):
    secret = sealed(merchant, "秘密")

    echo(merchant, notify_url=receiver.url, encrypted_echo_message=secret)

    [(headers, body)] = receiver.wait_for(1)
    merchant.verify(headers, body)
    envelope = json.loads(body)
    assert envelope["event_type"] == "SECURITY_ECHO.SUCCESS"
    assert envelope["resource"]["original_type"] == "security"
    content = merchant.decrypt(envelope["resource"])
    assert content["echo_message"] == "你好"
    assert opened(merchant, content["encrypt_echo_message"]) == "秘密"


def test_echo_without_an_address_is_not_notified(merchant):
    echo(merchant)

    assert merchant.control("GET", "ledger")["notifications"] == []


@pytest.mark.parametrize("fault", ["notify_wrong_amount", "notify_forged_key"])
def test_false_echo_can_be_ordered(merchant, receiver, fault):
    receiver.answers = [(401, b"")]
    merchant.fault(fault, api="notify.SECURITY_ECHO.SUCCESS")

    echo(merchant, notify_url=receiver.url)

    assert len(receiver.wait_for(2)) == 2


@pytest.mark.parametrize(
    ("serial", "body"),
    [
        (None, {}),
        ("public_key_id", {"echo_message": ""}),
        ("public_key_id", {"encrypted_echo_message": "bm90IHNlYWxlZA=="}),
        ("public_key_id", {"notify_url": "http://127.0.0.1/a?b=1"}),
        ("public_key_id", {"message": "x"}),
        ("platform_serial", {}),
    ],
)
def test_echo_that_does_not_fit_is_refused(merchant, serial, body):
    assert echo(merchant, serial, **body).status_code == 400
