import json
from dataclasses import replace

import pytest

from carriers import errors, states
from carriers.dada import Dada
from carriers.dada.signing import sign
from carriers.neutral import Cancelled, Created, OrderKey, Point, Quote, Reason, Tip
from carriers.tests.carrier_samples import DROPOFF, KEY, NOW, PARCEL, Platform, request

SETTINGS = {"app_key": "key", "app_secret": "secret", "source_id": "73753"}
FEES = {
    "distance": 2130.0,
    "fee": 9.5,
    "deliverFee": 8.0,
    "couponFee": 1.5,
    "tips": 2,
    "insuranceFee": 1,
    "deliveryNo": "DN1",
}


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def dada(platform):
    return Dada(SETTINGS, platform.surroundings(), world="test")


def ok(result=None):
    return {"status": "success", "code": 0, "msg": "成功", "result": result}


def refusal(code, message="不行"):
    return {"status": "fail", "code": code, "errorCode": code, "msg": message}


def sent(platform):
    return json.loads(platform.last_json["body"])


def test_envelope_is_signed_over_the_very_body_that_is_sent(platform, dada):
    platform.will_answer(ok(FEES))

    dada.quote(request())

    envelope = platform.last_json
    signature = envelope.pop("signature")
    assert signature == sign(envelope, "secret")
    assert envelope["timestamp"] == NOW
    assert envelope["source_id"] == "73753"
    assert isinstance(envelope["body"], str)
    assert "张三" in envelope["body"]
    assert platform.requests[-1][1].startswith("https://newopen.qa.imdada.cn/api/")


def test_quote_asks_in_yuan_kilograms_and_gcj02(platform, dada):
    platform.will_answer(ok(FEES))

    dada.quote(request(tip_fen=200, is_insured=True, is_finish_code_wanted=True))

    assert platform.last_path == "/api/order/queryDeliverFee"
    assert sent(platform) == {
        "shop_no": "SHOP1",
        "origin_id": "S1-ab12-1",
        "cargo_price": 36.5,
        "cargo_type": 1,
        "cargo_weight": 0.8,
        "cargo_num": 3,
        "is_prepay": 0,
        "product_list": [
            {"sku_name": "过桥米线", "src_product_no": "M1", "count": 2, "unit": "份"},
            {"sku_name": "酸梅汤", "src_product_no": "2", "count": 1, "unit": "份"},
        ],
        "callback": "https://shop.example/delivery/token",
        "receiver_name": "张三",
        "receiver_address": "昆明市盘龙区北京路2号 3栋502",
        "receiver_lng": 102.722101,
        "receiver_lat": 25.043212,
        "city_code": "0871",
        "receiver_phone": "13800000000",
        "info": "少辣 不要葱",
        "origin_mark": "小程序",
        "origin_mark_no": "A012",
        "is_use_insurance": 1,
        "is_finish_code_needed": 1,
        "tips": 2.0,
    }


def test_quote_returns_what_leaves_the_account(platform, dada):
    platform.will_answer(ok(FEES))

    assert dada.quote(request()) == Quote(
        fee_fen=950,
        distance_m=2130,
        reference="DN1",
        expires_at=NOW + 180,
        tip_fen=200,
        coupon_fen=150,
    )


def test_quote_without_a_price_is_not_free(platform, dada):
    platform.will_answer(ok({"deliveryNo": "DN1"}))

    with pytest.raises(errors.CarrierUnknownError):
        dada.quote(request())


def test_privacy_number_goes_with_its_extension(platform, dada):
    platform.will_answer(ok(FEES))

    dada.quote(request(dropoff=replace(DROPOFF, phone_extension="1234")))

    assert sent(platform)["receiver_tel"] == "13800000000,1234"
    assert "receiver_phone" not in sent(platform)


def test_light_parcels_get_the_least_weight(platform):
    dada = Dada({**SETTINGS, "min_weight_g": "500"}, platform.surroundings())
    platform.will_answer(ok(FEES))

    dada.quote(request(parcel=replace(PARCEL, weight_g=50)))

    assert sent(platform)["cargo_weight"] == 0.5


@pytest.mark.parametrize(
    ("ahead_s", "is_possible"),
    [(299, True), (300, True), (180, False), (3 * 86400 + 61, False)],
)
def test_rider_is_called_later_on_a_whole_minute(platform, dada, ahead_s, is_possible):
    platform.will_answer(ok(FEES))
    wanted = request(call_rider_at=NOW + ahead_s)

    if is_possible:
        dada.quote(wanted)
        assert sent(platform)["delay_publish_time"] % 60 == 0
        assert sent(platform)["delay_publish_time"] >= NOW + ahead_s
    else:
        with pytest.raises(errors.CarrierInvalidRequestError):
            dada.quote(wanted)


def test_order_by_its_quote_names_only_the_quote(platform, dada):
    platform.will_answer(ok(""))

    created = dada.create(request(), Quote(950, 2130, "DN1"))

    assert platform.last_path == "/api/order/addAfterQuery"
    assert sent(platform) == {"deliveryNo": "DN1", "info": "少辣 不要葱"}
    assert created == Created(OrderKey(KEY.number, shop_no="SHOP1"), 950, 2130)


def test_order_without_a_quote_says_everything(platform, dada):
    platform.will_answer(ok({"distance": 2130.0, "fee": 8, "deliverFee": 8.0}))

    created = dada.create(request())

    assert platform.last_path == "/api/order/addOrder"
    assert sent(platform)["origin_id"] == KEY.number
    assert created.fee_fen == 800


@pytest.mark.parametrize(
    "changes",
    [
        {"callback_url": ""},
        {"number": "订单"},
        {"number": "x" * 31},
    ],
)
def test_what_dada_cannot_be_told_is_not_sent(platform, dada, changes):
    with pytest.raises(errors.CarrierInvalidRequestError):
        dada.create(request(**changes))
    assert not platform.requests


def test_query_returns_everything_dada_tells(platform, dada):
    platform.will_answer(
        ok(
            {
                "orderId": KEY.number,
                "statusCode": 4,
                "statusMsg": "已完成",
                "transporterName": "王五",
                "transporterPhone": "13700000000",
                "transporterLng": "102.71",
                "transporterLat": "25.04",
                "deliveryFee": 8.1,
                "tips": 2,
                "couponFee": 0,
                "insuranceFee": 0,
                "actualFee": 10.1,
                "distance": 2130,
                "createTime": "2023-11-15 06:13:20",
                "finishTime": "2023-11-15 06:43:20",
                "cancelTime": "",
                "orderFinishCode": "0042",
                "deductFee": 0,
                "brandNew": {"field": 1},
            }
        )
    )

    status = dada.query(KEY)

    assert sent(platform) == {"order_id": KEY.number}
    assert status.state == states.DELIVERED
    assert (status.fee_fen, status.tip_fen, status.cancel_fee_fen) == (1010, 200, 0)
    assert status.rider.point == Point(102.71, 25.04)
    assert status.rider.phone == "13700000000"
    assert status.times.created_at == 1700000000
    assert status.at_s == status.times.delivered_at == 1700001800
    assert status.times.cancelled_at is None
    assert status.finish_code == "0042"


def test_query_of_an_unknown_status_has_no_state(platform, dada):
    platform.will_answer(ok({"orderId": KEY.number, "statusCode": 777}))

    status = dada.query(KEY)

    assert (status.state, status.provider_status) == (None, "777")


def test_answer_about_another_order_is_not_believed(platform, dada):
    platform.will_answer(ok({"orderId": "other", "statusCode": 4}))

    with pytest.raises(errors.CarrierUnknownError):
        dada.query(KEY)


def test_cancel_returns_the_fee_dada_names(platform, dada):
    platform.will_answer(ok({"deduct_fee": 2.0}))

    assert dada.cancel(KEY, Reason("4", "顾客取消订单")) == Cancelled(200)
    assert sent(platform) == {"order_id": KEY.number, "cancel_reason_id": 4}


def test_only_the_other_reason_carries_words(platform, dada):
    platform.will_answer(ok({"deduct_fee": 0}))

    dada.cancel(KEY, Reason("10000", "菜卖完了"))

    assert sent(platform)["cancel_reason"] == "菜卖完了"


def test_order_that_is_cancelled_already_counts_as_cancelled(platform, dada):
    platform.will_answer(refusal(2076, "已取消"))

    assert dada.cancel(KEY) == Cancelled(None, was_already=True)


def test_reasons_are_dadas_own(platform, dada):
    platform.will_answer(ok([{"id": 1, "reason": "没有配送员接单"}]))

    assert dada.cancel_reasons() == (Reason("1", "没有配送员接单"),)
    assert platform.last_json["body"] == ""


def test_new_total_replaces_the_tip(platform, dada):
    platform.will_answer(ok())

    dada.tip(KEY, Tip(total_fen=350, previous_fen=200))

    assert sent(platform) == {
        "order_id": KEY.number,
        "tips": 3.5,
        "city_code": "0871",
    }


def test_tip_with_two_decimals_is_not_rounded(platform, dada):
    with pytest.raises(errors.CarrierTipRefusedError):
        dada.tip(KEY, Tip(total_fen=355))
    assert not platform.requests


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (-1, errors.CarrierUnknownError),
        (987654, errors.CarrierUnknownError),
        (2012, errors.CarrierRetryLaterError),
        (2003, errors.CarrierConfigurationError),
        (2105, errors.CarrierAlreadyExistsError),
        (2062, errors.CarrierQuoteExpiredError),
        (2005, errors.CarrierNotFoundError),
        (2139, errors.CarrierOutOfRangeError),
        (2155, errors.CarrierBalanceLowError),
        (2050, errors.CarrierCancelRefusedError),
        (2054, errors.CarrierTipRefusedError),
        (2061, errors.CarrierRefusedError),
        (2104, errors.CarrierInvalidRequestError),
    ],
)
def test_each_code_says_what_to_do(platform, dada, code, error):
    platform.will_answer(refusal(code, "因为"))

    with pytest.raises(error) as caught:
        dada.create(request())

    assert type(caught.value) is error
    assert caught.value.code == str(code)
    assert caught.value.message == "因为"
    assert caught.value.carrier == "dada"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>", 200),
        (b"[]", 200),
        (b"{}", 200),
        (b'{"code":null}', 200),
        (b"", 502),
        (b'{"code":0}', 500),
        (b'{"code":0}', 302),
        (b"\xff\xfe", 200),
    ],
)
def test_strange_answers_leave_the_result_unknown(platform, dada, body, status):
    platform.will_answer(body, status)

    with pytest.raises(errors.CarrierUnknownError) as caught:
        dada.create(request())
    assert caught.value.is_result_unknown


def test_silence_leaves_the_result_unknown(platform, dada):
    platform.will_be_silent()

    with pytest.raises(errors.CarrierUnknownError) as caught:
        dada.create(request())
    assert caught.value.carrier == "dada"


def test_gateway_that_asks_to_slow_down_did_nothing(platform, dada):
    platform.will_answer(b"busy", 429)

    with pytest.raises(errors.CarrierRetryLaterError):
        dada.create(request())


def test_amount_with_a_part_of_a_fen_is_refused(platform, dada):
    platform.will_answer(ok({**FEES, "deliverFee": 8.005}))

    with pytest.raises(errors.CarrierUnknownError):
        dada.quote(request())


def test_missing_settings_are_named(platform):
    with pytest.raises(errors.CarrierConfigurationError, match="app_secret"):
        Dada({"app_key": "k", "source_id": "1"}, platform.surroundings())


def test_rider_is_played_only_where_there_is_a_call_for_it(platform, dada):
    platform.will_answer(ok())

    dada.mock_step(KEY, states.ACCEPTED)

    assert platform.last_path == "/api/order/accept"
    with pytest.raises(errors.CarrierNotSupportedError):
        dada.mock_step(KEY, states.AT_SHOP)
