"""What a dispatcher does: our courier clients and the sandbox's couriers."""

from dataclasses import replace

import pytest
from couriers import RIDE

from carriers import errors, states
from carriers.coordinates import distance_m
from carriers.neutral import (
    RIDER_CANCEL_REQUEST,
    Point,
)
from carriers.tests.carrier_samples import PICKUP
from carriers.tests.carrier_samples import SHOP as SAMPLE_SHOP


def test_rider_is_on_the_map(shop):
    if not shop.can.has_position:
        pytest.skip(f"{shop.platform}: does not tell")
    key = shop.place()
    shop.ride(key, "accept", "arrive", "pickup")

    position = shop.client.position(key)

    where = Point(*shop.control.order(key.number)["position"])
    # The courier shows where the rider was a moment ago.
    assert distance_m(position.point, where) < 1000
    assert position.rider.name
    if shop.can.has_track_page:
        assert shop.client.track_url(key).startswith("http://127.0.0.1")


def test_account_and_its_cashier(shop):
    if not shop.can.has_balance:
        pytest.skip(f"{shop.platform}: does not tell")
    balance = shop.client.balance(shop.keys["shop_no"])

    assert balance.available_fen == shop.balance() > 0
    page = shop.client.recharge_url(amount_fen=10000, shop_no=shop.keys["shop_no"])
    assert page.startswith("http://127.0.0.1")


def test_meal_is_ready(sf):
    key = sf.place()
    sf.ride(key, "accept", "arrive")

    sf.client.notify_ready(key)

    assert sf.client.query(key).state == states.AT_SHOP


def test_what_was_never_heard_is_asked_for(sf):
    key = sf.place()
    sf.ride(key, *RIDE)
    heard = sf.hear(5)

    told = sf.client.history(key)

    assert [(one.state, one.at_s) for one in told] == [
        (one.state, one.at_s) for one in heard
    ]


def test_rider_is_hurried_up(sf):
    key = sf.place()
    sf.ride(key, "accept")

    sf.client.remind(key)


def test_complaint(dada):
    key = dada.place()
    dada.ride(key, "accept")
    reason = dada.client.complaint_reasons()[0]

    dada.client.complain(key, reason)

    with pytest.raises(errors.CarrierRefusedError):
        dada.client.complain(key, reason)


@pytest.mark.parametrize(
    ("is_agreed", "state"), [(True, states.CANCELLED), (False, states.ACCEPTED)]
)
def test_rider_who_asks_to_be_let_off_is_answered(dada, is_agreed, state):
    key = dada.place()
    dada.ride(key, "accept")
    dada.ride(key, "ask_cancel", reason="车坏了")

    request = next(
        event for event in dada.hear(3) if event.kind == RIDER_CANCEL_REQUEST
    )
    assert (request.number, request.reason) == (key.number, "车坏了")
    dada.client.answer_rider_cancel(
        dada.key_of(request), is_agreed=is_agreed, reason="餐已做好"
    )

    assert dada.client.query(key).state == state


def test_shops_are_registered_changed_and_found(dada):
    wanted = replace(SAMPLE_SHOP, number="NEW1", place=PICKUP)

    assert dada.client.register_shop(wanted).shop_no == "NEW1"
    assert dada.client.query_shop("NEW1").is_online
    assert not dada.client.update_shop(wanted, is_online=False).is_online
    assert not dada.client.query_shop("NEW1").is_online
    with pytest.raises(errors.CarrierInvalidRequestError):
        dada.client.register_shop(wanted)
    with pytest.raises(errors.CarrierConfigurationError):
        dada.client.quote(dada.wanted(shop_no="NEW1"))
    assert dada.client.city_codes()["昆明"] == "0871"


def test_sf_shop_is_found(sf):
    assert sf.client.query_shop(sf.keys["shop_no"]).is_online


def test_rider_of_the_test_world_is_played(dada):
    key = dada.place()
    for step in (states.ACCEPTED, states.DELIVERING, states.DELIVERED):
        dada.client.mock_step(key, step)

    assert dada.client.query(key).state == states.DELIVERED
