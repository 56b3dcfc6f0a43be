"""Stores and their tables."""

from typing import Annotated

from pydantic import Field

from .base import ClockTime, Language, PayMode, Request, Service, StoreCode, Utc, View
from .member import AppId


class StoresQuery(Request):
    """Which stores to list."""

    appid: AppId | None = None


class OpeningHoursView(View):
    """One stretch of a weekday in which the store takes orders."""

    model_config = {"populate_by_name": True}

    weekday: Annotated[int, Field(ge=1, le=7, description="1 is Monday.")]
    from_: ClockTime = Field(alias="from")
    to: ClockTime


class StoreView(View):
    """A store as the mini-program shows it."""

    code: StoreCode
    name: str
    address: str | None
    phone: str | None
    latitude: float | None = Field(description="GCJ-02, as WeChat's maps use.")
    longitude: float | None = Field(description="GCJ-02, as WeChat's maps use.")
    notice: str | None
    logo_url: str | None
    banner_url: str | None
    is_open: bool
    opens_at: Utc | None = Field(description="When it opens next, if it is closed.")
    hours: list[OpeningHoursView]
    services: list[Service]
    pay_mode: PayMode
    languages: list[Language]


class StoresView(View):
    """All stores that can be ordered from."""

    stores: list[StoreView]


class TableView(View):
    """The table whose code was scanned."""

    name: str
    floor: str
    seats: int


class ScanView(View):
    """The answer to scanning a table's code."""

    store: StoreView
    table: TableView
    table_token: str = Field(description="Proof of having scanned; orders carry it.")
    expires_at: Utc
