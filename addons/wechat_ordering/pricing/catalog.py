"""The priced menu of one store, compiled: immutable, and free of Odoo records.

Amounts are integer fen. Quantities of ingredients are `Decimal`. Everything that a
quote, an order or the stock needs to know of a dish is here, so that none of them walks
through records.
"""

import json
from dataclasses import asdict, dataclass
from decimal import Decimal

from .taxes import TaxRule

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Need:
    """What one portion takes from a stock counter.

    :param any_of: Option values of which one must be chosen; empty for always.
    """

    counter_id: int
    quantity: Decimal
    any_of: frozenset[int] = frozenset()

    def applies(self, chosen):
        """Tell whether the choices of a diner make this need one.

        :param set chosen: Ids of the chosen option values.
        """
        return not self.any_of or not self.any_of.isdisjoint(chosen)


@dataclass(frozen=True, slots=True)
class OptionValue:
    """A choice, for example more chili.

    :param fen: What it adds to the price on the order line.
    :param shown_fen: What it adds to the price the diner sees, taxes included.
    """

    id: int
    names: Names
    fen: int = 0
    shown_fen: int = 0
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Choices that belong together, with how many must and may be made."""

    id: int
    names: Names
    is_multiple: bool
    least: int
    most: int
    values: dict[int, OptionValue]


@dataclass(frozen=True, slots=True)
class ComboItem:
    """A dish that can fill a place of a combo."""

    id: int
    dish_id: int
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Combo:
    """A part of a set meal: so many of these dishes.

    :param base_fen: The weight of the part when the price is spread over the dishes,
        and the price of each dish beyond the free ones.
    :param free: How many are in the price of the set meal.
    """

    id: int
    names: Names
    base_fen: int
    least: int
    most: int
    free: int
    items: dict[int, ComboItem]


@dataclass(frozen=True, slots=True)
class Dish:
    """A dish of the menu, or one that only comes inside a combo.

    :param prices: `(quantity from which it counts, fen)`, ascending; the first is 1.
    :param hours: Minutes of the day between which it is served; None for always.
    """

    id: int
    template_id: int
    names: Names
    code: str
    prices: tuple[tuple[int, int], ...]
    shown_fen: int
    tax: TaxRule
    is_listed: bool = True
    hours: tuple[tuple[int, int], ...] | None = None
    groups: tuple[OptionGroup, ...] = ()
    combos: tuple[Combo, ...] = ()
    needs: tuple[Need, ...] = ()

    def get_price(self, quantity):
        """Return the unit price in fen when this many are ordered on one line."""
        price = self.prices[0][1]
        for least, fen in self.prices:
            if quantity >= least:
                price = fen
        return price

    def is_served_at(self, minute):
        """Tell whether the dish is served at a minute of the day."""
        return self.hours is None or any(
            start <= minute < end for start, end in self.hours
        )


@dataclass(frozen=True, slots=True)
class Catalog:
    """The priced menu of a store.

    :param is_rounded_by_line: Whether the company rounds taxes line by line.
    :param valid_until: When a dated price begins or ends, `YYYY-MM-DD HH:MM:SS` in UTC.
    """

    store_id: int
    version: str
    tz: str
    is_rounded_by_line: bool
    hours: tuple[tuple[int, int, int], ...]
    dishes: dict[int, Dish]
    valid_until: str | None = None

    @property
    def listed(self):
        """The dishes that a diner can order by themselves."""
        return [dish for dish in self.dishes.values() if dish.is_listed]


def dump(catalog):
    """Return a catalog as JSON text that :func:`load` understands."""
    return json.dumps(asdict(catalog), default=_to_plain, separators=(",", ":"))


def load(text):
    """Return the catalog that :func:`dump` wrote."""
    data = json.loads(text)
    dishes = [_load_dish(dish) for dish in data["dishes"].values()]
    return Catalog(
        store_id=data["store_id"],
        version=data["version"],
        tz=data["tz"],
        is_rounded_by_line=data["is_rounded_by_line"],
        hours=tuple(map(tuple, data["hours"])),
        dishes={dish.id: dish for dish in dishes},
        valid_until=data["valid_until"],
    )


def _to_plain(value):
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value)


def _load_dish(data):
    tax = data["tax"]
    return Dish(
        **{
            **data,
            "prices": tuple(map(tuple, data["prices"])),
            "hours": data["hours"] and tuple(map(tuple, data["hours"])),
            "tax": TaxRule(
                **{
                    **tax,
                    "tax_ids": tuple(tax["tax_ids"]),
                    "effective_ids": tuple(tax["effective_ids"]),
                }
            ),
            "groups": tuple(map(_load_group, data["groups"])),
            "combos": tuple(map(_load_combo, data["combos"])),
            "needs": tuple(map(_load_need, data["needs"])),
        }
    )


def _load_group(data):
    values = [OptionValue(**value) for value in data["values"].values()]
    return OptionGroup(**{**data, "values": {value.id: value for value in values}})


def _load_combo(data):
    items = [ComboItem(**item) for item in data["items"].values()]
    return Combo(**{**data, "items": {item.id: item for item in items}})


def _load_need(data):
    return Need(
        data["counter_id"],
        Decimal(data["quantity"]),
        frozenset(data["any_of"]),
    )
