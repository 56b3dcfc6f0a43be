"""What all schemas of the diner API share: strictness and the small types."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    UUID4,
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

_UUID4 = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

# Largest id that PostgreSQL's integer columns hold.
MAX_ID = 2**31 - 1
MAX_NOTE_LENGTH = 60


class Request(BaseModel):
    """A body or a query string that a phone sends.

    Unknown fields are refused: a phone that names a price is told so instead of
    believing it was heard. Numbers must be numbers, not text.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NoFields(Request):
    """The body of an operation that needs none: `{}`, or nothing at all."""


class View(BaseModel):
    """A document that the API answers; later versions may add fields to it."""

    model_config = ConfigDict(frozen=True)


def format_utc(moment):
    """Return the moment as the API writes times: UTC, ISO-8601, ending in `Z`.

    :param datetime moment: A naive moment in UTC, as Odoo keeps them.
    :rtype: str
    """
    return moment.isoformat(timespec="milliseconds") + "Z"


def clean_note(text: str) -> str:
    """Return the note on one line: it is printed on a kitchen ticket.

    Control characters are dropped as well; PostgreSQL would refuse a NUL.
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _to_whole(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _check_moment(text: str) -> str:
    parse_utc(text)
    return text


def parse_utc(text):
    """Return the naive UTC moment that a :data:`Utc` text names.

    :rtype: datetime
    """
    return datetime.fromisoformat(text).replace(tzinfo=None)


Language = Literal["zh_CN", "en_US"]
Service = Literal["dine_in", "takeaway"]
PayMode = Literal["first", "after"]

# JSON has one kind of number: 2.0 is as whole as 2.
AS_WHOLE = BeforeValidator(_to_whole)
RecordId = Annotated[int, Field(ge=1, le=MAX_ID), AS_WHOLE]
Fen = Annotated[int, Field(description="Money in whole fen (1 yuan = 100 fen).")]
StoreCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
MenuVersion = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Note = Annotated[
    str,
    StringConstraints(max_length=MAX_NOTE_LENGTH),
    AfterValidator(clean_note),
    Field(description="Free text; line breaks and control characters become spaces."),
]
PhoneUuid = Annotated[
    UUID4,
    Field(
        description="Version 4, made by the phone, one for each order. "
        "Repeating a request with the same value is harmless.",
        json_schema_extra={"format": "uuid", "pattern": _UUID4},
    ),
]
Utc = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$"),
    Field(
        description="UTC, ISO-8601, ending in `Z`.",
        json_schema_extra={"format": "date-time"},
    ),
]
SentUtc = Annotated[Utc, AfterValidator(_check_moment)]
ClockTime = Annotated[
    str,
    StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"),
    Field(description="Time of day in the store's own time zone."),
]
