"""The rules of the reducer, one by one; its proof on sequences is in tests/contract."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers import reducer, states
from carriers.neutral import EXCEPTION, RIDER_CANCEL_REQUEST, Rider
from carriers.reducer import Held, News, reduce

ANNA = Rider("1", "安", "13800000001")
BO = Rider("2", "波", "13800000002")


def held(state, watermark_s=100, **more):
    return Held(state, watermark_s, **more)


def signed(state, at_s=110, **more):
    return News(state, at_s, is_trusted=True, **more)


def forgeable(state, at_s=110, **more):
    return News(state, at_s, **more)


def queried(state, at_s=None, **more):
    return News(state, at_s, is_trusted=True, is_queried=True, **more)


def test_states_may_be_left_out():
    step = reduce(held(states.PENDING), signed(states.DELIVERING))

    assert step.verdict == reducer.APPLIED
    assert step.held.state == states.DELIVERING
    assert step.held.watermark_s == 110


def test_older_news_changes_nothing():
    before = held(states.DELIVERING, 130)

    step = reduce(before, signed(states.ACCEPTED, 110))

    assert step == reducer.Step(reducer.SUPERSEDED, before)


def test_at_the_same_second_only_a_later_state_counts():
    before = held(states.ACCEPTED, 110)

    assert reduce(before, signed(states.AT_SHOP)).verdict == reducer.APPLIED
    assert reduce(before, signed(states.PENDING)).verdict == reducer.SUPERSEDED


def test_unknown_status_is_an_alarm_and_moves_nothing():
    before = held(states.ACCEPTED)

    step = reduce(before, signed(None, 120))

    assert step.verdict == reducer.UNKNOWN_STATUS
    assert step.held == before
    assert step.is_alarm


def test_exception_raises_a_flag_that_the_next_news_takes_down():
    step = reduce(
        held(states.DELIVERING, 130),
        signed(None, 140, kind=EXCEPTION, is_exception=True),
    )
    assert step.verdict == reducer.FLAGGED
    assert step.held == held(states.DELIVERING, 130, is_exception=True)

    after = reduce(step.held, signed(states.DELIVERED, 135))
    assert after.held == held(states.DELIVERED, 135)


def test_other_matters_are_ignored():
    before = held(states.ACCEPTED)

    step = reduce(before, signed(None, kind=RIDER_CANCEL_REQUEST))

    assert step == reducer.Step(reducer.IGNORED, before)


@pytest.mark.parametrize("end", sorted(states.TERMINAL))
@pytest.mark.parametrize("told", sorted(states.RANKS))
def test_no_callback_leads_out_of_an_end(end, told):
    step = reduce(held(end, 140), signed(told, 150))

    assert step.held.state == end
    assert step.needs_query == (told != end)


def test_a_late_cancellation_of_a_delivered_order_is_asked_about():
    step = reduce(held(states.DELIVERED, 140), signed(states.CANCELLED, 135))

    assert step.verdict == reducer.CONFLICT
    assert step.needs_query


def test_a_dead_order_that_lives_on_the_platform_is_cancelled_there():
    step = reduce(held(states.FAILED), queried(states.ACCEPTED))

    assert step.held.state == states.FAILED
    assert step.needs_cancel and step.is_alarm


def test_rider_who_gives_up_leads_back_and_is_forgotten():
    step = reduce(
        held(states.AT_SHOP, rider=ANNA), signed(states.PENDING, is_rider_changed=True)
    )

    assert step.verdict == reducer.APPLIED
    assert step.held == held(states.PENDING, 110)
    assert step.is_rider_changed


def test_another_rider_of_the_same_state_is_news():
    step = reduce(held(states.ACCEPTED, rider=ANNA), signed(states.ACCEPTED, rider=BO))

    assert step.verdict == reducer.APPLIED
    assert step.held.rider == BO
    assert step.is_rider_changed


def test_what_is_known_of_the_rider_is_kept():
    step = reduce(
        held(states.ACCEPTED, rider=ANNA), signed(states.AT_SHOP, rider=Rider("1"))
    )

    assert step.held.rider == ANNA
    assert not step.is_rider_changed


def test_going_back_after_pickup_is_asked_about():
    before = held(states.DELIVERING)

    step = reduce(before, signed(states.ACCEPTED))

    assert step == reducer.Step(reducer.CONFLICT, before, needs_query=True)


def test_the_answer_to_a_query_is_believed_even_backwards():
    step = reduce(held(states.DELIVERING), queried(states.PENDING))

    assert step.held.state == states.PENDING
    assert step.held.watermark_s == 100


def test_going_back_without_a_time_is_asked_about():
    step = reduce(held(states.AT_SHOP), signed(states.PENDING, None))

    assert step.verdict == reducer.UNCONFIRMED
    assert step.needs_query


@pytest.mark.parametrize("end", sorted(states.TERMINAL))
@pytest.mark.parametrize("before", sorted(states.LIVE))
def test_an_end_that_anybody_could_invent_waits_for_the_platform(before, end):
    step = reduce(held(before), forgeable(end))

    assert step == reducer.Step(reducer.UNCONFIRMED, held(before), needs_query=True)
    assert reduce(step.held, queried(end)).held.state in {end, before}


@pytest.mark.parametrize(
    ("before", "end", "is_believed"),
    [
        (states.DELIVERING, states.DELIVERED, True),
        (states.ACCEPTED, states.CANCELLED, True),
        (states.CANCELLING, states.CANCELLED, True),
        (states.DELIVERING, states.CANCELLED, False),
        (states.PENDING, states.DELIVERED, False),
        (states.CREATING, states.DELIVERED, False),
    ],
)
def test_a_proven_end_is_believed_unless_it_is_strange(before, end, is_believed):
    step = reduce(held(before), signed(end))

    assert (step.held.state == end) == is_believed
    assert step.needs_query != is_believed


def test_acceptance_of_an_order_nobody_counts_on_has_it_cancelled():
    step = reduce(held(states.PENDING, is_bound=False), signed(states.ACCEPTED))

    assert step.held.state == states.ACCEPTED
    assert step.needs_cancel and step.is_alarm


def test_milliseconds_become_seconds():
    assert reducer.seconds(1700000000123) == 1700000000
    assert reducer.seconds("1700000000") == 1700000000
    assert reducer.seconds(True) is None
    assert reducer.seconds("soon") is None
    assert reducer.seconds(0) is None


NEWS = st.builds(
    News,
    state=st.sampled_from([None, *sorted(states.RANKS)]),
    at_s=st.none() | st.integers(100, 110),
    rider=st.sampled_from([Rider(), ANNA, BO]),
    is_exception=st.booleans(),
    is_rider_changed=st.booleans(),
    is_trusted=st.booleans(),
)


@given(st.lists(NEWS, max_size=12))
def test_strangers_never_end_an_order_and_every_move_is_in_the_table(heard):
    now = Held()
    for news in heard:
        step = reduce(now, dataclasses.replace(news, is_trusted=False))
        assert step.held.state not in states.TERMINAL
        assert step.held.state == now.state or states.is_move(
            now.state, step.held.state
        )
        now = step.held


@given(st.lists(NEWS, max_size=8))
def test_hearing_everything_twice_changes_nothing(heard):
    once, twice = Held(), Held()
    for news in heard:
        once = reduce(once, news).held
        twice = reduce(reduce(twice, news).held, news).held
    assert (once.state, once.watermark_s) == (twice.state, twice.watermark_s)
