"""Quotes and orders: what the phone wishes for, and what it is told."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from .base import (
    AS_WHOLE,
    Fen,
    MenuVersion,
    Note,
    PayMode,
    PhoneUuid,
    RecordId,
    Request,
    SentUtc,
    Service,
    StoreCode,
    Utc,
    View,
)
from .refund import RefundState

MAX_LINES = 60
MAX_QUANTITY = 99
MAX_CHOICES = 50

Quantity = Annotated[int, Field(ge=1, le=MAX_QUANTITY), AS_WHOLE]
OrderState = Literal[
    "submitted",
    "accepted",
    "preparing",
    "ready",
    "delivering",
    "completed",
    "cancelled",
    "refunded",
]


def _check_no_repeats(ids: tuple) -> tuple:
    if len(set(ids)) != len(ids):
        raise ValueError("a choice is named twice")
    return ids


OptionIds = Annotated[
    tuple[RecordId, ...],
    Field(max_length=MAX_CHOICES, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_check_no_repeats),
]


# === WHAT THE PHONE SENDS === #


class ComboChoice(Request):
    """A dish chosen to fill a place of a set meal."""

    item_id: RecordId
    quantity: Quantity = 1
    options: OptionIds = ()


class Line(Request):
    """A dish, how often, and how it is wished. Never a price."""

    dish_id: RecordId
    quantity: Quantity
    options: OptionIds = ()
    combo: Annotated[tuple[ComboChoice, ...], Field(max_length=MAX_CHOICES)] = ()
    note: Note = ""


class QuoteRequest(Request):
    """A basket that the phone asks the price of."""

    store: StoreCode
    service: Service
    table_token: Annotated[str, Field(min_length=1, max_length=256)] | None = Field(
        default=None, description="From scanning a table; needed for `dine_in`."
    )
    lines: Annotated[list[Line], Field(min_length=1, max_length=MAX_LINES)]
    note: Note = ""


class OrderRequest(QuoteRequest):
    """A basket that the diner orders."""

    # The rule of `_check_table` in the words of JSON Schema.
    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"service": {"const": "dine_in"}}},
            "then": {
                "required": ["table_token"],
                "properties": {"table_token": {"type": "string"}},
            },
        }
    )

    uuid: PhoneUuid
    menu_version: MenuVersion = Field(
        description="The version of the menu, in any language, the diner chose from."
    )

    @model_validator(mode="after")
    def _check_table(self):
        if self.service == "dine_in" and not self.table_token:
            raise ValueError("table_token is needed for dine_in")
        return self


class OrdersQuery(Request):
    """Which of the diner's orders to list."""

    before: SentUtc | None = Field(
        default=None, description="Only orders made before; from `next_before`."
    )
    limit: Annotated[int, Field(ge=1, le=50)] = 20


# === WHAT THE PHONE IS TOLD === #


class QuotedOptionView(View):
    """A choice, as it was priced."""

    id: RecordId
    name: str
    extra_fen: Fen


class QuotedComboView(View):
    """A dish inside a set meal, as it was priced."""

    item_id: RecordId
    dish_id: RecordId
    name: str
    quantity: int
    extra_fen: Fen
    options: list[QuotedOptionView]


class QuoteLineView(View):
    """A line of the basket, as it was priced."""

    dish_id: RecordId
    name: str
    quantity: int
    options: list[QuotedOptionView]
    combo: list[QuotedComboView]
    unit_price_fen: Fen
    total_fen: Fen
    note: str


class QuoteView(View):
    """The price of a basket. Valid until the menu's version changes."""

    menu_version: MenuVersion
    lines: list[QuoteLineView]
    subtotal_fen: Fen
    discount_fen: Fen
    tax_fen: Fen = Field(description="Included in the total.")
    total_fen: Fen


class OrderStoreView(View):
    """The store of an order."""

    code: StoreCode
    name: str


class OrderTableView(View):
    """The table of an order."""

    name: str


class OrderStateView(View):
    """A state that the order has reached."""

    state: OrderState
    at: Utc


class OrderedOptionView(View):
    """A choice of an ordered dish, as the menu knew it."""

    id: RecordId
    name: str


class OrderedComboView(View):
    """A dish inside an ordered set meal."""

    item_id: RecordId | None = Field(description="Null if the menu has it no more.")
    name: str
    quantity: int
    options: list[OrderedOptionView]


class OrderLineView(View):
    """A line of an order, and how far the kitchen is with it."""

    dish_id: RecordId
    name: str
    quantity: int
    options: list[OrderedOptionView]
    combo: list[OrderedComboView]
    note: str
    unit_price_fen: Fen
    total_fen: Fen
    kitchen_state: (
        Literal["queued", "cooking", "ready", "served", "cancelled"] | None
    ) = Field(description="Null until the kitchen has it.")


class OrderCanView(View):
    """What the diner may do now."""

    pay: bool
    cancel: bool
    refund: bool = Field(
        description="Whether its refunds are worth looking at: it was paid with WeChat "
        "Pay, not long ago."
    )


class BriefOrderView(View):
    """An order, as the list of orders shows it."""

    uuid: str
    number: str = Field(description="What the counter calls out.")
    store: OrderStoreView
    service: Service
    table: OrderTableView | None
    state: OrderState
    version: int
    payment_state: Literal["unpaid", "paid", "refunded"]
    pay_mode: PayMode
    expires_at: Utc | None = Field(description="When an unpaid order lapses.")
    created_at: Utc
    total_fen: Fen
    refunded_fen: Fen = Field(description="What was given back of it.")
    refund_state: RefundState | None = Field(
        description="Where the last request for money back is; null if there is none."
    )
    can: OrderCanView


class OrderView(BriefOrderView):
    """An order in full."""

    states: list[OrderStateView]
    lines: list[OrderLineView]
    note: str
    subtotal_fen: Fen
    discount_fen: Fen
    tax_fen: Fen = Field(description="Included in the total.")
    channel: str | None = Field(
        description="Bus channel that hints at changes; the poll stays the truth."
    )


class CheckedOrderView(OrderView):
    """An order, and whether WeChat's word on its payment is final."""

    payment_known: bool = Field(
        description="WeChat was asked just now and nothing is under way: unpaid means "
        "that no money was taken. Otherwise ask again before the diner pays again."
    )


class OrdersView(View):
    """A page of the diner's orders, latest first."""

    orders: list[BriefOrderView]
    next_before: Utc | None = Field(description="For the next page; null at the end.")


class PaymentParamsView(View):
    """The arguments of `wx.requestPayment`, in WeChat's own spelling."""

    timeStamp: str
    nonceStr: str
    package: str
    signType: Literal["RSA"]
    paySign: str


class PayView(View):
    """What the phone needs to pay the order."""

    payment: PaymentParamsView
    expires_at: Utc


class PaymentProofView(View):
    """Where the proof of what the diner paid can be fetched, as PDF."""

    path: str
    expires_at: Utc
