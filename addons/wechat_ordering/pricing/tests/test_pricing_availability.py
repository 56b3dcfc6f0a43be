"""Availability: only what differs from "everything can be had" is told."""

from pricing.availability import show
from pricing_builders import catalog, combo, dish, group, need

BEER = dish(1, 1_000, needs=(need(1),))
EGG = group(10, (101, 200), least=0, most=1)
SOUP = dish(2, 900, groups=(EGG,), needs=(need(2, "0.25"), need(3, "1", 101)))
CAKE = dish(3, 800, hours=((360, 600),))
SET = dish(4, 1_500, combos=(combo(1, 1),))
MENU = catalog(BEER, SOUP, CAKE, SET)
PLENTY = {1: 100, 2: 100, 3: 100}


def test_nothing_is_told_when_all_is_well():
    assert show(MENU, {}, PLENTY, 400) == {"items": {}, "options": {}}


def test_few_portions_are_told():
    items = show(MENU, {}, {**PLENTY, 2: 1.1}, 400)["items"]

    assert items == {"2": {"state": "available", "left": 4}}


def test_missing_ingredient_of_an_option_takes_only_the_option():
    shown = show(MENU, {}, {**PLENTY, 3: 0}, 400)

    assert shown == {"items": {}, "options": {"101": {"state": "sold_out"}}}


def test_set_meal_without_its_only_dish_is_sold_out():
    items = show(MENU, {}, {**PLENTY, 1: 0}, 400)["items"]

    assert {key: item["state"] for key, item in items.items()} == {
        "1": "sold_out",
        "4": "sold_out",
    }


def test_what_staff_marked_is_told_before_hours():
    items = show(MENU, {CAKE.template_id: "paused"}, PLENTY, 700)["items"]

    assert items["3"]["state"] == "paused"


def test_dish_outside_its_hours_is_told():
    items = show(MENU, {}, PLENTY, 700)["items"]

    assert items == {"3": {"state": "off_hours", "left": None}}
