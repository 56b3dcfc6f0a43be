"""Keys of both sides: fetched, tried out, and never believed unproven."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from test_wechatpay_keys import certificate_of
from wechatpay_samples import (
    APIV3_KEY,
    APPID,
    MCHID,
    MERCHANT_SERIAL,
    NOW,
    PUBLIC_KEY_ID,
    public_pem_of,
)

from wechatpay import errors, keys
from wechatpay.client import WechatPayClient
from wechatpay.merchant import Account, Merchant
from wechatpay.transport import Answer

OAEP = padding.OAEP(
    mgf=padding.MGF1(algorithm=hashes.SHA1()), algorithm=hashes.SHA1(), label=None
)


def sealed(text, key=APIV3_KEY, **changes):
    nonce, aad = "123456789012", "certificate"
    ciphertext = AESGCM(key.encode()).encrypt(
        nonce.encode(), text.encode(), b"certificate"
    )
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": nonce,
        "associated_data": aad,
        "ciphertext": base64.b64encode(ciphertext).decode(),
        **changes,
    }


def entry(pem, serial=None, **changes):
    return {
        "serial_no": serial or keys.certificate_serial(pem),
        "effective_time": "2026-01-01T00:00:00+08:00",
        "expire_time": "2027-01-01T00:00:00+08:00",
        "encrypt_certificate": sealed(pem, **changes),
    }


@pytest.fixture(scope="module")
def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def old_pem(wechat_pay):
    return certificate_of(wechat_pay.key, 0x0C4A)


@pytest.fixture(scope="module")
def new_pem(new_key):
    return certificate_of(new_key, 0x0D5B)


@pytest.fixture
def client_for(merchant_key, verifiers):
    def build(answer, known=verifiers):
        build.sent = []

        def wire(*request):
            build.sent.append(request)
            return answer(request) if callable(answer) else answer

        return WechatPayClient(
            Merchant(Account(APPID, MCHID), merchant_key),
            known,
            transport=wire,
            clock=lambda: NOW,
            nonce=lambda: "N" * 32,
        )

    return build


@pytest.mark.parametrize("known", ["public key", "certificate"])
def test_new_certificate_is_trusted_if_a_known_key_signed_the_answer(
    wechat_pay, client_for, verifiers, old_pem, new_pem, known
):
    old = keys.Verifiers.from_texts(certificates=old_pem)
    by_public_key = known == "public key"
    answer = wechat_pay.answer(
        {"data": [entry(new_pem), entry(old_pem)]},
        serial=PUBLIC_KEY_ID if by_public_key else "0C4A",
    )

    client = client_for(answer, verifiers if by_public_key else old)
    found = client.fetch_certificates(APIV3_KEY)

    assert {one.serial[-4:] for one in found} == {"0C4A", "0D5B"}
    assert client_for.sent[0][1].endswith("/v3/certificates")


def test_certificate_that_vouches_for_itself_is_refused(client_for, new_key, new_pem):
    body = json.dumps({"data": [entry(new_pem)]}).encode()
    message = b"\n".join([str(NOW).encode(), b"n" * 32, body, b""])
    signature = new_key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    headers = {
        "Wechatpay-Timestamp": str(NOW),
        "Wechatpay-Nonce": "n" * 32,
        "Wechatpay-Serial": "0D5B",
        "Wechatpay-Signature": base64.b64encode(signature).decode(),
    }

    with pytest.raises(errors.WechatPayUnknownSerialError):
        client_for(Answer(200, headers, body)).fetch_certificates(APIV3_KEY)


def test_certificate_under_another_name_is_refused(wechat_pay, client_for, new_pem):
    answer = wechat_pay.answer({"data": [entry(new_pem, serial="0C4A")]})

    with pytest.raises(errors.WechatPaySignatureError):
        client_for(answer).fetch_certificates(APIV3_KEY)


def test_wrong_apiv3_key_opens_no_certificate(wechat_pay, client_for, new_pem):
    answer = wechat_pay.answer({"data": [entry(new_pem)]})

    with pytest.raises(errors.WechatPayDecryptionError):
        client_for(answer).fetch_certificates("z" * 32)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"data": {}},
        {"data": []},
        {"data": ["x"]},
        {"data": [{"serial_no": "1"}]},
        {"data": [{"encrypt_certificate": {"algorithm": "none"}}]},
        {"data": [{"encrypt_certificate": sealed("x", nonce=7)}]},
    ],
)
def test_malformed_list_is_a_typed_error(wechat_pay, client_for, content):
    with pytest.raises(errors.WechatPayContentError):
        client_for(wechat_pay.answer(content)).fetch_certificates(APIV3_KEY)


def test_text_that_is_no_certificate_is_a_typed_error(wechat_pay, client_for):
    answer = wechat_pay.answer(
        {"data": [{"serial_no": "1", "encrypt_certificate": sealed("no certificate")}]}
    )

    with pytest.raises(errors.WechatPayError):
        client_for(answer).fetch_certificates(APIV3_KEY)


@pytest.mark.parametrize("status", [404, 500])
def test_merchant_without_certificates_gets_an_error(client_for, status):
    with pytest.raises(errors.WechatPayResponseError):
        client_for(Answer(status, {}, b"{}")).fetch_certificates(APIV3_KEY)


# === Echo === #


def test_word_comes_back_in_the_open_and_sealed(
    wechat_pay, merchant_rsa_key, client_for
):
    def repeat(request):
        body = json.loads(request[3])
        word = wechat_pay.key.decrypt(
            base64.b64decode(body["encrypted_echo_message"]), OAEP
        )
        again = merchant_rsa_key.public_key().encrypt(word, OAEP)
        return wechat_pay.answer(
            {
                "echo_message": body["echo_message"],
                "encrypted_echo_message": base64.b64encode(again).decode(),
            }
        )

    echo = client_for(repeat).echo("hello", "https://shop.example.com/hook")

    assert (echo.plain, echo.secret) == ("hello", "hello")
    method, url, headers, body = client_for.sent[0]
    assert (method, url[-17:]) == ("POST", "/v3/security/echo")
    assert headers["Wechatpay-Serial"] == PUBLIC_KEY_ID
    assert json.loads(body)["notify_url"] == "https://shop.example.com/hook"


def test_word_sealed_for_another_certificate_is_a_typed_error(
    wechat_pay, new_key, client_for
):
    again = base64.b64encode(new_key.public_key().encrypt(b"hello", OAEP)).decode()
    answer = wechat_pay.answer(
        {"echo_message": "hello", "encrypted_echo_message": again}
    )

    with pytest.raises(errors.WechatPayDecryptionError):
        client_for(answer).echo("hello")


def test_echo_may_come_back_in_the_open_only(wechat_pay, client_for):
    echo = client_for(wechat_pay.answer({"echo_message": "hello"})).echo("hello")

    assert (echo.plain, echo.secret) == ("hello", "")
    assert "notify_url" not in json.loads(client_for.sent[0][3])


# === Certificates === #


def test_certificate_tells_until_when_it_is_good(old_pem):
    (known,) = keys.Certificate.all_from_text(f"junk\n{old_pem}\njunk")

    assert known.expires_at.year == 2027
    assert known.expires_at > known.starts_at


def test_merchants_certificate_is_compared_with_key_and_serial(
    merchant_rsa_key, merchant_key, new_pem
):
    serial = int(MERCHANT_SERIAL, 16)
    ours = keys.Certificate.from_pem(certificate_of(merchant_rsa_key, serial))
    renewed = keys.Certificate.from_pem(certificate_of(merchant_rsa_key, serial + 1))

    assert merchant_key.is_of(ours)
    assert not merchant_key.is_of(renewed)
    assert not merchant_key.is_of(keys.Certificate.from_pem(new_pem))


def test_public_key_id_is_not_a_certificate_serial(wechat_pay):
    with pytest.raises(errors.WechatPayConfigurationError):
        keys.Certificate.from_pem(public_pem_of(wechat_pay.key))
