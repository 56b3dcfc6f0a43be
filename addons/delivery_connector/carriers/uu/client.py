"""Calls to UU: sign, send, understand. Places are Baidu's, prices fen, tips yuan."""

import math
from typing import ClassVar

from .. import wire
from ..answers import error_of_words
from ..carrier import LIVE_WORLD, TEST_WORLD, Carrier
from ..coordinates import bd09_from_gcj02, gcj02_from_bd09
from ..errors import (
    CarrierCancelRefusedError,
    CarrierTipRefusedError,
    CarrierUnknownError,
)
from ..neutral import (
    CancelCost,
    Cancelled,
    Capabilities,
    Created,
    DeliveryRequest,
    OrderKey,
    Position,
    Quote,
    Reason,
    Rider,
    Setting,
    Status,
    Times,
    Tip,
)
from . import const
from .callbacks import CallbackCalls
from .signing import sign


class Uu(CallbackCalls, Carrier):
    """One merchant's calls to UU."""

    code: ClassVar[str] = "uu"
    label: ClassVar[str] = "UU跑腿"
    base_urls: ClassVar[dict[str, str]] = {
        LIVE_WORLD: "https://api-open.uupt.com",
        TEST_WORLD: "http://api-open.test.uupt.com",
    }
    settings_needed: ClassVar[tuple[Setting, ...]] = (
        Setting("app_id", "App ID", "Of the developer account."),
        Setting("app_key", "App key", "Signs each request.", is_secret=True),
        Setting("open_id", "Merchant's openId", "The account that pays."),
    )
    capabilities: ClassVar[Capabilities] = Capabilities(
        has_quote_reference=True,
        is_price_locked=True,
        tip_mode="add",
        min_tip_fen=100,
        has_precancel=True,
        has_cancel_reasons=True,
        has_order_callback=True,
        is_callback_signed=True,
        has_position=True,
        has_privacy_number=True,
        has_test_world=True,
    )

    # === PRICE AND ORDER === #

    def quote(self, request: DeliveryRequest) -> Quote:
        """Override of `Carrier`: the token holds the price for some minutes."""
        now = self._now()
        result = self._ask("orderPrice", _price_body(request))
        fee = wire.fen_of_fen(result.get("needPayMoney"))
        token = wire.text_of(result.get("priceToken"))
        if fee is None or not token:
            raise CarrierUnknownError("a quote without a price", carrier=self.code)
        valid_s = wire.fen_of_fen(result.get("expiresIn"))
        return Quote(
            fee_fen=fee,
            distance_m=wire.metres_of(result.get("distance")),
            reference=token,
            expires_at=None if valid_s is None else now + valid_s,
            tip_fen=request.tip_fen,
            coupon_fen=wire.fen_of_fen(result.get("totalPriceOff")) or 0,
        )

    def create(self, request: DeliveryRequest, quote: Quote | None = None) -> Created:
        """Override of `Carrier`: without a quote it asks for one first."""
        quote = quote or self.quote(request)
        body = _order_body(request, quote.reference, is_test=self._is_test)
        result = self._ask("addOrder", body)
        provider_number = wire.text_of(result.get("orderCode"))
        if not provider_number:
            raise CarrierUnknownError("an order without a number", carrier=self.code)
        return Created(
            OrderKey(request.number, provider_number, request.shop_no),
            quote.fee_fen,
            quote.distance_m,
        )

    def query(self, key: OrderKey) -> Status:
        """Override of `Carrier`: by UU's number if it is known, else by ours."""
        result = self._ask("orderDetail", _name(key))
        told = wire.text_of(result.get("originId"))
        status = wire.text_of(result.get("state"))
        if not status or told not in {"", key.number}:
            raise CarrierUnknownError("the answer is of another order")
        provider_number = wire.text_of(result.get("orderCode")) or key.provider_number
        price = wire.fen_of_fen(result.get("orderPrice"))
        discount = wire.fen_of_fen(result.get("priceOff")) or 0
        return Status(
            key=OrderKey(key.number, provider_number, key.shop_no),
            state=const.STATE_OF_STATUS.get(status),
            provider_status=status,
            rider=_rider_of(result),
            fee_fen=None if price is None else price - discount,
            distance_m=wire.metres_of(result.get("distance")),
            times=Times(
                created_at=wire.moment_of(result.get("addTime")),
                delivered_at=wire.moment_of(result.get("finishTime")),
                cancelled_at=wire.moment_of(result.get("cancelTime")),
            ),
            pickup_code=wire.text_of(result.get("pickupCode")),
            finish_code=wire.text_of(result.get("confirmCode")),
        )

    # === CANCEL AND TIP === #

    def cancel_reasons(self) -> tuple[Reason, ...]:
        """Override of `Carrier`: UU takes any words."""
        return const.CANCEL_REASONS

    def precancel(self, key: OrderKey) -> CancelCost:
        """Override of `Carrier`."""
        result = self._ask("cancelFee", _name(key))
        return CancelCost(True, wire.fen_of_fen(result.get("cancelFee")) or 0)

    def cancel(self, key: OrderKey, reason: Reason | None = None) -> Cancelled:
        """Override of `Carrier`."""
        reason = reason or const.CANCEL_REASONS[0]
        body = {**_name(key), "reason": wire.cut(reason.text, const.MAX_NOTE)}
        try:
            result = self._ask("cancelOrder", body)
        except CarrierCancelRefusedError as error:
            if const.ALREADY_CANCELLED in error.message:
                return Cancelled(was_already=True)
            raise
        if result.get("canCancel") is False or result.get("canCancel") == 0:
            raise CarrierCancelRefusedError("UU refuses", carrier=self.code)
        return Cancelled(wire.fen_of_fen(result.get("deductFee")))

    def tip(self, key: OrderKey, tip: Tip) -> None:
        """Override of `Carrier`: each call adds, also a repeated one."""
        self._ask("addGratuity", {**_name(key), "fee": _tip_yuan(tip.added_fen)})

    def position(self, key: OrderKey) -> Position:
        """Override of `Carrier`: from the order itself."""
        rider = self.query(key).rider
        return Position(rider.point, rider)

    # === THE CALL === #

    @property
    def _is_test(self):
        return self._world == TEST_WORLD

    def _ask(self, method, content):
        """Return the body of an answer, empty if it is no object.

        :raise CarrierError: As the words of a refusal sort it.
        """
        biz, now = wire.to_json(content), self._now()
        envelope = {
            "openId": self._settings["open_id"],
            "timestamp": now,
            "biz": biz,
            "sign": sign(biz, self._settings["app_key"], now),
        }
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-App-Id": self._settings["app_id"],
        }
        url = f"{self._base_url}{const.PATH}{method}"
        answer = self._send("POST", url, headers, wire.to_json(envelope).encode())
        code = wire.text_of(answer.get("code"))
        if code != const.OK:
            message = wire.text_of(answer.get("msg"))
            error = error_of_words(message, const.WORDS_OF_ERROR)
            raise error(message, code=code, carrier=self.code)
        body = answer.get("body")
        return body if isinstance(body, dict) else {}


def _name(key):
    if key.provider_number:
        return {"orderCode": key.provider_number}
    return {"originId": key.number}


def _price_body(request):
    here, there = request.pickup, request.dropoff
    start, end = bd09_from_gcj02(here.point), bd09_from_gcj02(there.point)
    return wire.without_empty(
        {
            "originId": wire.check_ascii(request.number, const.MAX_NUMBER),
            "sendType": "SEND",
            "fromAddress": here.address,
            "fromUserNote": here.address_detail or here.name,
            "fromLng": start.lng,
            "fromLat": start.lat,
            "toAddress": there.address,
            "toUserNote": there.address_detail,
            "toLng": end.lng,
            "toLat": end.lat,
            "cityName": there.city,
            "countyName": there.district,
            "goodsWeight": max(1, math.ceil(request.parcel.weight_g / 1000)),
            "onlineFee": _tip_yuan(request.tip_fen) if request.tip_fen else None,
        }
    )


def _order_body(request, token, *, is_test):
    phone = "_".join(
        filter(None, (request.dropoff.phone, request.dropoff.phone_extension))
    )
    return wire.without_empty(
        {
            "priceToken": token,
            "sender": request.pickup.name,
            "senderPhone": request.pickup.phone,
            "receiver": request.dropoff.name,
            "receiverPhone": phone,
            "note": wire.cut(request.note, const.MAX_NOTE),
            "callbackUrl": request.callback_url,
            "pushType": "TEST_ORDER" if is_test else "OPEN_ORDER",
            "specialType": "NOT_NEED_WARM",
            "payType": "BALANCE_PAY",
            "shortOrderNum": request.daily_number[: const.MAX_DAILY_NUMBER],
            "productDetailList": [
                {"goodsName": line.name, "num": max(1, math.ceil(line.quantity))}
                for line in request.parcel.lines
            ],
        }
    )


def _tip_yuan(fen):
    if fen < const.FEN_PER_YUAN or fen % const.FEN_PER_YUAN:
        raise CarrierTipRefusedError("UU takes tips in whole yuan")
    return fen // const.FEN_PER_YUAN


def _rider_of(content):
    lng, _comma, lat = wire.text_of(content.get("driverLastLoc")).partition(",")
    point = wire.point_of(lng, lat)
    return Rider(
        "",
        wire.text_of(content.get("driverName")),
        wire.text_of(content.get("driverMobile")),
        gcj02_from_bd09(point) if point else None,
    )
