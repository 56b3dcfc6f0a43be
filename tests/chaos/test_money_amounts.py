"""An amount is one number all the way, in fen: no basket comes out a fen apart.

Quote, order, intent, what WeChat is asked, what it notifies, voucher, POS payment and
journal entry are compared for baskets and refunds that hypothesis thinks up, at prices
that are no round numbers in binary.
"""

import json
import time
from collections.abc import Iterator

import accounts
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from meals import Meal, Restaurant
from undertaker import Undertaker

from diner import STORE, Diner, lift_rate_limits
from stack import Stack

EXAMPLES = 15
PATIENCE_S = 60
# Each is a fraction in binary that rounds the other way somewhere: 0.29 * 100 is
# 28.999999999999996, 1.15 * 100 is 114.99999999999999.
FENS = [29, 115, 829, 1999, 3333, 101, 6435, 7, 1, 4999, 1435, 5785]
WAIT_S = 0.2

# What each place says of an order, in fen.
PLACES = """
    SELECT ROUND(o.amount_total * 100)::int, ROUND(t.amount * 100)::int,
           t.wechatpay_body, v.amount_fen, COALESCE(v.resource, v.body), v.source,
           ARRAY(SELECT ROUND(p.amount * 100)::int FROM pos_payment p
                  WHERE p.pos_order_id = o.id)
      FROM pos_order o
      JOIN payment_transaction t ON t.wechatpay_pos_order_id = o.id
       AND t.operation <> 'refund'
      JOIN wechatpay_voucher v ON v.transaction_id = t.id
     WHERE o.uuid = %s
"""

baskets = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(1, 3)), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def restaurant(stack: Stack) -> Iterator[Restaurant]:
    """Return the restaurant, its dishes at awkward prices."""
    stack.start()
    lift_rate_limits(stack)
    undertaker = Undertaker(stack)
    diner = Diner(stack, "amounts")
    path = f"/stores/{STORE}/menu/zh_CN"
    version = diner.get(path)["version"]
    undertaker.do("reprice", fens=FENS)
    diner.steer("settings", refund_delay_s=0, notify_scale=0.01)
    deadline = time.monotonic() + PATIENCE_S
    while diner.get(path)["version"] == version and time.monotonic() < deadline:
        time.sleep(WAIT_S)
    yield Restaurant(stack, undertaker)
    undertaker.stop()


@pytest.fixture(scope="module")
def eaten(restaurant: Restaurant) -> list[tuple[Meal, int, int]]:
    """Collect the meals, what each cost and what of it was given back, in fen."""
    return []


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(basket=baskets, data=st.data())
def test_every_place_names_the_same_amount(restaurant, eaten, basket, data):
    lines = restaurant.choose(basket)
    quote = restaurant.quote(lines)
    total = quote["total_fen"]
    meal = restaurant.order(lines)
    meal.prepare_and_pay()
    meal.wait_until_booked()

    ((ordered, intended, asked, proven, told, source, booked),) = restaurant.query(
        PLACES, meal.uuid
    )

    assert source == "notification"
    assert total == sum(line["total_fen"] for line in quote["lines"])
    at_wechat = accounts.read_accounts(restaurant, [meal])[meal.uuid].at_wechat
    assert {
        *(total, ordered, intended, proven, *at_wechat, *booked),
        json.loads(asked)["amount"]["total"],
        json.loads(told)["amount"]["total"],
    } == {total}
    back = data.draw(st.sampled_from([0, 1, total]) | st.integers(0, total))
    if back:
        meal.do("refund_some", fen=back)
    eaten.append((meal, total, back))


def test_refunds_are_the_same_amount_everywhere(restaurant, eaten):
    meals = [meal for meal, _total, _back in eaten]
    _settle(restaurant, meals)

    found = accounts.read_accounts(restaurant, meals)

    assert eaten
    for meal, total, back in eaten:
        account = found[meal.uuid]
        gone = [-back] if back else []
        assert account.returned == back
        assert sorted(account.vouchers) == sorted([total, *gone])
        assert account.booked == [total, *gone]


def test_entry_of_the_day_is_the_sum(restaurant, eaten):
    expected = sum(total - back for _meal, total, back in eaten)
    before = {row[0]: row for row in accounts.read_journal(restaurant)}
    restaurant.undertaker.do("end_day")
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        after = accounts.read_journal(restaurant)
        if all(state == "closed" for _name, state, _taken, _posted in after):
            break
        time.sleep(WAIT_S)

    posted = [row for row in after if before[row[0]][1] != "closed"]
    assert posted
    for name, state, taken, entered in posted:
        assert (name, state, entered) == (name, "closed", taken)
    # Others may have eaten here before.
    assert sum(row[3] for row in posted) >= expected


def _settle(restaurant: Restaurant, meals: list[Meal]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while accounts.find_open(restaurant, meals) and time.monotonic() < deadline:
        accounts.let_time_pass(restaurant, meals)
        restaurant.undertaker.do("look_after")
        time.sleep(WAIT_S)
    assert accounts.find_open(restaurant, meals) == []
