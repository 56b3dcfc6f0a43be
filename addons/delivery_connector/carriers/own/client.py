"""The shop's own riders: no platform, no network.

An order exists as soon as it is created; what becomes of it is what the rider says on
their phone, see :meth:`Own.rider_event`. The price is what the shop reckons with.
"""

import math
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from .. import coordinates, states, wire
from ..carrier import Carrier
from ..errors import (
    CarrierConfigurationError,
    CarrierInvalidRequestError,
    CarrierOutOfRangeError,
)
from ..neutral import (
    CallbackEvent,
    CancelCost,
    Cancelled,
    Capabilities,
    Created,
    DeliveryRequest,
    OrderKey,
    Point,
    Quote,
    Reason,
    Rider,
    Setting,
)

_METRES_PER_KM = 1000
# Streets are longer than the flight of a crow.
_DETOUR = 1.3
_FINISH_CODE_DIGITS = 4

ACCEPT, ARRIVE, PICK_UP, DELIVER = "accept", "arrive", "pick_up", "deliver"
GIVE_UP, BRING_BACK, BROUGHT_BACK = "give_up", "bring_back", "brought_back"
# What a rider's button says of the order.
STATE_OF_STEP = {
    ACCEPT: states.ACCEPTED,
    ARRIVE: states.AT_SHOP,
    PICK_UP: states.DELIVERING,
    DELIVER: states.DELIVERED,
    # Another rider may take it.
    GIVE_UP: states.PENDING,
    BRING_BACK: states.RETURNING,
    BROUGHT_BACK: states.RETURNED,
}
# From each state, the buttons that a rider has.
STEPS_OF_STATE = {
    states.PENDING: (ACCEPT,),
    states.ACCEPTED: (ARRIVE, PICK_UP, GIVE_UP),
    states.AT_SHOP: (PICK_UP, GIVE_UP),
    states.DELIVERING: (DELIVER, BRING_BACK),
    states.RETURNING: (BROUGHT_BACK,),
}
CANCEL_REASONS = (
    Reason("shop", "The shop cancels"),
    Reason("guest", "The guest cancels"),
    Reason("no_rider", "No rider is free"),
)


class Own(Carrier):
    """The riders of one shop or chain."""

    code: ClassVar[str] = "own"
    label: ClassVar[str] = "自配送"
    settings_needed: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "base_fee_fen", "Cost of a delivery (fen)", "In fen.", is_required=False
        ),
        Setting("free_km", "Kilometres included", "", is_required=False),
        Setting(
            "fee_per_km_fen", "Cost of each further kilometre (fen)", is_required=False
        ),
        Setting("max_km", "Farthest delivery (km)", "Empty: any.", is_required=False),
        Setting("km_per_hour", "Speed (km/h)", "For the estimate.", is_required=False),
    )
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_price_locked=True,
        quote_valid_s=3600,
        tip_mode="none",
        has_query=False,
        has_precancel=True,
        has_cancel_reasons=True,
        is_callback_signed=True,
        has_return_confirmation=True,
        has_finish_code=True,
        has_appointment=True,
        has_delayed_call=True,
    )

    def quote(self, request: DeliveryRequest) -> Quote:
        """Override of `Carrier`: reckoned from the distance, nobody is asked."""
        direct_m = coordinates.distance_m(request.pickup.point, request.dropoff.point)
        distance_m = round(direct_m * _DETOUR)
        max_km = self._number("max_km", 0)
        if max_km and distance_m > max_km * _METRES_PER_KM:
            raise CarrierOutOfRangeError("too far for our riders", carrier=self.code)
        free_m = int(self._number("free_km", 0) * _METRES_PER_KM)
        further_km = math.ceil(max(0, distance_m - free_m) / _METRES_PER_KM)
        fee = self._number("base_fee_fen", 0)
        fee += further_km * self._number("fee_per_km_fen", 0)
        speed = self._number("km_per_hour", 20) or 20
        return Quote(
            fee_fen=int(fee),
            distance_m=distance_m,
            minutes=math.ceil(distance_m / _METRES_PER_KM / float(speed) * 60),
        )

    def create(self, request: DeliveryRequest, quote: Quote | None = None) -> Created:
        """Override of `Carrier`: it is on the riders' list now."""
        wire.check_ascii(request.number, 30)
        quote = quote or self.quote(request)
        return Created(
            OrderKey(request.number, request.number, request.shop_no),
            quote.fee_fen,
            quote.distance_m,
            finish_code=self._finish_code() if request.is_finish_code_wanted else "",
        )

    def cancel_reasons(self) -> tuple[Reason, ...]:
        """Override of `Carrier`."""
        return CANCEL_REASONS

    def precancel(self, key: OrderKey) -> CancelCost:
        """Override of `Carrier`: our own riders cost nothing then."""
        return CancelCost(True, 0)

    def cancel(self, key: OrderKey, reason: Reason | None = None) -> Cancelled:
        """Override of `Carrier`."""
        return Cancelled(0)

    def confirm_return(self, key: OrderKey) -> None:
        """Override of `Carrier`: the shop knows without asking anybody."""

    def rider_event(
        self,
        key: OrderKey,
        step: str,
        rider: Rider,
        *,
        satellite_point: Point | None = None,
    ) -> CallbackEvent:
        """Return the event of a button that a rider pressed.

        It is trusted: whoever calls this has checked who the rider is.

        :param Point satellite_point: Where the phone says it is, WGS-84.
        :raise CarrierInvalidRequestError: If there is no such button.
        """
        if step not in STATE_OF_STEP:
            raise CarrierInvalidRequestError(f"no step {step}", carrier=self.code)
        now = self._now()
        point = rider.point
        if satellite_point is not None:
            point = coordinates.gcj02_from_wgs84(satellite_point)
        gave_up = step == GIVE_UP
        here = Rider(rider.reference, rider.name, rider.phone, point)
        words = f"{key.number}|{step}|{rider.reference}|{now}"
        return CallbackEvent(
            number=key.number,
            provider_number=key.provider_number,
            provider_status=step,
            state=STATE_OF_STEP[step],
            at_s=now,
            is_trusted=True,
            digest=wire.digest_of(words.encode()),
            rider=Rider() if gave_up else here,
            is_rider_changed=gave_up,
        )

    def _finish_code(self):
        # Any text of the nonce has digits enough once it is read as a number.
        number = int.from_bytes(self._surroundings.nonce().encode(), "big")
        return str(number % 10**_FINISH_CODE_DIGITS).zfill(_FINISH_CODE_DIGITS)

    def _number(self, name, default):
        value = self._settings.get(name)
        if value in (None, ""):
            return Decimal(default)
        try:
            number = Decimal(str(value))
        except InvalidOperation as error:
            raise CarrierConfigurationError(
                f"{name} is no number", carrier=self.code
            ) from error
        if not number.is_finite() or number < 0:
            raise CarrierConfigurationError(f"{name} is no number", carrier=self.code)
        return number
