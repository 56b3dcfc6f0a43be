"""Roll-over of platform certificates, as it happens every few years."""

from base64 import b64decode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .client import Merchant, new_number
from .conftest import Running


@pytest.fixture(scope="module")
def rolling(tmp_path_factory):
    """A sandbox of its own: what is announced here stays with its keys."""
    running = Running(tmp_path_factory.mktemp("rolling"), mode="certificate")
    yield running
    running.stop()


@pytest.fixture
def merchant(rolling):
    return Merchant(rolling.url)


def downloaded(merchant):
    """Return the certificates by serial, opened with the merchant's key."""
    key = AESGCM(merchant.credentials["apiv3_key"].encode())
    found = {}
    for entry in merchant.call("GET", "/v3/certificates").json()["data"]:
        box = entry["encrypt_certificate"]
        pem = key.decrypt(
            box["nonce"].encode(),
            b64decode(box["ciphertext"]),
            box["associated_data"].encode(),
        )
        certificate = x509.load_pem_x509_certificate(pem)
        assert f"{certificate.serial_number:040X}" == entry["serial_no"]
        found[entry["serial_no"]] = certificate
    return found


def serial_of_an_answer(merchant, wanted=None):
    mchid = merchant.credentials["mchid"]
    path = f"/v3/pay/transactions/out-trade-no/{new_number()}?mchid={mchid}"
    headers = {"Wechatpay-Serial": wanted} if wanted else None
    return merchant.call("GET", path, headers=headers).headers["Wechatpay-Serial"]


def test_certificate_is_announced_used_and_the_old_one_retired(merchant):
    def roll(action):
        return merchant.control("POST", "certificate", action=action)

    [old] = downloaded(merchant)

    announced = roll("announce")
    [new] = set(announced["listed"]) - {old}
    assert announced["signing"] == old
    assert set(downloaded(merchant)) == {old, new}
    assert serial_of_an_answer(merchant) == old

    roll("switch")
    assert serial_of_an_answer(merchant) == new
    assert serial_of_an_answer(merchant, wanted=old) == old, "still accepted"

    roll("retire")
    assert set(downloaded(merchant)) == {new}
    again = Merchant(merchant.base_url)
    assert again.credentials["platform_serial"] == new
    refused = again.call("GET", "/v3/certificates", headers={"Wechatpay-Serial": old})
    assert refused.json()["detail"]["field"] == "Wechatpay-Serial"


def test_unknown_step_is_refused(merchant):
    merchant.control("POST", "certificate", 400, action="lose")
