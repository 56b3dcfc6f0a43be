"""Short ways to write menus and baskets in tests."""

from decimal import Decimal
from types import SimpleNamespace

from pricing.catalog import (
    Catalog,
    Combo,
    ComboItem,
    Dish,
    Need,
    OptionGroup,
    OptionValue,
)
from pricing.taxes import TaxRule

VAT_6 = TaxRule((1,), (1,), 60_000, True)


def names(text):
    return {"en_US": text, "zh_CN": text}


def dish(key, fen, **values):
    return Dish(
        **{
            "id": key,
            "template_id": key + 1000,
            "names": names(f"Dish {key}"),
            "code": "",
            "prices": ((1, fen),),
            "shown_fen": fen,
            "tax": VAT_6,
            **values,
        }
    )


def group(key, *values, least=1, most=1):
    made = {
        value_key: OptionValue(value_key, names(f"Value {value_key}"), fen, fen)
        for value_key, fen in values
    }
    return OptionGroup(key, names(f"Group {key}"), most > 1, least, most, made)


def combo(key, *dish_ids, base=1000, free=1, most=1, extras=()):
    items = [
        ComboItem(key * 100 + place, dish_id, dict(extras).get(dish_id, 0))
        for place, dish_id in enumerate(dish_ids)
    ]
    return Combo(
        key,
        names(f"Part {key}"),
        base,
        free,
        most,
        free,
        {item.id: item for item in items},
    )


def need(counter, quantity="1", *any_of):
    return Need(counter, Decimal(quantity), frozenset(any_of))


def catalog(*dishes):
    return Catalog(
        1, "0" * 16, "Asia/Shanghai", False, (), {each.id: each for each in dishes}
    )


def line(dish_id, quantity=1, options=(), combo=(), note=""):
    return SimpleNamespace(
        dish_id=dish_id, quantity=quantity, options=options, combo=combo, note=note
    )


def choice(item_id, quantity=1, options=()):
    return SimpleNamespace(item_id=item_id, quantity=quantity, options=options)
