"""SF's endpoints that tell: states, riders, callbacks, shops, the account."""

from ...web import Route
from ..errors import RuleError
from ..riders import rider_of
from ..states import BEFORE_PICKUP, OVER
from . import shapes
from .finding import PATH, SfRoom, names
from .status import BACK_AT_SHOP, SIGNED_FOR, STATUS

# A rider's position is renewed so often.
REFRESH_S = 30


class SfFollowingApi(SfRoom):
    """Orders as SF's merchants follow them, and what they have there."""

    def routes(self):
        """Return the paths answered here."""
        calls = (
            ("listorderfeed", "sf.feed", self.feed, shapes.ORDER_ID),
            ("getorderstatus", "sf.query", self.query, shapes.ORDER_ID),
            ("reminderorder", "sf.remind", self.remind, shapes.ORDER_ID),
            ("riderlatestposition", "sf.position", self.spot, shapes.ORDER_ID),
            ("riderviewv2", "sf.track", self.track, shapes.ORDER_ID),
            ("notifyproductready", "sf.ready", self.ready, shapes.ORDER_ID),
            ("getcallbackinfo", "sf.callbacks", self.callbacks, shapes.ORDER_ID),
            ("getshopaccountbalance", "sf.balance", self.balance, shapes.SHOP),
            ("getshopinfo", "sf.shop", self.show_shop, shapes.SHOP),
            ("getcompanyinfo", "sf.company", self.show_company, shapes.EMPTY),
        )
        return [
            Route("POST", f"{PATH}/{path}", api, handler, {"shape": shape})
            for path, api, handler, shape in calls
        ]

    def feed(self, account, params, request):
        """Return what happened to an order, oldest first."""
        order = self._order(account, params)
        told = ("order_status", "status_desc", "operator_name", "operator_phone")
        return {
            **names(order),
            "feed": [
                {
                    **{name: one.get(name) for name in told},
                    "create_time": one["push_time"],
                }
                for one in self._couriers.callbacks.contents(order)
            ],
        }

    def query(self, account, params, request):
        """Return the state of an order."""
        order = self._order(account, params)
        status, words = STATUS[order["state"]]
        rider = rider_of(order)
        lng, lat = self._point(order) if rider else ("", "")
        gone = order["cancelled_at"] is not None
        receipt = {"DONE": SIGNED_FOR, "RETURNED": BACK_AT_SHOP}.get(order["state"])
        return {
            **names(order),
            "order_status": status,
            "status_desc": words,
            "rider_name": rider.name if rider else "",
            "rider_phone": rider.phone if rider else "",
            "rider_lng": lng,
            "rider_lat": lat,
            "total_price": order["fee_fen"],
            "real_pay_money": 0 if gone else order["fee_fen"] + order["tip_fen"],
            "gratuity_fee": order["tip_fen"],
            "pickup_code": order["pickup_code"],
            "complete_code": order["finish_code"],
            "deduction_fee": order["penalty_fen"],
            **({"receipt_type": receipt} if receipt else {}),
            "push_time": int(self._world.clock.now()),
        }

    def remind(self, account, params, request):
        """Keep that the merchant hurried the rider."""
        order = self._order(account, params)
        if order["state"] in OVER:
            raise RuleError("state", f"it is {order['state']}")
        self._couriers.orders.note(order, "reminder")
        return names(order)

    def spot(self, account, params, request):
        """Return where the rider was at the last refresh."""
        order = self._order(account, params)
        rider = rider_of(order)
        if rider is None or order["state"] in OVER:
            raise RuleError("state", "no rider is under way with it")
        seen_at = self._world.clock.now() // REFRESH_S * REFRESH_S
        lng, lat = self._point(order, seen_at)
        return {
            **names(order),
            "rider_name": rider.name,
            "rider_phone": rider.phone,
            "rider_lng": lng,
            "rider_lat": lat,
            "upload_time": int(seen_at),
        }

    def track(self, account, params, request):
        """Return the address of a page with the rider on it."""
        order = self._order(account, params)
        url = f"{request.base_url}/courier/track/{order['track_token']}"
        return {**names(order), "url": url}

    def ready(self, account, params, request):
        """Note that the meal is ready."""
        order = self._order(account, params)
        if order["state"] not in BEFORE_PICKUP:
            raise RuleError("state", f"it is {order['state']}")
        self._couriers.rides.ready(order)
        return names(order)

    def callbacks(self, account, params, request):
        """Return all callbacks made for an order, oldest first."""
        order = self._order(account, params)
        return {
            **names(order),
            "list": self._couriers.callbacks.contents(order),
        }

    def balance(self, account, params, request):
        """Return what the prepaid account holds."""
        self._shop(account, params)
        held = self._couriers.orders.ledger.balance(account)
        return {"balance": held, "reserved_amount": 0, "withdraw_amount": max(held, 0)}

    def show_shop(self, account, params, request):
        """Return what is known of a shop."""
        shop = self._shop(account, params)
        return {
            "shop_id": shop["shop_no"],
            "out_shop_id": shop["own_no"] or "",
            "shop_name": shop["name"],
            "city_name": f"{shop['city']}市",
            "shop_address": shop["address"],
            "shop_lng": f"{shop['lng']:.6f}",
            "shop_lat": f"{shop['lat']:.6f}",
            "shop_contact_name": shop["contact"],
            "shop_phone": shop["phone"],
            "status": shop["is_open"],
        }

    def show_company(self, account, params, request):
        """Return who the account belongs to."""
        return {"company_id": account.number, "company_name": account.name or "Sandbox"}

    def _point(self, order, at=None):
        point = self._couriers.rides.position(order, at)
        return tuple(f"{degrees:.6f}" for degrees in point)
