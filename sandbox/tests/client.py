"""A merchant's server in the tests: signs, calls, verifies, decrypts."""

import base64
import gzip
import hashlib
import json
import secrets
import time
from urllib.parse import urlencode

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TIMEOUT_S = 10


class Merchant:
    """Speaks WeChat Pay v3 with the credentials the sandbox handed out."""

    def __init__(self, base_url, mchid=""):
        self.base_url = base_url
        self.session = requests.Session()
        whose = f"?mchid={mchid}" if mchid else ""
        self.credentials = self.control("GET", f"credentials{whose}")
        self.private_key = serialization.load_pem_private_key(
            self.credentials["merchant_private_key_pem"].encode(), None
        )

    # --- the control plane and the phone ---

    def control(self, method, path, expected=200, **body):
        """Call the control plane; return its JSON."""
        answer = requests.request(
            method,
            f"{self.base_url}/control/{path}",
            json=body if method == "POST" else None,
            timeout=30,
        )
        assert answer.status_code == expected, answer.text
        return answer.json()

    def fault(self, fault, **params):
        return self.control("POST", "behaviour", fault=fault, **params)["id"]

    def login(self, user="diner"):
        """Return the openid of a user who logs in."""
        code = self.control("POST", "login-code", user=user)["code"]
        answer = requests.get(
            f"{self.base_url}/sns/jscode2session",
            params={
                "appid": self.credentials["appid"],
                "secret": self.credentials["appsecret"],
                "js_code": code,
                "grant_type": "authorization_code",
            },
            timeout=TIMEOUT_S,
        )
        return answer.json()["openid"]

    def pay_params(self, prepay_id, appid=None, **changes):
        """Return what wx.requestPayment gets; `changes` come after signing."""
        params = {
            "appId": appid or self.credentials["appid"],
            "timeStamp": str(int(time.time())),
            "nonceStr": secrets.token_hex(16),
            "package": f"prepay_id={prepay_id}",
        }
        message = "".join(f"{value}\n" for value in params.values())
        params.update(signType="RSA", paySign=self.sign(message))
        return {**params, **changes}

    def pay(self, prepay_id, **changes):
        """Let the phone pay; return what the client would say."""
        return self.control("POST", "pay", **self.pay_params(prepay_id, **changes))

    # --- WeChat Pay ---

    def sign(self, message):
        return base64.b64encode(
            self.private_key.sign(message.encode(), padding.PKCS1v15(), hashes.SHA256())
        ).decode()

    def authorization(self, method, target, body, **changes):
        """Return an Authorization header; `changes` replace parts before signing."""
        parts = {
            "mchid": self.credentials["mchid"],
            "nonce_str": secrets.token_hex(16),
            "timestamp": str(int(time.time())),
            "serial_no": self.credentials["merchant_serial"],
            **changes,
        }
        message = (
            f"{method}\n{target}\n{parts['timestamp']}\n{parts['nonce_str']}\n{body}\n"
        )
        parts["signature"] = self.sign(message)
        return "WECHATPAY2-SHA256-RSA2048 " + ",".join(
            f'{name}="{value}"' for name, value in parts.items()
        )

    def call(self, method, target, body="", *, headers=None, auth=None):
        """Send a signed request; return the answer.

        `headers` replace those sent (None leaves one out), `auth` replaces parts of
        the Authorization.
        """
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        sent = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "sandbox-tests",
            "Authorization": self.authorization(method, target, text, **(auth or {})),
            **(headers or {}),
        }
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.session.request(
            method,
            self.base_url + target,
            data=text.encode() or None,
            headers=sent,
            timeout=TIMEOUT_S,
        )

    def order_body(self, number=None, **changes):
        """Return a valid body for a jsapi order."""
        if "payer" not in changes:
            # Asked for only when needed: a user may log in 100 times a minute.
            changes["payer"] = {"openid": self.login()}
        if changes["payer"] is None:
            del changes["payer"]
        return {
            "appid": self.credentials["appid"],
            "mchid": self.credentials["mchid"],
            "description": "滇味小馆 过桥米线",
            "out_trade_no": number or new_number(),
            "notify_url": "http://127.0.0.1:9/webhook",
            "amount": {"total": 100, "currency": "CNY"},
            **changes,
        }

    def create(self, body=None, **changes):
        """Place a jsapi order; return the answer."""
        return self.call(
            "POST", "/v3/pay/transactions/jsapi", body or self.order_body(**changes)
        )

    def place(self, way, body=None, **changes):
        """Place an order that needs no openid (native, h5); return the answer."""
        body = body or self.order_body(payer=None, **changes)
        return self.call("POST", f"/v3/pay/transactions/{way}", body)

    def scan(self, auth_code, number=None, **changes):
        """Take money from a payer's code; return the answer."""
        return self.call(
            "POST",
            "/v3/pay/transactions/codepay",
            self.code_body(auth_code, number) | changes,
        )

    def code_body(self, auth_code, number=None):
        """Return a valid body for a payment code."""
        return {
            "appid": self.credentials["appid"],
            "mchid": self.credentials["mchid"],
            "description": "滇味小馆 过桥米线",
            "out_trade_no": number or new_number(),
            "payer": {"auth_code": auth_code},
            "amount": {"total": 100, "currency": "CNY"},
            "scene_info": {"store_info": {"out_id": "KM01"}, "device_id": "till-1"},
        }

    def reverse(self, number):
        names = ("appid", "mchid")
        return self.call(
            "POST",
            f"/v3/pay/transactions/out-trade-no/{number}/reverse",
            {name: self.credentials[name] for name in names},
        )

    def bill(self, day, path="tradebill", **query):
        """Ask for a bill; return the answer."""
        query = urlencode({"bill_date": day, **query})
        return self.call("GET", f"/v3/bill/{path}?{query}")

    def download(self, url):
        """Return the answer to a bill's download."""
        return self.call("GET", url.removeprefix(self.base_url))

    def bill_file(self, day, path="tradebill", **query):
        """Return a bill's header, rows and summary, once its hash is proven."""
        offer = self.bill(day, path, **query).json()
        raw = self.download(offer["download_url"]).content
        raw = gzip.decompress(raw) if "tar_type" in query else raw
        assert hashlib.sha1(raw).hexdigest() == offer["hash_value"]
        header, *rows, names, values = raw.decode("utf-8-sig").split("\r\n")[:-1]
        split = [line.removeprefix("`").split(",`") for line in [*rows, values]]
        columns = header.split(",")
        return (
            columns,
            [dict(zip(columns, row, strict=True)) for row in split[:-1]],
            dict(zip(names.split(","), split[-1], strict=True)),
        )

    def advance(self, seconds):
        self.control("POST", "clock", advance_s=seconds)

    def query(self, number):
        mchid = self.credentials["mchid"]
        return self.call(
            "GET", f"/v3/pay/transactions/out-trade-no/{number}?mchid={mchid}"
        )

    def close(self, number):
        return self.call(
            "POST",
            f"/v3/pay/transactions/out-trade-no/{number}/close",
            {"mchid": self.credentials["mchid"]},
        )

    def refund(self, number, fen, total=100, **changes):
        return self.call(
            "POST",
            "/v3/refund/domestic/refunds",
            {
                "out_trade_no": number,
                "out_refund_no": new_number("R"),
                "amount": {"refund": fen, "total": total, "currency": "CNY"},
                **changes,
            },
        )

    def paid_order(self, **changes):
        """Place and pay an order; return its number."""
        body = self.order_body(**changes)
        prepay_id = self.create(body).json()["prepay_id"]
        assert self.pay(prepay_id)["result"] == "requestPayment:ok"
        return body["out_trade_no"]

    # --- verifying what WeChat Pay sends ---

    def verify(self, headers, body):
        """Raise unless a signature holds; return the serial that signed."""
        serial = headers["Wechatpay-Serial"]
        keys = {
            self.credentials["public_key_id"]: serialization.load_pem_public_key(
                self.credentials["public_key_pem"].encode()
            ),
            self.credentials["platform_serial"]: x509.load_pem_x509_certificate(
                self.credentials["platform_certificate_pem"].encode()
            ).public_key(),
        }
        message = (
            f"{headers['Wechatpay-Timestamp']}\n{headers['Wechatpay-Nonce']}\n"
            f"{body.decode()}\n"
        )
        keys[serial].verify(
            base64.b64decode(headers["Wechatpay-Signature"], validate=True),
            message.encode(),
            padding.PKCS1v15(),
            hashes.SHA256(),
        )
        return serial

    def decrypt(self, resource):
        """Return the JSON inside an AEAD box."""
        return json.loads(
            AESGCM(self.credentials["apiv3_key"].encode()).decrypt(
                resource["nonce"].encode(),
                base64.b64decode(resource["ciphertext"]),
                resource["associated_data"].encode(),
            )
        )


def typed_code(ending="00"):
    """Return a payment code nobody typed before, with the ending of a course."""
    return f"13{secrets.randbelow(10**14):014d}{ending}"


def new_number(prefix="T"):
    """Return a fresh order or refund number."""
    return prefix + secrets.token_hex(10)
