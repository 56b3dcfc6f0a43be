import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers import coordinates, errors, neutral, states
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
from carriers.shansong import Shansong
from carriers.shansong.signing import sign
from carriers.tests.carrier_samples import DROPOFF, KEY, NOW, Platform, request

SETTINGS = {"client_id": "client", "shop_id": "shop", "app_secret": "secret"}
QUOTE = Quote(1200, 2100, "TDH1")
PLACED = OrderKey(KEY.number, "TDH1", "SHOP1")


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def shansong(platform):
    return Shansong(SETTINGS, platform.surroundings())


def ok(**data):
    return {"status": 200, "msg": "", "data": data}


def sent(platform):
    return json.loads(platform.last_form["data"])


def test_price_is_asked_by_a_signed_form(platform, shansong):
    platform.will_answer(
        ok(
            orderNumber="TDH1",
            totalAmount=1400,
            couponSaveFee=200,
            totalFeeAfterSave=1200,
            totalDistance=2100,
            estimateReceiveSecond=1801,
        )
    )

    quote = shansong.quote(request(tip_fen=200))

    form = platform.last_form
    signature = form.pop("sign")
    assert signature == sign(form, "secret")
    assert form["timestamp"] == str(NOW * 1000)
    (receiver,) = sent(platform)["receiverList"]
    there = Point(float(receiver["toLongitude"]), float(receiver["toLatitude"]))
    assert there == coordinates.bd09_from_gcj02(DROPOFF.point)
    assert receiver["orderNo"] == KEY.number
    assert (receiver["weight"], receiver["goodType"]) == (1, 6)
    assert receiver["additionFee"] == 200
    assert sent(platform)["storeId"] == "SHOP1"
    assert (quote.reference, quote.fee_fen, quote.coupon_fen) == ("TDH1", 1200, 200)
    assert quote.minutes == 31


def test_what_was_priced_is_placed(platform, shansong):
    platform.will_answer(ok(orderNumber="TDH1", totalFeeAfterSave=1250))

    created = shansong.create(request(), QUOTE)

    assert sent(platform) == {"issOrderNo": "TDH1"}
    assert created.key == PLACED
    assert created.fee_fen == 1250


def test_query_returns_the_rider_the_times_and_the_fee(platform, shansong):
    platform.will_answer(
        ok(
            orderNo="TDH1",
            orderStatus=30,
            subOrderStatusDesc="已就位",
            courier={
                "id": "SS1",
                "name": "周八",
                "mobile": "134",
                "longitude": "116.41",
                "latitude": "39.92",
                "gcj02Lng": "116.403",
                "gcj02Lat": "39.914",
            },
            statusChangeLog=[
                {"orderStatus": 20, "updateTime": "2023-11-15 06:13:20"},
                {"orderStatus": 30, "updateTime": "2023-11-15 06:15:20"},
            ],
            totalFeeAfterSave=1200,
            pickupPassword="12",
        )
    )

    status = shansong.query(OrderKey(KEY.number))

    assert sent(platform) == {"thirdOrderNo": KEY.number}
    assert status.key.provider_number == "TDH1"
    assert status.state == states.AT_SHOP
    assert status.rider == Rider("SS1", "周八", "134", Point(116.403, 39.914))
    assert status.times.created_at == NOW
    assert status.at_s == NOW + 120
    assert status.fee_fen == 1200


def test_cancellation_costs_what_is_kept_and_the_way_back(platform, shansong):
    platform.will_answer(ok(deductAmount=200))
    platform.will_answer(ok(deductAmount=200, sendBackFee=600))
    platform.will_answer({"status": 500, "msg": "订单已取消", "data": None})

    assert shansong.precancel(PLACED) == CancelCost(True, 200)
    assert shansong.cancel(PLACED) == Cancelled(800)
    assert sent(platform) == {"issOrderNo": "TDH1", "deductFlag": True}
    assert shansong.cancel(PLACED) == Cancelled(None, was_already=True)


def test_number_is_looked_up_before_a_cancellation(platform, shansong):
    platform.will_answer(ok(orderNo="TDH1", orderStatus=20))
    platform.will_answer(ok(deductAmount=0))

    assert shansong.cancel(OrderKey(KEY.number)) == Cancelled(0)
    assert sent(platform)["issOrderNo"] == "TDH1"


def test_only_certain_tips_are_sent(platform, shansong):
    platform.will_answer(ok())

    shansong.tip(PLACED, Tip(500, 300))

    assert sent(platform)["additionAmount"] == 200
    with pytest.raises(errors.CarrierTipRefusedError):
        shansong.tip(PLACED, Tip(400, 300))
    with pytest.raises(errors.CarrierTipRefusedError):
        shansong.quote(request(tip_fen=400))


def test_position_and_returned_goods(platform, shansong):
    platform.will_answer(
        ok(
            name="周八",
            longitude="116.41",
            latitude="39.92",
            time="2023-11-15 06:13:20",
        )
    )
    platform.will_answer(ok())

    position = shansong.position(PLACED)
    shansong.confirm_return(PLACED)

    assert position.at_s == NOW
    at_baidu = coordinates.bd09_from_gcj02(position.point)
    assert coordinates.distance_m(at_baidu, Point(116.41, 39.92)) <= 2
    assert platform.last_path.endswith("/confirmGoodsReturn")


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("账户余额不足", errors.CarrierBalanceLowError),
        ("sign错误", errors.CarrierConfigurationError),
        ("订单不存在", errors.CarrierNotFoundError),
        ("订单已提交", errors.CarrierAlreadyExistsError),
        ("城市未开通", errors.CarrierOutOfRangeError),
        ("天知道", errors.CarrierUnknownError),
    ],
)
def test_words_say_what_to_do(platform, shansong, message, error):
    platform.will_answer({"status": 400, "msg": message})

    with pytest.raises(error) as caught:
        shansong.create(request(), QUOTE)
    assert type(caught.value) is error


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b"<x>"])
def test_strange_answers_leave_the_result_unknown(platform, shansong, answer):
    platform.will_answer(answer)

    with pytest.raises(errors.CarrierUnknownError):
        shansong.create(request(), QUOTE)


def told(**changes):
    content = {
        "issOrderNo": "TDH1",
        "orderNo": KEY.number,
        "status": 30,
        "statusDesc": "待取货",
        "courier": {"id": "SS1", "name": "周八", "mobile": "134"},
        **changes,
    }
    return CallbackMessage(json.dumps(content).encode())


def test_callback_has_neither_proof_nor_time(shansong):
    event = shansong.parse_callback(told())

    assert event.state == states.ACCEPTED
    assert not event.is_trusted
    assert event.at_s is None
    assert event.rider.reference == "SS1"


def test_reassignment_leads_back_and_forgets_the_rider(shansong):
    event = shansong.parse_callback(told(status=20, subStatusDesc="转单改派中"))

    assert event.state == states.PENDING
    assert event.is_rider_changed
    assert event.rider == Rider()


@pytest.mark.parametrize("status", [40, 60])
@pytest.mark.parametrize(
    ("words", "state"),
    [("物品送回中", states.RETURNING), ("物品送回完成", states.RETURNED)],
)
def test_goods_on_their_way_back_are_told_in_words(shansong, status, words, state):
    event = shansong.parse_callback(told(status=status, subStatusDesc=words))

    assert event.state == state


def test_cancellation_names_who_and_what_it_costs(shansong):
    event = shansong.parse_callback(
        told(status=60, abortType=1, deductAmount=200, sendBackFee=0)
    )

    assert event.state == states.CANCELLED
    assert event.cancelled_by == neutral.BY_SHOP
    assert event.cancel_fee_fen == 200


@pytest.mark.parametrize(
    "changes", [{"orderNo": ""}, {"status": None}, {"deductAmount": "a lot"}]
)
def test_malformed_callback_is_refused(shansong, changes):
    with pytest.raises(errors.CarrierCallbackError):
        shansong.parse_callback(told(**changes))


@given(st.binary(max_size=40))
def test_any_bytes_are_an_event_or_a_typed_error(body):
    client = Shansong(SETTINGS, Platform().surroundings())
    try:
        client.parse_callback(CallbackMessage(body))
    except errors.CarrierCallbackError:
        pass


def test_replies(shansong):
    assert json.loads(shansong.callback_reply(is_accepted=True).body)["status"] == 200
    assert shansong.callback_reply(is_accepted=False).status == 500
