from dataclasses import replace

import pytest

from carriers import coordinates, errors, states
from carriers.neutral import CancelCost, Cancelled, Point, Rider
from carriers.own import Own
from carriers.own.client import STATE_OF_STEP, STEPS_OF_STATE
from carriers.reducer import Held, News, reduce
from carriers.tests.carrier_samples import DROPOFF, KEY, NOW, Platform, request

SETTINGS = {
    "base_fee_fen": "500",
    "free_km": "2",
    "fee_per_km_fen": "100",
    "max_km": "5",
    "km_per_hour": "15",
}
RIDER = Rider("7", "小王", "13100000000")


def own(**changes):
    return Own({**SETTINGS, **changes}, Platform().surroundings())


def test_price_grows_with_the_distance():
    # 2 km as the crow flies, 2.6 on the street: one kilometre begun beyond 2.
    quote = own().quote(request())

    assert 2500 < quote.distance_m < 2700
    assert quote.fee_fen == 600
    assert quote.minutes == 11


def test_without_settings_it_costs_nothing_and_goes_anywhere():
    carrier = Own({}, Platform().surroundings())
    far = replace(DROPOFF, point=Point(103.5, 25.5))

    assert carrier.quote(request(dropoff=far)).fee_fen == 0


def test_too_far_is_out_of_range():
    far = replace(DROPOFF, point=Point(102.9, 25.1))

    with pytest.raises(errors.CarrierOutOfRangeError):
        own().quote(request(dropoff=far))


@pytest.mark.parametrize("value", ["a lot", "-1", "NaN"])
def test_settings_that_are_no_numbers_are_named(value):
    with pytest.raises(errors.CarrierConfigurationError, match="base_fee_fen"):
        own(base_fee_fen=value).quote(request())


def test_order_exists_at_once():
    created = own().create(request(is_finish_code_wanted=True))

    assert created.key.provider_number == KEY.number
    assert created.fee_fen == 600
    assert len(created.finish_code) == 4 and created.finish_code.isdigit()
    assert own().create(request()).finish_code == ""


def test_cancelling_costs_nothing():
    assert own().precancel(KEY) == CancelCost(True, 0)
    assert own().cancel(KEY) == Cancelled(0)


def test_rider_leads_an_order_to_its_end():
    held = Held(states.PENDING)
    for step in ("accept", "arrive", "pick_up", "deliver"):
        assert step in STEPS_OF_STATE[held.state]
        event = own().rider_event(KEY, step, RIDER)
        result = reduce(held, News.from_event(event))
        assert result.is_moved and not result.needs_query
        held = result.held

    assert held.state == states.DELIVERED
    assert held.rider == RIDER


def test_rider_who_gives_up_is_forgotten():
    held = Held(states.ACCEPTED, NOW - 10, RIDER)

    step = reduce(held, News.from_event(own().rider_event(KEY, "give_up", RIDER)))

    assert step.held == Held(states.PENDING, NOW)


def test_phones_tell_where_they_are_by_satellite():
    place = Point(102.712251, 25.040609)

    event = own().rider_event(KEY, "arrive", RIDER, satellite_point=place)

    assert event.rider.point == coordinates.gcj02_from_wgs84(place)


def test_unknown_button_is_refused():
    with pytest.raises(errors.CarrierInvalidRequestError):
        own().rider_event(KEY, "teleport", RIDER)


def test_every_button_leads_somewhere():
    offered = {step for steps in STEPS_OF_STATE.values() for step in steps}

    assert offered == set(STATE_OF_STEP)
    for state, steps in STEPS_OF_STATE.items():
        for step in steps:
            assert states.is_move(state, STATE_OF_STEP[step])


def test_there_is_nobody_to_ask():
    with pytest.raises(errors.CarrierNotSupportedError):
        own().query(KEY)
