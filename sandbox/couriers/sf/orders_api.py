"""SF's endpoints that cost or move money: prices, placing, tips, cancelling."""

from ...web import Route
from ..errors import FieldError, RuleError
from ..geo import from_baidu
from ..orders import Job
from ..states import BEFORE_PICKUP, CANCELLED
from . import shapes
from .finding import PATH, SfRoom, names

# SF asks for two seconds between one write and the next on an order.
PAUSE_S = 2
BAIDU = 1
SOONEST_S, LATEST_S = 1800, 7 * 86400
FREE_CANCELS = 3


class SfOrdersApi(SfRoom):
    """Orders as SF's merchants place, tip and cancel them."""

    def routes(self):
        """Return the paths answered here."""
        calls = (
            ("precreateorder", "sf.quote", self.quote, shapes.QUOTE),
            ("createorder", "sf.create", self.place, shapes.CREATE),
            ("precancelorder", "sf.precancel", self.ask_cancel, shapes.CANCEL),
            ("cancelorder", "sf.cancel", self.cancel, shapes.CANCEL),
            ("addordergratuityfee", "sf.tip", self.tip, shapes.TIP),
            ("getordergratuityfee", "sf.tips", self.tips, shapes.ORDER_ID),
        )
        return [
            Route("POST", f"{PATH}/{path}", api, handler, {"shape": shape})
            for path, api, handler, shape in calls
        ]

    def quote(self, account, params, request):
        """Return what an order would cost now; nothing holds the price."""
        shop = self._shop(account, params)
        guest = {name: params[name] for name in ("user_lng", "user_lat")}
        job = self._job(params, guest, "-", params["weight"])
        price = self._couriers.orders.price(account, shop, job)
        return {
            "delivery_type": params["is_appoint"],
            "expect_time": params.get("expect_time", 0),
            "start_time": 0,
            "promise_delivery_time": self._promise_min(price),
            "delivery_distance_meter": price.distance_m,
            "charge_price_list": {
                "shop_pay_price": price.total_fen,
                "charges_detail": _charges(price),
            },
            "overflow_fee": price.surge_fen,
            **_totals(price, job.tip_fen),
        }

    def place(self, account, params, request):
        """Place an order."""
        shop = self._shop(account, params)
        guest, detail = params["receive"], params["order_detail"]
        counted = sum(one["product_num"] for one in detail["product_detail"])
        if detail["product_num"] != counted:
            raise FieldError("order_detail.product_num", f"the sum, {counted}")
        if detail["product_type_num"] != len(detail["product_detail"]):
            raise FieldError("order_detail.product_type_num", "the number of kinds")
        if abs(params["order_time"] - self._world.clock.wire()) > 7 * 86400:
            raise FieldError("order_time", "seconds, of these days")
        job = self._job(params, guest, params["shop_order_id"], detail["weight_gram"])
        price = self._couriers.orders.price(account, shop, job)
        order = self._couriers.orders.place(account, shop, job, price=price)
        return {
            **names(order),
            "pickup_code": order["pickup_code"],
            "complete_code": order["finish_code"],
            "delivery_distance_meter": price.distance_m,
            "overflow_fee": price.surge_fen,
            **_totals(price, job.tip_fen),
        }

    def ask_cancel(self, account, params, request):
        """Return whether an order can be cancelled, and what that would cost."""
        order = self._order(account, params)
        could = order["state"] in BEFORE_PICKUP
        fen = self._couriers.orders.penalty(order) if could else 0
        return {
            **names(order),
            "could_cancel": int(could),
            "is_deduction_fee": int(fen > 0),
            "deduction_fee": fen,
            "free_cancel_times": FREE_CANCELS,
            "cancel_charge_price_rule": "接单后2分钟内免费取消,之后收取2元",
        }

    def cancel(self, account, params, request):
        """Cancel an order before its pick-up."""
        order = self._order(account, params)
        code = params.get("cancel_code", 313)
        if code not in shapes.CANCEL_CODES:
            raise RuleError("reason", f"one of {list(shapes.CANCEL_CODES)}")
        if order["state"] != CANCELLED:
            self._pause(order)
        reason = params.get("cancel_reason") or shapes.CANCEL_CODES[code]
        fen = self._couriers.orders.cancel(order, reason)
        return {
            **names(order),
            "deduction_detail": {
                "deduction_fee": fen,
                "shop_cancel_times": 1,
                "free_cancel_times": FREE_CANCELS,
            },
        }

    def tip(self, account, params, request):
        """Add to an order's tip; the same serial number adds once."""
        order = self._order(account, params)
        serial = params.get("serial_number")
        known = [tip["serial"] for tip in self._couriers.orders.tips(order)]
        if serial is None or serial not in known:
            self._pause(order)
        self._couriers.orders.add_tip(order, params["gratuity_fee"], serial)
        return self._tips(order)

    def tips(self, account, params, request):
        """Return the tips of an order."""
        return self._tips(self._order(account, params))

    def _job(self, params, guest, number, weight_g):
        to = (guest["user_lng"], guest["user_lat"])
        if params.get("lbs_type") == BAIDU:
            to = from_baidu(to)
        detail = params.get("order_detail", params)
        return Job(
            number=number,
            to=to,
            address=params.get("user_address") or guest["user_address"],
            name=guest.get("user_name", ""),
            phone=guest.get("user_phone", ""),
            weight_g=weight_g,
            goods_fen=detail.get("total_price", 0),
            tip_fen=params.get("gratuity_fee", 0),
            insured_fen=self._insured(params),
            is_direct=bool(params["is_person_direct"]),
            needs_code=True,
            note=params.get("remark", ""),
            sequence=params.get("order_sequence", ""),
            publish_at=self._publish_at(params),
        )

    def _insured(self, params):
        if not params["is_insured"]:
            return 0
        if not params.get("declared_value"):
            raise FieldError("declared_value", "required with is_insured")
        return params["declared_value"]

    def _publish_at(self, params):
        if not params["is_appoint"]:
            return None
        for name in ("expect_time", "appoint_type"):
            if not params.get(name):
                raise FieldError(name, "required with is_appoint")
        clock = self._world.clock
        ahead = params["expect_time"] - clock.wire()
        if not SOONEST_S <= ahead <= LATEST_S:
            raise RuleError("appointment", "expect_time: half an hour to seven days")
        # A rider is sought half an hour before.
        return clock.now() + ahead - SOONEST_S

    def _promise_min(self, price):
        settings = self._world.settings
        ride_s = price.distance_m / max(settings.courier_speed_mps, 0.1)
        waits = settings.courier_accept_s + settings.courier_to_shop_s
        return round((waits + settings.courier_pickup_s + ride_s) / 60) + 1

    def _pause(self, order):
        now = self._world.clock.now()
        if now - order["touched_at"] < PAUSE_S:
            raise RuleError("too_fast", f"{PAUSE_S} s between writes on one order")
        self._couriers.orders.change(order, touched_at=now)

    def _tips(self, order):
        tips = self._couriers.orders.tips(order)
        return {
            **names(order),
            "total_gratuity_fee": sum(tip["fen"] for tip in tips),
            "gratuity_fee_list": [
                {"serial_number": tip["serial"] or "", "gratuity_fee": tip["fen"],
                 "create_time": int(tip["at"])}
                for tip in tips
            ],
        }  # fmt: skip


def _charges(price):
    return {
        "basic_fee": price.basic_fen,
        "over_distance": price.over_distance_fen,
        "over_weight": price.over_weight_fen,
        "special_time_fee": 0,
        "vas_fee": price.direct_fen + price.insurance_fen,
        "extra_fee": price.surge_fen,
    }


def _totals(price, tip_fen):
    return {
        "total_price": price.total_fen,
        "total_pay_money": price.total_fen + tip_fen,
        "real_pay_money": price.total_fen + tip_fen,
        "coupons_total_fee": 0,
        "gratuity_fee": tip_fen,
        "settlement_type": 1,
    }
