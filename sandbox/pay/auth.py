"""Proves that a request comes from the merchant it names.

https://pay.weixin.qq.com/doc/v3/merchant/4012365336
"""

import base64
import binascii
import re
import threading

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from ..merchants import SUB
from .errors import param_error, sign_error

SCHEME = "WECHATPAY2-SHA256-RSA2048"
WINDOW_S = 300
_PAIR = re.compile(r'\s*(\w+)="([^"]*)"\s*\Z')
_FIELDS = frozenset({"mchid", "nonce_str", "signature", "timestamp", "serial_no"})
_BAD_FORMAT = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》"


class Authenticator:
    """Checks the headers every request to WeChat Pay must carry."""

    def __init__(self, keys, clock):
        self._keys = keys
        self._clock = clock
        self._nonces = NonceMemory()

    def authenticate(self, request):
        """Return the merchant who signed the request.

        :raise PayError: If a header is missing or the signature does not hold.
        """
        _check_plain_headers(request)
        fields = _parse_authorization(request.header("Authorization"))
        merchant = self._keys.merchant_of(fields["mchid"])
        if merchant is None:
            raise sign_error(
                "商户号不存在",
                f"mchid must be {self._keys.merchant.mchid}",
                field="mchid",
            )
        if merchant.kind == SUB:
            raise sign_error(
                "商户号未设置API证书",
                "a sub-merchant has no key here: its partner signs for it",
                field="mchid",
            )
        if fields["serial_no"] != merchant.serial:
            raise sign_error(
                "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
                f"serial_no must be {merchant.serial}: 40 hex digits in capitals, "
                "the merchant certificate's, not the platform's",
                field="serial_no",
            )
        timestamp = self._check_age(fields["timestamp"])
        head = (
            request.method,
            request.target,
            fields["timestamp"],
            fields["nonce_str"],
        )
        message = "".join(f"{part}\n" for part in head).encode() + request.body + b"\n"
        _verify(merchant.public_key, message, fields["signature"], request)
        # Only a proven request may use up a nonce, or anyone could burn them.
        if not self._nonces.add(merchant.mchid, fields["nonce_str"], timestamp):
            raise sign_error(
                "Http头Authorization中的nonce_str重复",
                "a fresh nonce_str for each request; this one was used already",
                field="nonce_str",
            )
        return merchant

    def _check_age(self, timestamp):
        if not re.fullmatch(r"\d{10}", timestamp):
            raise sign_error(
                _BAD_FORMAT, "timestamp must be 10 digits: seconds", field="timestamp"
            )
        off = self._clock.wire() - int(timestamp)
        if abs(off) > WINDOW_S:
            raise sign_error(
                "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
                f"timestamp is {off:.0f} s off; at most {WINDOW_S}",
                field="timestamp",
            )
        return int(timestamp)


class NonceMemory:
    """Remembers the nonces of the time window."""

    def __init__(self):
        self._seen = {}
        self._lock = threading.Lock()
        self._newest = 0

    def add(self, mchid, nonce, timestamp):
        """Return whether this merchant's nonce was new, and remember it."""
        with self._lock:
            self._newest = max(self._newest, timestamp)
            if (mchid, nonce) in self._seen:
                return False
            self._seen[mchid, nonce] = timestamp
            if len(self._seen) % 10_000 == 0:
                oldest = self._newest - 2 * WINDOW_S
                self._seen = {k: at for k, at in self._seen.items() if at >= oldest}
            return True


def _check_plain_headers(request):
    if not request.header("User-Agent") or not request.header("Accept"):
        raise param_error(
            "User-Agent" if request.header("Accept") else "Accept",
            "Http头缺少Accept或User-Agent",
            "send Accept: application/json and a User-Agent that is not empty",
            location="header",
        )
    accepted = [
        part.split(";")[0].strip() for part in request.header("Accept").split(",")
    ]
    if not {"application/json", "*/*", "application/*"} & set(accepted):
        raise param_error(
            "Accept",
            "Http头Accept值错误",
            "Accept must admit application/json",
            request.header("Accept"),
            location="header",
        )
    content_type = request.header("Content-Type").split(";")[0].strip().lower()
    if request.method == "POST" and content_type != "application/json":
        error = param_error(
            "Content-Type",
            "Http头Content-Type值错误",
            "Content-Type must be application/json",
            request.header("Content-Type"),
            location="header",
        )
        error.status = 415
        raise error


def _parse_authorization(header):
    scheme, _, rest = header.partition(" ")
    if scheme != SCHEME:
        raise sign_error(
            _BAD_FORMAT, f"Authorization must begin with {SCHEME}", field="scheme"
        )
    fields = {}
    for part in rest.split(","):
        pair = _PAIR.match(part)
        if not pair or pair[1] in fields:
            raise sign_error(
                _BAD_FORMAT, f'parts of the form name="value", got {part!r}'
            )
        fields[pair[1]] = pair[2]
    if set(fields) != _FIELDS:
        raise sign_error(_BAD_FORMAT, f"exactly these parts: {sorted(_FIELDS)}")
    if not re.fullmatch(r"[0-9A-Za-z]{1,32}", fields["nonce_str"]):
        raise sign_error(
            _BAD_FORMAT, "nonce_str: 1 to 32 letters and digits", field="nonce_str"
        )
    return fields


def _verify(public_key, message, signature, request):
    try:
        public_key.verify(
            base64.b64decode(signature, validate=True),
            message,
            padding.PKCS1v15(),
            hashes.SHA256(),
        )
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise sign_error(
            "错误的签名，验签失败",
            "sign not match: SHA256withRSA with the merchant's private key over "
            "method, path with query, timestamp, nonce and body, each ended by \\n",
            sign_information={
                "method": request.method,
                "url": request.target,
                "sign_message_length": len(message),
                "body_length": len(request.body),
            },
        ) from error
