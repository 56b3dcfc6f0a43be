"""Our courier clients and the sandbox's couriers: from the price to the guest.

They know nothing of each other. The sandbox accepts what our clients sign and say, in
its units; our clients understand what it answers and tells.
"""

from dataclasses import replace

from couriers import CARRIERS, PLATFORMS, RIDE, played

from carriers import carriers, reducer, states
from carriers.neutral import (
    EXCEPTION,
    OrderKey,
)
from carriers.tests.carrier_samples import PARCEL


def test_every_courier_of_the_sandbox_has_its_client():
    assert played() == sorted(PLATFORMS)
    assert set(CARRIERS) == set(carriers())


def test_delivery_goes_from_its_price_to_the_guest(shop):
    before = shop.balance()
    wanted = shop.wanted(tip_fen=200, is_insured=True)
    quote = shop.client.quote(wanted)
    created = shop.client.create(wanted, quote)
    shop.ride(created.key, *RIDE)

    events = shop.hear(5)

    assert [event.state for event in events] == [
        states.PENDING,
        states.ACCEPTED,
        states.AT_SHOP,
        states.DELIVERING,
        states.DELIVERED,
    ]
    assert shop.held.state == states.DELIVERED
    assert {event.number for event in events} == {wanted.number}
    if shop.platform != "dada":
        # Dada tells its own number only here.
        numbers = {event.provider_number for event in events}
        assert numbers == {created.key.provider_number}
    status = shop.client.query(created.key)
    assert status.state == states.DELIVERED
    assert status.rider.name
    assert events[1].rider.name in {"", status.rider.name}
    # The price that was told is what is taken, tip and insurance with it.
    assert before - shop.balance() == quote.fee_fen == created.fee_fen
    assert quote.tip_fen == (200 if shop.can.tip_mode != "none" else 0)


def test_nobody_but_the_platform_itself_ends_its_orders(forgeable):
    key = forgeable.place()
    forgeable.ride(key, *RIDE)

    forgeable.hear(5)

    verdicts = [step.verdict for step in forgeable.steps]
    assert verdicts == [reducer.APPLIED] * 4 + [reducer.UNCONFIRMED]
    assert forgeable.held.state == states.DELIVERED


def test_order_without_a_quote(shop):
    created = shop.client.create(shop.wanted())

    assert shop.client.query(created.key).state == states.PENDING


def test_order_is_found_by_our_number_alone(shop):
    key = shop.place()

    status = shop.client.query(OrderKey(key.number, shop_no=key.shop_no))

    assert status.state == states.PENDING
    assert status.key.number == key.number


def test_rider_who_gives_up_leads_back_to_waiting(shop):
    key = shop.place()
    shop.ride(key, "accept", "withdraw", "accept")

    events = shop.hear(4)

    assert [event.state for event in events] == [
        states.PENDING,
        states.ACCEPTED,
        states.PENDING,
        states.ACCEPTED,
    ]
    assert shop.held.state == states.ACCEPTED
    assert events[-1].rider.name in {"", shop.held.rider.name}


def test_refused_goods_come_back(dada):
    key = dada.place()
    dada.ride(key, "accept", "arrive", "pickup", "refuse")
    dada.hear(5)
    assert dada.held.state == states.RETURNING
    assert dada.held.is_exception

    dada.client.confirm_return(key)

    assert dada.client.query(key).state == states.RETURNED
    dada.hear(1)
    assert dada.held.state == states.RETURNED


def test_refused_goods_come_back_to_an_sf_shop(sf):
    key = sf.place()
    sf.ride(key, "accept", "arrive", "pickup", "refuse", "return")

    events = sf.hear(6)

    assert events[4].kind == EXCEPTION
    assert sf.held.state == states.RETURNED
    assert sf.client.query(key).state == states.RETURNED


def test_trouble_raises_a_flag_until_the_next_news(sf):
    key = sf.place()
    sf.ride(key, "accept", "arrive", "pickup")
    sf.ride(key, "exception", ex_id=2001)

    *_others, trouble = sf.hear(5)

    assert (trouble.kind, trouble.reason_code) == (EXCEPTION, "2001")
    assert trouble.reason == "顾客电话无法接通"
    assert sf.held.is_exception and sf.held.state == states.DELIVERING
    sf.ride(key, "deliver")
    sf.hear(1)
    assert sf.held.state == states.DELIVERED and not sf.held.is_exception


def test_heavy_and_light_parcels_in_grams_and_kilograms(shop):
    light = shop.client.quote(shop.wanted(parcel=replace(PARCEL, weight_g=1)))
    heavy = shop.client.quote(shop.wanted(parcel=replace(PARCEL, weight_g=9000)))

    assert heavy.fee_fen > light.fee_fen
