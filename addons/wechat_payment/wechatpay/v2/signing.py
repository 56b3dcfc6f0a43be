"""How APIv2 signs: a hash over the sorted values and the merchant's v2 key.

See https://pay.weixin.qq.com/doc/v2/merchant/4011985891. Last seen: November 2026.
"""

import hashlib
import hmac

from ..errors import WechatPayConfigurationError, WechatPaySignatureError

MD5 = "MD5"
HMAC_SHA256 = "HMAC-SHA256"
KEY_LENGTH = 32


def check_key(key):
    """Return an APIv2 key, if it can be one.

    :raise WechatPayConfigurationError: If it is missing or malformed.
    """
    if not key or len(key) != KEY_LENGTH or not key.isascii():
        raise WechatPayConfigurationError("the APIv2 key has 32 letters and digits")
    return key


def sign(values, key, sign_type):
    """Return the signature of a message.

    :param dict values: Texts by name; empty ones and the signature do not count.
    :param str key: The APIv2 key.
    :param str sign_type: `MD5` or `HMAC-SHA256`.
    :rtype: str
    """
    pairs = [
        f"{name}={values[name]}"
        for name in sorted(values)
        if name != "sign" and values[name] not in ("", None)
    ]
    message = "&".join([*pairs, f"key={key}"]).encode()
    if sign_type == HMAC_SHA256:
        return hmac.new(key.encode(), message, hashlib.sha256).hexdigest().upper()
    return hashlib.md5(message, usedforsecurity=False).hexdigest().upper()


def verify(values, key, sign_type):
    """Prove that WeChat Pay made a message.

    :raise WechatPaySignatureError: If it is not signed with our key.
    """
    expected = sign(values, key, sign_type).encode()
    if not hmac.compare_digest(expected, values.get("sign", "").encode()):
        raise WechatPaySignatureError("the answer is not signed with the APIv2 key")
