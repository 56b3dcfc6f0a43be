"""Messages that WeChat pushes to the server, opened by wechatpy's crypto.

See https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/
message-push.html. Last seen: November 2026.
"""

import base64
import binascii
import hashlib
import hmac
import json
import struct
from dataclasses import dataclass

from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException

from .errors import WechatContentError, WechatSignatureError

_AES_KEY_LENGTH = 43


def check_url(token, signature, timestamp, nonce):
    """Return whether WeChat is who asks for the echo when the address is set up.

    :rtype: bool
    """
    return hmac.compare_digest(
        _sign(token, timestamp, nonce), (signature or "").lower()
    )


@dataclass(frozen=True)
class PushKeys:
    """What the console of the mini-program shows: Token and EncodingAESKey."""

    token: str
    encoding_aes_key: str
    appid: str


@dataclass(frozen=True)
class PushProof:
    """What the address of a push proves it with."""

    msg_signature: str
    timestamp: str
    nonce: str


def open_message(encrypted, keys, proof):
    """Return the message of a push in safe mode, once its origin is proven.

    In safe mode `msg_signature` proves it; `signature` covers no message.

    :param str encrypted: The `Encrypt` of the body.
    :param PushKeys keys: The keys of the mini-program.
    :param PushProof proof: The parameters of the address.
    :rtype: dict
    :raise WechatSignatureError: If the signature is wrong.
    :raise WechatContentError: If the message cannot be opened or is not JSON.
    """
    expected = _sign(keys.token, proof.timestamp, proof.nonce, encrypted)
    if not hmac.compare_digest(expected, (proof.msg_signature or "").lower()):
        raise WechatSignatureError("msg_signature is wrong")
    check_aes_key(keys.encoding_aes_key)
    crypto = WeChatCrypto(keys.token, keys.encoding_aes_key, keys.appid)
    try:
        text = crypto.decrypt_message(
            {"Encrypt": encrypted}, expected, proof.timestamp, proof.nonce
        )
        content = json.loads(text)
    except (
        WeChatException,
        ValueError,
        IndexError,
        TypeError,
        struct.error,
        binascii.Error,
    ) as error:
        raise WechatContentError("the pushed message cannot be opened") from error
    if not isinstance(content, dict):
        raise WechatContentError("the pushed message is not a JSON object")
    return content


def check_aes_key(key):
    """Refuse an EncodingAESKey that is not one.

    :raise ValueError: If it does not have 43 letters and digits.
    """
    try:
        if len(key) != _AES_KEY_LENGTH:
            raise ValueError(len(key))
        base64.b64decode(key + "=", validate=True)
    except (TypeError, ValueError) as error:
        raise ValueError("an EncodingAESKey has 43 letters and digits") from error


def _sign(*parts):
    text = "".join(sorted(str(part) for part in parts))
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
