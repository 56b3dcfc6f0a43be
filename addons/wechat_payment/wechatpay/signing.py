"""How requests are signed and how answers and notifications are proven.

See https://pay.weixin.qq.com/doc/v3/merchant/4012365342 (requests),
https://pay.weixin.qq.com/doc/v3/merchant/4012365341 (mini-program) and
https://pay.weixin.qq.com/doc/v3/merchant/4013053249 (answers and notifications).
Last seen: November 2026.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from .errors import WechatPaySignatureError
from .proof import Proof

SCHEME = "WECHATPAY2-SHA256-RSA2048"
CLOCK_WINDOW_SECONDS = 300

_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def request_message(method, target, timestamp, nonce, body):
    """Return the five lines that a request's signature covers, as bytes.

    :param str method: The HTTP method.
    :param str target: Path and query, exactly as sent.
    :param int|str timestamp: Unix seconds.
    :param str nonce: A string never used before.
    :param bytes body: The body, exactly as sent; empty for GET.
    """
    return _lines(method, target, str(timestamp), nonce, body)


def authorization(merchant_key, mchid, nonce, timestamp, message):
    """Return the `Authorization` header of a request.

    :param PrivateKey merchant_key: The merchant's key.
    :param bytes message: What :func:`request_message` returned.
    """
    signature = base64.b64encode(merchant_key.sign(message)).decode()
    return (
        f'{SCHEME} mchid="{mchid}",nonce_str="{nonce}",signature="{signature}",'
        f'timestamp="{timestamp}",serial_no="{merchant_key.serial}"'
    )


def jsapi_message(appid, timestamp, nonce, package):
    """Return the four lines that `paySign` covers, as bytes."""
    return _lines(appid, str(timestamp), nonce, package)


def jsapi_parameters(merchant_key, appid, prepay_id, *, timestamp, nonce):
    """Return the five parameters of `wx.requestPayment`.

    :param PrivateKey merchant_key: The merchant's key.
    :param str appid: The mini-program the diner pays in.
    :param str prepay_id: The prepared payment.
    :param int timestamp: Unix seconds; the phone wants them as a string.
    :param str nonce: A string never used before.
    :rtype: dict
    """
    package = f"prepay_id={prepay_id}"
    signature = merchant_key.sign(jsapi_message(appid, timestamp, nonce, package))
    return {
        "timeStamp": str(timestamp),
        "nonceStr": nonce,
        "package": package,
        "signType": "RSA",
        "paySign": base64.b64encode(signature).decode(),
    }


@dataclass(frozen=True)
class SignedMessage:
    """A body with the four headers that prove where it comes from."""

    serial: str
    timestamp: int
    nonce: str
    signature: bytes
    body: bytes

    @classmethod
    def from_http(cls, headers, body):
        """Return the message of an answer or a notification, not yet proven.

        :param Mapping headers: The HTTP headers, their names in any case.
        :param bytes body: The raw body.
        :raise WechatPaySignatureError: If a header is missing or malformed.
        """
        lowered = {name.lower(): value for name, value in headers.items()}
        timestamp = _require(lowered, "Wechatpay-Timestamp")
        if not _TIMESTAMP.fullmatch(timestamp):
            raise WechatPaySignatureError("Wechatpay-Timestamp is not a time")
        try:
            signature = base64.b64decode(
                _require(lowered, "Wechatpay-Signature"), validate=True
            )
        except (binascii.Error, ValueError) as error:
            raise WechatPaySignatureError(
                "Wechatpay-Signature is not base64"
            ) from error
        nonce = _require(lowered, "Wechatpay-Nonce")
        if not nonce.isascii():
            raise WechatPaySignatureError("Wechatpay-Nonce is not ASCII")
        return cls(
            serial=_require(lowered, "Wechatpay-Serial"),
            timestamp=int(timestamp),
            nonce=nonce,
            signature=signature,
            body=body,
        )

    def check_age(self, now):
        """Refuse a message that is not from these minutes.

        :param float now: Unix seconds.
        :raise WechatPaySignatureError: If it is older or newer than five minutes.
        """
        if abs(now - self.timestamp) > CLOCK_WINDOW_SECONDS:
            raise WechatPaySignatureError("the message is outside the 5-minute window")

    def verify(self, verifiers):
        """Prove that WeChat Pay sent this.

        A probe (`WECHATPAY/SIGNTEST/...`) fails like any wrong signature, as it should.

        :param Verifiers verifiers: WeChat Pay's public keys.
        :return: The message as it can be kept.
        :rtype: Proof
        :raise WechatPaySignatureError: If it did not, or the key is unknown.
        :raise WechatPayContentError: If it did, and it is not UTF-8.
        """
        message = _lines(str(self.timestamp), self.nonce, self.body)
        verifier = verifiers.get(self.serial)
        verifier.verify(message, self.signature)
        return Proof.of_signed(self, verifier)


def _lines(*parts):
    encoded = (part if isinstance(part, bytes) else part.encode() for part in parts)
    return b"".join(part + b"\n" for part in encoded)


def _require(lowered, name):
    value = lowered.get(name.lower())
    if not value:
        raise WechatPaySignatureError(f"{name} is missing")
    return value
