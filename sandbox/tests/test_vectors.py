"""The sandbox's cryptography against WeChat's published examples."""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from sandbox.control.phone_api import PaymentRefusedError, verify_pay_sign
from sandbox.keyfiles import serial_of
from sandbox.pay.auth import Authenticator
from sandbox.pay.errors import PayError
from sandbox.pay.sheets import TRADE_COLUMNS, trade_sheet
from sandbox.pay.signing import PROBE_PREFIX, message_of, seal
from sandbox.web import Request

FILE = Path(__file__).parents[2] / "tests/contract/vectors/wechatpay.json"
PUBLISHED = json.loads(FILE.read_text())
VECTORS = {vector["id"]: vector for vector in PUBLISHED["vectors"]}
SERIAL = "0" * 40


def public_key(name):
    return serialization.load_pem_public_key(PUBLISHED["public_keys"][name].encode())


def authenticate(vector, body=None):
    merchant = SimpleNamespace(
        mchid="1900007291",
        kind="direct",
        serial=SERIAL,
        public_key=public_key(vector["key"]),
    )
    keys = SimpleNamespace(merchant_of=lambda mchid: merchant, merchant=merchant)
    clock = SimpleNamespace(wire=lambda: int(vector["timestamp"]) + 10)
    parts = {
        "mchid": merchant.mchid,
        "nonce_str": vector["nonce"],
        "signature": vector["signature"],
        "timestamp": vector["timestamp"],
        "serial_no": SERIAL,
    }
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "tests",
        "Authorization": "WECHATPAY2-SHA256-RSA2048 "
        + ",".join(f'{name}="{value}"' for name, value in parts.items()),
    }
    body = (body or vector["body"]).encode()
    request = Request(vector["method"], vector["path"], headers, body, "127.0.0.1")
    return Authenticator(keys, clock).authenticate(request)


def test_published_request_is_authenticated():
    assert authenticate(VECTORS["doc_v3_request_sign_jsapi"]).mchid == "1900007291"


def test_published_request_with_one_byte_more_is_refused():
    vector = VECTORS["doc_v3_request_sign_jsapi"]

    with pytest.raises(PayError, match="SIGN_ERROR"):
        authenticate(vector, vector["body"] + " ")


def pay_params(vector, **changes):
    return {
        "appId": vector["appid"],
        "timeStamp": vector["timestamp"],
        "nonceStr": vector["nonce"],
        "package": vector["package"],
        "paySign": vector["signature"],
        **changes,
    }


def test_published_pay_sign_opens_the_sheet():
    vector = VECTORS["doc_v3_paysign_jsapi_miniprogram"]

    verify_pay_sign(public_key(vector["key"]), pay_params(vector))
    with pytest.raises(PaymentRefusedError):
        verify_pay_sign(public_key(vector["key"]), pay_params(vector, timeStamp="1"))


@pytest.mark.parametrize(
    "name", ["doc_v3_response_verify_pubkey", "go_notification_full"]
)
def test_what_is_signed_is_laid_out_as_published(name):
    vector = VECTORS[name]
    headers = vector["headers"]

    message = message_of(
        headers["Wechatpay-Timestamp"],
        headers["Wechatpay-Nonce"],
        vector["body"].encode(),
    )

    assert message == vector["message"]


def test_notification_is_sealed_as_published():
    vector = VECTORS["go_notification_full"]
    box = json.loads(vector["body"])["resource"]

    sealed = seal(
        vector["api_key"],
        box["nonce"],
        vector["plaintext"].encode(),
        box["associated_data"],
    )

    assert sealed == box["ciphertext"]


def test_box_with_a_real_key_is_sealed_as_published():
    vector = VECTORS["java_aead_aes_256_gcm"]

    sealed = seal(
        vector["api_key"],
        vector["nonce"],
        vector["plaintext"].encode(),
        vector["associated_data"],
    )

    assert sealed == vector["ciphertext"]


def test_serial_keeps_its_leading_zero():
    vector = VECTORS["go_cert_serial"]
    certificate = x509.load_pem_x509_certificate(vector["certificate_pem"].encode())

    assert serial_of(certificate) == vector["serial"]


def test_probe_is_marked_as_published():
    [probe] = [v for v in PUBLISHED["negative_cases"] if v["id"] == "neg_signtest"]

    assert f'"{PROBE_PREFIX}"' in probe["change"]


def test_bill_has_the_columns_of_the_published_one():
    vector = VECTORS["php_trade_bill_all"]

    assert list(TRADE_COLUMNS["ALL"]) == vector["header"]
    sheet = trade_sheet([], "ALL").content().decode("utf-8-sig")
    assert sheet.split("\r\n")[1] == vector["summary_header"]
    assert vector["summary_header"].count(",") == vector["summary_row"].count(",")


def test_published_bill_is_written_again_byte_for_byte():
    vector = VECTORS["php_trade_bill_all"]
    header, *lines = vector["full_csv"].split("\r\n")
    columns = header.split(",")
    rows = [
        dict(zip(columns, line.removeprefix("`").split(",`"), strict=True))
        for line in lines[: vector["rows"]]
    ]

    written = trade_sheet(rows, "ALL").content()

    assert written == ("\ufeff" + vector["full_csv"]).encode()
    assert hashlib.sha1(written).hexdigest() == vector["bytes_sha1"]
