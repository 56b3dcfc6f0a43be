"""Messages that no courier sent, or in the wrong order, and our courier clients."""

import pytest
from couriers import RIDE, played, shop_at

from carriers import errors, reducer, states


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
