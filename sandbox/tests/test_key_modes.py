"""Which key signs: public key, platform certificate, or both during a migration."""

from base64 import b64decode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .client import new_number


def signed_by(merchant, wanted=None):
    headers = {"Wechatpay-Serial": wanted} if wanted else None
    mchid = merchant.credentials["mchid"]
    path = f"/v3/pay/transactions/out-trade-no/{new_number()}"
    answer = merchant.call("GET", f"{path}?mchid={mchid}", headers=headers)
    return merchant.verify(answer.headers, answer.content)


@pytest.mark.parametrize(
    ("mode", "wanted", "expected"),
    [
        ("public_key", None, "public_key_id"),
        ("public_key", "public_key_id", "public_key_id"),
        ("certificate", None, "platform_serial"),
        ("certificate", "platform_serial", "platform_serial"),
        ("mixed", None, "platform_serial"),
        ("mixed", "public_key_id", "public_key_id"),
        ("mixed", "platform_serial", "platform_serial"),
    ],
)
def test_answers_are_signed_as_the_mode_says(merchant, mode, wanted, expected):
    merchant.control("POST", "settings", mode=mode)

    serial = signed_by(merchant, wanted and merchant.credentials[wanted])

    assert serial == merchant.credentials[expected]


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [("public_key", "platform_serial"), ("certificate", "public_key_id")],
)
def test_key_of_another_mode_is_refused(merchant, mode, wanted):
    merchant.control("POST", "settings", mode=mode)

    answer = merchant.call(
        "GET",
        f"/v3/pay/transactions/id/1?mchid={merchant.credentials['mchid']}",
        headers={"Wechatpay-Serial": merchant.credentials[wanted]},
    )

    assert answer.json()["detail"]["field"] == "Wechatpay-Serial"


def test_merchants_with_a_public_key_have_no_certificates(merchant):
    assert merchant.call("GET", "/v3/certificates").status_code == 404


def test_certificate_can_be_downloaded_and_verifies_its_own_answer(merchant):
    merchant.control("POST", "settings", mode="certificate")

    answer = merchant.call("GET", "/v3/certificates")

    [entry] = answer.json()["data"]
    assert entry["encrypt_certificate"]["associated_data"] == "certificate"
    box = entry["encrypt_certificate"]
    pem = AESGCM(merchant.credentials["apiv3_key"].encode()).decrypt(
        box["nonce"].encode(), b64decode(box["ciphertext"]), b"certificate"
    )
    certificate = x509.load_pem_x509_certificate(pem)
    assert f"{certificate.serial_number:040X}" == entry["serial_no"]
    assert merchant.verify(answer.headers, answer.content) == entry["serial_no"]
