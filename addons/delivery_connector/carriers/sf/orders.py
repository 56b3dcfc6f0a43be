"""Calls about one order: price, create, query, cancel, tip."""

from .. import wire
from ..errors import (
    CarrierCancelRefusedError,
    CarrierTipRefusedError,
    CarrierUnknownError,
)
from ..neutral import (
    CancelCost,
    Cancelled,
    Created,
    DeliveryRequest,
    OrderKey,
    Quote,
    Reason,
    Status,
    Tip,
)
from . import bodies, const
from .status import rider_of, state_of

# What leaves the account, the most exact first.
_FEES = ("real_pay_money", "total_pay_money")


class OrderCalls:
    """The part of the client that orders deliveries."""

    def quote(self, request: DeliveryRequest) -> Quote:
        """Override of `Carrier`: what SF would ask now; nothing holds the price."""
        body = bodies.quote(request, shop_type=self._shop_type)
        result = self._ask("precreateorder", body)
        fee = _fee_of(result)
        if fee is None:
            raise CarrierUnknownError("a quote without a price", carrier=self.code)
        return Quote(
            fee_fen=fee,
            distance_m=wire.metres_of(result.get("delivery_distance_meter")),
            tip_fen=wire.fen_of_fen(result.get("gratuity_fee")) or 0,
            coupon_fen=wire.fen_of_fen(result.get("coupons_total_fee")) or 0,
            surcharge_fen=_surcharge_of(result),
            minutes=wire.metres_of(result.get("promise_delivery_time")),
        )

    def create(self, request: DeliveryRequest, quote: Quote | None = None) -> Created:
        """Override of `Carrier`: at today's price, whatever the quote said."""
        source = self._settings.get("order_source") or "Odoo"
        body = bodies.order(request, shop_type=self._shop_type, source=source)
        result = self._ask("createorder", body)
        provider_number = wire.text_of(result.get("sf_order_id"))
        if not provider_number:
            raise CarrierUnknownError("an order without a number", carrier=self.code)
        return Created(
            OrderKey(request.number, provider_number, request.shop_no),
            _fee_of(result),
            wire.metres_of(result.get("delivery_distance_meter")),
            wire.text_of(result.get("pickup_code")),
            wire.text_of(result.get("complete_code")),
        )

    def query(self, key: OrderKey) -> Status:
        """Override of `Carrier`: by SF's number if it is known, else by ours."""
        result = self._ask("getorderstatus", self._name(key))
        told = wire.text_of(result.get("shop_order_id"))
        status = wire.text_of(result.get("order_status"))
        if not status or told not in {"", key.number}:
            raise CarrierUnknownError("the answer is of another order")
        provider_number = wire.text_of(result.get("sf_order_id"))
        return Status(
            key=OrderKey(
                key.number, provider_number or key.provider_number, key.shop_no
            ),
            state=state_of(status, wire.text_of(result.get("receipt_type"))),
            provider_status=status,
            at_s=wire.moment_of(result.get("push_time")),
            is_exception=status == const.EXCEPTION,
            rider=rider_of(result),
            fee_fen=_fee_of(result),
            tip_fen=wire.fen_of_fen(result.get("gratuity_fee")),
            cancel_fee_fen=_deduction_of(result),
            distance_m=wire.metres_of(result.get("delivery_distance_meter")),
            pickup_code=wire.text_of(result.get("pickup_code")),
            finish_code=wire.text_of(result.get("complete_code")),
            reason=wire.text_of(
                result.get("cancel_reason") or result.get("status_desc")
            ),
        )

    def cancel_reasons(self) -> tuple[Reason, ...]:
        """Override of `Carrier`: SF has no call for them."""
        return const.CANCEL_REASONS

    def precancel(self, key: OrderKey) -> CancelCost:
        """Override of `Carrier`."""
        result = self._ask("precancelorder", self._name(key))
        return CancelCost(
            wire.is_yes(result.get("could_cancel")),
            wire.fen_of_fen(result.get("deduction_fee")) or 0,
            wire.text_of(result.get("cancel_charge_price_rule")),
        )

    def cancel(self, key: OrderKey, reason: Reason | None = None) -> Cancelled:
        """Override of `Carrier`: the fee is what SF says."""
        reason = reason or const.DEFAULT_CANCEL_REASON
        body = {**self._name(key), "cancel_reason": _reason_text(reason)}
        if reason.code.isdigit():
            body["cancel_code"] = int(reason.code)
        try:
            result = self._ask("cancelorder", body)
        except CarrierCancelRefusedError as error:
            if const.ALREADY_CANCELLED in error.message:
                return Cancelled(was_already=True)
            raise
        return Cancelled(_deduction_of(result))

    def tip(self, key: OrderKey, tip: Tip) -> None:
        """Override of `Carrier`: each call adds, but one serial number only once."""
        if not tip.key:
            raise CarrierTipRefusedError(
                "without a key, a repeated tip would be paid twice", carrier=self.code
            )
        body = {
            **self._name(key),
            "gratuity_fee": bodies.tip(tip.added_fen),
            "serial_number": tip.key,
        }
        self._ask("addordergratuityfee", body)


def _fee_of(result):
    fees = (wire.fen_of_fen(result.get(name)) for name in _FEES)
    fee = next((fee for fee in fees if fee is not None), None)
    price = wire.fen_of_fen(result.get("total_price"))
    if fee is None and price is not None:
        # The price has no tip in it, what is paid has.
        fee = price + (wire.fen_of_fen(result.get("gratuity_fee")) or 0)
    return fee


def _surcharge_of(result):
    prices = wire.object_of(result, "charge_price_list")
    charges = wire.object_of(prices, "charges_detail")
    extras = (
        result.get("overflow_fee"),
        charges.get("special_time_fee"),
        charges.get("over_distance"),
        charges.get("over_weight"),
    )
    return sum(wire.fen_of_fen(fee) or 0 for fee in extras)


def _deduction_of(result):
    detail = wire.object_of(result, "deduction_detail") or result
    return wire.fen_of_fen(detail.get("deduction_fee"))


def _reason_text(reason):
    return wire.cut(reason.text, const.MAX_REASON)
