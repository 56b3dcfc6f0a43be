"""WeChat's API security: requests and answers sealed, requests signed besides.

See https://developers.weixin.qq.com/miniprogram/dev/server/getting_started/
api_signature: AES-256-GCM with the address, the app and the time as associated data,
then RSA-PSS over the same. The key of the seal is shared by WeChat and the shop alone,
so an answer that opens is WeChat's.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..errors import CarrierConfigurationError, CarrierUnknownError
from ..wire import to_json

_PEM = re.compile(
    "-----BEGIN (?P<kind>[A-Z ]+)-----(?P<body>.*?)-----END (?P=kind)-----", re.DOTALL
)
_IV_BYTES = 12
_TAG_BYTES = 16
_KEY_BYTES = 32
# WeChat wants a salt as long as the hash.
_PSS = padding.PSS(padding.MGF1(hashes.SHA256()), 32)


@dataclass(frozen=True)
class ApiKeys:
    """The keys of a mini-program's API security."""

    appid: str
    aes_number: str
    aes_key: str = field(repr=False)
    rsa_key_pem: str = field(repr=False)

    def seal(self, url: str, content: dict, *, now: int, nonce: str) -> bytes:
        """Return a request's body, closed so that only WeChat can open it."""
        secured = {**content, "_n": nonce, "_appid": self.appid, "_timestamp": now}
        iv = hashlib.sha256(nonce.encode()).digest()[:_IV_BYTES]
        aad = self._aad(url, now)
        sealed = self._cipher.encrypt(iv, to_json(secured).encode(), aad)
        parts = {
            "iv": iv,
            "data": sealed[:-_TAG_BYTES],
            "authtag": sealed[-_TAG_BYTES:],
        }
        return to_json(
            {name: base64.b64encode(part).decode() for name, part in parts.items()}
        ).encode()

    def headers(self, url: str, body: bytes, *, now: int) -> dict:
        """Return what proves that a body is the shop's."""
        message = f"{url}\n{self.appid}\n{now}\n".encode() + body
        signature = self._signer.sign(message, _PSS, hashes.SHA256())
        return {
            "Wechatmp-Appid": self.appid,
            "Wechatmp-TimeStamp": str(now),
            "Wechatmp-Signature": base64.b64encode(signature).decode(),
        }

    def open(self, url: str, headers: dict, content: dict) -> dict:
        """Return what is inside an answer.

        :raise CarrierUnknownError: If the seal is broken: it is not WeChat's.
        """
        names = {name.lower(): value for name, value in headers.items()}
        moment = names.get("wechatmp-timestamp", "")
        try:
            iv, data, tag = (
                base64.b64decode(content[name], validate=True)
                for name in ("iv", "data", "authtag")
            )
            opened = self._cipher.decrypt(iv, data + tag, self._aad(url, moment))
            inner = json.loads(opened)
        except (KeyError, TypeError, ValueError, InvalidTag) as error:
            raise CarrierUnknownError("the answer does not open") from error
        if not isinstance(inner, dict):
            raise CarrierUnknownError("the answer holds no object")
        return inner

    def _aad(self, url, moment):
        return f"{url}|{self.appid}|{moment}|{self.aes_number}".encode()

    @property
    def _cipher(self):
        try:
            key = base64.b64decode(self.aes_key, validate=True)
        except (binascii.Error, ValueError) as error:
            raise CarrierConfigurationError("the AES key is no base64") from error
        if len(key) != _KEY_BYTES:
            raise CarrierConfigurationError("the AES key is no key of AES-256")
        return AESGCM(key)

    @property
    def _signer(self):
        pem = _with_lines(self.rsa_key_pem).encode()
        try:
            return serialization.load_pem_private_key(pem, None)
        except (TypeError, ValueError) as error:
            raise CarrierConfigurationError("the RSA key is no private key") from error


def _with_lines(pem):
    # A form of one line swallows the ends of lines, which PEM needs.
    found = _PEM.search(pem)
    if not found:
        return pem
    body = "".join(found["body"].split())
    return f"-----BEGIN {found['kind']}-----\n{body}\n-----END {found['kind']}-----\n"
