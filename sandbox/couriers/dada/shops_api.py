"""Dada's endpoints beside orders: cities, shops, account, complaints, messages."""

from ...merchants import digits
from ...web import Route
from .. import cities
from ..errors import FieldError, RuleError
from ..fields import parse_json, read
from . import shapes

_COLUMNS = {
    "station_name": "name",
    "business": "business",
    "city_name": "city",
    "station_address": "address",
    "lng": "lng",
    "lat": "lat",
    "contact_name": "contact",
    "phone": "phone",
}


class DadaShopsApi:
    """Everything at Dada that is no order."""

    def __init__(self, world):
        self._world = world
        self._couriers = world.couriers

    def routes(self):
        """Return the paths answered here."""
        calls = (
            ("cityCode/list", "dada.cities", self.cities, shapes.EMPTY),
            ("shop/update", "dada.shop", self.update_shop, shapes.SHOP_UPDATE),
            ("shop/detail", "dada.shop", self.show_shop, shapes.SHOP_ID),
            ("balance/query", "dada.balance", self.balance, shapes.CATEGORY),
            ("recharge", "dada.recharge", self.recharge, shapes.RECHARGE),
            ("complaint/reasons", "dada.complaint", self.reasons, shapes.EMPTY),
            ("complaint/dada", "dada.complaint", self.complain, shapes.COMPLAINT),
            ("message/confirm", "dada.message", self.answer, shapes.MESSAGE),
        )
        routes = [
            Route("POST", f"/api/{path}", api, handler, {"shape": shape})
            for path, api, handler, shape in calls
        ]
        # A list, of which each shop is judged by itself.
        return [*routes, Route("POST", "/api/shop/add", "dada.shop", self.add_shops)]

    def cities(self, account, params, request):
        """Return the open cities with their codes."""
        return [
            {"cityName": city.name, "cityCode": city.code} for city in cities.CITIES
        ]

    def add_shops(self, account, params, request):
        """Register shops; some may succeed and others not."""
        if not isinstance(params, list) or not 1 <= len(params) <= 50:
            raise FieldError("body", "a list of 1 to 50 shops")
        added, failed = [], []
        for wanted in params:
            try:
                added.append(_shown(self._add(account, wanted)))
            except RuleError as error:
                number = (
                    wanted.get("origin_shop_id") if isinstance(wanted, dict) else ""
                )
                name = wanted.get("station_name") if isinstance(wanted, dict) else ""
                failed.append(
                    {"shopNo": number or "", "msg": str(error), "shopName": name or ""}
                )
        return {"success": len(added), "successList": added, "failedList": failed}

    def update_shop(self, account, params, request):
        """Change a shop, or take it off line."""
        shop = self._shop(account, params["origin_shop_id"])
        changes = {_COLUMNS[n]: params[n] for n in _COLUMNS if n in params}
        if "status" in params:
            changes["is_open"] = params["status"]
        if "new_shop_id" in params:
            changes["shop_no"] = params["new_shop_id"]
            if self._couriers.accounts.shop(account, params["new_shop_id"]):
                raise RuleError("shop_exists", "new_shop_id is taken")
        if not changes:
            raise RuleError("nothing", "something to change")
        _check_facts(changes)
        self._couriers.accounts.change_shop(shop, changes)

    def show_shop(self, account, params, request):
        """Return what is known of a shop."""
        shop = self._shop(account, params["origin_shop_id"])
        return {**_shown(shop), "status": shop["is_open"]}

    def balance(self, account, params, request):
        """Return what the prepaid account holds, in yuan."""
        held = self._couriers.orders.ledger.balance(account) / 100
        category = params["category"]
        return {
            **({"deliverBalance": held} if category in (1, 3) else {}),
            **({"redPacketBalance": 0.0} if category in (2, 3) else {}),
        }

    def recharge(self, account, params, request):
        """Return the address of a cashier that tops the account up."""
        return (
            f"{request.base_url}/courier/recharge?platform=dada"
            f"&account={account.number}&fen={params['amount']}"
        )

    def reasons(self, account, params, request):
        """Return what a merchant may complain about."""
        return [
            {"id": number, "reason": text}
            for number, text in shapes.COMPLAINT_REASONS.items()
        ]

    def complain(self, account, params, request):
        """Keep a complaint about an order's rider."""
        order = self._order(account, params["order_id"])
        if params["reason_id"] not in shapes.COMPLAINT_REASONS:
            raise RuleError("complaint", f"one of {list(shapes.COMPLAINT_REASONS)}")
        if order["accepted_at"] is None:
            raise RuleError("state", "no rider had the order")
        if self._couriers.orders.notes(order, "complaint"):
            raise RuleError("complained", "one complaint for each order")
        reason = shapes.COMPLAINT_REASONS[params["reason_id"]]
        self._couriers.orders.note(order, "complaint", reason)

    def answer(self, account, params, request):
        """Take the merchant's answer to a rider who asks to cancel."""
        body = read(parse_json(params["messageBody"]), shapes.MESSAGE_BODY)
        order = self._order(account, body["orderId"])
        if str(body["dadaOrderId"]) != order["platform_no"]:
            raise FieldError("dadaOrderId", "the number of the message")
        if not body["isConfirm"] and not body.get("rejectReason"):
            raise FieldError("rejectReason", "words, if the answer is no")
        self._couriers.requests.answer(
            order, bool(body["isConfirm"]), body.get("rejectReason", "")
        )

    def _add(self, account, wanted):
        facts = read(wanted, shapes.NEW_SHOP)
        changes = {column: facts[name] for name, column in _COLUMNS.items()}
        _check_facts(changes)
        number = facts.get("origin_shop_id") or digits(10)
        if self._couriers.accounts.shop(account, number):
            raise RuleError("shop_exists", f"{number} is taken")
        return self._couriers.accounts.add_shop(account, number, changes)

    def _shop(self, account, number):
        shop = self._couriers.accounts.shop(account, number)
        if shop is None:
            raise RuleError("shop", "a shop of this merchant")
        return shop

    def _order(self, account, number):
        order = self._couriers.orders.find(account, number)
        if order is None:
            raise RuleError("unknown_order", f"no order has the number {number}")
        return order


def _check_facts(changes):
    if "city" in changes and cities.named(changes["city"]) is None:
        raise RuleError("city_name", f"one of {[c.name for c in cities.CITIES]}")
    if "business" in changes and changes["business"] not in shapes.BUSINESSES:
        raise RuleError("business", f"one of {shapes.BUSINESSES}")
    if "lng" in changes and cities.around((changes["lng"], changes["lat"])) is None:
        raise RuleError("point", "lng and lat in GCJ-02, in an open city")


def _shown(shop):
    return {
        "origin_shop_id": shop["shop_no"],
        **{name: shop[column] for name, column in _COLUMNS.items()},
        "area_name": "",
    }
