import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers import errors, neutral, states
from carriers.dada import Dada, const
from carriers.dada.signing import callback_checksum
from carriers.neutral import CallbackMessage
from carriers.tests.carrier_samples import Platform

DADA = Dada(
    {"app_key": "key", "app_secret": "secret", "source_id": "1"},
    Platform().surroundings(),
)


def told(**changes):
    content = {
        "client_id": "5012345678901234567",
        "order_id": "S1-ab12-1",
        "order_status": 2,
        "update_time": 1700000000,
        "cancel_from": 0,
        "cancel_reason": "",
        "dm_id": 666,
        "dm_name": "王五",
        "dm_mobile": "13700000000",
        "unknown": [1],
        **changes,
    }
    content.setdefault(
        "signature",
        callback_checksum(
            str(content["client_id"]),
            str(content["order_id"]),
            str(content["update_time"]),
        ),
    )
    return content


def parsed(content):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return DADA.parse_callback(CallbackMessage(body))


def test_status_is_told_but_never_trusted():
    event = parsed(told())

    assert event.kind == neutral.STATUS
    assert (event.number, event.provider_number) == ("S1-ab12-1", "5012345678901234567")
    assert (event.state, event.provider_status) == (states.ACCEPTED, "2")
    assert event.at_s == 1700000000
    assert event.rider == neutral.Rider("666", "王五", "13700000000")
    assert not event.is_trusted
    assert event.raw["unknown"] == [1]


def test_each_spelling_says_the_same():
    camel = {
        "clientId": "",
        "orderId": "S1-ab12-1",
        "orderStatus": "5",
        "updateTime": "1700000000",
        "cancelFrom": "1",
        "cancelReason": "车坏了",
        "signature": callback_checksum("", "S1-ab12-1", "1700000000").upper(),
    }

    event = parsed(camel)

    assert event.state == states.CANCELLED
    assert event.cancelled_by == neutral.BY_RIDER
    assert event.reason == "车坏了"


def test_failed_creation_comes_in_milliseconds():
    event = parsed(told(order_status=1000, update_time=1700000000123))

    assert (event.state, event.at_s) == (states.FAILED, 1700000000)


@pytest.mark.parametrize("kind", [1, "2"])
def test_another_rider_is_named_as_such(kind):
    assert parsed(told(repeat_reason_type=kind)).is_rider_changed
    assert not parsed(told()).is_rider_changed


def test_goods_on_their_way_back_are_an_exception():
    event = parsed(told(order_status=9))

    assert event.state == states.RETURNING
    assert event.is_exception


def test_unknown_status_has_no_state():
    assert parsed(told(order_status=777)).state is None


@pytest.mark.parametrize("signature", ["", "0" * 32, "签名", "\ud800", None, 5, ["x"]])
def test_wrong_checksum_is_refused(signature):
    with pytest.raises(errors.CarrierSignatureError):
        parsed(told(signature=signature))


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"messageType":1}', b"null"],
)
def test_malformed_callback_is_refused(body):
    with pytest.raises(errors.CarrierCallbackError):
        parsed(body)


@pytest.mark.parametrize("missing", ["order_id", "order_status", "update_time"])
def test_callback_without_its_core_is_refused(missing):
    with pytest.raises(errors.CarrierCallbackError):
        parsed(told(**{missing: None}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = [*told(), "messageType", "messageBody", "createTime", "repeat_reason_type"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8))
def test_anything_is_an_event_or_a_typed_error(changes):
    content = told(**changes)
    try:
        assert not parsed(content).is_trusted
    except errors.CarrierCallbackError:
        pass


@pytest.mark.parametrize("is_text", [True, False])
def test_rider_asks_to_be_let_off(is_text):
    inner = {"orderId": "S1-ab12-1", "dadaOrderId": 50123, "cancelReason": "车坏了"}
    content = {
        "messageType": 1,
        "messageBody": json.dumps(inner) if is_text else inner,
        "createTime": 1700000000,
    }

    event = parsed(content)

    assert event.kind == neutral.RIDER_CANCEL_REQUEST
    assert (event.number, event.provider_number) == ("S1-ab12-1", "50123")
    assert event.state is None
    assert event.reason == "车坏了"


def test_replies_have_the_platform_repeat_what_failed():
    assert DADA.callback_reply(is_accepted=True).status == 200
    assert json.loads(DADA.callback_reply(is_accepted=True).body) == {"status": "ok"}
    assert DADA.callback_reply(is_accepted=False).status == 500


def test_no_code_stands_for_two_errors():
    codes = Counter(code for codes in const.CODES_OF_ERROR.values() for code in codes)

    assert not [code for code, times in codes.items() if times > 1]
