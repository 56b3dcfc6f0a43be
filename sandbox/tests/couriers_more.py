"""A restaurant's server at UU, Shansong and WeChat's intra-city delivery."""

import json
import time
from urllib.parse import urlencode

import requests

from sandbox.couriers.geo import to_baidu

from .couriers import NEAR, TIMEOUT_S, Control, fresh_number, md5

HOME = (102.7035, 25.0468)


class Uu:
    """A merchant at UU."""

    platform = "uu"

    def __init__(self, url, name=""):
        self.url, self.control = url, Control(url)
        self.keys = self.control("POST", "courier-account", platform="uu", name=name)

    def envelope(self, biz, **changes):
        now = int(time.time())
        envelope = {"openId": self.keys["number"], "timestamp": now, "biz": biz}
        envelope.update(changes)
        text = f"{biz}{self.keys['app_key']}{envelope['timestamp']}"
        return {**envelope, "sign": md5(text).upper()}

    def post(self, method, envelope, app_id=None):
        return requests.post(
            f"{self.url}/openapi/v3/order/{method}",
            data=json.dumps(envelope, ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json",
                "X-App-Id": app_id or self.keys["app_id"],
            },
            timeout=TIMEOUT_S,
        )

    def call(self, method, body):
        return self.post(method, self.envelope(json.dumps(body))).json()

    def result(self, method, body):
        answer = self.call(method, body)
        assert answer["code"] == 1, answer
        return answer["body"]

    def wanted(self, number=None, **changes):
        start, end = to_baidu(HOME), to_baidu(NEAR)
        body = {
            "originId": number or fresh_number(),
            "sendType": "SEND",
            "fromAddress": "翠湖南路1号",
            "fromLng": start[0],
            "fromLat": start[1],
            "toAddress": "北京路1号",
            "toLng": end[0],
            "toLat": end[1],
            "cityName": "昆明市",
            "goodsWeight": 1,
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def order(self, token, **changes):
        return {
            "priceToken": token,
            "receiver": "张三",
            "receiverPhone": "13800138000",
            "pushType": "OPEN_ORDER",
            "specialType": "NOT_NEED_WARM",
            "payType": "BALANCE_PAY",
            "callbackUrl": "http://127.0.0.1:9/uu",
            **changes,
        }

    def place(self, number=None, *, callback=None, **changes):
        body = self.wanted(number, **changes)
        token = self.result("orderPrice", body)["priceToken"]
        more = {"callbackUrl": callback} if callback else {}
        self.result("addOrder", self.order(token, **more))
        return body["originId"]

    def state(self, number):
        return self.result("orderDetail", {"originId": number})["state"]

    def cancel(self, number):
        body = {"originId": number, "reason": "不需要了"}
        return self.call("cancelOrder", body)


class Shansong:
    """A merchant at Shansong."""

    platform = "shansong"

    def __init__(self, url, name="", **console):
        self.url, self.control = url, Control(url)
        self.keys = self.control(
            "POST", "courier-account", platform="shansong", name=name, console=console
        )

    def form(self, data, **changes):
        form = {
            "clientId": self.keys["client_id"],
            "shopId": self.keys["number"],
            "timestamp": str(int(time.time() * 1000)),
            "data": data,
            **changes,
        }
        joined = "".join(f"{name}{form[name]}" for name in sorted(form))
        return {**form, "sign": md5(self.keys["app_secret"] + joined).upper()}

    def post(self, method, form):
        return requests.post(
            f"{self.url}/openapi/merchants/v5/{method}",
            data=urlencode(form),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            timeout=TIMEOUT_S,
        )

    def call(self, method, body):
        return self.post(method, self.form(json.dumps(body))).json()

    def result(self, method, body):
        answer = self.call(method, body)
        assert answer["status"] == 200, answer
        return answer["data"]

    def wanted(self, number=None, *, city="昆明市", **changes):
        start, end = to_baidu(HOME), to_baidu(NEAR)
        receiver = {
            "orderNo": number or fresh_number(),
            "toAddress": "北京路1号",
            "toReceiverName": "张三",
            "toMobile": "13800138000",
            "toLatitude": str(end[1]),
            "toLongitude": str(end[0]),
            "goodType": 6,
            "weight": 1,
            **changes,
        }
        sender = {
            "fromAddress": "翠湖南路1号",
            "fromSenderName": "店长",
            "fromMobile": "13888880000",
            "fromLatitude": str(start[1]),
            "fromLongitude": str(start[0]),
        }
        return {
            "cityName": city,
            "appointType": 0,
            "sender": sender,
            "receiverList": [receiver],
        }

    def place(self, number=None, *, callback=None, **changes):
        body = self.wanted(number, **changes)
        quoted = self.result("orderCalculate", body)["orderNumber"]
        self.result("orderPlace", {"issOrderNo": quoted})
        return body["receiverList"][0]["orderNo"]

    def info(self, number):
        return self.result("orderInfo", {"thirdOrderNo": number})

    def state(self, number):
        return self.info(number)["orderStatus"]

    def cancel(self, number, agrees=True):
        body = {"issOrderNo": self.info(number)["orderNo"], "deductFlag": agrees}
        return self.call("abortOrder", body)


class Wechat:
    """A mini-program with intra-city delivery."""

    platform = "wechat_intracity"

    def __init__(self, url, merchant):
        self.url, self.control = url, Control(url)
        self.keys = self.control("POST", "courier-account", platform="wechat_intracity")
        self.openid = merchant.login("mei")
        answer = requests.post(
            f"{url}/cgi-bin/stable_token",
            json={
                "grant_type": "client_credential",
                "appid": merchant.credentials["appid"],
                "secret": merchant.credentials["appsecret"],
            },
            timeout=TIMEOUT_S,
        )
        self.token = answer.json()["access_token"]

    def call(self, method, body, token=None):
        url = f"{self.url}/cgi-bin/express/intracity/{method}"
        return requests.post(
            f"{url}?access_token={token or self.token}",
            data=json.dumps(body, ensure_ascii=False).encode(),
            timeout=TIMEOUT_S,
        ).json()

    def result(self, method, body):
        answer = self.call(method, body)
        assert answer["errcode"] == 0, answer
        return answer

    def guest(self, **changes):
        return {
            "wx_store_id": self.keys["shop_no"],
            "user_name": "张三",
            "user_phone": "13800138000",
            "user_lng": NEAR[0],
            "user_lat": NEAR[1],
            "user_address": "昆明市盘龙区北京路1号",
            **changes,
        }

    @staticmethod
    def cargo(**changes):
        cargo = {
            "cargo_name": "过桥米线",
            "cargo_weight": 800,
            "cargo_price": 3650,
            "cargo_type": 1,
            "cargo_num": 1,
        }
        return {**cargo, **changes}

    def order(self, number=None, **changes):
        body = {
            **self.guest(),
            "store_order_id": number or fresh_number(),
            "user_openid": self.openid,
            "order_detail_path": "pages/order/order?id=1",
            "callback_url": "http://127.0.0.1:9/wx",
            "cargo": self.cargo(),
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def place(self, number=None, *, callback=None, **changes):
        if callback:
            changes["callback_url"] = callback
        body = self.order(number, **changes)
        self.result("addorder", body)
        return body["store_order_id"]

    def named(self, number):
        return {"wx_store_id": self.keys["shop_no"], "store_order_id": number}

    def query(self, number):
        return self.result("queryorder", self.named(number))

    def state(self, number):
        return self.query(number)["order_status"]

    def cancel(self, number):
        body = {**self.named(number), "cancel_reason_id": 1}
        return self.call("cancelorder", body)
