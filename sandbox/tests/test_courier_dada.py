"""Dada's server: envelope, units, quotes, tips, cancelling, shops, money."""

import time

import pytest

from .couriers import FAR, Dada, fresh_number


@pytest.fixture
def dada(sandbox):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    return Dada(sandbox.url)


def code_of(dada, path, body):
    return dada.call(path, body)["code"]


def test_order_is_followed_to_the_guest(dada):
    number = dada.place(is_finish_code_needed=1)

    codes = [dada.query(number)["statusCode"]]
    for action in ("accept", "arrive", "pickup", "deliver"):
        dada.control.ride(number, action)
        codes.append(dada.query(number)["statusCode"])

    assert codes == [1, 2, 100, 3, 4]
    seen = dada.query(number)
    assert seen["transporterName"]
    assert len(seen["orderFinishCode"]) == 6
    assert seen["finishTime"]
    assert [one["order_status"] for one in dada.control.told(number)] == codes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"app_key": "nobody"}, 2001),
        ({"source_id": "1"}, 2131),
        ({"format": "xml"}, 1994),
        ({"v": "2.0"}, 1994),
        ({"timestamp": int(time.time()) - 3600}, 1998),
        ({"timestamp": int(time.time()) * 1000}, 1998),
        ({"extra": "1"}, 1994),
    ],
)
def test_envelope_that_does_not_fit_is_refused(dada, changes, code):
    answer = dada.post("order/cancel/reasons", dada.envelope("", **changes)).json()

    assert (answer["status"], answer["code"], answer["errorCode"]) == (
        "fail",
        code,
        code,
    )


def test_signature_is_over_the_very_bytes(dada):
    envelope = dada.envelope('{"order_id":"1"}')

    tampered = {**envelope, "body": '{"order_id": "1"}'}
    lower = {**envelope, "signature": envelope["signature"].lower()}

    assert dada.post("order/status/query", tampered).json()["code"] == 2003
    assert dada.post("order/status/query", lower).json()["code"] == 1994
    assert dada.post("order/status/query", envelope).json()["code"] == 2005


@pytest.mark.parametrize(
    "changes",
    [
        {"cargo_price": 36.505},
        {"cargo_price": "thirty"},
        {"cargo_price": -1},
        {"cargo_weight": 800},
        {"cargo_weight": 0},
        {"cargo_weight": None},
        {"tips": 1.25},
        {"tips": 0.5},
        {"receiver_lng": "102.7"},
        {"receiver_phone": "12345"},
        {"receiver_phone": None},
        {"callback": "ftp://x"},
        {"callback": None},
        {"is_prepay": 1},
        {"is_prepay": True},
        {"origin_mark": "elevenchars"},
        {"receiver_name": ""},
        {"typo": 1},
    ],
)
def test_order_that_does_not_fit_is_refused(dada, changes):
    assert code_of(dada, "order/addOrder", dada.order(**changes)) == 2104


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shop_no": "nobody"}, 2004),
        ({"city_code": "021"}, 2044),
        ({"receiver_lng": 25.04, "receiver_lat": 90}, 2079),
        ({"receiver_lng": FAR[0], "receiver_lat": FAR[1]}, 2139),
        ({"delay_publish_time": int(time.time()) // 60 * 60 + 60}, 2104),
    ],
)
def test_order_that_no_rider_can_take_is_refused(dada, changes, code):
    assert code_of(dada, "order/addOrder", dada.order(**changes)) == code


def test_quoted_price_holds_for_three_minutes(dada):
    dada.control("POST", "settings", courier_surge_fen=0)
    body = dada.order()
    quote = dada.result("order/queryDeliverFee", body)
    dada.control("POST", "settings", courier_surge_fen=500)

    assert dada.result("order/addAfterQuery", {"deliveryNo": quote["deliveryNo"]}) is (
        None
    )

    assert dada.query(body["origin_id"])["actualFee"] == quote["fee"]
    again = code_of(dada, "order/addAfterQuery", {"deliveryNo": quote["deliveryNo"]})
    assert again == 2065
    assert code_of(dada, "order/queryDeliverFee", body) == 2130


def test_old_quote_is_refused(dada):
    quote = dada.result("order/queryDeliverFee", dada.order())
    dada.control.advance(181)

    answer = code_of(dada, "order/addAfterQuery", {"deliveryNo": quote["deliveryNo"]})

    assert answer == 2062


def test_number_is_used_once_and_again_only_after_the_end(dada):
    number = dada.place()
    body = dada.order(number)

    assert code_of(dada, "order/addOrder", body) == 2105
    assert code_of(dada, "order/reAddOrder", body) == 2060
    dada.control.ride(number, "cancel")
    assert code_of(dada, "order/addOrder", body) == 2105
    assert code_of(dada, "order/reAddOrder", body) == 0
    assert dada.query(number)["statusCode"] == 1
    assert code_of(dada, "order/reAddOrder", dada.order("never")) == 2005


def test_tip_replaces_and_must_exceed(dada):
    number = dada.place(tips=2)
    held = dada.result("balance/query", {"category": 1})["deliverBalance"]

    def tip(yuan):
        body = {"order_id": number, "tips": yuan, "city_code": "0871"}
        return code_of(dada, "order/addTip", body)

    assert tip(2) == 2055
    assert tip(31) == 2104
    assert tip(5.5) == 0
    assert dada.query(number)["tips"] == 5.5
    after = dada.result("balance/query", {"category": 1})["deliverBalance"]
    assert round(held - after, 2) == 3.5
    dada.control.ride(number, "accept")
    assert tip(8) == 2054


def cancel(dada, number, reason=4, **more):
    body = {"order_id": number, "cancel_reason_id": reason, **more}
    return dada.call("order/formalCancel", body)


@pytest.mark.parametrize(
    ("waits", "arrives", "fee"),
    [(30, False, 0.0), (120, False, 2.0), (901, False, 0.0), (901, True, 2.0)],
)
def test_cancelling_costs_what_the_rules_say(dada, waits, arrives, fee):
    before = dada.result("balance/query", {"category": 3})["deliverBalance"]
    number = dada.place(tips=3)
    dada.control.ride(number, "accept")
    if arrives:
        dada.control.ride(number, "arrive")
    dada.control.advance(waits)

    assert cancel(dada, number)["result"] == {"deduct_fee": fee}

    after = dada.result("balance/query", {"category": 3})["deliverBalance"]
    assert round(before - after, 2) == fee
    assert dada.query(number)["deductFee"] == fee
    assert cancel(dada, number)["code"] == 2076


def test_cancelling_wants_a_reason_and_comes_before_the_pickup(dada):
    number = dada.place()
    known = {one["id"] for one in dada.result("order/cancel/reasons")}

    assert {1, 4, 10000} <= known
    assert cancel(dada, number, 7)["code"] == 2457
    assert cancel(dada, number, 10000)["code"] == 2457
    dada.control.ride(number, "accept")
    dada.control.ride(number, "pickup")
    assert cancel(dada, number)["code"] == 2050
    dada.control.ride(number, "deliver")
    assert cancel(dada, number)["code"] == 2051


def test_refused_goods_come_back_when_the_merchant_says_so(dada):
    number = dada.place()
    assert code_of(dada, "order/confirm/goods", {"order_id": number}) == 2060
    for action in ("accept", "pickup", "refuse"):
        dada.control.ride(number, action)

    assert dada.query(number)["statusCode"] == 9
    assert cancel(dada, number)["code"] == 2458
    dada.result("order/confirm/goods", {"order_id": number})
    assert dada.query(number)["statusCode"] == 10


def test_empty_account_gets_no_rider(dada):
    held = round(dada.result("balance/query", {"category": 1})["deliverBalance"] * 100)
    dada.control("POST", "courier-deposit", platform="dada", fen=100 - held)
    body = dada.order()

    assert code_of(dada, "order/addOrder", body) == 2155
    dada.control("POST", "courier-deposit", platform="dada", fen=5000)
    assert code_of(dada, "order/addOrder", body) == 0


def test_position_lies_on_the_way(dada):
    number = dada.place()
    other = fresh_number()
    assert code_of(dada, "order/transporter/position", {"orderIds": [other]}) == 2005
    dada.control.ride(number, "accept")
    dada.control.ride(number, "pickup")
    first = dada.result("order/transporter/position", {"orderIds": [number]})[0]
    dada.control.advance(60)
    later = dada.result("order/transporter/position", {"orderIds": [number]})[0]

    assert float(first["transporterLng"]) < float(later["transporterLng"])
    assert first["transporterPhone"] == later["transporterPhone"]
    url = dada.result("order/transporter/track", {"order_id": number})["trackUrl"]
    assert url.startswith(dada.url)


def shop(**changes):
    return {
        "station_name": "第二家店",
        "business": 1,
        "city_name": "昆明",
        "station_address": "昆明市官渡区",
        "lng": 102.75,
        "lat": 25.02,
        "contact_name": "店长",
        "phone": "13888880001",
        "origin_shop_id": "second",
        **changes,
    }


def test_shops_are_added_one_by_one(dada):
    result = dada.result(
        "shop/add",
        [
            shop(),
            shop(),
            shop(origin_shop_id="third", city_name="巴黎"),
            shop(origin_shop_id="fourth", lng=25.02, lat=80),
            shop(origin_shop_id="fifth", business=999),
        ],
    )

    assert result["success"] == 1
    assert [one["origin_shop_id"] for one in result["successList"]] == ["second"]
    assert [one["shopNo"] for one in result["failedList"]] == [
        "second",
        "third",
        "fourth",
        "fifth",
    ]
    assert dada.place(shop_no="second")


def test_shop_off_line_gets_no_rider(dada):
    dada.result("shop/add", [shop()])
    update = {"origin_shop_id": "second", "status": 0, "station_name": "新名"}
    dada.result("shop/update", update)

    detail = dada.result("shop/detail", {"origin_shop_id": "second"})
    assert (detail["status"], detail["station_name"]) == (0, "新名")
    assert code_of(dada, "order/addOrder", dada.order(shop_no="second")) == 2132
    assert code_of(dada, "shop/update", {"origin_shop_id": "second"}) == 2406
    assert code_of(dada, "shop/detail", {"origin_shop_id": "none"}) == 2004


def test_appointment_is_published_when_it_is_time(dada):
    dada.control("POST", "settings", courier_auto=True)
    stamp = (int(time.time()) // 60 + 30) * 60
    number = dada.place(delay_publish_time=stamp)

    dada.control.advance(600)
    assert dada.query(number)["statusCode"] == 1
    dada.control.advance(1300)
    assert dada.query(number)["statusCode"] != 1


def test_complaint_is_taken_once(dada):
    number = dada.place()
    reasons = dada.result("complaint/reasons")
    body = {"order_id": number, "reason_id": reasons[0]["id"]}

    assert code_of(dada, "complaint/dada", body) == 2060
    dada.control.ride(number, "accept")
    assert code_of(dada, "complaint/dada", {**body, "reason_id": 999}) == 2134
    assert code_of(dada, "complaint/dada", body) == 0
    assert code_of(dada, "complaint/dada", body) == 2135


def test_test_system_moves_orders_on(dada):
    number = dada.place()

    for path in ("accept", "fetch", "finish"):
        dada.result(f"order/{path}", {"order_id": number})

    assert dada.query(number)["statusCode"] == 4
    assert code_of(dada, "order/accept", {"order_id": number}) == 2060


def test_cities_have_their_area_codes(dada):
    cities = {one["cityName"]: one["cityCode"] for one in dada.result("cityCode/list")}

    assert (cities["昆明"], cities["上海"]) == ("0871", "021")
