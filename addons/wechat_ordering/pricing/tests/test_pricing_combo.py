"""Set meals: the shares of the dishes add up to the price, whatever was chosen."""

from hypothesis import given
from hypothesis import strategies as st
from pricing.combo import spread
from pricing_builders import combo


@st.composite
def choices(draw):
    """Draw the parts of a set meal, each with between the least and the most of it."""
    chosen = []
    for key in range(draw(st.integers(1, 4))):
        free = draw(st.integers(1, 3))
        most = draw(st.integers(free, 5))
        base = draw(st.integers(0, 5_000))
        part = combo(key, 1, 2, base=base, free=free, most=most)
        left = draw(st.integers(free, most))
        while left:
            count = draw(st.integers(1, left))
            chosen.append((part, count))
            left -= count
    return chosen


def _sum(shares):
    return sum(share.fen * share.quantity for share in shares)


@given(st.integers(0, 100_000), choices())
def test_shares_add_up_to_the_price_and_what_is_beyond_it(price_fen, chosen):
    shares, rest = spread(price_fen, chosen)

    wanted = sum(count for _part, count in chosen)
    used = {}
    beyond_fen = 0
    for part, count in chosen:
        before = used.get(part.id, 0)
        used[part.id] = before + count
        extra = max(0, used[part.id] - part.free) - max(0, before - part.free)
        beyond_fen += extra * part.base_fen
    assert rest == 0
    assert sum(share.quantity for share in shares) == wanted
    assert _sum(shares) == price_fen + beyond_fen


def test_shares_follow_the_weights():
    main, drink = combo(1, 1, base=3_000), combo(2, 2, base=1_000)

    shares, _rest = spread(3_600, [(main, 1), (drink, 1)])

    assert [share.fen for share in shares] == [2_700, 900]


def test_rest_of_rounding_splits_a_dish_that_comes_thrice():
    part = combo(1, 1, base=1_000, free=3, most=3)

    shares, _rest = spread(1_000, [(part, 3)])

    assert [(share.quantity, share.fen) for share in shares] == [(2, 333), (1, 334)]


def test_price_that_no_dish_carries_stays_on_the_set_meal():
    upsell = combo(1, 1, base=500, free=0, most=2)

    shares, rest = spread(3_000, [(upsell, 1)])

    assert (rest, _sum(shares)) == (3_000, 500)
