"""A restaurant's server in the tests: it calls Dada and SF as their documents say."""

import base64
import hashlib
import itertools
import json
import time
from urllib.parse import quote

import requests

TIMEOUT_S = 10
# Some 1.9 km from the first shop, and one far beyond any rider's way.
NEAR = (102.7201, 25.0401)
FAR = (103.2, 25.4)
_numbers = itertools.count(1)


def md5(text):
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def fresh_number():
    return f"T{int(time.time())}-{next(_numbers)}"


class Control:
    """The control plane of a sandbox."""

    def __init__(self, url):
        self.url = url

    def __call__(self, method, path, expected=200, **body):
        answer = requests.request(
            method,
            f"{self.url}/control/{path}",
            json=body if method == "POST" else None,
            timeout=30,
        )
        assert answer.status_code == expected, answer.text
        return answer.json()

    def fault(self, fault, **params):
        return self("POST", "behaviour", fault=fault, **params)["id"]

    def advance(self, seconds):
        return self("POST", "clock", advance_s=seconds)

    def ride(self, number, action, expected=200, **more):
        body = {"number": number, "action": action, **more}
        return self("POST", "courier-order", expected, **body)

    def order(self, number):
        orders = self("GET", "couriers")["orders"]
        return next(order for order in orders if order["number"] == number)

    def told(self, number):
        rows = self("GET", f"courier-callbacks?number={number}")["callbacks"]
        return [row["content"] for row in reversed(rows)]


class Dada:
    """A merchant at Dada."""

    platform = "dada"

    def __init__(self, url, name="", **console):
        self.url, self.control = url, Control(url)
        self.keys = self.control(
            "POST", "courier-account", platform="dada", name=name, console=console
        )

    def envelope(self, text, **changes):
        envelope = {
            "app_key": self.keys["app_key"],
            "body": text,
            "format": "json",
            "source_id": self.keys["number"],
            "timestamp": int(time.time()),
            "v": "1.0",
            **changes,
        }
        joined = "".join(f"{name}{envelope[name]}" for name in sorted(envelope))
        secret = self.keys["app_secret"]
        signature = md5(f"{secret}{joined}{secret}").upper()
        return {**envelope, "signature": signature}

    def post(self, path, envelope):
        return requests.post(
            f"{self.url}/api/{path}",
            data=json.dumps(envelope, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json"},
            timeout=TIMEOUT_S,
        )

    def call(self, path, body=""):
        text = body if body == "" else json.dumps(body, ensure_ascii=False)
        return self.post(path, self.envelope(text)).json()

    def result(self, path, body=""):
        answer = self.call(path, body)
        assert answer["code"] == 0, answer
        return answer["result"]

    def order(self, number=None, **changes):
        body = {
            "shop_no": self.keys["shop_no"],
            "origin_id": number or fresh_number(),
            "cargo_price": 36.5,
            "is_prepay": 0,
            "receiver_name": "张三",
            "receiver_address": "昆明市盘龙区北京路1号",
            "receiver_lng": NEAR[0],
            "receiver_lat": NEAR[1],
            "receiver_phone": "13800138000",
            "cargo_weight": 0.8,
            "callback": "http://127.0.0.1:9/callback",
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def place(self, number=None, **changes):
        body = self.order(number, **changes)
        self.result("order/addOrder", body)
        return body["origin_id"]

    def query(self, number):
        return self.result("order/status/query", {"order_id": number})


class Sf:
    """A merchant at SF intra-city."""

    platform = "sf"

    def __init__(self, url, name="", **console):
        self.url, self.control = url, Control(url)
        self.keys = self.control(
            "POST", "courier-account", platform="sf", name=name, console=console
        )

    def sign(self, raw):
        joined = f"{raw}&{self.keys['number']}&{self.keys['dev_key']}"
        return base64.b64encode(md5(joined).encode()).decode()

    def post(self, method, raw, sign):
        return requests.post(
            f"{self.url}/open/api/external/{method}?sign={quote(sign, safe='')}",
            data=raw.encode(),
            headers={"Content-Type": "application/json"},
            timeout=TIMEOUT_S,
        )

    def raw(self, body):
        common = {"dev_id": int(self.keys["number"]), "push_time": int(time.time())}
        return json.dumps({**common, **body}, ensure_ascii=False)

    def call(self, method, body):
        raw = self.raw(body)
        return self.post(method, raw, self.sign(raw)).json()

    def result(self, method, body):
        answer = self.call(method, body)
        assert answer["error_code"] == 0, answer
        return answer["result"]

    def wanted(self, **changes):
        body = {
            "shop_id": self.keys["shop_no"],
            "user_lng": str(NEAR[0]),
            "user_lat": str(NEAR[1]),
            "user_address": "昆明市盘龙区北京路1号",
            "weight": 800,
            "product_type": 1,
            "total_price": 3650,
            "is_appoint": 0,
            "pay_type": 1,
            "is_insured": 0,
            "is_person_direct": 0,
            "lbs_type": 2,
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def order(self, number=None, **changes):
        body = {
            "shop_id": self.keys["shop_no"],
            "shop_type": 1,
            "shop_order_id": number or fresh_number(),
            "order_source": "Odoo",
            "order_time": int(time.time()),
            "version": 17,
            "is_appoint": 0,
            "pay_type": 1,
            "is_insured": 0,
            "is_person_direct": 0,
            "receive": {
                "user_name": "张三",
                "user_phone": "13800138000",
                "user_address": "昆明市盘龙区北京路1号",
                "user_lng": str(NEAR[0]),
                "user_lat": str(NEAR[1]),
            },
            "order_detail": {
                "total_price": 3650,
                "product_type": 1,
                "weight_gram": 800,
                "product_num": 2,
                "product_type_num": 1,
                "product_detail": [{"product_name": "过桥米线", "product_num": 2}],
            },
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def place(self, number=None, **changes):
        body = self.order(number, **changes)
        self.result("createorder", body)
        return body["shop_order_id"]

    def named(self, number):
        return {
            "order_id": number,
            "order_type": 2,
            "shop_id": self.keys["shop_no"],
            "shop_type": 1,
        }

    def query(self, number):
        return self.result("getorderstatus", self.named(number))
