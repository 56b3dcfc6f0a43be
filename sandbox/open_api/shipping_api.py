"""Answers wxa/sec/order/*: shipping information of mini-program orders.

https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/order-shipping/order-shipping.html
"""

import json
import re

from ..web import Route
from .door import body_of, text_of
from .errors import OpenApiError

EXPRESS, SAME_CITY, VIRTUAL, PICK_UP = 1, 2, 3, 4
LOGISTICS = (EXPRESS, SAME_CITY, VIRTUAL, PICK_UP)
UNIFIED, SPLIT = 1, 2
# Stands for out_trade_no in the page of the order list.
ORDER_NUMBER = "${商品订单号}"
MAX_PARCELS = 15
MAX_ITEM_DESC = 120
_UPLOAD_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,3}(Z|[+-]\d{2}:\d{2})"
)
TO_SHIP, SHIPPED, FINISHED, REFUNDED = 1, 2, 4, 5
_DAY_S = 24 * 3600
# When WeChat takes an order as received by itself.
AUTO_CONFIRM_S = {EXPRESS: 10 * _DAY_S}
DEFAULT_AUTO_CONFIRM_S = 2 * _DAY_S


class ShippingApi:
    """The ledger of what was shipped; WeChat holds the money until then."""

    def __init__(self, world):
        self._world = world
        self._store = world.store

    def routes(self):
        """Return the paths answered here."""
        root = "/wxa/sec/order"
        return [
            Route("POST", f"{root}/upload_shipping_info", "open.shipping", self.upload),
            Route("POST", f"{root}/get_order", "open.shipping_order", self.get_order),
            Route(
                "POST",
                f"{root}/is_trade_managed",
                "open.trade_managed",
                self.is_managed,
            ),
            Route(
                "POST",
                f"{root}/update_order_detail_path",
                "open.order_path",
                self.update_path,
            ),
        ]

    def is_managed(self, request):
        """Return whether the app must upload shipping information."""
        appid = body_of(request).get("appid")
        if appid != request.context["appid"]:
            raise OpenApiError(40013, "appid must be the token's")
        return {
            "errcode": 0,
            "errmsg": "ok",
            "is_trade_managed": self._world.settings.is_trade_managed,
        }

    def update_path(self, request):
        """Take the page that WeChat's order list opens."""
        path = text_of(body_of(request), "path", 47001)
        if ORDER_NUMBER not in path or path.startswith("/"):
            raise OpenApiError(10060035, f"a page with {ORDER_NUMBER} in its query")
        return {"errcode": 0, "errmsg": "ok"}

    def upload(self, request):
        """Note that an order left the house, was picked up, or was served."""
        body = body_of(request)
        content = _check_shape(body)
        with self._store.transaction():
            order = self._find_order(body["order_key"], request.context["appid"])
            if body["payer"]["openid"] != order["openid"]:
                raise OpenApiError(10060031)
            if self._is_refunded(order):
                raise OpenApiError(10060004, "the order is refunded in full")
            self._write(order, content, _is_complete(body))
        return {"errcode": 0, "errmsg": "ok"}

    def get_order(self, request):
        """Return an order's shipping state."""
        body = body_of(request)
        if body.get("transaction_id"):
            key = {"order_number_type": 2, "transaction_id": body["transaction_id"]}
        else:
            key = {
                "order_number_type": 1,
                "mchid": text_of(body, "merchant_id", 40097),
                "out_trade_no": text_of(body, "merchant_trade_no", 40097),
            }
        order = self._find_order(key, request.context["appid"])
        shipment = self._shipment(order)
        shipping = json.loads(shipment["request"]) if shipment else {}
        return {
            "errcode": 0,
            "errmsg": "ok",
            "order": {
                "transaction_id": order["transaction_id"],
                "merchant_id": order["mchid"],
                "merchant_trade_no": order["out_trade_no"],
                "description": order["description"],
                "paid_amount": order["total_fen"],
                "openid": order["openid"],
                "trade_create_time": int(order["created_at"]),
                "pay_time": int(order["paid_at"]),
                "order_state": self._state(order, shipment),
                "in_complaint": False,
                "shipping": {
                    "delivery_mode": shipping.get("delivery_mode"),
                    "logistics_type": shipping.get("logistics_type"),
                    "finish_shipping": bool(shipment and shipment["is_complete"]),
                    "finish_shipping_count": shipment["reships"] + 1 if shipment else 0,
                    "shipping_list": shipping.get("shipping_list", []),
                },
            },
        }

    def _find_order(self, key, appid):
        if key["order_number_type"] == 1:
            where, params = "mchid = ? AND out_trade_no = ?", "mchid out_trade_no"
        else:
            where, params = "transaction_id = ?", "transaction_id"
        values = [text_of(key, name, 40097) for name in params.split()]
        order = self._store.one(
            f"SELECT * FROM orders WHERE appid = ? AND {where}", (appid, *values)
        )
        if order is None or order["paid_at"] is None:
            raise OpenApiError(10060001, "no paid order of this app")
        age = self._world.clock.now() - order["paid_at"]
        if age < self._world.settings.shipping_delay_s:
            raise OpenApiError(10060001, f"paid {age:.1f} s ago: not here yet, retry")
        return order

    def _write(self, order, content, is_complete):
        request = json.dumps(content, ensure_ascii=False, sort_keys=True)
        known = self._shipment(order)
        if known is None:
            self._store.insert(
                "shipments",
                {
                    "transaction_id": order["transaction_id"],
                    "request": request,
                    "uploaded_at": self._world.clock.now(),
                    "is_complete": int(is_complete),
                },
            )
            return
        if known["request"] == request:
            raise OpenApiError(10060023, "the same as before; counts as done")
        if self._state(order, known) == FINISHED:
            raise OpenApiError(10060002)
        if known["is_complete"] and known["reships"]:
            raise OpenApiError(10060003, "an order may be shipped anew only once")
        self._store.execute(
            "UPDATE shipments SET request = ?, uploaded_at = ?, is_complete = ?, "
            "reships = reships + ? WHERE transaction_id = ?",
            (
                request,
                self._world.clock.now(),
                int(is_complete),
                known["is_complete"],
                order["transaction_id"],
            ),
        )

    def _shipment(self, order):
        return self._store.one(
            "SELECT * FROM shipments WHERE transaction_id = ?",
            (order["transaction_id"],),
        )

    def _is_refunded(self, order):
        refunded = sum(
            row["refund_fen"]
            for row in self._world.refunds.of_order(order)
            if row["status"] == "SUCCESS"
        )
        return refunded >= order["total_fen"]

    def _state(self, order, shipment):
        if self._is_refunded(order):
            return REFUNDED
        if not shipment or not shipment["is_complete"]:
            return TO_SHIP
        logistics = json.loads(shipment["request"])["logistics_type"]
        wait_s = AUTO_CONFIRM_S.get(logistics, DEFAULT_AUTO_CONFIRM_S)
        age = self._world.clock.now() - shipment["uploaded_at"]
        return FINISHED if age >= wait_s else SHIPPED


def _check_shape(body):
    """Return the part of a request that says what was shipped, once checked."""
    key = body.get("order_key")
    if not isinstance(key, dict) or key.get("order_number_type") not in (1, 2):
        raise OpenApiError(47001, "order_key.order_number_type: 1 or 2")
    payer = body.get("payer")
    if not isinstance(payer, dict):
        raise OpenApiError(47001, "payer: an object with openid")
    text_of(payer, "openid", 40003)
    if not _UPLOAD_TIME.fullmatch(str(body.get("upload_time", ""))):
        raise OpenApiError(
            47001, "upload_time: RFC 3339 with ms, as 2022-12-15T13:29:35.120+08:00"
        )
    if body.get("logistics_type") not in LOGISTICS:
        raise OpenApiError(10060005, f"logistics_type: one of {LOGISTICS}")
    _check_delivery_mode(body)
    _check_parcels(body)
    names = ("logistics_type", "delivery_mode", "is_all_delivered", "shipping_list")
    return {name: body[name] for name in names if name in body}


def _check_delivery_mode(body):
    mode = body.get("delivery_mode")
    if mode not in (UNIFIED, SPLIT):
        raise OpenApiError(47001, "delivery_mode: 1 unified or 2 split")
    if mode == SPLIT and body["logistics_type"] != EXPRESS:
        raise OpenApiError(10060006)
    if mode == SPLIT and not isinstance(body.get("is_all_delivered"), bool):
        raise OpenApiError(10060007)


def _check_parcels(body):
    parcels = body.get("shipping_list")
    if not isinstance(parcels, list) or not parcels:
        raise OpenApiError(47001, "shipping_list: an array that is not empty")
    if len(parcels) > (MAX_PARCELS if body["delivery_mode"] == SPLIT else 1):
        raise OpenApiError(47001, f"one parcel, or up to {MAX_PARCELS} if split")
    for parcel in parcels:
        if not isinstance(parcel, dict):
            raise OpenApiError(47001, "shipping_list: objects")
        text_of(parcel, "item_desc", 10060008)
        if len(parcel["item_desc"]) > MAX_ITEM_DESC:
            raise OpenApiError(10060009, f"at most {MAX_ITEM_DESC} characters")
        if body["logistics_type"] == EXPRESS:
            text_of(parcel, "tracking_no", 268485226)
            text_of(parcel, "express_company", 268485227)


def _is_complete(body):
    return body["delivery_mode"] == UNIFIED or body["is_all_delivered"]
