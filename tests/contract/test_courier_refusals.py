"""What our courier clients make of silence and refusals of the sandbox's couriers."""

import pytest
from couriers import played, shop_at

from carriers import errors, states
from carriers.neutral import (
    OrderKey,
    Quote,
)


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
