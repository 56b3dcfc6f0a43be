"""Dada's endpoints for orders: fee, placing, tips, queries, cancelling."""

import json
from datetime import datetime

from ...clock import CHINA
from ...web import Route
from .. import cities
from ..errors import FieldError, RuleError
from ..orders import Job
from ..riders import rider_of
from ..states import (
    ACCEPTED,
    ATSHOP,
    CANCELLED,
    DELIVERING,
    DONE,
    FAILED,
    RETURNED,
    RETURNING,
    WAITING,
)
from . import shapes

STATUS = {
    WAITING: (1, "待接单"),
    ACCEPTED: (2, "待取货"),
    ATSHOP: (100, "骑士到店"),
    DELIVERING: (3, "配送中"),
    DONE: (4, "已完成"),
    CANCELLED: (5, "已取消"),
    RETURNING: (9, "妥投异常之物品返回中"),
    RETURNED: (10, "妥投异常之物品返回完成"),
    FAILED: (1000, "创建达达运单失败"),
}
_TIMES = {
    "createTime": "created_at",
    "acceptTime": "accepted_at",
    "fetchTime": "picked_at",
    "finishTime": "finished_at",
    "cancelTime": "cancelled_at",
}
# Appointments: whole minutes, from five minutes ahead, to three days.
SOONEST_S, LATEST_S = 300, 3 * 86400


class DadaOrdersApi:
    """Orders as Dada's merchants see them."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        calls = (
            ("queryDeliverFee", "dada.quote", self.quote, shapes.ORDER),
            ("addAfterQuery", "dada.create", self.place_quoted, shapes.QUOTED),
            ("addOrder", "dada.create", self.place, shapes.ORDER),
            ("reAddOrder", "dada.create", self.place_again, shapes.ORDER),
            ("addTip", "dada.tip", self.tip, shapes.TIP),
            ("status/query", "dada.query", self.query, shapes.ORDER_ID),
            ("cancel/reasons", "dada.reasons", self.reasons, shapes.EMPTY),
            ("formalCancel", "dada.cancel", self.cancel, shapes.CANCEL),
            ("confirm/goods", "dada.return", self.confirm, shapes.ORDER_ID),
            ("transporter/position", "dada.position", self.spot, shapes.POSITIONS),
            ("transporter/track", "dada.track", self.track, shapes.ORDER_ID),
        )
        return [
            Route("POST", f"/api/order/{path}", api, handler, {"shape": shape})
            for path, api, handler, shape in calls
        ]

    def quote(self, account, params, request):
        """Return the fee, and a number that holds it for three minutes."""
        shop, job = self._wanted(account, params)
        if self._couriers.orders.find(account, job.number) is not None:
            raise RuleError("queried", "this origin_id was placed")
        row, price = self._couriers.orders.keep_quote(account, shop, job)
        return {**_fees(price, job.tip_fen), "deliveryNo": row["token"]}

    def place_quoted(self, account, params, request):
        """Place what was quoted, at the price that was told."""
        note = {"note": params["info"]} if params.get("info") else {}
        self._couriers.orders.place_quoted(account, params["deliveryNo"], note)

    def place(self, account, params, request):
        """Place an order without asking for the fee first."""
        shop, job = self._wanted(account, params)
        price = self._couriers.orders.price(account, shop, job)
        self._couriers.orders.place(account, shop, job, price=price)
        return _fees(price, job.tip_fen)

    def place_again(self, account, params, request):
        """Place an ended order once more under its old number."""
        shop, job = self._wanted(account, params)
        ended = self._order(account, params["origin_id"])
        if ended["state"] not in (CANCELLED, RETURNED, FAILED):
            raise RuleError("state", f"only an ended one, it is {ended['state']}")
        price = self._couriers.orders.price(account, shop, job)
        self._couriers.orders.place(account, shop, job, price=price, again=ended)
        return _fees(price, job.tip_fen)

    def tip(self, account, params, request):
        """Let a new tip replace the old one."""
        order = self._order(account, params["order_id"])
        if order["state"] != WAITING:
            raise RuleError("tip_state", f"it is {order['state']}")
        if params["tips"] > Job.load(order["job"]).goods_fen:
            raise RuleError("tip", "at most what the goods are worth")
        self._couriers.orders.replace_tip(order, params["tips"])

    def query(self, account, params, request):
        """Return what is known of an order."""
        order = self._order(account, params["order_id"])
        job = Job.load(order["job"])
        price = _price_of(order)
        code, message = STATUS[order["state"]]
        return {
            "orderId": order["number"],
            "statusCode": code,
            "statusMsg": message,
            **self._rider(order),
            "deliveryFee": _yuan(price["freight"]),
            "tips": _yuan(order["tip_fen"]),
            "couponFee": 0.0,
            "insuranceFee": _yuan(price["insurance"]),
            "actualFee": _yuan(_kept(order)),
            "deductFee": _yuan(order["penalty_fen"]),
            "distance": price["distance"],
            "orderFinishCode": order["finish_code"],
            "supplierName": self._couriers.orders.shop_of(order)["name"],
            "receiverName": job.name,
            **{name: _time(order[column]) for name, column in _TIMES.items()},
        }

    def reasons(self, account, params, request):
        """Return why an order may be cancelled."""
        return _listed(shapes.CANCEL_REASONS)

    def cancel(self, account, params, request):
        """Cancel an order before its pick-up; return what that costs."""
        order = self._order(account, params["order_id"])
        reason_id = params["cancel_reason_id"]
        reason = shapes.CANCEL_REASONS.get(reason_id)
        if reason is None:
            raise RuleError("reason", f"one of {list(shapes.CANCEL_REASONS)}")
        if reason_id == shapes.OTHER_REASON:
            reason = params.get("cancel_reason")
            if not reason:
                raise RuleError("reason", "cancel_reason: words for reason 10000")
        special = {RETURNING: "returning", RETURNED: "returning", FAILED: "failed"}
        if order["state"] in special:
            raise RuleError(special[order["state"]], f"it is {order['state']}")
        fen = self._couriers.orders.cancel(order, reason)
        return {"deduct_fee": _yuan(fen)}

    def confirm(self, account, params, request):
        """Note that returned goods are back at the shop."""
        order = self._order(account, params["order_id"])
        if order["state"] != RETURNING:
            raise RuleError("state", f"only while RETURNING, it is {order['state']}")
        self._couriers.rides.confirm_return(order)

    def spot(self, account, params, request):
        """Return where the riders of some orders are."""
        orders = [self._order(account, number) for number in params["orderIds"]]
        return [
            {
                "orderId": order["number"],
                "transporterId": str(rider.number),
                "transporterName": rider.name,
                "transporterPhone": rider.phone,
                "transporterLng": self._point(order)[0],
                "transporterLat": self._point(order)[1],
            }
            for order in orders
            if (rider := rider_of(order))
        ]

    def track(self, account, params, request):
        """Return the address of a page with the rider on it."""
        order = self._order(account, params["order_id"])
        if rider_of(order) is None:
            raise RuleError("state", "no rider has the order")
        return {"trackUrl": f"{request.base_url}/courier/track/{order['track_token']}"}

    def _wanted(self, account, params):
        """Return the shop and the job of an order's parameters."""
        shop = self._couriers.accounts.shop(account, params["shop_no"])
        if shop is None:
            raise RuleError("shop", "a shop_no of this merchant")
        if "city_code" in params:
            here = cities.named(shop["city"])
            if here is None or params["city_code"] != here.code:
                raise RuleError("city", "the area code of the shop's city")
        phone = params.get("receiver_phone") or params.get("receiver_tel")
        if phone is None:
            raise FieldError("receiver_phone", "this or receiver_tel is required")
        if params.get("is_prepay"):
            raise FieldError("is_prepay", "riders of the sandbox advance no money: 0")
        if 0 < params.get("tips", 0) < 100:
            raise FieldError("tips", "0, or at least 1 yuan")
        return shop, self._job(params, phone)

    def _job(self, params, phone):
        goods_fen = params["cargo_price"]
        return Job(
            number=params["origin_id"],
            to=(params["receiver_lng"], params["receiver_lat"]),
            address=params["receiver_address"],
            name=params["receiver_name"],
            phone=phone,
            weight_g=params["cargo_weight"],
            goods_fen=goods_fen,
            tip_fen=params.get("tips", 0),
            insured_fen=goods_fen if params.get("is_use_insurance") else 0,
            is_direct=bool(params.get("is_direct_delivery")),
            needs_code=bool(params.get("is_finish_code_needed")),
            note=params.get("info", ""),
            sequence=params.get("origin_mark_no", ""),
            callback_url=params["callback"],
            publish_at=self._publish_at(params.get("delay_publish_time")),
        )

    def _publish_at(self, stamp):
        if not stamp:
            return None
        clock = self._world.clock
        ahead = stamp - clock.wire()
        if stamp % 60 or not SOONEST_S <= ahead <= LATEST_S:
            raise RuleError(
                "appointment", "delay_publish_time: whole minutes, 5 minutes to 3 days"
            )
        # The merchant's clock is the wire's; the order ages by the business clock.
        return stamp + clock.offset_s

    def _order(self, account, number):
        order = self._couriers.orders.find(account, number)
        if order is None:
            raise RuleError("unknown_order", f"no order has the number {number}")
        return order

    def _rider(self, order):
        rider = rider_of(order)
        lng, lat = self._point(order) if rider else ("", "")
        return {
            "transporterName": rider.name if rider else "",
            "transporterPhone": rider.phone if rider else "",
            "transporterLng": lng,
            "transporterLat": lat,
        }

    def _point(self, order):
        return tuple(
            f"{degrees:.6f}" for degrees in self._couriers.rides.position(order)
        )


def _fees(price, tip_fen):
    return {
        "distance": float(price.distance_m),
        "fee": _yuan(price.total_fen + tip_fen),
        "deliverFee": _yuan(price.freight_fen),
        "couponFee": 0.0,
        "tips": _yuan(tip_fen),
        "insuranceFee": _yuan(price.insurance_fen),
    }


def _price_of(order):

    parts = json.loads(order["price"])
    insurance = parts["insurance_fen"]
    return {
        "distance": float(parts["distance_m"]),
        "insurance": insurance,
        "freight": order["fee_fen"] - insurance,
    }


def _kept(order):
    """Return what of freight and tip was not given back."""
    if order["state"] in (CANCELLED, FAILED):
        return 0
    return order["fee_fen"] + order["tip_fen"]


def _yuan(fen):
    return fen / 100


def _time(seconds):
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _listed(reasons):
    return [{"id": number, "reason": text} for number, text in reasons.items()]
