"""Baskets: what may be ordered, and what it costs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pricing import basket, problems
from pricing.catalog import dump, load
from pricing_builders import catalog, choice, combo, dish, group, line, need

NOON = 12 * 60
SPICY = group(10, (101, 0), (102, 0))
EXTRAS = group(11, (111, 300), (112, 500), least=0, most=2)
NOODLES = dish(1, 2_800, groups=(SPICY, EXTRAS), needs=(need(7, "0.3"),))
TEA = dish(2, 1_200)
CAKE = dish(3, 800, hours=((6 * 60, 10 * 60),))
SIDE = dish(4, 600, is_listed=False)
SET = dish(
    5,
    3_600,
    combos=(combo(1, 1, base=2_800), combo(2, 2, 4, base=1_000, extras=[(2, 200)])),
)
MENU = catalog(NOODLES, TEA, CAKE, SIDE, SET)


def price(*lines, minute=NOON, menu=MENU):
    return basket.price(menu, lines, minute=minute)


def test_options_are_on_top_of_the_price():
    quote = price(line(1, 2, options=(101, 112)))

    assert quote.total_fen == 2 * (2_800 + 500)
    assert quote.lines[0].shown_unit_fen == 3_300


def test_set_meal_costs_its_price_and_extras():
    quote = price(line(5, 2, combo=(choice(100, 1, (101, 111)), choice(200))))

    assert quote.total_fen == 2 * (3_600 + 300 + 200)
    assert quote.lines[0].unit_fen == 0
    assert [child.quantity for child in quote.lines[0].children] == [2, 2]


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (line(99), problems.UnknownDish),
        (line(4), problems.UnknownDish),
        (line(1), problems.TooFewChoices),
        (line(1, options=(101, 102)), problems.TooManyChoices),
        (line(1, options=(101, 101)), problems.TooManyChoices),
        (line(1, options=(101, 999)), problems.UnknownOption),
        (line(2, options=(101,)), problems.UnknownOption),
        (line(2, combo=(choice(100),)), problems.UnknownComboItem),
        (line(3), problems.OutsideHours),
        (line(5), problems.TooFewComboItems),
        (line(5, combo=(choice(100, 1, (101,)),)), problems.TooFewComboItems),
        (
            line(5, combo=(choice(100, 2, (101,)), choice(200))),
            problems.TooManyComboItems,
        ),
        (line(5, combo=(choice(100), choice(200))), problems.TooFewChoices),
        (line(5, combo=(choice(999), choice(200))), problems.UnknownComboItem),
    ],
)
def test_what_the_menu_does_not_have_is_refused(wish, problem):
    with pytest.raises(problem):
        price(wish)


def test_absurd_quantity_over_several_lines_is_refused():
    with pytest.raises(problems.TooMuch):
        price(line(2, 60), line(2, 60))


def test_dish_is_had_in_its_hours():
    assert price(line(3), minute=9 * 60).total_fen == 800
    with pytest.raises(problems.OutsideHours):
        price(line(3), minute=10 * 60)


def test_tier_price_counts_from_its_quantity():
    beer = dish(6, 1_000, prices=((1, 1_000), (6, 900)))

    menu = catalog(beer)

    assert price(line(6, 5), menu=menu).total_fen == 5_000
    assert price(line(6, 6), menu=menu).total_fen == 5_400


def test_needs_of_all_lines_are_added_up():
    egg = group(20, (201, 200), least=0, most=1)
    soup = dish(7, 900, groups=(egg,), needs=(need(7, "0.1"), need(8, "1", 201)))
    menu = catalog(NOODLES, soup)

    quote = price(
        line(1, 2, options=(101,)), line(7, 3), line(7, options=(201,)), menu=menu
    )

    assert quote.needs == {7: Decimal("1.0"), 8: Decimal(1)}


def test_catalog_survives_the_database():
    assert load(dump(MENU)) == MENU


wishes = st.lists(
    st.one_of(
        st.builds(
            line,
            st.just(1),
            st.integers(1, 5),
            st.sampled_from([(101,), (102, 111), (101, 111, 112)]),
        ),
        st.builds(line, st.just(2), st.integers(1, 5)),
        st.builds(
            line,
            st.just(5),
            st.integers(1, 5),
            combo=st.sampled_from(
                [
                    (choice(100, 1, (101,)), choice(200)),
                    (choice(100, 1, (102, 112)), choice(201)),
                ]
            ),
        ),
    ),
    min_size=1,
    max_size=15,
)


@given(wishes)
def test_total_is_what_the_lines_show(lines):
    quote = price(*lines)

    assert quote.total_fen == sum(each.shown_total_fen for each in quote.lines)
    assert quote.total_fen == sum(each.fen for each in quote.flat_lines)
    assert quote.subtotal_fen == quote.total_fen + quote.discount_fen
    assert 0 <= quote.tax_fen < quote.total_fen


@given(wishes)
def test_each_line_costs_the_same_alone(lines):
    together = [each.shown_total_fen for each in price(*lines).lines]

    assert together == [price(each).total_fen for each in lines]
