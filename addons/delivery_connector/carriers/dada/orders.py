"""Calls about one order: price, create, query, cancel, tip."""

from .. import states, wire
from ..errors import CarrierCancelRefusedError, CarrierUnknownError
from ..neutral import (
    Cancelled,
    Created,
    DeliveryRequest,
    OrderKey,
    Quote,
    Reason,
    Rider,
    Status,
    Times,
    Tip,
)
from . import bodies, const


class OrderCalls:
    """The part of the client that orders deliveries."""

    def quote(self, request: DeliveryRequest) -> Quote:
        """Override of `Carrier`: the price is locked for three minutes."""
        now = self._now()
        result = self._ask("/api/order/queryDeliverFee", self._order_body(request))
        fee = _price_of(result, "deliverFee")
        reference = wire.text_of(result.get("deliveryNo"))
        if fee is None or not reference:
            raise CarrierUnknownError("a quote without a price", carrier=self.code)
        return Quote(
            fee_fen=fee,
            distance_m=wire.metres_of(result.get("distance")),
            reference=reference,
            expires_at=now + const.QUOTE_VALID_S,
            tip_fen=wire.fen_of_yuan(result.get("tips")) or 0,
            coupon_fen=wire.fen_of_yuan(result.get("couponFee")) or 0,
        )

    def create(self, request: DeliveryRequest, quote: Quote | None = None) -> Created:
        """Override of `Carrier`: by the quote if there is one, else directly."""
        if quote and quote.reference:
            body = {"deliveryNo": quote.reference}
            if info := wire.cut(request.note, const.MAX_INFO):
                body["info"] = info
            self._ask("/api/order/addAfterQuery", body)
            return Created(self._key(request), quote.fee_fen, quote.distance_m)
        result = self._ask("/api/order/addOrder", self._order_body(request))
        return Created(
            self._key(request),
            _price_of(result, "deliverFee"),
            wire.metres_of(result.get("distance")),
        )

    def query(self, key: OrderKey) -> Status:
        """Override of `Carrier`: by our number."""
        result = self._ask("/api/order/status/query", {"order_id": key.number})
        told = wire.text_of(result.get("orderId"))
        status = wire.text_of(result.get("statusCode"))
        if not status or told not in {"", key.number}:
            raise CarrierUnknownError("the answer is of another order")
        return _status_of(result, key, status)

    def cancel_reasons(self) -> tuple[Reason, ...]:
        """Override of `Carrier`: Dada's own list, asked for now."""
        return reasons_of(self._ask_list("/api/order/cancel/reasons", ""))

    def cancel(self, key: OrderKey, reason: Reason | None = None) -> Cancelled:
        """Override of `Carrier`: the fee is what Dada says, never computed."""
        reason = reason or const.DEFAULT_CANCEL_REASON
        body = {"order_id": key.number, "cancel_reason_id": number_of(reason.code)}
        if reason.code == const.OTHER_CANCEL_REASON:
            body["cancel_reason"] = wire.cut(reason.text, const.MAX_INFO)
        try:
            result = self._ask("/api/order/formalCancel", body)
        except CarrierCancelRefusedError as error:
            if error.code == const.ALREADY_CANCELLED:
                return Cancelled(was_already=True)
            raise
        return Cancelled(wire.fen_of_yuan(result.get("deduct_fee")))

    def tip(self, key: OrderKey, tip: Tip) -> None:
        """Override of `Carrier`: the new total replaces the old one."""
        body = {
            "order_id": key.number,
            "tips": bodies.tip_yuan(tip.total_fen),
            "city_code": key.city_code or self._settings.get("city_code"),
        }
        self._ask("/api/order/addTip", wire.without_empty(body))

    def mock_step(self, key: OrderKey, state: str) -> None:
        """Override of `Carrier`: the calls that only Dada's test world has."""
        if state not in const.MOCK_PATHS:
            raise self._not_supported(f"mock_step {state}")
        self._ask(const.MOCK_PATHS[state], {"order_id": key.number})

    def _order_body(self, request):
        return bodies.order(request, min_weight_g=self._min_weight_g, now=self._now())

    @staticmethod
    def _key(request):
        return OrderKey(request.number, shop_no=request.shop_no)


_EXTRAS = ("tips", "insuranceFee")
# The time at which an order came to its state.
_TIME_OF_STATE = {
    states.PENDING: "created_at",
    states.ACCEPTED: "accepted_at",
    states.DELIVERING: "picked_up_at",
    states.DELIVERED: "delivered_at",
    states.CANCELLED: "cancelled_at",
}


def _status_of(result, key, status):
    state = const.STATE_OF_STATUS.get(status)
    times = _times_of(result)
    actual = wire.fen_of_yuan(result.get("actualFee"))
    return Status(
        key=key,
        state=state,
        provider_status=status,
        at_s=getattr(times, _TIME_OF_STATE.get(state, ""), None),
        is_exception=status in const.EXCEPTION_STATUSES,
        rider=_rider_of(result),
        fee_fen=_price_of(result, "deliveryFee") if actual is None else actual,
        tip_fen=wire.fen_of_yuan(result.get("tips")),
        cancel_fee_fen=wire.fen_of_yuan(result.get("deductFee")),
        distance_m=wire.metres_of(result.get("distance")),
        times=times,
        finish_code=wire.text_of(result.get("orderFinishCode")),
        reason=wire.text_of(result.get("statusMsg")),
    )


def _times_of(result):
    return Times(
        created_at=wire.moment_of(result.get("createTime")),
        accepted_at=wire.moment_of(result.get("acceptTime")),
        picked_up_at=wire.moment_of(result.get("fetchTime")),
        delivered_at=wire.moment_of(result.get("finishTime")),
        cancelled_at=wire.moment_of(result.get("cancelTime")),
    )


def _rider_of(result):
    return Rider(
        wire.text_of(result.get("transporterId")),
        wire.text_of(result.get("transporterName")),
        wire.text_of(result.get("transporterPhone")),
        wire.point_of(result.get("transporterLng"), result.get("transporterLat")),
    )


def _price_of(result, freight_name):
    """Return what leaves the account for an order, summed up from its parts.

    Whether `fee` has the tip and the insurance in it, Dada's pages do not say alike.
    """
    freight = wire.fen_of_yuan(result.get(freight_name))
    if freight is None:
        return wire.fen_of_yuan(result.get("fee"))
    extras = sum(wire.fen_of_yuan(result.get(name)) or 0 for name in _EXTRAS)
    return freight + extras - (wire.fen_of_yuan(result.get("couponFee")) or 0)


def reasons_of(items: list[dict]) -> tuple[Reason, ...]:
    """Return the reasons of a list of Dada's."""
    pairs = ((wire.text_of(item.get("id")), item.get("reason")) for item in items)
    return tuple(Reason(code, wire.text_of(text)) for code, text in pairs if code)


def number_of(code: str) -> int | str:
    """Return a code as the number that Dada wants, if it is one."""
    return int(code) if code.isascii() and code.isdigit() else code
