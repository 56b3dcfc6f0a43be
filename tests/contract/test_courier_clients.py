"""Our courier clients and the sandbox's couriers, which know nothing of each other.

The sandbox accepts what our clients sign and say, in its units; our clients understand
what it answers and tells.
"""

from dataclasses import replace

import pytest
from couriers import CARRIERS, PLATFORMS, Shop, played

from carriers import carriers, errors, reducer, states
from carriers.coordinates import distance_m
from carriers.neutral import (
    EXCEPTION,
    RIDER_CANCEL_REQUEST,
    OrderKey,
    Point,
    Quote,
    Reason,
    Tip,
)
from carriers.tests.carrier_samples import PARCEL, PICKUP
from carriers.tests.carrier_samples import SHOP as SAMPLE_SHOP

RIDE = ("accept", "arrive", "pickup", "deliver")


def shop_at(platform, sandbox, receiver):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    return Shop(platform, sandbox, receiver)


@pytest.fixture(params=played())
def shop(request, sandbox, receiver):
    """A shop with an account at each courier, where riders do as they are told."""
    return shop_at(request.param, sandbox, receiver)


@pytest.fixture(params=played("dada", "shansong", "wechat_intracity"))
def forgeable(request, sandbox, receiver):
    """A shop whose courier's callbacks anybody could have sent."""
    return shop_at(request.param, sandbox, receiver)


@pytest.fixture(params=played("sf", "uu"))
def signed(request, sandbox, receiver):
    """A shop whose courier signs its callbacks with a key."""
    return shop_at(request.param, sandbox, receiver)


@pytest.fixture
def dada(sandbox, receiver):
    return shop_at("dada", sandbox, receiver)


@pytest.fixture
def sf(sandbox, receiver):
    return shop_at("sf", sandbox, receiver)


def test_every_courier_of_the_sandbox_has_its_client():
    assert played() == sorted(PLATFORMS)
    assert set(CARRIERS) == set(carriers())


# === THE WAY OF A DELIVERY === #


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


# === SILENCE AND REFUSALS === #


def test_order_whose_answer_was_lost_is_adopted(shop):
    wanted = shop.wanted()
    shop.control.fault("lose_answer", api=f"{shop.platform}.create")

    with pytest.raises(errors.CarrierUnknownError):
        shop.client.create(wanted)
    status = shop.client.query(OrderKey(wanted.number, shop_no=wanted.shop_no))

    assert status.state == states.PENDING
    if shop.platform == "wechat_intracity":
        # The same number is the same order there.
        assert shop.client.create(wanted).key.provider_number == (
            status.key.provider_number
        )
    else:
        with pytest.raises(errors.CarrierAlreadyExistsError):
            shop.client.create(wanted)


def test_order_whose_request_was_lost_does_not_exist(shop):
    wanted = shop.wanted()
    shop.control.fault("lose_request", api=f"{shop.platform}.create")

    with pytest.raises(errors.CarrierUnknownError):
        shop.client.create(wanted)
    with pytest.raises(errors.CarrierNotFoundError):
        shop.client.query(OrderKey(wanted.number, shop_no=wanted.shop_no))


@pytest.mark.parametrize(
    "fault", ["answer_garbage", "error_before", "error_after_commit"]
)
def test_strange_answers_leave_the_result_unknown(shop, fault):
    shop.control.fault(fault, api=f"{shop.platform}.create")

    with pytest.raises(errors.CarrierUnknownError):
        shop.client.create(shop.wanted())


def test_too_far_is_out_of_range(shop):
    with pytest.raises(errors.CarrierOutOfRangeError):
        shop.client.quote(shop.wanted(is_far=True))


def test_empty_account_is_a_low_balance(shop):
    shop.control(
        "POST",
        "courier-deposit",
        platform=shop.platform,
        account=shop.keys["number"],
        fen=-shop.balance(),
    )

    with pytest.raises(errors.CarrierBalanceLowError):
        shop.client.create(shop.wanted())
    if shop.can.has_balance:
        assert shop.client.balance(shop.keys["shop_no"]).available_fen == 0


@pytest.mark.parametrize(
    "platform", played("dada", "sf", "shansong", "wechat_intracity")
)
def test_wrong_shop_is_a_matter_of_settings(platform, sandbox, receiver):
    shop = shop_at(platform, sandbox, receiver)

    with pytest.raises(errors.CarrierConfigurationError):
        shop.client.quote(shop.wanted(shop_no="999"))


SECRETS = {
    "dada": "app_secret",
    "sf": "dev_key",
    "uu": "app_key",
    "shansong": "app_secret",
}


@pytest.mark.parametrize("platform", played(*SECRETS))
def test_wrong_key_is_a_matter_of_settings(platform, sandbox, receiver):
    shop, secret = shop_at(platform, sandbox, receiver), SECRETS[platform]
    stranger = type(shop.client)(
        {**shop.client._settings, secret: "wrong"},
        shop.client._surroundings,
        base_url=sandbox.url,
    )

    with pytest.raises(errors.CarrierConfigurationError):
        stranger.quote(shop.wanted())


def test_quote_is_good_for_three_minutes_and_once(dada):
    wanted = dada.wanted()
    old = dada.client.quote(wanted)
    dada.control.advance(181)
    with pytest.raises(errors.CarrierQuoteExpiredError):
        dada.client.create(wanted, old)

    quote = dada.client.quote(wanted)
    dada.client.create(wanted, quote)
    with pytest.raises(errors.CarrierAlreadyExistsError):
        dada.client.create(wanted, quote)
    with pytest.raises(errors.CarrierQuoteExpiredError):
        dada.client.create(dada.wanted(), Quote(1, reference="0"))


# === CANCEL AND TIPS === #


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


# === THE DESK === #


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


# === FORGERIES === #


def spoilt(shop, fault):
    """Return a bad message about an order that waits for a rider."""
    key = shop.place()
    shop.hear(1)
    shop.control("POST", "courier-callback", number=key.number, fault=fault)
    shop.receiver.wait_for(2)
    return shop.message(1)


def test_callback_that_is_none_is_refused(shop):
    with pytest.raises(errors.CarrierCallbackError):
        shop.client.parse_callback(spoilt(shop, "callback_garbage"))


@pytest.mark.parametrize("platform", played("dada", "sf", "uu"))
@pytest.mark.parametrize("fault", ["callback_unsigned", "callback_bad_sign"])
def test_callback_without_its_signature_is_refused(platform, fault, sandbox, receiver):
    shop = shop_at(platform, sandbox, receiver)

    with pytest.raises(errors.CarrierSignatureError):
        shop.client.parse_callback(spoilt(shop, fault))


def test_forged_delivery_changes_nothing(forgeable):
    spoilt(forgeable, "callback_forged")

    (event,) = forgeable.hear(1)

    assert event.state == states.DELIVERED
    assert forgeable.steps[-1].verdict == reducer.UNCONFIRMED
    assert forgeable.held.state == states.PENDING


def test_delivery_forged_with_another_key_is_refused(signed):
    with pytest.raises(errors.CarrierSignatureError):
        signed.client.parse_callback(spoilt(signed, "callback_forged"))


def test_unknown_status_changes_nothing(shop):
    key = shop.place()
    shop.hear(1)
    before = shop.held
    shop.control(
        "POST", "courier-callback", number=key.number, fault="callback_unknown_status"
    )

    shop.hear(1)

    assert shop.steps[-1].verdict == reducer.UNKNOWN_STATUS
    assert shop.held == before


def test_callbacks_in_the_wrong_order_end_where_they_should(shop):
    key = shop.place()
    shop.ride(key, *RIDE)
    shop.receiver.wait_for(5)
    shop.control("POST", "courier-callback", number=key.number, order="newest_first")
    shop.receiver.wait_for(10)
    shop._heard = 5

    shop.hear(5)

    assert shop.held.state == states.DELIVERED


def test_heavy_and_light_parcels_in_grams_and_kilograms(shop):
    light = shop.client.quote(shop.wanted(parcel=replace(PARCEL, weight_g=1)))
    heavy = shop.client.quote(shop.wanted(parcel=replace(PARCEL, weight_g=9000)))

    assert heavy.fee_fen > light.fee_fen


def test_reason_in_words_of_our_own(dada):
    key = dada.place()

    dada.client.cancel(key, Reason("10000", "菜卖完了"))

    assert dada.client.query(key).state == states.CANCELLED
