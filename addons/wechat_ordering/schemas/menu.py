"""The menu of a store, and what of it can be had right now."""

from typing import Annotated, Literal

from pydantic import Field

from .base import ClockTime, Fen, Language, MenuVersion, RecordId, StoreCode, View


class ImageView(View):
    """Addresses of one picture in three sizes."""

    s: str
    m: str
    l: str  # noqa: E741 - the wire's name for "large"


class OptionValueView(View):
    """One choice of an option."""

    id: RecordId
    name: str
    extra_fen: Fen
    is_default: bool


class OptionView(View):
    """A question about a dish, such as its spiciness or its size."""

    id: RecordId
    name: str
    kind: Literal["single", "multiple"]
    min: int
    max: int
    values: list[OptionValueView]


class ComboItemView(View):
    """One dish that may fill a place of a set meal."""

    id: RecordId
    dish_id: RecordId
    name: str
    extra_fen: Fen
    options: list[OptionView]


class ComboView(View):
    """One place of a set meal, and the dishes that may fill it."""

    id: RecordId
    name: str
    min: int
    max: int
    free: int = Field(description="How many are included in the price.")
    items: list[ComboItemView]


class NutritionView(View):
    """Nutrition of one portion."""

    energy_kj: float
    protein_g: float
    fat_g: float
    carbohydrate_g: float
    sodium_mg: float
    is_estimated: bool


class HoursView(View):
    """The part of the day in which a category is served."""

    model_config = {"populate_by_name": True}

    from_: ClockTime = Field(alias="from")
    to: ClockTime


class CategoryView(View):
    """A section of the menu."""

    id: RecordId
    name: str
    parent_id: RecordId | None
    hours: HoursView | None
    dish_ids: list[RecordId]


class DishView(View):
    """A dish or a set meal."""

    id: RecordId
    code: str | None
    name: str
    description: str | None
    image: ImageView | None
    price_fen: Fen
    options: list[OptionView]
    combo: list[ComboView] = Field(description="Empty for what is not a set meal.")
    tags: list[str]
    spicy: Annotated[int, Field(ge=0, le=3)]
    allergens: list[str]
    nutrition: NutritionView | None
    is_recommended: bool


class MenuView(View):
    """Everything a store offers, in one language. Immutable by version."""

    version: MenuVersion
    store: StoreCode
    lang: Language
    currency: Literal["CNY"]
    categories: list[CategoryView]
    dishes: list[DishView]


class AvailabilityItemView(View):
    """How a dish stands that is not freely available."""

    state: Literal["available", "sold_out", "paused", "off_hours"]
    left: int | None = Field(description="Portions left, where they are counted.")


class AvailabilityOptionView(View):
    """How an option's choice stands that is not available."""

    state: Literal["sold_out", "paused"]


class AvailabilityView(View):
    """What differs from "everything is available", at this moment."""

    menu_version: dict[Language, MenuVersion]
    is_open: bool
    items: dict[str, AvailabilityItemView] = Field(description="By dish id.")
    options: dict[str, AvailabilityOptionView] = Field(description="By value id.")
