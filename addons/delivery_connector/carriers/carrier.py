"""The interface of every carrier, whoever it is."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from .answers import content_of
from .errors import (
    CarrierCallbackError,
    CarrierConfigurationError,
    CarrierError,
    CarrierNotSupportedError,
    CarrierUnknownError,
)
from .neutral import (
    Balance,
    CallbackEvent,
    CallbackMessage,
    CallbackReply,
    CancelCost,
    Cancelled,
    Capabilities,
    Created,
    DeliveryRequest,
    OrderKey,
    Position,
    Quote,
    Reason,
    RegisteredShop,
    Setting,
    Shop,
    Status,
    Tip,
)
from .wire import text_of

LIVE_WORLD = "live"
TEST_WORLD = "test"


@dataclass(frozen=True)
class Surroundings:
    """What a client needs of the world, so that a test can give it another one.

    :ivar callable transport: Sends one request, see :class:`HttpTransport`.
    :ivar callable clock: Returns Unix seconds.
    :ivar callable nonce: Returns text never used before.
    :ivar callable access_token: Returns the current token of the platforms that log in
        (WeChat); `is_refused=True` says that the last one was not accepted.
    """

    transport: Callable
    clock: Callable[[], float]
    nonce: Callable[[], str]
    access_token: Callable[..., str] | None = None


class Carrier:
    """One account with one carrier.

    Each call sends one request (unless it says otherwise) and returns the neutral form
    of the answer. It raises a :class:`CarrierError` and no other exception.

    :param dict settings: The values of :attr:`settings_needed`.
    :param Surroundings surroundings: Transport, clock and nonces.
    :param str base_url: Where the platform is; its own place of the `world` if empty.
    :param str world: `live` or `test`.
    :raise CarrierConfigurationError: If a setting that is needed is missing.
    """

    #: Short and for ever: it names the carrier in databases and addresses.
    code: ClassVar[str]
    label: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    settings_needed: ClassVar[tuple[Setting, ...]] = ()
    #: Where the platform is, by world.
    base_urls: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        settings: Mapping[str, str],
        surroundings: Surroundings,
        *,
        base_url: str = "",
        world: str = LIVE_WORLD,
    ):
        missing = [
            wanted.name
            for wanted in self.settings_needed
            if wanted.is_required and not settings.get(wanted.name)
        ]
        if missing:
            raise CarrierConfigurationError(
                f"missing: {', '.join(missing)}", carrier=self.code
            )
        self._settings = dict(settings)
        self._surroundings = surroundings
        self._world = world
        self._base_url = (base_url or self.base_urls.get(world, "")).rstrip("/")

    # === PRICE AND ORDER === #

    def quote(self, request: DeliveryRequest) -> Quote:
        """Return what the delivery would cost now."""
        raise self._not_supported("quote")

    def create(self, request: DeliveryRequest, quote: Quote | None = None) -> Created:
        """Order the delivery, at the price of the quote where prices are locked.

        :raise CarrierAlreadyExistsError: If our number has an order: query and adopt.
        :raise CarrierQuoteExpiredError: If the quote is too old.
        :raise CarrierUnknownError: If nobody knows whether it was ordered: query.
        """
        raise self._not_supported("create")

    def query(self, key: OrderKey) -> Status:
        """Return the order as the platform sees it, named by either number.

        :raise CarrierNotFoundError: If the platform has no such order.
        """
        raise self._not_supported("query")

    def history(self, key: OrderKey) -> tuple[CallbackEvent, ...]:
        """Return every callback that the platform has made of the order, oldest first.

        They are trusted: we asked. For what was never heard.
        """
        raise self._not_supported("history")

    # === CANCEL === #

    def cancel_reasons(self) -> tuple[Reason, ...]:
        """Return the reasons to choose from; the first one fits most cases."""
        raise self._not_supported("cancel_reasons")

    def precancel(self, key: OrderKey) -> CancelCost:
        """Return what cancelling now would cost."""
        raise self._not_supported("precancel")

    def cancel(self, key: OrderKey, reason: Reason | None = None) -> Cancelled:
        """Cancel the order. One that is cancelled already counts as done.

        :raise CarrierCancelRefusedError: If it is too late.
        :raise CarrierUnknownError: If nobody knows whether it is cancelled: query.
        """
        raise self._not_supported("cancel")

    # === RIDER === #

    def tip(self, key: OrderKey, tip: Tip) -> None:
        """Offer the rider more, before anybody has accepted.

        :raise CarrierTipRefusedError: If the platform does not accept it.
        """
        raise self._not_supported("tip")

    def position(self, key: OrderKey) -> Position:
        """Return where the rider is."""
        raise self._not_supported("position")

    def track_url(self, key: OrderKey) -> str:
        """Return the address of the platform's own map page."""
        raise self._not_supported("track_url")

    def notify_ready(self, key: OrderKey) -> None:
        """Tell the rider that the goods are ready."""
        raise self._not_supported("notify_ready")

    def remind(self, key: OrderKey) -> None:
        """Hurry the rider up."""
        raise self._not_supported("remind")

    def answer_rider_cancel(
        self, key: OrderKey, *, is_agreed: bool, reason: str = ""
    ) -> None:
        """Agree or refuse when a rider asks to be let off."""
        raise self._not_supported("answer_rider_cancel")

    # === AFTERWARDS === #

    def confirm_return(self, key: OrderKey) -> None:
        """Confirm that the goods are back in the shop."""
        raise self._not_supported("confirm_return")

    def complaint_reasons(self) -> tuple[Reason, ...]:
        """Return what can be complained about."""
        raise self._not_supported("complaint_reasons")

    def complain(self, key: OrderKey, reason: Reason) -> None:
        """Complain about the rider."""
        raise self._not_supported("complain")

    # === ACCOUNT AND SHOPS === #

    def balance(self, shop_no: str = "") -> Balance:
        """Return what is left on the account (of that shop, where each has its own)."""
        raise self._not_supported("balance")

    def recharge_url(self, *, amount_fen: int = 0, shop_no: str = "") -> str:
        """Return the address of the page where the account is filled."""
        raise self._not_supported("recharge_url")

    def register_shop(self, shop: Shop) -> RegisteredShop:
        """Make a shop known to the platform."""
        raise self._not_supported("register_shop")

    def update_shop(self, shop: Shop, *, is_online: bool = True) -> RegisteredShop:
        """Tell the platform what has changed, or that the shop takes no orders."""
        raise self._not_supported("update_shop")

    def query_shop(self, shop_no: str) -> RegisteredShop:
        """Return a shop as the platform knows it."""
        raise self._not_supported("query_shop")

    def shop_binding_url(self, number: str) -> str:
        """Return the page where the owner binds the shop; a callback tells its number.

        :param number: Our number of the shop, which comes back in the callback.
        """
        raise self._not_supported("shop_binding_url")

    # === CALLBACKS === #

    def parse_callback(self, message: CallbackMessage) -> CallbackEvent:
        """Return what a callback says.

        :raise CarrierSignatureError: If its signature or checksum is wrong.
        :raise CarrierCallbackError: If it is malformed.
        """
        raise self._not_supported("parse_callback")

    def callback_reply(self, *, is_accepted: bool) -> CallbackReply:
        """Return what the platform wants to hear, so that it repeats what failed."""
        raise self._not_supported("callback_reply")

    # === TEST WORLD === #

    def mock_step(self, key: OrderKey, state: str) -> None:
        """Have the platform's test world play the rider up to a state."""
        raise self._not_supported("mock_step")

    # === FOR THE CARRIERS === #

    def _send(self, method, url, headers, body):
        """Return the JSON object of an answer, and name the platform in every error.

        :raise CarrierUnknownError: If it is a server error, or no JSON object.
        :raise CarrierRetryLaterError: If the gateway asks to slow down.
        """
        try:
            return content_of(self._exchange(method, url, headers, body))
        except CarrierError as error:
            error.carrier = self.code
            raise

    def _exchange(self, method, url, headers, body):
        """Return the answer as it came, and name the platform in every error."""
        try:
            return self._surroundings.transport(method, url, headers, body)
        except CarrierError as error:
            error.carrier = self.code
            raise

    def _web_address(self, value):
        """Return an address that may be shown to people.

        :raise CarrierUnknownError: If it is none.
        """
        address = text_of(value)
        if not address.startswith(("https://", "http://")):
            raise CarrierUnknownError("no address came", carrier=self.code)
        return address

    def _callback_object(self, body):
        """Return the JSON object that a callback is, or holds as text.

        :raise CarrierCallbackError: If it is none.
        """
        try:
            content = json.loads(body)
        except (TypeError, ValueError, RecursionError) as error:
            raise CarrierCallbackError("not JSON", carrier=self.code) from error
        if not isinstance(content, dict):
            raise CarrierCallbackError("no JSON object", carrier=self.code)
        return content

    def _now(self):
        return int(self._surroundings.clock())

    def _not_supported(self, what):
        return CarrierNotSupportedError(what, carrier=self.code)
