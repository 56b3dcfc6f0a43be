import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from wechatpay_samples import PUBLIC_KEY_ID, pem_of, public_pem_of

from wechatpay import errors, keys


def certificate_of(private_key, serial):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com sign")])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private_key.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365))
        .sign(private_key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def certificate(wechat_pay):
    return certificate_of(wechat_pay.key, 0x0C4A)


def test_serial_keeps_its_leading_zeros(certificate):
    assert keys.certificate_serial(certificate) == "0" * 36 + "0C4A"


@pytest.mark.parametrize("serial", ["0C4A", "c4a", "C4A", "0" * 36 + "0C4A"])
def test_certificate_is_found_however_its_serial_is_written(certificate, serial):
    verifiers = keys.Verifiers.from_texts(certificates=certificate)

    assert verifiers.get(serial).serial.endswith("0C4A")


def test_both_kinds_of_key_are_configured_at_once(wechat_pay, certificate):
    verifiers = keys.Verifiers.from_texts(
        PUBLIC_KEY_ID, public_pem_of(wechat_pay.key), certificate * 2
    )

    assert verifiers.get(PUBLIC_KEY_ID).serial == PUBLIC_KEY_ID
    assert verifiers.get("0C4A").serial.endswith("0C4A")
    assert verifiers.preferred_serial == PUBLIC_KEY_ID


def test_certificate_is_preferred_where_there_is_no_public_key(certificate):
    verifiers = keys.Verifiers.from_texts(certificates=certificate)

    assert verifiers.preferred_serial == "0" * 36 + "0C4A"


@pytest.mark.parametrize("serial", ["", "PUB_KEY_ID_9", "FFFF"])
def test_unknown_serial_is_named(verifiers, serial):
    with pytest.raises(errors.WechatPayUnknownSerialError) as caught:
        verifiers.get(serial)

    assert caught.value.serial == serial


@pytest.mark.parametrize(
    ("public_key_id", "public_key", "certificates"),
    [
        ("", "", ""),
        (PUBLIC_KEY_ID, "", ""),
        (PUBLIC_KEY_ID, "not a key", ""),
        ("7FFF", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", ""),
        ("", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", ""),
        (None, None, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
        (None, None, "no certificate at all"),
    ],
)
def test_malformed_keys_of_wechat_pay_are_refused(
    public_key_id, public_key, certificates
):
    with pytest.raises(errors.WechatPayConfigurationError):
        keys.Verifiers.from_texts(public_key_id, public_key, certificates)


@pytest.mark.parametrize(
    "pem", ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
)
def test_malformed_private_key_is_refused(pem):
    with pytest.raises(errors.WechatPayConfigurationError):
        keys.PrivateKey.from_pem("1F", pem)


def test_private_key_of_another_kind_is_refused():
    with pytest.raises(errors.WechatPayConfigurationError):
        keys.PrivateKey.from_pem("1F", pem_of(ec.generate_private_key(ec.SECP256R1())))


def test_public_key_of_another_kind_is_refused():
    public_key = public_pem_of(ec.generate_private_key(ec.SECP256R1()))

    with pytest.raises(errors.WechatPayConfigurationError):
        keys.Verifiers.from_texts(PUBLIC_KEY_ID, public_key)


@pytest.mark.parametrize("key", [None, "", "short", "x" * 33, "钥" * 32])
def test_apiv3_key_has_32_characters(key):
    with pytest.raises(errors.WechatPayConfigurationError):
        keys.check_apiv3_key(key)
