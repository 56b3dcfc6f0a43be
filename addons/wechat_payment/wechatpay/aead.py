"""The encryption of notifications and of sealed files.

See https://pay.weixin.qq.com/doc/v3/merchant/4012071382. Last seen: November 2026.
"""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import WechatPayDecryptionError

ALGORITHM = "AEAD_AES_256_GCM"


def decrypt(key, *, nonce, associated_data, ciphertext):
    """Return what WeChat Pay encrypted with the merchant's API v3 key.

    :param bytes key: The API v3 key.
    :param str nonce: The message's nonce.
    :param str|None associated_data: What the message adds to the seal; may be missing.
    :param str ciphertext: The sealed text, base64.
    :rtype: bytes
    :raise WechatPayDecryptionError: If the key does not open it.
    """
    try:
        sealed = base64.b64decode(ciphertext, validate=True)
        return AESGCM(key).decrypt(
            nonce.encode(), sealed, (associated_data or "").encode()
        )
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise WechatPayDecryptionError(
            "the API v3 key does not open this message"
        ) from error


def open_sealed(key, nonce, sealed):
    """Return what WeChat Pay sealed with a key made for it.

    :param bytes key: That key.
    :param str nonce: Its nonce.
    :param bytes sealed: The sealed file.
    :rtype: bytes
    :raise WechatPayDecryptionError: If the key does not open it.
    """
    try:
        return AESGCM(key).decrypt(nonce.encode(), sealed, b"")
    except (InvalidTag, ValueError) as error:
        raise WechatPayDecryptionError("its key does not open this file") from error
