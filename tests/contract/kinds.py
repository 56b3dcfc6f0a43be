"""How each kind of vector is checked."""

import base64
import csv
import hashlib
import io
import json
from decimal import Decimal

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from wechat.errors import WechatSignatureError
from wechat.push import PushKeys, PushProof, check_url, open_message
from wechat.user_data import open_user_data
from wechatpay import aead, errors
from wechatpay.keys import Verifier, Verifiers, certificate_serial
from wechatpay.notification import NotificationKeys, parse_notification
from wechatpay.signing import SignedMessage, jsapi_message, request_message
from wechatpay.v2.message import from_xml
from wechatpay.v2.signing import sign as v2_sign
from wechatpay.v2.signing import verify as v2_verify

SIGNED_HEADERS = (
    "Wechatpay-Signature",
    "Wechatpay-Serial",
    "Wechatpay-Nonce",
    "Wechatpay-Timestamp",
)


def public_key_of(vector):
    """Return the public key a vector names."""
    pem = vector["keys"][vector["key"]].encode()
    if b"BEGIN CERTIFICATE" in pem:
        return x509.load_pem_x509_certificate(pem).public_key()
    return serialization.load_pem_public_key(pem)


def is_signed_by(key, message, signature):
    """Return whether a base64 signature is the key's."""
    try:
        key.verify(
            base64.b64decode(signature), message, padding.PKCS1v15(), hashes.SHA256()
        )
    except InvalidSignature:
        return False
    return True


def check_request_signature(vector):
    message = request_message(
        vector["method"],
        vector["path"],
        vector["timestamp"],
        vector["nonce"],
        vector["body"].encode(),
    )

    assert message.decode() == vector["message"]
    assert is_signed_by(public_key_of(vector), message, vector["signature"])


def check_paysign(vector):
    message = jsapi_message(
        vector["appid"], vector["timestamp"], vector["nonce"], vector["package"]
    )

    assert message.decode() == vector["message"]
    assert is_signed_by(public_key_of(vector), message, vector["signature"])


def prove_response(vector, headers=None, body=None):
    """Prove the answer of a vector, changed or not."""
    headers = headers or vector["headers"]
    verifiers = Verifiers(
        [Verifier(vector["headers"]["Wechatpay-Serial"], public_key_of(vector))]
    )
    signed = SignedMessage.from_http(headers, body or vector["body"].encode())
    signed.check_age(int(vector["headers"]["Wechatpay-Timestamp"]))
    signed.verify(verifiers)


def check_response(vector):
    prove_response(vector)


def check_serial(vector):
    assert certificate_serial(vector["certificate_pem"]) == vector["serial"]


def read_notification(vector, headers=None, clock=None):
    """Open the notification of a vector, changed or not."""
    pem = vector["keys"][vector["key"]]
    keys = NotificationKeys(
        Verifiers.from_texts(certificates=pem)
        if "BEGIN CERTIFICATE" in pem
        else Verifiers.from_texts(vector["headers"]["Wechatpay-Serial"], pem),
        # The published vector uses a key of 16 bytes, which no merchant can have.
        vector["api_key"].encode(),
    )
    return parse_notification(
        vector["headers"] if headers is None else headers,
        vector["body"].encode(),
        keys=keys,
        now=clock or vector["clock"],
    )


def check_notification(vector):
    notification = read_notification(vector)

    assert notification.content == json.loads(vector["plaintext"])
    assert notification.event_type == json.loads(vector["body"])["event_type"]


def check_aead(vector):
    def opened(**changes):
        parts = {
            name: vector[name] for name in ("nonce", "associated_data", "ciphertext")
        }
        return aead.decrypt(vector["api_key"].encode(), **{**parts, **changes})

    assert opened().decode() == vector["plaintext"]
    for change in ({"nonce": "x" * 12}, {"associated_data": "other"}):
        with pytest.raises(errors.WechatPayDecryptionError):
            opened(**change)


def check_v2_sign(vector):
    params, key = vector["params"], vector["api_key"]

    assert v2_sign(params, key, "MD5") == vector["md5"]
    assert v2_sign(params, key, "HMAC-SHA256") == vector["hmac_sha256"]
    message = from_xml(vector["xml"].encode())
    assert message == {**params, "sign": vector["md5"]}
    v2_verify(message, key, "MD5")
    with pytest.raises(errors.WechatPaySignatureError):
        v2_verify({**message, "test1": "changed"}, key, "MD5")


def check_user_data(vector):
    content = open_user_data(
        vector["appid"], vector["session_key"], vector["encrypted_data"], vector["iv"]
    )

    assert content == json.loads(vector["plaintext"])


def check_push_url(vector):
    arguments = (vector["timestamp"], vector["nonce"])

    assert check_url(vector["token"], vector["signature"], *arguments)
    assert not check_url(vector["token"], "0" * 40, *arguments)
    assert not check_url("other", vector["signature"], *arguments)


def check_push_message(vector):
    keys = PushKeys(vector["token"], vector["encoding_aes_key"], vector["appid"])
    proof = PushProof(vector["msg_signature"], vector["timestamp"], vector["nonce"])

    content = open_message(vector["encrypt"], keys, proof)

    assert content == json.loads(vector["plaintext"])
    with pytest.raises(WechatSignatureError):
        # What `signature` proves is the address, not the message.
        open_message(
            vector["encrypt"],
            keys,
            PushProof(vector["signature"], vector["timestamp"], vector["nonce"]),
        )


def check_trade_bill(vector):
    raw = ("\ufeff" if vector["bom"] else "").encode() + vector["full_csv"].encode()
    assert hashlib.sha1(raw, usedforsecurity=False).hexdigest() == vector["bytes_sha1"]
    # Values are bare and each begins with a backtick: no quoting rules apply.
    text = raw.decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), quoting=csv.QUOTE_NONE)
    header, *rows, _summary_header, summary = list(reader)
    rows = [[value.removeprefix("`") for value in row] for row in rows]

    assert header == vector["header"]
    assert len(rows) == vector["rows"]
    total = sum(Decimal(row[header.index("应结订单金额")]) for row in rows)
    assert total == Decimal(summary[1].removeprefix("`"))


def refuse_probe(vector):
    signature = vector["headers"]["Wechatpay-Signature"]
    headers = {
        **vector["headers"],
        "Wechatpay-Signature": f"WECHATPAY/SIGNTEST/{signature}",
    }
    with pytest.raises(errors.WechatPaySignatureError):
        prove_response(vector, headers=headers)


def refuse_changed_body(vector):
    with pytest.raises(errors.WechatPaySignatureError):
        prove_response(vector, body=vector["body"].encode() + b" ")


def refuse_old(vector):
    with pytest.raises(errors.WechatPaySignatureError):
        read_notification(vector, clock=vector["clock"] + 301)


def refuse_missing_header(vector):
    for missing in SIGNED_HEADERS:
        headers = {
            name: value for name, value in vector["headers"].items() if name != missing
        }
        with pytest.raises(errors.WechatPaySignatureError):
            read_notification(vector, headers=headers)


CHECKS = {
    "v3_request_signature": check_request_signature,
    "v3_paysign": check_paysign,
    "v3_response_verify": check_response,
    "x509_serial": check_serial,
    "v3_notification": check_notification,
    "aead_aes_gcm": check_aead,
    "v2_sign": check_v2_sign,
    "miniprogram_encrypted_data": check_user_data,
    "message_push_signature": check_push_url,
    "message_push_encrypted": check_push_message,
    "trade_bill_csv": check_trade_bill,
}

NEGATIVE_CHECKS = {
    "neg_signtest": refuse_probe,
    "neg_body_changed": refuse_changed_body,
    "neg_clock": refuse_old,
    "neg_missing_header": refuse_missing_header,
}
