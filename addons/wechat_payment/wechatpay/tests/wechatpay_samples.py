"""A merchant, WeChat Pay's keys, and what WeChat Pay would sign with them."""

import base64
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wechatpay.transport import Answer

NOW = 1_700_000_000
PUBLIC_KEY_ID = "PUB_KEY_ID_0116000000002026112200000000000001"
MERCHANT_SERIAL = "0C4AEF34B89340881BB2B25226393DC2E47F094B"
APIV3_KEY = "0123456789abcdefghijklmnopqrstuv"
MCHID = "1600000000"
APPID = "wx0123456789abcdef"


def pem_of(private_key):
    """Return a private key as WeChat's tool writes it."""
    return private_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_pem_of(private_key):
    """Return the public half."""
    return (
        private_key.public_key()
        .public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
        .decode()
    )


class WechatPay:
    """Signs and seals as WeChat Pay does."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def headers(self, body, *, timestamp=NOW, serial=PUBLIC_KEY_ID, nonce="n" * 32):
        """Return the headers that prove a body."""
        message = b"\n".join([str(timestamp).encode(), nonce.encode(), body, b""])
        signature = self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return {
            "Wechatpay-Timestamp": str(timestamp),
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": serial,
            "Wechatpay-Signature": base64.b64encode(signature).decode(),
        }

    def answer(self, content, status=200, **options):
        """Return a signed answer."""
        body = b"" if content is None else json.dumps(content).encode()
        return Answer(status, self.headers(body, **options), body)

    def envelope(self, content, event_type="TRANSACTION.SUCCESS", key=APIV3_KEY):
        """Return the body of a notification."""
        nonce, aad = "123456789012", "transaction"
        sealed = AESGCM(key.encode()).encrypt(
            nonce.encode(), json.dumps(content).encode(), aad.encode()
        )
        return json.dumps(
            {
                "id": "EV-1",
                "create_time": "2026-11-22T12:00:00+08:00",
                "resource_type": "encrypt-resource",
                "event_type": event_type,
                "summary": "支付成功",
                "resource": {
                    "original_type": "transaction",
                    "algorithm": "AEAD_AES_256_GCM",
                    "ciphertext": base64.b64encode(sealed).decode(),
                    "associated_data": aad,
                    "nonce": nonce,
                },
            }
        ).encode()
