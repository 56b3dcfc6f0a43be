"""Cancelling and tips: our courier clients and the sandbox's couriers."""

import pytest
from couriers import played, shop_at

from carriers import errors, states
from carriers.neutral import (
    Reason,
    Tip,
)


def test_cancelling_at_once_is_free(shop):
    before = shop.balance()
    key = shop.place()
    shop.pause()

    cancelled = shop.client.cancel(key)

    assert (cancelled.fee_fen, cancelled.was_already) == (0, False)
    assert shop.balance() == before
    shop.pause()
    assert shop.client.cancel(key).was_already
    assert shop.client.query(key).state == states.CANCELLED
    shop.hear(2)
    assert shop.held.state == states.CANCELLED


def test_cancelling_late_costs_what_was_told(shop):
    before = shop.balance()
    key = shop.place()
    shop.ride(key, "accept")
    shop.control.advance(200)
    told = None
    if shop.client.capabilities.has_precancel:
        told = shop.client.precancel(key)
        assert told.is_possible

    fee = shop.client.cancel(key).fee_fen

    assert fee == before - shop.balance() > 0
    assert told is None or told.fee_fen == fee
    assert shop.client.query(key).cancel_fee_fen in {fee, None}


def test_every_reason_to_cancel_is_accepted(shop):
    if not shop.can.has_cancel_reasons:
        pytest.skip(f"{shop.platform}: asks for no reason")
    for reason in shop.client.cancel_reasons():
        key = shop.place()
        shop.pause()
        assert not shop.client.cancel(key, reason).was_already


def test_after_pickup_it_is_too_late_to_cancel(shop):
    if shop.platform == "shansong":
        pytest.skip("shansong: brings the goods back, see below")
    key = shop.place()
    shop.ride(key, "accept", "arrive", "pickup")
    shop.pause()

    with pytest.raises(errors.CarrierCancelRefusedError):
        shop.client.cancel(key)


@pytest.mark.parametrize("platform", played("shansong"))
def test_shansong_brings_the_goods_back_for_a_fee(platform, sandbox, receiver):
    shop = shop_at(platform, sandbox, receiver)
    key = shop.place()
    shop.ride(key, "accept", "arrive", "pickup")
    told = shop.client.precancel(key)

    assert shop.client.cancel(key).fee_fen == told.fee_fen > 0
    shop.hear(5)
    assert shop.held.state == states.RETURNING
    shop.client.confirm_return(key)
    assert shop.client.query(key).state == states.RETURNED


def test_tips_add_up_to_the_total_that_was_wanted(shop):
    if shop.can.tip_mode == "none":
        pytest.skip(f"{shop.platform}: knows no tips")
    key = shop.place(tip_fen=200)
    shop.pause()
    shop.client.tip(key, Tip(total_fen=400, previous_fen=200, key="first"))
    shop.pause()
    shop.client.tip(key, Tip(total_fen=700, previous_fen=400, key="second"))

    assert shop.control.order(key.number)["tip_fen"] == 700
    assert shop.client.query(key).tip_fen in {700, None}


def test_repeated_tip_is_paid_once(sf):
    key = sf.place()
    for _time in range(2):
        sf.pause()
        sf.client.tip(key, Tip(total_fen=200, key="one decision"))

    assert sf.client.query(key).tip_fen == 200


def test_tip_after_acceptance_is_refused(dada):
    key = dada.place()
    dada.ride(key, "accept")

    with pytest.raises(errors.CarrierTipRefusedError):
        dada.client.tip(key, Tip(total_fen=300))


def test_writes_in_quick_succession_are_to_be_repeated_later(sf):
    key = sf.place()

    with pytest.raises(errors.CarrierRetryLaterError):
        sf.client.cancel(key)


def test_reason_in_words_of_our_own(dada):
    key = dada.place()

    dada.client.cancel(key, Reason("10000", "菜卖完了"))

    assert dada.client.query(key).state == states.CANCELLED
