import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers import errors, neutral, states
from carriers.neutral import CallbackMessage, Rider
from carriers.sf import SfIntracity
from carriers.sf.signing import sign
from carriers.tests.carrier_samples import Platform

SETTINGS = {"dev_id": "1234567890", "dev_key": "0123456789abcdef"}
SF = SfIntracity(SETTINGS, Platform().surroundings())


def told(**changes):
    return {
        "shop_id": "SHOP1",
        "sf_order_id": "3412345678901234567",
        "shop_order_id": "S1-ab12-1",
        "url_index": "rider_status",
        "operator_name": "赵六",
        "operator_phone": "13600000000",
        "rider_lng": "102.71",
        "rider_lat": "25.04",
        "order_status": 10,
        "status_desc": "配送员接单",
        "push_time": 1700000000,
        "brand_new": None,
        **changes,
    }


def signed(content, **query):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return CallbackMessage(body, {"sign": sign(body, **SETTINGS), **query})


def parsed(**changes):
    return SF.parse_callback(signed(told(**changes)))


def test_signed_status_is_trusted():
    event = parsed()

    assert event.is_trusted
    assert event.kind == neutral.STATUS
    assert (event.state, event.at_s) == (states.ACCEPTED, 1700000000)
    assert event.number == "S1-ab12-1"
    assert event.provider_number == "3412345678901234567"
    assert (event.rider.name, event.rider.phone) == ("赵六", "13600000000")


def test_withdrawal_is_no_cancellation():
    event = parsed(order_status=22, url_index="rider_recall")

    assert event.state == states.PENDING
    assert event.is_rider_changed
    assert event.rider == Rider()


def test_reassignment_brings_another_rider():
    assert parsed(status_desc="配送员改派").is_rider_changed
    assert not parsed().is_rider_changed


def test_exception_is_no_state():
    event = parsed(order_status=91, ex_id=2001, ex_content="")

    assert event.kind == neutral.EXCEPTION
    assert event.state is None
    assert event.is_exception
    assert (event.reason_code, event.reason) == ("2001", "顾客电话无法接通")


@pytest.mark.parametrize(
    ("receipt", "state", "is_trusted"),
    [
        ({"receipt_type": 1}, states.DELIVERED, True),
        ({"receipt_type": "2"}, states.RETURNED, True),
        ({}, states.DELIVERED, False),
    ],
)
def test_a_finished_order_says_who_signed_or_is_asked_about(receipt, state, is_trusted):
    event = parsed(order_status=17, url_index="order_complete", **receipt)

    assert (event.state, event.is_trusted) == (state, is_trusted)


@pytest.mark.parametrize(
    ("code", "who"), [(313, neutral.BY_SHOP), (0, neutral.BY_PLATFORM)]
)
def test_cancellation_names_who_and_why(code, who):
    event = parsed(order_status=2, cancel_code=code, cancel_reason="超时")

    assert event.state == states.CANCELLED
    assert (event.cancelled_by, event.reason) == (who, "超时")


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("sf_cancel", states.CANCELLED),
        ("order_complete", states.DELIVERED),
        ("rider_recall", states.PENDING),
        ("rider_exception", None),
    ],
)
def test_address_stands_in_for_a_missing_status(address, state):
    assert parsed(order_status=None, url_index=address).state == state


def test_only_addresses_of_photos_are_kept():
    event = parsed(
        order_status=17,
        receipt_type=1,
        complete_pic=["https://p.example/1", "javascript:x", 5],
        pickup_pic="no list",
    )

    assert event.photo_urls == ("https://p.example/1",)


def test_owner_has_bound_a_shop():
    event = SF.parse_callback(
        signed({"shop_id": 324327, "out_shop_id": "STORE7", "push_time": 1700000000})
    )

    assert event.kind == neutral.SHOP_BOUND
    assert (event.number, event.shop_no) == ("STORE7", "324327")
    assert event.state is None


def test_form_with_its_signature_inside():
    post_data = json.dumps(told(), ensure_ascii=False)
    form = {"post_data": post_data, "sign": sign(post_data.encode(), **SETTINGS)}

    event = SF.parse_callback(CallbackMessage(urlencode(form).encode()))

    assert event.state == states.ACCEPTED


@given(st.binary(max_size=50))
def test_no_signature_has_a_plus_that_an_address_could_spoil(body):
    assert "+" not in sign(body, **SETTINGS)


@pytest.mark.parametrize("signature", ["", "x", "签名", "\ud800", "0" * 44])
def test_wrong_signature_is_refused(signature):
    with pytest.raises(errors.CarrierSignatureError):
        SF.parse_callback(signed(told(), sign=signature))


def test_signature_of_another_account_is_refused():
    body = json.dumps(told()).encode()
    foreign = sign(body, SETTINGS["dev_id"], "another key")

    with pytest.raises(errors.CarrierSignatureError):
        SF.parse_callback(CallbackMessage(body, {"sign": foreign}))


def test_changed_body_is_refused():
    message = signed(told())

    with pytest.raises(errors.CarrierSignatureError):
        SF.parse_callback(CallbackMessage(message.body + b" ", message.query))


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"{", b"[]", b"a=1", b"\xff\xfe", b"{" * 9000, b"&" * 99 + b"a=b" * 9],
)
def test_malformed_callback_is_refused_even_if_signed(body):
    with pytest.raises(errors.CarrierCallbackError):
        SF.parse_callback(signed(body))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from([*told(), "receipt_type", "complete_pic", "ex_id"]), JSON
    )
)
def test_anything_signed_is_an_event_or_a_typed_error(changes):
    try:
        event = parsed(**changes)
    except errors.CarrierCallbackError:
        return
    assert event.state is None or event.state in states.RANKS


def test_replies():
    assert SF.callback_reply(is_accepted=True).status == 200
    assert json.loads(SF.callback_reply(is_accepted=True).body)["error_code"] == 0
    assert SF.callback_reply(is_accepted=False).status == 500
