import json

import pytest

from carriers import errors
from carriers.dada import Dada
from carriers.neutral import Balance, Point, Position, Reason, RegisteredShop
from carriers.tests.carrier_samples import KEY, SHOP, Platform

SETTINGS = {"app_key": "key", "app_secret": "secret", "source_id": "73753"}


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def dada(platform):
    return Dada(SETTINGS, platform.surroundings())


def ok(result=None):
    return {"status": "success", "code": 0, "msg": "成功", "result": result}


def sent(platform):
    return json.loads(platform.last_json["body"])


@pytest.mark.parametrize(
    "item",
    [
        {
            "orderId": KEY.number,
            "transporterId": 7,
            "transporterName": "王",
            "transporterPhone": "137",
            "transporterLng": "102.71",
            "transporterLat": "25.04",
        },
        {"transporterId": 7, "name": "王", "phone": "137", "lng": 102.71, "lat": 25.04},
    ],
)
def test_position_under_either_name(platform, dada, item):
    platform.will_answer(ok([{"orderId": "other", "lng": 1, "lat": 1}, item]))

    position = dada.position(KEY)

    assert sent(platform) == {"orderIds": [KEY.number]}
    assert position.point == Point(102.71, 25.04)
    assert (position.rider.reference, position.rider.name) == ("7", "王")


def test_no_rider_has_no_position(platform, dada):
    platform.will_answer(ok([]))

    assert dada.position(KEY) == Position(None)


def test_track_page(platform, dada):
    platform.will_answer(ok({"trackUrl": "https://track.example/1"}))

    assert dada.track_url(KEY) == "https://track.example/1"


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)"])
def test_what_is_no_address_is_not_shown(platform, dada, address):
    platform.will_answer(ok({"trackUrl": address}))

    with pytest.raises(errors.CarrierUnknownError):
        dada.track_url(KEY)


def test_returned_goods_are_confirmed(platform, dada):
    platform.will_answer(ok())

    dada.confirm_return(KEY)

    assert platform.last_path == "/api/order/confirm/goods"


def test_complaint_names_one_of_dadas_reasons(platform, dada):
    platform.will_answer(ok([{"id": 69, "reason": "提前点击完成"}]))
    platform.will_answer(ok())

    (reason,) = dada.complaint_reasons()
    dada.complain(KEY, reason)

    assert reason == Reason("69", "提前点击完成")
    assert sent(platform) == {"order_id": KEY.number, "reason_id": 69}


def test_answer_to_a_rider_is_json_inside_json(platform, dada):
    platform.will_answer(ok())

    dada.answer_rider_cancel(KEY, is_agreed=False, reason="餐已做好")

    assert platform.last_path == "/api/message/confirm"
    assert sent(platform)["messageType"] == 1
    assert json.loads(sent(platform)["messageBody"]) == {
        "orderId": KEY.number,
        "dadaOrderId": 3412345678901234567,
        "isConfirm": 0,
        "imgs": [],
        "rejectReason": "餐已做好",
    }


def test_balance_in_fen(platform, dada):
    platform.will_answer(ok({"deliverBalance": 88.05, "redPacketBalance": "3"}))

    assert dada.balance() == Balance(8805, 300)


def test_balance_without_a_number_is_not_zero(platform, dada):
    platform.will_answer(ok({}))

    with pytest.raises(errors.CarrierUnknownError):
        dada.balance()


def test_recharge_page(platform, dada):
    platform.will_answer(ok("https://cashier.example/1"))

    assert dada.recharge_url(amount_fen=50000) == "https://cashier.example/1"
    assert sent(platform) == {"amount": 500.0, "category": "PC"}


def test_shop_is_registered_as_a_list_of_one(platform, dada):
    platform.will_answer(
        ok({"success": 1, "successList": [{"originShopId": "SHOP1"}], "failedList": []})
    )

    assert dada.register_shop(SHOP) == RegisteredShop("SHOP1")
    (shop,) = sent(platform)
    assert (shop["lng"], shop["lat"]) == (102.703501, 25.049212)
    assert shop["station_name"] == "云南小馆"
    assert shop["business"] == 1


def test_partial_success_without_our_shop_is_a_refusal(platform, dada):
    failed = {"shopNo": "SHOP1", "msg": "门店编号已存在"}
    platform.will_answer(ok({"success": 0, "successList": [], "failedList": [failed]}))

    with pytest.raises(errors.CarrierInvalidRequestError, match="已存在"):
        dada.register_shop(SHOP)


def test_shop_is_taken_offline_and_looked_up(platform, dada):
    platform.will_answer(ok())
    platform.will_answer(ok({"status": 0}))

    assert not dada.update_shop(SHOP, is_online=False).is_online
    assert not dada.query_shop("SHOP1").is_online


def test_codes_of_cities(platform, dada):
    platform.will_answer(ok([{"cityName": "昆明", "cityCode": "0871"}]))

    assert dada.city_codes() == {"昆明": "0871"}
