import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers import coordinates, errors, neutral, states
from carriers.carrier import TEST_WORLD
from carriers.neutral import (
    CallbackMessage,
    CancelCost,
    Cancelled,
    OrderKey,
    Point,
    Quote,
    Rider,
    Tip,
)
from carriers.tests.carrier_samples import DROPOFF, KEY, NOW, PICKUP, Platform, request
from carriers.uu import Uu
from carriers.uu.signing import sign

SETTINGS = {"app_id": "app", "app_key": "key", "open_id": "open"}
QUOTE = Quote(850, 2100, "TOKEN", NOW + 300)


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def uu(platform):
    return Uu(SETTINGS, platform.surroundings(), world=TEST_WORLD)


def ok(body=None):
    return {"code": 1, "state": 1, "msg": "success", "body": body}


def refusal(message):
    return {"code": 0, "state": 0, "msg": message}


def sent(platform):
    return json.loads(platform.last_json["biz"])


def test_price_is_asked_at_baidus_places(platform, uu):
    platform.will_answer(
        ok(
            {
                "priceToken": "TOKEN",
                "expiresIn": 300,
                "totalMoney": 1050,
                "needPayMoney": 850,
                "totalPriceOff": 200,
                "distance": 2100,
            }
        )
    )

    quote = uu.quote(request(tip_fen=300))

    envelope = platform.last_json
    assert platform.last_path == "/openapi/v3/order/orderPrice"
    assert envelope["sign"] == sign(envelope["biz"], "key", NOW)
    assert platform.requests[-1][2]["X-App-Id"] == "app"
    there = Point(sent(platform)["toLng"], sent(platform)["toLat"])
    assert there == coordinates.bd09_from_gcj02(DROPOFF.point)
    here = Point(sent(platform)["fromLng"], sent(platform)["fromLat"])
    assert here == coordinates.bd09_from_gcj02(PICKUP.point)
    assert sent(platform)["goodsWeight"] == 1
    assert sent(platform)["onlineFee"] == 3
    assert quote == replace(QUOTE, tip_fen=300, coupon_fen=200)


def test_order_is_placed_by_its_token(platform, uu):
    platform.will_answer(ok({"orderCode": "UU1", "originId": KEY.number}))
    there = replace(DROPOFF, phone_extension="1111")

    created = uu.create(request(dropoff=there), QUOTE)

    assert sent(platform)["priceToken"] == "TOKEN"
    assert sent(platform)["receiverPhone"] == "13800000000_1111"
    assert sent(platform)["pushType"] == "TEST_ORDER"
    assert sent(platform)["callbackUrl"] == "https://shop.example/delivery/token"
    assert created.key == OrderKey(KEY.number, "UU1", "SHOP1")
    assert created.fee_fen == 850


def test_without_a_quote_the_price_is_asked_first(platform, uu):
    platform.will_answer(ok({"priceToken": "T2", "needPayMoney": 900}))
    platform.will_answer(ok({"orderCode": "UU1"}))

    assert uu.create(request()).fee_fen == 900
    assert sent(platform)["priceToken"] == "T2"


@pytest.mark.parametrize(
    ("key", "named"),
    [
        (OrderKey(KEY.number), {"originId": KEY.number}),
        (OrderKey(KEY.number, "UU1"), {"orderCode": "UU1"}),
    ],
)
def test_query_by_either_number(platform, uu, key, named):
    at_baidu = coordinates.bd09_from_gcj02(DROPOFF.point)
    platform.will_answer(
        ok(
            {
                "orderCode": "UU1",
                "originId": KEY.number,
                "state": 5,
                "orderPrice": 1050,
                "priceOff": "200",
                "driverName": "孙七",
                "driverMobile": "135",
                "driverLastLoc": f"{at_baidu.lng},{at_baidu.lat}",
                "addTime": "2023-11-15 06:13:20",
                "confirmCode": "0042",
            }
        )
    )

    status = uu.query(key)

    assert sent(platform) == named
    assert status.state == states.DELIVERING
    assert status.key.provider_number == "UU1"
    assert status.fee_fen == 850
    assert coordinates.distance_m(status.rider.point, DROPOFF.point) <= 2
    assert status.times.created_at == NOW
    assert status.finish_code == "0042"


def test_cancel_and_its_cost(platform, uu):
    platform.will_answer(ok({"cancelFee": 200}))
    platform.will_answer(ok({"canCancel": 1, "deductFee": 200}))
    platform.will_answer(refusal("订单已取消"))
    platform.will_answer(ok({"canCancel": 0}))

    assert uu.precancel(KEY) == CancelCost(True, 200)
    assert uu.cancel(KEY) == Cancelled(200)
    assert uu.cancel(KEY) == Cancelled(None, was_already=True)
    with pytest.raises(errors.CarrierCancelRefusedError):
        uu.cancel(KEY)


def test_tips_are_whole_yuan_and_add(platform, uu):
    platform.will_answer(ok())

    uu.tip(KEY, Tip(500, 300))

    assert sent(platform)["fee"] == 2
    with pytest.raises(errors.CarrierTipRefusedError):
        uu.tip(KEY, Tip(550, 300))


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("账户余额不足", errors.CarrierBalanceLowError),
        ("priceToken已失效", errors.CarrierQuoteExpiredError),
        ("priceToken已使用", errors.CarrierAlreadyExistsError),
        ("请求频繁,请稍后", errors.CarrierRetryLaterError),
        ("订单不存在", errors.CarrierNotFoundError),
        ("签名错误", errors.CarrierConfigurationError),
        ("超出服务范围", errors.CarrierOutOfRangeError),
        ("参数错误", errors.CarrierInvalidRequestError),
        ("天知道", errors.CarrierUnknownError),
    ],
)
def test_words_say_what_to_do(platform, uu, message, error):
    platform.will_answer(refusal(message))

    with pytest.raises(error) as caught:
        uu.create(request(), QUOTE)
    assert type(caught.value) is error


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b"<x>"])
def test_strange_answers_leave_the_result_unknown(platform, uu, answer):
    platform.will_answer(answer)

    with pytest.raises(errors.CarrierUnknownError):
        uu.create(request(), QUOTE)


def callback(app_key="key", **changes):
    content = {
        "orderCode": "UU1",
        "originId": KEY.number,
        "state": "3",
        "driverName": "孙七",
        "driverMobile": "135",
        "changeTime": "1700000000123",
        **changes,
    }
    biz = json.dumps(content)
    envelope = {"openId": "o", "timestamp": NOW, "biz": biz}
    envelope["sign"] = sign(biz, app_key, NOW)
    return CallbackMessage(json.dumps(envelope).encode())


def test_signed_callback_is_trusted(uu):
    event = uu.parse_callback(callback())

    assert event.is_trusted
    assert (event.state, event.at_s) == (states.ACCEPTED, 1700000000)
    assert event.rider.name == "孙七"


def test_rider_who_gives_up_leads_back(uu):
    event = uu.parse_callback(callback(state=2))

    assert event.state == states.PENDING
    assert event.is_rider_changed
    assert event.rider == Rider()


def test_nobody_accepted_is_the_platforms_cancellation(uu):
    event = uu.parse_callback(callback(state=-3))

    assert (event.state, event.cancelled_by) == (
        states.CANCELLED,
        neutral.BY_PLATFORM,
    )


def test_bare_callback_is_only_a_hint(uu):
    body = json.dumps({"originId": KEY.number, "state": "10"}).encode()

    event = uu.parse_callback(CallbackMessage(body))

    assert event.state == states.DELIVERED
    assert not event.is_trusted


def test_callback_signed_with_another_key_is_refused(uu):
    with pytest.raises(errors.CarrierSignatureError):
        uu.parse_callback(callback(app_key="other"))


@pytest.mark.parametrize("biz", [None, 1, {}, "x", "\ud800"])
def test_malformed_envelope_is_refused(uu, biz):
    body = json.dumps({"biz": biz, "timestamp": 1, "sign": "x"}).encode()

    with pytest.raises(errors.CarrierCallbackError):
        uu.parse_callback(CallbackMessage(body))


@given(st.binary(max_size=40))
def test_any_bytes_are_an_event_or_a_typed_error(body):
    try:
        Uu(SETTINGS, Platform().surroundings()).parse_callback(CallbackMessage(body))
    except errors.CarrierCallbackError:
        pass


def test_replies(uu):
    assert json.loads(uu.callback_reply(is_accepted=True).body)["code"] == 1
    assert uu.callback_reply(is_accepted=False).status == 500
