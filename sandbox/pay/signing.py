"""Signs what WeChat Pay sends: answers and notifications.

https://pay.weixin.qq.com/doc/v3/merchant/4013053249
"""

import base64
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .auth import SCHEME

PROBE_PREFIX = "WECHATPAY/SIGNTEST/"
UNKNOWN_SERIAL = "PUB_KEY_ID_0000000000000000000000000000000000"
OLD_S = 600


def nonce(length=32):
    """Return a random text of `length` letters and digits."""
    return secrets.token_hex(length // 2)


def signed_headers(signer, body, timestamp):
    """Return the signature headers for a body (empty bytes for a 204)."""
    stamp, nonce_str = str(int(timestamp)), nonce()
    message = message_of(stamp, nonce_str, body)
    return {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce_str,
        "Wechatpay-Signature": base64.b64encode(signer.sign(message)).decode(),
        "Wechatpay-Serial": signer.serial,
        "Wechatpay-Signature-Type": SCHEME,
    }


def message_of(timestamp, nonce_str, body):
    """Return the text that WeChat Pay signs."""
    return f"{timestamp}\n{nonce_str}\n{body.decode()}\n"


def encrypt(apiv3_key, plaintext, associated_data):
    """Return the AEAD_AES_256_GCM box of a text, as WeChat Pay lays it out."""
    nonce_str = nonce(12)
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": seal(apiv3_key, nonce_str, plaintext, associated_data),
        "associated_data": associated_data,
        "nonce": nonce_str,
    }


def seal(apiv3_key, nonce_str, plaintext, associated_data):
    """Return a ciphertext in base64, its authentication tag at the end."""
    sealed = AESGCM(apiv3_key.encode()).encrypt(
        nonce_str.encode(), plaintext, associated_data.encode()
    )
    return base64.b64encode(sealed).decode()


def break_tag(ciphertext):
    """Return a ciphertext whose authentication tag no longer fits."""
    sealed = bytearray(base64.b64decode(ciphertext))
    sealed[-1] ^= 1
    return base64.b64encode(sealed).decode()
