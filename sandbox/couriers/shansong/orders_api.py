"""Shansong's endpoints: price, order, detail, cancelling, tips, the goods back."""

from datetime import datetime

from ...clock import CHINA
from ...web import Route
from .. import cities, ledger
from ..errors import FieldError, RuleError
from ..fields import Boolean, Degrees, Many, Nested, Phone, Text, Whole
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
    OVER,
    RETURNED,
    RETURNING,
    WAITING,
)

PATH = "/openapi/merchants/v5"
QUOTE_LIFE_S = 900
TIPS_FEN = (200, 300, 500, 1000, 1500, 2000, 5000, 10_000)
STATUS = {
    WAITING: (20, "派单中", 1, "派单中"),
    ACCEPTED: (30, "待取货", 1, "待取货"),
    ATSHOP: (30, "待取货", 2, "已就位"),
    DELIVERING: (40, "闪送中", 1, "闪送中"),
    DONE: (50, "已完成", 1, "已完成"),
    CANCELLED: (60, "已取消", 1, "已取消"),
    RETURNING: (60, "已取消", 2, "物品送回中"),
    RETURNED: (60, "已取消", 3, "物品送回完成"),
    FAILED: (60, "已取消", 1, "已取消"),
}
_LOG = {
    20: "created_at",
    30: "accepted_at",
    40: "picked_at",
    50: "finished_at",
    60: "cancelled_at",
}
_SENDER = {
    "fromAddress": Text(200, required=True),
    "fromAddressDetail": Text(100, may_be_empty=True),
    "fromSenderName": Text(32, required=True),
    "fromMobile": Phone(required=True),
    "fromLatitude": Degrees(90, required=True, as_text=True),
    "fromLongitude": Degrees(180, required=True, as_text=True),
}
_RECEIVER = {
    "orderNo": Text(64, required=True),
    "toAddress": Text(200, required=True),
    "toAddressDetail": Text(100, may_be_empty=True),
    "toReceiverName": Text(32, required=True),
    "toMobile": Phone(required=True),
    "toLatitude": Degrees(90, required=True, as_text=True),
    "toLongitude": Degrees(180, required=True, as_text=True),
    "goodType": Whole(1, 99, required=True),
    "weight": Whole(1, 50, required=True),
    "remarks": Text(200, may_be_empty=True),
    "additionFee": Whole(required=False, choices=TIPS_FEN),
    "insurance": Whole(0, 1_000_000),
    "insuranceProductId": Text(32),
    "orderingSourceType": Whole(0, 99),
    "orderingSourceNo": Text(32, may_be_empty=True),
}
_PRICE = {
    "cityName": Text(32, required=True),
    "appointType": Whole(0, 1, required=True),
    "appointmentDate": Text(16, False, r"[\d-]{10} [\d:]{5}", "2026-01-31 12:00"),
    "storeId": Text(64),
    "travelWay": Whole(0, 99),
    "deliveryType": Whole(1, 2),
    "sender": Nested(_SENDER, required=True),
    "receiverList": Many(Nested(_RECEIVER), 1, required=True),
}
_KEY = {"issOrderNo": Text(32, required=True)}


class ShansongOrdersApi:
    """Orders as Shansong's merchants see them."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        either = {"issOrderNo": Text(32), "thirdOrderNo": Text(64)}
        amount = Whole(required=True, choices=TIPS_FEN)
        calls = (
            ("orderCalculate", "shansong.quote", self.quote, _PRICE),
            ("orderPlace", "shansong.create", self.place, _KEY),
            ("orderInfo", "shansong.query", self.query, either),
            ("courierInfo", "shansong.position", self.spot, _KEY),
            ("preAbortOrder", "shansong.precancel", self.ask_cancel, _KEY),
            (
                "abortOrder",
                "shansong.cancel",
                self.cancel,
                {**_KEY, "deductFlag": Boolean(required=True)},
            ),
            (
                "addition",
                "shansong.tip",
                self.tip,
                {**_KEY, "additionAmount": amount},
            ),
            ("confirmGoodsReturn", "shansong.return", self.confirm, _KEY),
        )
        return [
            Route("POST", f"{PATH}/{path}", api, handler, {"shape": shape})
            for path, api, handler, shape in calls
        ]

    def quote(self, account, params, request):
        """Return a price, and the number the order will have."""
        sender, [receiver] = params["sender"], params["receiverList"]
        if params["appointType"]:
            raise FieldError("appointType", "the sandbox sends riders at once: 0")
        start = from_baidu((sender["fromLongitude"], sender["fromLatitude"]))
        here = cities.around(start)
        if here is None or cities.named(params["cityName"]) != here:
            raise RuleError("city", "cityName and Baidu's point of an open city")
        shop = self._shop(account, params.get("storeId"), start, sender)
        job = self._job(receiver)
        orders = self._couriers.orders
        row, price = orders.keep_quote(
            account, shop, job, life_s=QUOTE_LIFE_S, prefix="TDH"
        )
        due = price.total_fen + job.tip_fen
        return {
            "orderNumber": row["token"],
            "totalDistance": price.distance_m,
            "totalWeight": receiver["weight"],
            "totalAmount": due,
            "couponSaveFee": 0,
            "totalFeeAfterSave": due,
            "estimateReceiveSecond": 1800,
        }

    def place(self, account, params, request):
        """Place what was priced, under the number of the price."""
        number = params["issOrderNo"]
        order = self._couriers.orders.place_quoted(account, number, {}, is_number=True)
        due = order["fee_fen"] + order["tip_fen"]
        return {
            "orderNumber": order["platform_no"],
            "totalAmount": due,
            "totalFeeAfterSave": due,
        }

    def query(self, account, params, request):
        """Return what is known of an order."""
        order = self._order(account, params)
        status, words, sub_status, sub_words = STATUS[order["state"]]
        due = order["fee_fen"] + order["tip_fen"]
        return {
            "orderNo": order["platform_no"],
            "thirdOrderNo": order["number"],
            "orderStatus": status,
            "orderStatusDesc": words,
            "subOrderStatus": sub_status,
            "subOrderStatusDesc": sub_words,
            "totalAmount": due,
            "totalFeeAfterSave": due,
            "pickupPassword": order["pickup_code"],
            "deliveryPassword": order["finish_code"],
            "courier": courier_of(self._couriers, order, self._world.clock.now()),
            "statusChangeLog": _log(order),
            "abortInfo": abort_of(order),
        }

    def spot(self, account, params, request):
        """Return where the rider is."""
        order = self._order(account, params)
        if rider_of(order) is None or order["state"] in OVER:
            raise RuleError("state", "no rider is under way with it")
        return courier_of(self._couriers, order, self._world.clock.now())

    def ask_cancel(self, account, params, request):
        """Return what cancelling would cost now."""
        order = self._order(account, params)
        kept, way_back = self._cost(order)
        return {"deductAmount": kept, "sendBackFee": way_back, "drawback": 0}

    def cancel(self, account, params, request):
        """Cancel an order; after the pick-up the goods come back, for a fee."""
        order = self._order(account, params)
        kept, way_back = self._cost(order)
        if kept + way_back and not params["deductFlag"]:
            raise FieldError("deductFlag", "true, to agree to the fee")
        if order["state"] == DELIVERING:
            self._send_back(order, way_back)
        else:
            self._couriers.orders.cancel(order, "客户主动取消订单")
        order = self._couriers.orders.get(order["id"])
        return abort_of(order)

    def tip(self, account, params, request):
        """Add to an order's tip, each time."""
        order = self._order(account, params)
        self._couriers.orders.add_tip(order, params["additionAmount"], None)

    def confirm(self, account, params, request):
        """Note that the goods are back at the shop."""
        order = self._order(account, params)
        if order["state"] != RETURNING:
            raise RuleError("state", f"only while RETURNING, it is {order['state']}")
        self._couriers.rides.confirm_return(order)

    def _cost(self, order):
        if order["state"] == DELIVERING:
            return 0, order["fee_fen"] // 2
        if order["state"] not in BEFORE_PICKUP:
            reasons = {CANCELLED: "cancelled", RETURNING: "cancelled", DONE: "done"}
            raise RuleError(reasons.get(order["state"], "state"), order["state"])
        return self._couriers.orders.penalty(order), 0

    def _send_back(self, order, fen):
        orders, now = self._couriers.orders, self._world.clock.now()
        with self._world.store.transaction():
            orders.change(
                order, penalty_fen=fen, cancel_from=2, cancel_reason="客户取消"
            )
            orders.ledger.note(order, ledger.PENALTY, -fen, now)
            self._couriers.rides.step(order, "refuse")

    def _shop(self, account, store_id, start, sender):
        accounts = self._couriers.accounts
        if store_id is None:
            return accounts.place(
                account, start, sender["fromAddress"], sender["fromSenderName"]
            )
        shop = accounts.shop(account, store_id)
        if shop is None:
            raise RuleError("shop", "a storeId of this merchant")
        return shop

    @staticmethod
    def _job(receiver):
        return Job(
            number=receiver["orderNo"],
            to=from_baidu((receiver["toLongitude"], receiver["toLatitude"])),
            address=receiver["toAddress"],
            name=receiver["toReceiverName"],
            phone=receiver["toMobile"],
            weight_g=receiver["weight"] * 1000,
            goods_fen=0,
            tip_fen=receiver.get("additionFee", 0),
            insured_fen=receiver.get("insurance", 0),
            needs_code=True,
            note=receiver.get("remarks", ""),
            sequence=receiver.get("orderingSourceNo", ""),
        )

    def _order(self, account, params):
        orders = self._couriers.orders
        if "issOrderNo" in params:
            order = orders.find_by_platform_no(account, params["issOrderNo"])
        elif "thirdOrderNo" in params:
            order = orders.find(account, params["thirdOrderNo"])
        else:
            raise FieldError("issOrderNo", "this or thirdOrderNo")
        if order is None:
            raise RuleError("unknown_order", "an order of this merchant")
        return order


def courier_of(couriers, order, at):
    """Return the rider of an order as Shansong shows one, or None."""
    rider = rider_of(order)
    if rider is None:
        return None
    lng, lat = to_baidu(couriers.rides.position(order, at))
    return {
        "id": f"SSBJ{rider.number:09d}",
        "name": rider.name,
        "mobile": rider.phone,
        "longitude": f"{lng:.6f}",
        "latitude": f"{lat:.6f}",
        "time": _time(at),
    }


def abort_of(order):
    """Return who cancelled an order and what that cost, or None."""
    if order["state"] not in (CANCELLED, RETURNING, RETURNED, FAILED):
        return None
    # Before the pick-up it is a penalty, after it the way back.
    went_back = order["picked_at"] is not None
    fen = order["penalty_fen"]
    by_shop = order["cancel_from"] == 2
    return {
        "abortType": 1 if by_shop else 3,
        "punishType": 1 if fen else 0,
        "abortReason": order["cancel_reason"] or "",
        "deductAmount": 0 if went_back else fen,
        "sendBackFee": fen if went_back else 0,
        "drawback": 0 if went_back else order["fee_fen"] + order["tip_fen"] - fen,
    }


def _log(order):
    return [
        {"orderStatus": status, "updateTime": _time(order[column])}
        for status, column in _LOG.items()
        if order[column] is not None
    ]


def _time(seconds):
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d %H:%M:%S")
