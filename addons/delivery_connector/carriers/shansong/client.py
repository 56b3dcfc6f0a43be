"""Calls to Shansong: sign, send, understand. Places are Baidu's, prices fen."""

from typing import ClassVar
from urllib.parse import urlencode

from .. import wire
from ..answers import error_of_words
from ..carrier import LIVE_WORLD, TEST_WORLD, Carrier
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
    Setting,
    Status,
    Tip,
)
from . import bodies, const
from .callbacks import CallbackCalls
from .signing import sign
from .status import cancel_fee_of, cancelled_by, rider_of, state_of, times_of

_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class Shansong(CallbackCalls, Carrier):
    """One merchant's calls to Shansong."""

    code: ClassVar[str] = "shansong"
    label: ClassVar[str] = "闪送"
    base_urls: ClassVar[dict[str, str]] = {
        LIVE_WORLD: "https://open.ishansong.com",
        TEST_WORLD: "http://open.s.bingex.com",
    }
    settings_needed: ClassVar[tuple[Setting, ...]] = (
        Setting("client_id", "Client ID", "Of the application."),
        Setting("shop_id", "Merchant number", "The merchant that pays."),
        Setting("app_secret", "App secret", "Signs each request.", is_secret=True),
    )
    capabilities: ClassVar[Capabilities] = Capabilities(
        # The number that the quote gives names the order; the price may still change.
        has_quote_reference=True,
        tip_mode="add",
        min_tip_fen=const.TIP_STEPS_FEN[0],
        tip_steps_fen=const.TIP_STEPS_FEN,
        has_precancel=True,
        has_event_time=False,
        has_position=True,
        has_return_confirmation=True,
        has_finish_code=True,
        has_test_world=True,
    )

    # === PRICE AND ORDER === #

    def quote(self, request: DeliveryRequest) -> Quote:
        """Override of `Carrier`: it makes an order that is not yet placed."""
        result = self._ask("orderCalculate", bodies.order(request))
        fee = _fee_of(result)
        number = wire.text_of(result.get("orderNumber"))
        if fee is None or not number:
            raise CarrierUnknownError("a quote without a price", carrier=self.code)
        seconds = wire.metres_of(result.get("estimateReceiveSecond"))
        return Quote(
            fee_fen=fee,
            distance_m=wire.metres_of(result.get("totalDistance")),
            reference=number,
            tip_fen=request.tip_fen,
            coupon_fen=wire.fen_of_fen(result.get("couponSaveFee")) or 0,
            minutes=None if not seconds else -(-seconds // 60),
        )

    def create(self, request: DeliveryRequest, quote: Quote | None = None) -> Created:
        """Override of `Carrier`: without a quote it asks for one first."""
        quote = quote or self.quote(request)
        result = self._ask("orderPlace", {"issOrderNo": quote.reference})
        fee = _fee_of(result)
        return Created(
            OrderKey(request.number, quote.reference, request.shop_no),
            quote.fee_fen if fee is None else fee,
            quote.distance_m,
        )

    def query(self, key: OrderKey) -> Status:
        """Override of `Carrier`: by either number."""
        body = {"issOrderNo": key.provider_number, "thirdOrderNo": key.number}
        result = self._ask("orderInfo", wire.without_empty(body))
        status = wire.text_of(result.get("orderStatus"))
        if not status:
            raise CarrierUnknownError("an order without a status", carrier=self.code)
        told = wire.text_of(result.get("orderNo"))
        number = key.provider_number or (told if told != key.number else "")
        times, at_s = times_of(result, status)
        abort = wire.object_of(result, "abortInfo")
        return Status(
            key=OrderKey(key.number, number, key.shop_no),
            state=state_of(status, wire.text_of(result.get("subOrderStatusDesc"))),
            provider_status=status,
            at_s=at_s,
            rider=rider_of(result),
            fee_fen=_fee_of(result),
            cancel_fee_fen=cancel_fee_of({**result, **abort}),
            times=times,
            pickup_code=wire.text_of(result.get("pickupPassword")),
            finish_code=wire.text_of(result.get("deliveryPassword")),
            cancelled_by=cancelled_by(abort),
            reason=wire.text_of(abort.get("abortReason")),
        )

    # === CANCEL, TIP, RIDER === #

    def precancel(self, key: OrderKey) -> CancelCost:
        """Override of `Carrier`."""
        result = self._ask("preAbortOrder", self._name(key))
        return CancelCost(True, cancel_fee_of(result) or 0)

    def cancel(self, key: OrderKey, reason: Reason | None = None) -> Cancelled:
        """Override of `Carrier`: agrees to the fee; Shansong asks for no reason."""
        body = {**self._name(key), "deductFlag": True}
        try:
            result = self._ask("abortOrder", body)
        except CarrierCancelRefusedError as error:
            if const.ALREADY_CANCELLED in error.message:
                return Cancelled(was_already=True)
            raise
        return Cancelled(cancel_fee_of(result))

    def tip(self, key: OrderKey, tip: Tip) -> None:
        """Override of `Carrier`: each call adds, also a repeated one."""
        if tip.added_fen not in const.TIP_STEPS_FEN:
            raise CarrierTipRefusedError(
                "Shansong takes only certain amounts", carrier=self.code
            )
        body = {**self._name(key), "additionAmount": tip.added_fen}
        self._ask("addition", body)

    def position(self, key: OrderKey) -> Position:
        """Override of `Carrier`."""
        result = self._ask("courierInfo", self._name(key))
        rider = rider_of({"courier": result})
        return Position(rider.point, rider, wire.moment_of(result.get("time")))

    def confirm_return(self, key: OrderKey) -> None:
        """Override of `Carrier`: ends an order cancelled after pickup."""
        self._ask("confirmGoodsReturn", self._name(key))

    # === THE CALL === #

    def _name(self, key):
        # These calls know only Shansong's number; a query finds it by ours.
        number = key.provider_number or self.query(key).key.provider_number
        if not number:
            raise CarrierUnknownError("the order's number is not known")
        return {"issOrderNo": number}

    def _ask(self, method, content):
        """Return the data of an answer, empty if it is no object.

        :raise CarrierError: As the words of a refusal sort it.
        """
        params = {
            "clientId": self._settings["client_id"],
            "shopId": self._settings["shop_id"],
            "timestamp": str(int(self._surroundings.clock() * 1000)),
            "data": wire.to_json(content),
        }
        signature = sign(params, self._settings["app_secret"])
        body = urlencode({**params, "sign": signature}).encode()
        url = f"{self._base_url}{const.PATH}{method}"
        answer = self._send("POST", url, _HEADERS, body)
        code = wire.text_of(answer.get("status"))
        if code != const.OK:
            message = wire.text_of(answer.get("msg"))
            error = error_of_words(message, const.WORDS_OF_ERROR)
            raise error(message, code=code, carrier=self.code)
        data = answer.get("data")
        return data if isinstance(data, dict) else {}


def _fee_of(result):
    after = wire.fen_of_fen(result.get("totalFeeAfterSave"))
    return wire.fen_of_fen(result.get("totalAmount")) if after is None else after
