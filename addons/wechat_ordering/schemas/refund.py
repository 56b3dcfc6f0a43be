"""Refunds: what a guest asks for, and what becomes of it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from .base import AS_WHOLE, Fen, PhoneUuid, RecordId, Request, Utc, View, clean_note

MAX_LINES = 60
MAX_QUANTITY = 99
MAX_TEXT = 200
# A phone sends its photos compressed: a tenth of this is usual.
MAX_PHOTO_BYTES = 5 * 1024 * 1024

RefundReason = Literal["missing", "wrong", "quality", "slow", "changed_mind", "other"]
RefundState = Literal[
    "requested",
    "checking",
    "refunding",
    "refunded",
    "refused",
    "withdrawn",
    "failed",
]
Text = Annotated[
    str,
    StringConstraints(max_length=MAX_TEXT),
    AfterValidator(clean_note),
    Field(description="Free text; line breaks and control characters become spaces."),
]


# === WHAT THE PHONE SENDS === #


class RefundLine(Request):
    """A dish that the guest wants back, and how many of it."""

    line_id: RecordId
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY), AS_WHOLE]


class RefundRequest(Request):
    """Money that a guest asks for. Never an amount: the server knows the prices."""

    uuid: PhoneUuid
    reason: RefundReason
    text: Text = ""
    lines: Annotated[list[RefundLine], Field(max_length=MAX_LINES)] = Field(
        default=[], description="Empty: all that is left of the order."
    )


# === WHAT THE PHONE IS TOLD === #


class RefundableLineView(View):
    """A dish that can still be given back."""

    line_id: RecordId
    name: str
    quantity: int
    unit_fen: Fen = Field(description="What one of it gives back, after discounts.")


class RequestedLineView(View):
    """A dish that was asked for."""

    name: str
    quantity: int


class RefundStateView(View):
    """A state that a request has reached."""

    state: RefundState
    at: Utc


class RefundRequestView(View):
    """A request, and what became of it."""

    uuid: str
    state: RefundState
    reason: RefundReason
    text: str
    amount_fen: Fen = Field(description="What was asked for.")
    granted_fen: Fen | None = Field(
        description="What the restaurant gives back; null until it has agreed."
    )
    answer: str = Field(description="What the restaurant says; empty until it does.")
    created_at: Utc
    lines: list[RequestedLineView]
    photos: int = Field(description="How many photos the restaurant has of it.")
    states: list[RefundStateView]


class RefundView(View):
    """The refunds of an order, latest first, and what can still be asked for."""

    order_uuid: str
    number: str
    can_request: bool
    rest_fen: Fen = Field(description="The most that can still be given back.")
    refunded_fen: Fen = Field(description="What has arrived.")
    pending_fen: Fen = Field(description="What is on its way.")
    lines: list[RefundableLineView]
    requests: list[RefundRequestView]
