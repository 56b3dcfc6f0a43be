"""A merchant's till that speaks API v2, for the tests."""

import base64
import hashlib
import hmac
import secrets
from xml.etree import ElementTree

import requests
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from .client import TIMEOUT_S


class MerchantV2:
    """Signs, calls and proves as an old till does."""

    def __init__(self, merchant, sign_type="MD5"):
        self.base_url = merchant.base_url
        self.credentials = merchant.credentials
        self.sign_type = sign_type

    def call(self, path, params, *, headers=None, key=None, extra=None):
        """Send signed parameters; return the answer's, their signature proven."""
        sent = {
            "appid": self.credentials["appid"],
            "mch_id": self.credentials["mchid"],
            "nonce_str": secrets.token_hex(16),
            "sign_type": self.sign_type,
            **params,
        }
        sent = {name: value for name, value in sent.items() if value is not None}
        sent["sign"] = self.sign(sent, key or self.credentials["apiv2_key"])
        sent |= extra or {}
        text = "".join(f"<{name}>{value}</{name}>" for name, value in sent.items())
        answer = self.post(path, f"<xml>{text}</xml>", headers)
        if answer["return_code"] == "SUCCESS":
            proof = self.sign(answer, self.credentials["apiv2_key"])
            assert proof == answer["sign"]
        return answer

    def post(self, path, text, headers=None):
        answer = requests.post(
            self.base_url + path,
            data=text.encode(),
            headers=headers or {},
            timeout=TIMEOUT_S,
        )
        return self.read(answer)

    @staticmethod
    def read(answer):
        """Return the flat parameters of an answer."""
        assert answer.status_code == 200
        return {e.tag: e.text or "" for e in ElementTree.fromstring(answer.content)}

    def sign(self, params, key):
        pairs = sorted((n, v) for n, v in params.items() if n != "sign" and v != "")
        text = "&".join(f"{name}={value}" for name, value in pairs) + f"&key={key}"
        if self.sign_type == "MD5":
            return hashlib.md5(text.encode()).hexdigest().upper()
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest().upper()

    def micropay(self, auth_code, number, **changes):
        return self.call(
            "/pay/micropay",
            {
                "body": "滇味小馆 过桥米线",
                "out_trade_no": number,
                "total_fee": "100",
                "spbill_create_ip": "127.0.0.1",
                "auth_code": auth_code,
                "device_info": "till-1",
                **changes,
            },
        )

    def query(self, number):
        return self.call("/pay/orderquery", {"out_trade_no": number})

    def reverse(self, number, headers=None):
        headers = self.certificate() if headers is None else headers
        path = "/secapi/pay/reverse"
        return self.call(path, {"out_trade_no": number}, headers=headers)

    def certificate(self, pem="merchant_certificate_pem"):
        certificate = x509.load_pem_x509_certificate(self.credentials[pem].encode())
        der = certificate.public_bytes(Encoding.DER)
        return {"Client-Cert": f":{base64.b64encode(der).decode()}:"}
