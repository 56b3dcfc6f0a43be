"""Our signatures are those of a client written by others, to the byte."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import serialization

from sandbox.pay.signing import encrypt, message_of, signed_headers
from wechatpay import aead
from wechatpay.keys import PrivateKey, Verifier, Verifiers
from wechatpay.signing import SignedMessage, authorization, request_message

utils = pytest.importorskip("wechatpayv3.utils")

PATH = "/v3/pay/transactions/out-trade-no/T0001?mchid=1900000001"
BODY = json.dumps({"description": "过桥米线"}).encode()


def parts_of(header):
    """Return the parts of an Authorization header by name."""
    pairs = (part.split("=", 1) for part in header.split(" ", 1)[1].split(","))
    return {name: value.strip('"') for name, value in pairs}


@pytest.fixture
def pem(merchant):
    return merchant.credentials["merchant_private_key_pem"]


@pytest.mark.parametrize(("method", "body"), [("GET", b""), ("POST", BODY)])
def test_request_signatures_are_the_same(merchant, pem, method, body):
    credentials = merchant.credentials
    theirs = parts_of(
        utils.build_authorization(
            PATH,
            method,
            credentials["mchid"],
            credentials["merchant_serial"],
            utils.load_private_key(pem),
            data=json.loads(body) if body else None,
        )
    )
    nonce, timestamp = theirs["nonce_str"], int(theirs["timestamp"])
    key = PrivateKey.from_pem(credentials["merchant_serial"], pem)
    message = request_message(method, PATH, timestamp, nonce, body)

    ours = authorization(key, credentials["mchid"], nonce, timestamp, message)

    assert parts_of(ours) == theirs


@pytest.mark.parametrize("body", [b"", '{"说":"好"}'.encode()])
def test_both_verify_what_the_sandbox_signs(sandbox, body):
    signer = sandbox.world.keys.wechatpay
    headers = signed_headers(signer, body, 1790000000)
    public_key = signer.private_key.public_key()

    signed = SignedMessage.from_http(headers, body)
    signed.check_age(1790000100)
    signed.verify(Verifiers([Verifier(signer.serial, public_key)]))

    names = ("Timestamp", "Nonce")
    stamp, nonce = (headers[f"Wechatpay-{name}"] for name in names)
    signature = headers["Wechatpay-Signature"]
    assert utils.rsa_verify(stamp, nonce, body.decode(), signature, public_key)
    assert not utils.rsa_verify(stamp, nonce, "{}", signature, public_key)


def test_both_open_what_the_sandbox_seals(merchant, sandbox):
    key = merchant.credentials["apiv3_key"]
    box = encrypt(key, "过桥米线".encode(), "transaction")
    parts = {name: box[name] for name in ("nonce", "ciphertext", "associated_data")}

    assert aead.decrypt(key.encode(), **parts).decode() == "过桥米线"
    assert utils.aes_decrypt(apiv3_key=key, **parts) == "过桥米线"


def test_their_secrets_open_in_the_sandbox_and_ours_too(merchant, sandbox):
    signer = sandbox.world.keys.wechatpay
    pem = merchant.credentials["public_key_pem"].encode()
    public_key = serialization.load_pem_public_key(pem)

    theirs = utils.rsa_encrypt("王美", public_key)
    ours = Verifier(signer.serial, public_key).encrypt("王美".encode())

    for sealed in (theirs, ours):
        assert signer.open(base64.b64decode(sealed)).decode() == "王美"


def test_message_is_laid_out_alike():
    assert message_of("1", "n", b"") == "1\nn\n\n"
