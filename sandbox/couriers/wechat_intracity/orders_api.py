"""WeChat's endpoints: stores, balance, price, order, query, cancelling, mock calls."""

import json

from ...merchants import digits
from ...web import Route
from .. import cities, pricing
from ..errors import FieldError, RuleError
from ..fields import Text, Whole
from ..orders import BY_MERCHANT, Job
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

PATH = "/cgi-bin/express/intracity"
BY_SHOP, BY_CARRIER, WITHDRAWN, TROUBLE = 20000, 20001, 60000, 90000
_STATUS = {
    WAITING: 10000,
    ACCEPTED: 30000,
    ATSHOP: 40000,
    DELIVERING: 50000,
    DONE: 70000,
    RETURNING: TROUBLE,
    RETURNED: BY_CARRIER,
    FAILED: BY_CARRIER,
}
CANCEL_REASONS = (1, 2, 3, 99)
_MOCKS = {
    30000: "accept",
    40000: "arrive",
    50000: "pickup",
    70000: "deliver",
    20001: "cancel",
    60000: "withdraw",
}


class WechatIntracityApi:
    """Deliveries as a mini-program's server sees them."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        cancel = {
            **shapes.KEY,
            "cancel_reason_id": Whole(1, 99, required=True),
            "cancel_reason": Text(64, may_be_empty=True),
        }
        mock = {
            **shapes.KEY,
            "order_status": Whole(required=True, choices=tuple(_MOCKS)),
        }
        charge = {
            "wx_store_id": Text(64, required=True),
            "service_trans_id": Text(8, True, "DADA|SFTC", f"one of {shapes.CARRIERS}"),
            "amount": Whole(shapes.LEAST_CHARGE_FEN, 10_000_000, required=True),
        }
        balance = {"wx_store_id": Text(64, required=True), "service_trans_id": Text(8)}
        calls = (
            ("createstore", "wechat_intracity.store", self.add_store, shapes.STORE),
            ("storecharge", "wechat_intracity.charge", self.charge, charge),
            ("balancequery", "wechat_intracity.balance", self.balance, balance),
            ("preaddorder", "wechat_intracity.quote", self.quote, shapes.PRICE),
            ("addorder", "wechat_intracity.create", self.place, shapes.ORDER),
            ("queryorder", "wechat_intracity.query", self.query, shapes.KEY),
            ("cancelorder", "wechat_intracity.cancel", self.cancel, cancel),
            ("mocknotify", "wechat_intracity.mock", self.mock, mock),
            ("getcity", "wechat_intracity.cities", self.cities, {}),
        )
        return [
            Route("POST", f"{PATH}/{path}", api, handler, {"shape": shape})
            for path, api, handler, shape in calls
        ]

    def add_store(self, account, params, request):
        """Make a store; its own number is used once."""
        accounts, own_no = self._couriers.accounts, params["out_store_id"]
        place = params["address_info"]
        if accounts.own_shop(account, own_no):
            raise RuleError("duplicate", "out_store_id is taken")
        if cities.around((place["lng"], place["lat"])) != cities.named(place["city"]):
            raise RuleError("city", "a point of this city, GCJ-02, and an open one")
        facts = {
            "own_no": own_no,
            "name": params["store_name"],
            "city": place["city"].removesuffix("市"),
            "address": place["province"]
            + place["city"]
            + place["area"]
            + place["house"],
            "lng": place["lng"],
            "lat": place["lat"],
            "contact": "",
            "phone": place["phone"],
        }
        shop = accounts.add_shop(account, f"4{digits(15)}", facts)
        return {"wx_store_id": shop["shop_no"], "out_store_id": own_no}

    def charge(self, account, params, request):
        """Return the address of a page that tops a store's money up."""
        self._shop(account, params)
        return {
            "payurl": f"{request.base_url}/courier/recharge?platform={account.platform}"
            f"&account={account.number}&fen={params['amount']}"
        }

    def balance(self, account, params, request):
        """Return what is left for a store's deliveries."""
        self._shop(account, params)
        held = self._couriers.orders.ledger.balance(account)
        return {
            "wx_store_id": params["wx_store_id"],
            "all_balance": held,
            "balance_detail": [
                {"service_trans_id": shapes.CARRIERS[0], "balance": held}
            ],
        }

    def quote(self, account, params, request):
        """Return what a delivery would cost now; nothing holds the price."""
        shop = self._shop(account, params)
        job = self._job(params, params["cargo"], "-")
        price = self._couriers.orders.price(account, shop, job)
        return {
            "wx_store_id": shop["shop_no"],
            "service_trans_id": shapes.CARRIERS[0],
            "distance": price.distance_m,
            "est_fee": price.total_fen,
            "expected_finish_time": int(self._world.clock.now()) + 1800,
        }

    def place(self, account, params, request):
        """Place an order; the same number with the same content is the same order."""
        shop = self._shop(account, params)
        if self._world.users.find(account.number, params["user_openid"]) is None:
            raise FieldError("user_openid", "a user of this mini-program")
        number = params["store_order_id"]
        job = self._job(params, params.get("cargo", {}), number)
        order = self._couriers.orders.find(account, number, shop)
        if order is None:
            order = self._place(account, shop, job, params)
        elif Job.load(order["job"]) != job:
            raise RuleError("duplicate", "the number was used with another content")
        return {
            "wx_order_id": order["platform_no"],
            "wx_store_id": shop["shop_no"],
            "store_order_id": number,
            "service_trans_id": shapes.CARRIERS[0],
            "distance": json.loads(order["price"])["distance_m"],
            "fee": order["fee_fen"],
            "fetch_code": order["pickup_code"],
            "trans_order_id": order["platform_no"],
        }

    def query(self, account, params, request):
        """Return what is known of an order."""
        order = self._order(account, params)
        rider = rider_of(order)
        gone = order["cancelled_at"] is not None
        times = {
            "create_time": "created_at",
            "accept_time": "accepted_at",
            "fetch_time": "picked_at",
            "finish_time": "finished_at",
            "cancel_time": "cancelled_at",
        }
        return {
            **self._names(order),
            "order_status": status_of(order),
            "appid": account.number,
            "service_trans_id": shapes.CARRIERS[0],
            "delivery_no": order["platform_no"],
            "distance": json.loads(order["price"])["distance_m"],
            "actualfee": 0 if gone else order["fee_fen"],
            "deductfee": order["penalty_fen"],
            **{name: int(order[column] or 0) for name, column in times.items()},
            "fetch_code": order["pickup_code"],
            "recv_code": order["finish_code"],
            "transporter_info": {
                "transporter_name": rider.name if rider else "",
                "transporter_phone": rider.phone if rider else "",
            },
        }

    def cancel(self, account, params, request):
        """Cancel an order before its pick-up."""
        order = self._order(account, params)
        if params["cancel_reason_id"] not in CANCEL_REASONS:
            raise RuleError("reason", f"one of {CANCEL_REASONS}")
        reason = params.get("cancel_reason") or "商家取消"
        fen = self._couriers.orders.cancel(order, reason)
        return {
            **self._names(order),
            "order_status": BY_SHOP,
            "appid": account.number,
            "deductfee": fen,
        }

    def mock(self, account, params, request):
        """Move a test order on, as its rider would."""
        order = self._order(account, params)
        if "test" not in order["course"].split(","):
            raise RuleError("state", "only orders placed with use_sandbox 1")
        self._couriers.rides.step(order, _MOCKS[params["order_status"]])

    def cities(self, account, params, request):
        """Return where each carrier rides."""
        names = [{"city_name": f"{city.name}市"} for city in cities.CITIES]
        return {
            "support_list": [
                {"service_trans_id": carrier, "support_citylist": names}
                for carrier in shapes.CARRIERS
            ]
        }

    def _place(self, account, shop, job, params):
        orders = self._couriers.orders
        price = orders.price(account, shop, job)
        if not params.get("use_sandbox"):
            return orders.place(account, shop, job, price=price)
        # A test order costs nothing, and no rider takes it.
        price = pricing.free(price.distance_m)
        order = orders.place(account, shop, job, price=price)
        self._couriers.rides.steer(order, False)
        orders.change(order, course="test")
        return orders.get(order["id"])

    def _job(self, params, cargo, number):
        return Job(
            number=number,
            to=(params["user_lng"], params["user_lat"]),
            address=params["user_address"],
            name=params["user_name"],
            phone=params["user_phone"],
            weight_g=cargo.get("cargo_weight", 1000),
            goods_fen=cargo.get("cargo_price", 0),
            needs_code=params.get("verify_code_type") in ("2", "3"),
            sequence=params.get("order_seq", ""),
            callback_url=params.get("callback_url"),
        )

    def _shop(self, account, params):
        shop = self._couriers.accounts.shop(account, params["wx_store_id"])
        if shop is None:
            raise RuleError("shop", "a wx_store_id of this mini-program")
        return shop

    def _order(self, account, params):
        orders = self._couriers.orders
        if "wx_order_id" in params:
            order = orders.find_by_platform_no(account, params["wx_order_id"])
        elif {"wx_store_id", "store_order_id"} <= set(params):
            shop = self._shop(account, params)
            order = orders.find(account, params["store_order_id"], shop)
        else:
            raise FieldError("wx_order_id", "this, or store and order number together")
        if order is None:
            raise RuleError("unknown_order", "an order of this mini-program")
        return order

    def _names(self, order):
        return {
            "wx_order_id": order["platform_no"],
            "wx_store_id": self._couriers.orders.shop_of(order)["shop_no"],
            "store_order_id": order["number"],
        }


def status_of(order):
    """Return WeChat's number for an order's state."""
    if order["state"] == CANCELLED:
        return BY_SHOP if order["cancel_from"] == BY_MERCHANT else BY_CARRIER
    return _STATUS[order["state"]]
