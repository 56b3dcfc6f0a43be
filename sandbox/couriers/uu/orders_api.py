"""UU's endpoints: price, order, detail, cancelling, tips."""

import json
from datetime import datetime

from ...clock import CHINA
from ...web import Route
from .. import cities
from ..errors import FieldError, RuleError
from ..fields import Degrees, Many, Nested, Phone, Text, Url, Whole
from ..geo import from_baidu, to_baidu
from ..orders import Job
from ..riders import rider_of
from ..states import (
    ACCEPTED,
    ATSHOP,
    BEFORE_PICKUP,
    CANCELLED,
    DELIVERING,
    DONE,
    FAILED,
    RETURNED,
    RETURNING,
    WAITING,
)

PATH = "/openapi/v3/order"
TOKEN_LIFE_S = 600
STATUS = {
    WAITING: (1, "下单成功"),
    ACCEPTED: (3, "跑男抢单"),
    ATSHOP: (4, "已到达"),
    DELIVERING: (5, "已取件"),
    RETURNING: (6, "到达目的地"),
    DONE: (10, "收件人已收货"),
    CANCELLED: (-1, "订单取消"),
    RETURNED: (-2, "客服取消"),
    FAILED: (-2, "客服取消"),
}
SEND_TYPES = ("SEND", "BUY", "HELP", "QUEUE")
_PRICE = {
    "originId": Text(64, required=True),
    "sendType": Text(16, True, "|".join(SEND_TYPES), f"one of {SEND_TYPES}"),
    "urgentOrder": Text(32),
    "fromAddress": Text(200, required=True),
    "fromUserNote": Text(100, may_be_empty=True),
    "fromLng": Degrees(180, required=True),
    "fromLat": Degrees(90, required=True),
    "toAddress": Text(200, required=True),
    "toUserNote": Text(100, may_be_empty=True),
    "toLng": Degrees(180, required=True),
    "toLat": Degrees(90, required=True),
    "adCode": Text(6, False, r"\d{6}", "six digits"),
    "cityName": Text(32, False, ".+市", "a city's name with 市"),
    "countyName": Text(32),
    "subscribeType": Text(32),
    "subscribeTime": Whole(),
    "couponType": Text(32),
    "goodsType": Text(32),
    "goodsWeight": Whole(1, 50),
    "goodsPrice": Whole(1, 10_000),
    "onlineFee": Whole(1, 200),
    "thirdShopId": Text(64),
    "serviceCode": Text(32),
    "businessCategory": Text(32),
}
_PRODUCT = {"goodsName": Text(64), "num": Whole(1, 999)}
_ORDER = {
    "priceToken": Text(64, required=True),
    "sender": Text(32),
    "senderPhone": Phone(),
    "receiver": Text(32),
    "receiverPhone": Phone(required=True),
    "note": Text(200, may_be_empty=True),
    "callbackUrl": Url(),
    "pushType": Text(16, True, "OPEN_ORDER|TEST_ORDER", "OPEN_ORDER or TEST_ORDER"),
    "specialType": Text(32, required=True),
    "payType": Text(16, True, "BALANCE_PAY", "the sandbox knows BALANCE_PAY"),
    "shortOrderNum": Text(8),
    "productDetailList": Many(Nested(_PRODUCT), 200),
}
_KEY = {"orderCode": Text(32), "originId": Text(64)}


class UuOrdersApi:
    """Orders as UU's merchants see them."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        tip = {**_KEY, "fee": Whole(1, 200, required=True)}
        cancel = {**_KEY, "reason": Text(200, required=True)}
        calls = (
            ("orderPrice", "uu.quote", self.quote, _PRICE),
            ("addOrder", "uu.create", self.place, _ORDER),
            ("orderDetail", "uu.query", self.query, _KEY),
            ("cancelFee", "uu.precancel", self.ask_cancel, _KEY),
            ("cancelOrder", "uu.cancel", self.cancel, cancel),
            ("addGratuity", "uu.tip", self.tip, tip),
        )
        return [
            Route("POST", f"{PATH}/{path}", api, handler, {"shape": shape})
            for path, api, handler, shape in calls
        ]

    def quote(self, account, params, request):
        """Return a price, and a token that holds it for ten minutes."""
        start = from_baidu((params["fromLng"], params["fromLat"]))
        here = cities.around(start)
        if here is None:
            raise RuleError("city", "fromLng, fromLat: Baidu's, in an open city")
        if cities.named(params.get("cityName", here.name)) != here:
            raise RuleError("city", "cityName: where the goods are")
        shop = self._couriers.accounts.place(
            account, start, params["fromAddress"], params.get("fromUserNote", "")
        )
        job = self._job(params)
        row, price = self._couriers.orders.keep_quote(
            account, shop, job, life_s=TOKEN_LIFE_S
        )
        due = price.total_fen + job.tip_fen
        return {
            "originId": job.number,
            "priceToken": row["token"],
            "expiresIn": TOKEN_LIFE_S,
            "totalMoney": due,
            "needPayMoney": due,
            "totalPriceOff": 0,
            "distance": price.distance_m,
            "feeDetailList": [{"fee": price.total_fen, "name": "配送费"}],
        }

    def place(self, account, params, request):
        """Place what was priced."""
        order = self._couriers.orders.place_quoted(
            account,
            params["priceToken"],
            {
                "name": params.get("receiver", ""),
                "phone": params["receiverPhone"],
                "note": params.get("note", ""),
                "sequence": params.get("shortOrderNum", ""),
                "callback_url": params.get("callbackUrl"),
            },
        )
        return {"orderCode": order["platform_no"], "originId": order["number"]}

    def query(self, account, params, request):
        """Return what is known of an order."""
        order = self._order(account, params)
        state, words = STATUS[order["state"]]
        rider = rider_of(order)
        where = to_baidu(self._couriers.rides.position(order)) if rider else None
        gone = order["cancelled_at"] is not None
        return {
            "orderCode": order["platform_no"],
            "originId": order["number"],
            "state": state,
            "stateText": words,
            "driverName": rider.name if rider else "",
            "driverMobile": rider.phone if rider else "",
            "driverLastLoc": f"{where[0]:.6f},{where[1]:.6f}" if where else "",
            "orderPrice": 0 if gone else order["fee_fen"] + order["tip_fen"],
            "priceOff": 0,
            "distance": json.loads(order["price"])["distance_m"],
            "addTime": _time(order["created_at"]),
            "finishTime": _time(order["finished_at"]),
            "cancelTime": _time(order["cancelled_at"]),
            "pickupCode": order["pickup_code"],
            "confirmCode": order["finish_code"],
        }

    def ask_cancel(self, account, params, request):
        """Return what cancelling would cost now."""
        order = self._order(account, params)
        if order["state"] not in BEFORE_PICKUP:
            raise RuleError("picked_up", f"it is {order['state']}")
        return {"cancelFee": self._couriers.orders.penalty(order)}

    def cancel(self, account, params, request):
        """Cancel an order before its pick-up."""
        order = self._order(account, params)
        fen = self._couriers.orders.cancel(order, params["reason"])
        return {"orderCode": order["platform_no"], "canCancel": True, "deductFee": fen}

    def tip(self, account, params, request):
        """Add to an order's tip, each time."""
        order = self._order(account, params)
        self._couriers.orders.add_tip(order, params["fee"] * 100, None)

    def _job(self, params):
        return Job(
            number=params["originId"],
            to=from_baidu((params["toLng"], params["toLat"])),
            address=params["toAddress"],
            name="",
            phone="",
            weight_g=params.get("goodsWeight", 1) * 1000,
            goods_fen=0,
            insured_fen=params.get("goodsPrice", 0) * 100,
            tip_fen=params.get("onlineFee", 0) * 100,
            needs_code=True,
            publish_at=self._publish_at(params.get("subscribeTime")),
        )

    def _publish_at(self, stamp):
        if not stamp:
            return None
        clock = self._world.clock
        if not 0 <= stamp - clock.wire() <= 3 * 86400:
            raise RuleError("appointment", "subscribeTime: seconds, within 3 days")
        return stamp + clock.offset_s

    def _order(self, account, params):
        orders = self._couriers.orders
        if "orderCode" in params:
            order = orders.find_by_platform_no(account, params["orderCode"])
        elif "originId" in params:
            order = orders.find(account, params["originId"])
        else:
            raise FieldError("orderCode", "this or originId")
        if order is None:
            raise RuleError("unknown_order", "an order of this merchant")
        return order


def _time(seconds):
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d %H:%M:%S")
