"""What a shop tells a carrier and what a carrier tells a shop, in one form for all.

Money is integer fen, weight grams, distance metres, time Unix seconds, coordinates
GCJ-02 (what phones in China and their maps show). Numbers of orders are text: some have
19 digits. What is not known is None or empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

# What a shop says it sends. Each platform's table turns it into a category of its own.
MEAL = "meal"
DRINKS = "drinks"
CAKE = "cake"
PIZZA = "pizza"
HOTPOT = "hotpot"
GROCERIES = "groceries"
OTHER_GOODS = "other"

# Who ended an order.
BY_RIDER = "rider"
BY_SHOP = "shop"
BY_PLATFORM = "platform"

# What a callback is about.
STATUS = "status"
EXCEPTION = "exception"
RIDER_CANCEL_REQUEST = "rider_cancel_request"
SHOP_BOUND = "shop_bound"
OTHER_NEWS = "other"


@dataclass(frozen=True)
class Point:
    """A place on the map, GCJ-02."""

    lng: float
    lat: float


@dataclass(frozen=True)
class Place:
    """Where goods are fetched or handed over, and whom to ask for."""

    name: str
    phone: str = field(repr=False)
    address: str = field(repr=False)
    point: Point = field(repr=False)
    # Of a privacy number: what to dial after it.
    phone_extension: str = field(default="", repr=False)
    # Door, floor: what the map does not know.
    address_detail: str = field(default="", repr=False)
    city: str = ""
    district: str = ""
    # The telephone area code, e.g. 0871.
    city_code: str = ""


@dataclass(frozen=True)
class GoodsLine:
    """One kind of goods in the bag."""

    name: str
    quantity: Decimal = Decimal(1)
    price_fen: int = 0
    unit: str = "份"
    reference: str = ""


@dataclass(frozen=True)
class Parcel:
    """What the rider carries."""

    lines: tuple[GoodsLine, ...]
    weight_g: int
    value_fen: int
    kind: str = MEAL


@dataclass(frozen=True)
class DeliveryRequest:
    """One delivery, as asked of a carrier; the same for its quote and its order."""

    # Ours: 30 ASCII characters at most, another one for each attempt.
    number: str
    # The platform's (or, where it allows, our) number of the shop.
    shop_no: str
    pickup: Place
    dropoff: Place
    parcel: Parcel
    ordered_at: int
    # Where this order's callbacks go; platforms with one address for all ignore it.
    callback_url: str = field(default="", repr=False)
    # The number called out in the shop, and where the order came from.
    daily_number: str = ""
    channel: str = ""
    note: str = ""
    # Of platforms that know the guest (WeChat): their openid, and the page of the
    # mini-program that shows their order.
    guest_account: str = field(default="", repr=False)
    guest_page: str = ""
    tip_fen: int = 0
    # When the goods are ready, when the guest wants them, and when the platform shall
    # look for a rider; None for now.
    ready_at: int | None = None
    deliver_at: int | None = None
    call_rider_at: int | None = None
    is_insured: bool = False
    # Whether the rider must ask the guest for a code.
    is_finish_code_wanted: bool = False


@dataclass(frozen=True)
class Quote:
    """What a carrier would ask for a delivery."""

    # What leaves the shop's account, tip included.
    fee_fen: int
    distance_m: int | None = None
    # What :meth:`Carrier.create` needs to get this very price; empty if not locked.
    reference: str = field(default="", repr=False)
    expires_at: int | None = None
    tip_fen: int = 0
    # Taken off already, and put on already (peak, night, weather, weight).
    coupon_fen: int = 0
    surcharge_fen: int = 0
    # When the platform promises the goods will be there, in minutes from the order.
    minutes: int | None = None
    # Of a platform that picks among carriers: whose price it is.
    carried_by: str = ""


@dataclass(frozen=True)
class OrderKey:
    """How an order is named in the calls after its creation."""

    number: str
    # The platform's own; empty while a create is unsure.
    provider_number: str = ""
    shop_no: str = ""
    # The telephone area code of the shop's city, which some calls repeat.
    city_code: str = ""


@dataclass(frozen=True)
class Created:
    """An order that a carrier has taken in; nobody has accepted it yet."""

    key: OrderKey
    fee_fen: int | None = None
    distance_m: int | None = None
    # What the rider says in the shop, and the guest to the rider.
    pickup_code: str = field(default="", repr=False)
    finish_code: str = field(default="", repr=False)


@dataclass(frozen=True)
class Rider:
    """Who carries the goods."""

    reference: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    point: Point | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Times:
    """When things happened, as far as the platform tells. Unix seconds."""

    created_at: int | None = None
    accepted_at: int | None = None
    at_shop_at: int | None = None
    picked_up_at: int | None = None
    delivered_at: int | None = None
    cancelled_at: int | None = None


@dataclass(frozen=True)
class Status:
    """An order as the platform sees it, asked for: this is the truth."""

    key: OrderKey
    # None if the platform's word for it is not in our table.
    state: str | None
    provider_status: str
    # When it came to this state, by the platform's clock; None if it does not say.
    at_s: int | None = None
    is_exception: bool = False
    rider: Rider = Rider()
    fee_fen: int | None = None
    tip_fen: int | None = None
    cancel_fee_fen: int | None = None
    distance_m: int | None = None
    times: Times = Times()
    pickup_code: str = field(default="", repr=False)
    finish_code: str = field(default="", repr=False)
    cancelled_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Reason:
    """A reason to choose from, with the platform's code for it."""

    code: str
    text: str


@dataclass(frozen=True)
class CancelCost:
    """What cancelling now would cost, told before."""

    is_possible: bool
    # None if the platform does not say.
    fee_fen: int | None = None
    explanation: str = ""


@dataclass(frozen=True)
class Cancelled:
    """An order is cancelled. Its fee is another fact, sometimes known only later."""

    fee_fen: int | None = None
    # It was cancelled before this call.
    was_already: bool = False


@dataclass(frozen=True)
class Tip:
    """More money for the rider: what it was, what it becomes."""

    total_fen: int
    previous_fen: int = 0
    # The same for each repetition of one decision; no two decisions share one.
    key: str = ""

    @property
    def added_fen(self) -> int:
        """What is new."""
        return self.total_fen - self.previous_fen


@dataclass(frozen=True)
class Position:
    """Where a rider is."""

    point: Point | None = field(repr=False)
    rider: Rider = Rider()
    at_s: int | None = None


@dataclass(frozen=True)
class Balance:
    """What is left on the prepaid account."""

    available_fen: int
    # Vouchers of the platform, and what is set aside for orders under way.
    bonus_fen: int = 0
    reserved_fen: int = 0


@dataclass(frozen=True)
class Shop:
    """A shop to be made known to a platform."""

    # Ours; many platforms accept it as theirs.
    number: str
    name: str
    place: Place
    contact_name: str = field(repr=False)
    contact_phone: str = field(repr=False)
    kind: str = MEAL


@dataclass(frozen=True)
class RegisteredShop:
    """A shop as a platform knows it."""

    shop_no: str
    is_online: bool = True
    # Why not, in the platform's words.
    explanation: str = ""


@dataclass(frozen=True)
class CallbackMessage:
    """A callback as it came through the door, to the byte."""

    body: bytes = field(repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class CallbackEvent:
    """What a callback says, once its form (and, where there is a key, origin) is right.

    `state` is None if the platform's status is not in our table, or says nothing of the
    order's state.
    """

    number: str
    provider_status: str
    state: str | None
    # The platform's clock; None if it does not say.
    at_s: int | None
    # Whether only the platform can have sent it. What anybody could send is a hint: ask
    # before an end (delivered, returned, cancelled, failed) takes effect.
    is_trusted: bool
    # SHA-256 of the body: two of the same are one.
    digest: str
    kind: str = STATUS
    provider_number: str = ""
    rider: Rider = Rider()
    is_exception: bool = False
    # The rider gave up or was replaced: whoever is known so far is not coming.
    is_rider_changed: bool = False
    cancelled_by: str = ""
    # Of an exception or a cancellation: the platform's code and words.
    reason_code: str = ""
    reason: str = ""
    finish_code: str = field(default="", repr=False)
    fee_fen: int | None = None
    cancel_fee_fen: int | None = None
    photo_urls: tuple[str, ...] = field(default=(), repr=False)
    # Of a shop that its owner has just bound: its number there.
    shop_no: str = ""
    raw: Mapping = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class CallbackReply:
    """What to answer to a callback."""

    status: int
    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True)
class Setting:
    """One value that an account with a platform is made of."""

    name: str
    label: str
    help: str = ""
    is_secret: bool = False
    is_required: bool = True


@dataclass(frozen=True)
class Capabilities:
    """What a platform can do; what it cannot, the engine must not ask.

    A call without its flag raises :class:`CarrierNotSupportedError`.
    """

    # Quote: it has a reference to order by; the price holds for that long.
    has_quote_reference: bool = False
    is_price_locked: bool = False
    # The platform wants the guest's openid and page.
    needs_guest_account: bool = False
    quote_valid_s: int = 150
    # Tips: not at all, a new total that replaces the old, or so much more.
    tip_mode: str = "none"
    min_tip_fen: int = 0
    # 0 for no cap.
    max_tip_fen: int = 0
    max_tips: int = 0
    # The only amounts one tip may have; empty for any.
    tip_steps_fen: tuple[int, ...] = ()
    has_tip_key: bool = False
    # At least so long between two writes on one order.
    min_pause_s: int = 0
    # Orders: it can be asked about them at all; it tells the fee of cancelling before.
    has_query: bool = True
    has_precancel: bool = False
    has_cancel_reasons: bool = False
    # Times: the platform keeps the guest's time; it looks for a rider only later.
    has_appointment: bool = False
    has_delayed_call: bool = False
    # Callbacks: each order names its own address; only the platform can have sent it;
    # it says when the thing happened.
    has_order_callback: bool = False
    is_callback_signed: bool = False
    has_event_time: bool = True
    # Where the rider is.
    has_position: bool = False
    has_track_page: bool = False
    # Money.
    has_balance: bool = False
    has_recharge_page: bool = False
    # The desk.
    has_return_confirmation: bool = False
    has_complaint: bool = False
    has_rider_cancel_answer: bool = False
    has_ready_notice: bool = False
    has_reminder: bool = False
    has_history: bool = False
    has_finish_code: bool = False
    has_privacy_number: bool = False
    # Shops: made by a call, or by their owner on a page of the platform.
    has_shop_registration: bool = False
    has_shop_binding_page: bool = False
    # A test world of its own, and calls there that play the rider.
    has_test_world: bool = False
    has_mock_steps: bool = False
