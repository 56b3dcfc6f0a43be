from dataclasses import replace
from decimal import Decimal

import pytest

from carriers import errors, states
from carriers.neutral import (
    Balance,
    CancelCost,
    Cancelled,
    GoodsLine,
    OrderKey,
    Point,
    Reason,
    Tip,
)
from carriers.sf import SfIntracity
from carriers.sf.signing import sign
from carriers.tests.carrier_samples import KEY, NOW, PARCEL, Platform, request

SETTINGS = {"dev_id": "1234567890", "dev_key": "0123456789abcdef"}
SF_NUMBER = KEY.provider_number
OURS_ONLY = OrderKey(KEY.number, shop_no="SHOP1")


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def sf(platform):
    return SfIntracity(SETTINGS, platform.surroundings())


def ok(**result):
    return {"error_code": 0, "error_msg": "success", "result": result}


def refusal(code, message):
    return {"error_code": code, "error_msg": message, "result": None}


def test_the_very_bytes_that_are_sent_are_signed(platform, sf):
    platform.will_answer(ok(total_price=800))

    sf.quote(request(note="少辣&不要葱"))

    assert platform.last_path == "/open/api/external/precreateorder"
    body = platform.last_body
    assert platform.last_query == {"sign": sign(body, **SETTINGS)}
    assert "昆明市" in body.decode()
    assert platform.last_json["dev_id"] == 1234567890
    assert platform.last_json["push_time"] == NOW


def test_quote_asks_in_fen_grams_and_gcj02(platform, sf):
    platform.will_answer(ok(total_price=800))

    sf.quote(request(tip_fen=300, is_insured=True, deliver_at=NOW + 7200))

    assert platform.last_json == {
        "dev_id": 1234567890,
        "push_time": NOW,
        "shop_id": "SHOP1",
        "shop_type": 1,
        "lbs_type": 2,
        "pay_type": 1,
        "is_appoint": 1,
        "appoint_type": 1,
        "expect_time": NOW + 7200,
        "is_insured": 1,
        "declared_value": 3650,
        "is_person_direct": 0,
        "return_flag": 511,
        "gratuity_fee": 300,
        "user_lng": "102.722101",
        "user_lat": "25.043212",
        "user_address": "昆明市盘龙区北京路2号 3栋502",
        "city_name": "昆明市",
        "weight": 800,
        "product_type": 21,
        "total_price": 3650,
    }


def test_quote_returns_what_leaves_the_account(platform, sf):
    platform.will_answer(
        ok(
            total_price=1200,
            total_pay_money=1500,
            real_pay_money=1400,
            coupons_total_fee=100,
            gratuity_fee=300,
            delivery_distance_meter=2130,
            promise_delivery_time=38,
            overflow_fee=150,
            charge_price_list={
                "charges_detail": {"special_time_fee": 50, "over_distance": 20}
            },
            more={"new": 1},
        )
    )

    quote = sf.quote(request())

    assert (quote.fee_fen, quote.coupon_fen, quote.tip_fen) == (1400, 100, 300)
    assert (quote.distance_m, quote.minutes, quote.surcharge_fen) == (2130, 38, 220)
    assert (quote.reference, quote.expires_at) == ("", None)


def test_quote_without_a_price_is_not_free(platform, sf):
    platform.will_answer(ok(delivery_distance_meter=1))

    with pytest.raises(errors.CarrierUnknownError):
        sf.quote(request())


def test_order_counts_its_goods(platform, sf):
    platform.will_answer(
        ok(
            sf_order_id=3412345678901234567,
            pickup_code="12",
            complete_code="3456",
            real_pay_money=1400,
        )
    )
    parcel = replace(PARCEL, lines=(*PARCEL.lines, GoodsLine("饵块", Decimal("0.5"))))

    created = sf.create(request(parcel=parcel, ready_at=NOW + 600))

    sent = platform.last_json
    assert sent["shop_order_id"] == KEY.number
    assert sent["version"] == 17
    assert sent["order_time"] == NOW - 60
    assert sent["shop_preparation_time"] == 11
    assert sent["order_sequence"] == "A012"
    assert sent["receive"]["user_phone"] == "13800000000"
    assert sent["order_detail"]["weight_gram"] == 800
    assert sent["order_detail"]["product_num"] == 4
    assert sent["order_detail"]["product_type_num"] == 3
    assert created.key == OrderKey(KEY.number, "3412345678901234567", "SHOP1")
    assert (created.fee_fen, created.pickup_code) == (1400, "12")
    assert created.finish_code == "3456"


def test_order_without_goods_is_not_sent(platform, sf):
    with pytest.raises(errors.CarrierInvalidRequestError):
        sf.create(request(parcel=replace(PARCEL, lines=())))
    assert not platform.requests


def test_created_order_without_a_number_is_unknown(platform, sf):
    platform.will_answer(ok())

    with pytest.raises(errors.CarrierUnknownError):
        sf.create(request())


def test_order_is_named_by_sfs_number_or_by_ours_and_the_shops(platform, sf):
    platform.will_answer(ok(order_status=1))
    platform.will_answer(ok(order_status=1))

    sf.query(KEY)
    assert platform.last_json["order_id"] == SF_NUMBER
    assert platform.last_json["order_type"] == 1

    sf.query(OURS_ONLY)
    assert platform.last_json["order_id"] == KEY.number
    assert platform.last_json["order_type"] == 2
    assert platform.last_json["shop_id"] == "SHOP1"
    assert platform.last_json["shop_type"] == 1
    with pytest.raises(errors.CarrierInvalidRequestError):
        sf.query(OrderKey("x"))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"order_status": 1}, states.PENDING),
        ({"order_status": 22}, states.PENDING),
        ({"order_status": 17, "receipt_type": 2}, states.RETURNED),
        ({"order_status": 17, "receipt_type": 1}, states.DELIVERED),
        ({"order_status": "2"}, states.CANCELLED),
        ({"order_status": 4711}, None),
    ],
)
def test_query_returns_the_state(platform, sf, told, state):
    platform.will_answer(
        ok(
            shop_order_id=KEY.number,
            sf_order_id=SF_NUMBER,
            rider_name="赵六",
            rider_lng="102.71",
            rider_lat="25.04",
            push_time=NOW,
            deduction_fee=0,
            **told,
        )
    )

    status = sf.query(OURS_ONLY)

    assert status.state == state
    assert status.key.provider_number == SF_NUMBER
    assert status.rider.point == Point(102.71, 25.04)
    assert (status.at_s, status.cancel_fee_fen) == (NOW, 0)


def test_answer_about_another_order_is_not_believed(platform, sf):
    platform.will_answer(ok(shop_order_id="other", order_status=17))

    with pytest.raises(errors.CarrierUnknownError):
        sf.query(KEY)


def test_cost_of_cancelling_is_told_before(platform, sf):
    platform.will_answer(
        ok(could_cancel=1, deduction_fee=200, cancel_charge_price_rule="2元")
    )

    assert sf.precancel(KEY) == CancelCost(True, 200, "2元")


def test_cancel_returns_sfs_fee(platform, sf):
    platform.will_answer(ok(deduction_detail={"deduction_fee": 200}))

    assert sf.cancel(KEY, Reason("303", "顾客取消订单")) == Cancelled(200)
    assert platform.last_json["cancel_code"] == 303
    assert platform.last_json["cancel_reason"] == "顾客取消订单"


def test_order_that_is_cancelled_already_counts_as_cancelled(platform, sf):
    platform.will_answer(refusal(1202, "订单已取消, 不可以重复取消"))

    assert sf.cancel(KEY) == Cancelled(None, was_already=True)


def test_only_the_difference_is_added_to_a_tip(platform, sf):
    platform.will_answer(ok())

    sf.tip(KEY, Tip(total_fen=500, previous_fen=300, key="tip-2"))

    assert platform.last_json["gratuity_fee"] == 200
    assert platform.last_json["serial_number"] == "tip-2"


@pytest.mark.parametrize("tip", [Tip(500, 450, "k"), Tip(500, 300), Tip(300, 500, "k")])
def test_tip_too_small_or_without_a_key_is_not_sent(platform, sf, tip):
    with pytest.raises(errors.CarrierTipRefusedError):
        sf.tip(KEY, tip)
    assert not platform.requests


@pytest.mark.parametrize(
    ("code", "message", "error"),
    [
        (3302, "预付费账户余额不足", errors.CarrierBalanceLowError),
        (1202, "请及时充值", errors.CarrierBalanceLowError),
        (1202, "没有匹配的计价规则或计价规则已失效", errors.CarrierOutOfRangeError),
        (
            1202,
            "抱歉,所选时间不在商圈服务时间范围内",
            errors.CarrierOutOfRangeError,
        ),
        (1202, "超出配送距离", errors.CarrierOutOfRangeError),
        (1202, "不要在2s内重复提交数据!", errors.CarrierRetryLaterError),
        (1202, "订单重复", errors.CarrierAlreadyExistsError),
        (1202, "订单不存在", errors.CarrierNotFoundError),
        (
            1202,
            "请求参数异常: 字段params.shop_id 不合法",
            errors.CarrierConfigurationError,
        ),
        (
            1202,
            "请求参数异常: 字段params.weight 不合法",
            errors.CarrierInvalidRequestError,
        ),
        (1202, "骑士已取货,不可以取消", errors.CarrierCancelRefusedError),
        (1202, "天知道", errors.CarrierUnknownError),
        ("", "", errors.CarrierUnknownError),
        (None, "订单重复", errors.CarrierUnknownError),
    ],
)
def test_code_then_words_say_what_to_do(platform, sf, code, message, error):
    platform.will_answer(refusal(code, message))

    with pytest.raises(error) as caught:
        sf.create(request())
    assert type(caught.value) is error
    assert caught.value.carrier == "sf"


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"<html>", 200), (b"[]", 200), (b"{}", 200), (b'{"error_code":0}', 503)],
)
def test_strange_answers_leave_the_result_unknown(platform, sf, body, status):
    platform.will_answer(body, status)

    with pytest.raises(errors.CarrierUnknownError):
        sf.create(request())


def test_silence_leaves_the_result_unknown(platform, sf):
    platform.will_be_silent()

    with pytest.raises(errors.CarrierUnknownError):
        sf.create(request())


def test_developer_number_must_be_a_number(platform):
    sf = SfIntracity({**SETTINGS, "dev_id": "abc"}, platform.surroundings())

    with pytest.raises(errors.CarrierConfigurationError):
        sf.query(KEY)


def test_desk(platform, sf):
    platform.will_answer(
        ok(rider_name="赵六", rider_lng="102.71", rider_lat="25.04", upload_time=NOW)
    )
    platform.will_answer(ok(url="https://map.example/1"))
    platform.will_answer(ok())
    platform.will_answer(ok(balance=8805, reserved_amount=500))
    platform.will_answer(ok(shop_id="SHOP1", status=0))

    position = sf.position(KEY)
    assert (position.point, position.at_s) == (Point(102.71, 25.04), NOW)
    assert sf.track_url(KEY) == "https://map.example/1"
    sf.notify_ready(KEY)
    assert platform.last_path.endswith("/notifyproductready")
    assert sf.balance("SHOP1") == Balance(8805, reserved_fen=500)
    assert platform.last_json["shop_id"] == "SHOP1"
    assert not sf.query_shop("SHOP1").is_online


def test_history_is_of_this_order_alone_and_oldest_first(platform, sf):
    late = {"shop_order_id": KEY.number, "order_status": 10, "push_time": NOW}
    early = {"shop_order_id": KEY.number, "order_status": 1, "push_time": NOW - 9}
    other = {"shop_order_id": "other", "order_status": 17, "push_time": NOW}
    platform.will_answer(ok(list=[late, other, early]))

    events = sf.history(KEY)

    assert [event.state for event in events] == [states.PENDING, states.ACCEPTED]
    assert all(event.is_trusted for event in events)


def test_history_without_a_status_is_not_understood(platform, sf):
    platform.will_answer(ok(list=[{"shop_order_id": KEY.number}]))

    with pytest.raises(errors.CarrierUnknownError):
        sf.history(KEY)


def test_rider_is_hurried_up(platform, sf):
    platform.will_answer(ok())

    sf.remind(KEY)

    assert platform.last_path.endswith("/reminderorder")


def test_pages_for_people_name_the_account_and_the_shop(sf):
    binding = sf.shop_binding_url("STORE 7")
    top_up = sf.recharge_url(shop_no="SHOP1")

    assert binding.endswith("/page/storeBinding?dev_id=1234567890&out_shop_id=STORE+7")
    assert top_up.endswith("storeTopUp?dev_id=1234567890&shop_id=SHOP1&shop_type=1")
    assert binding.startswith("https://openic.sf-express.com/artascope/")


def test_what_sf_cannot_do_says_so(sf):
    with pytest.raises(errors.CarrierNotSupportedError):
        sf.complain(KEY, Reason("1", "x"))
    with pytest.raises(errors.CarrierNotSupportedError):
        sf.confirm_return(KEY)
