"""SF's server: the sign over raw bytes, units, tips, cancelling, positions."""

import base64
import hashlib
import json
import time
from urllib.parse import urlencode

import pytest
import requests

from sandbox.couriers.geo import to_baidu

from .couriers import FAR, NEAR, Sf


@pytest.fixture
def sf(sandbox):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    return Sf(sandbox.url)


def test_order_is_followed_to_the_guest(sf):
    number = sf.place()

    states = [sf.query(number)["order_status"]]
    for action in ("accept", "arrive", "pickup", "deliver"):
        sf.control.ride(number, action)
        states.append(sf.query(number)["order_status"])

    assert states == [1, 10, 12, 15, 17]
    assert sf.query(number)["receipt_type"] == 1
    feed = sf.result("listorderfeed", sf.named(number))["feed"]
    assert [one["order_status"] for one in feed] == states
    told = sf.result("getcallbackinfo", sf.named(number))["list"]
    assert [one["url_index"] for one in told] == ["rider_status"] * 4 + [
        "order_complete"
    ]


def test_sign_is_over_the_very_bytes(sf):
    raw = sf.raw(sf.named("x"))

    assert sf.post("getorderstatus", raw + " ", sf.sign(raw)).json()["error_code"] == (
        1102
    )
    assert sf.post("getorderstatus", raw, sf.sign(raw)).json()["error_code"] == 1202


def test_sign_of_sf_express_is_refused(sf):
    raw = sf.raw({})
    text = f"{raw}&{sf.keys['number']}&{sf.keys['dev_key']}".encode()
    digest = hashlib.md5(text, usedforsecurity=False).digest()

    answer = sf.post("getcompanyinfo", raw, base64.b64encode(digest).decode()).json()

    assert answer["error_code"] == 1102
    assert sf.result("getcompanyinfo", {})["company_id"] == sf.keys["number"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dev_id": 1}, 1101),
        ({"dev_id": "1"}, 1202),
        ({"push_time": int(time.time() * 1000)}, 1202),
        ({"push_time": int(time.time()) - 3600}, 1202),
    ],
)
def test_caller_must_be_known_and_on_time(sf, changes, code):
    assert sf.call("getcompanyinfo", changes)["error_code"] == code


@pytest.mark.parametrize(
    "changes",
    [
        {"user_lng": 102.7},
        {"weight": 0.8},
        {"weight": "800"},
        {"total_price": 36.5},
        {"product_type": 2},
        {"pay_type": 2},
        {"gratuity_fee": 50},
        {"is_insured": 1},
        {"is_appoint": 1},
        {"is_person_direct": None},
        {"user_address": ""},
        {"typo": 1},
    ],
)
def test_quote_that_does_not_fit_is_refused(sf, changes):
    answer = sf.call("precreateorder", sf.wanted(**changes))

    assert answer["error_code"] == 1202
    assert answer["error_msg"].startswith("请求参数异常")


def test_quote_tells_price_and_distance_in_fen_and_metres(sf):
    sf.control("POST", "settings", courier_surge_fen=300)

    quote = sf.result("precreateorder", sf.wanted(gratuity_fee=200))

    assert 1500 < quote["delivery_distance_meter"] < 2500
    assert quote["charge_price_list"]["shop_pay_price"] == quote["total_price"] == 950
    assert quote["charge_price_list"]["charges_detail"]["basic_fee"] == 650
    assert (quote["overflow_fee"], quote["real_pay_money"]) == (300, 1150)


def test_point_of_baidu_is_understood(sf):
    gaode = sf.result("precreateorder", sf.wanted())
    # The same place in BD-09 lies some hundred metres off.
    lng, lat = to_baidu(NEAR)
    moved = {"user_lng": str(lng), "user_lat": str(lat)}
    baidu = sf.result("precreateorder", sf.wanted(lbs_type=1, **moved))

    metres = [one["delivery_distance_meter"] for one in (gaode, baidu)]
    assert abs(metres[0] - metres[1]) <= 3
    taken_wrong = sf.result("precreateorder", sf.wanted(**moved))
    assert abs(taken_wrong["delivery_distance_meter"] - metres[0]) > 100


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"user_lng": str(FAR[0]), "user_lat": str(FAR[1])}, "超出配送距离"),
        ({"weight": 60_000}, "超出配送重量"),
        ({"shop_id": "1"}, "shop_id"),
        (
            {"is_appoint": 1, "appoint_type": 1, "expect_time": int(time.time()) + 60},
            "服务时间",
        ),
    ],
)
def test_ride_that_nobody_makes_is_refused(sf, changes, text):
    answer = sf.call("precreateorder", sf.wanted(**changes))

    assert answer["error_code"] == 1202
    assert text in answer["error_msg"]


def test_number_of_an_order_has_19_digits_and_is_text(sf):
    raw = sf.raw(sf.order())
    answer = json.loads(sf.post("createorder", raw, sf.sign(raw)).text)

    number = answer["result"]["sf_order_id"]
    assert isinstance(number, str)
    assert len(number) == 19
    found = sf.result("getorderstatus", {"order_id": number})
    assert found["sf_order_id"] == number


def test_number_is_used_once_in_each_shop(sf):
    number = sf.place()
    other = sf.control("POST", "courier-shop", platform="sf", shop_no="3200000000001")

    answer = sf.call("createorder", sf.order(number))
    assert (answer["error_code"], "重复" in answer["error_msg"]) == (1202, True)
    assert sf.place(number, shop_id=other["shop_no"]) == number


def test_counts_of_products_must_agree(sf):
    detail = sf.order()["order_detail"]

    for changes in ({"product_num": 3}, {"product_type_num": 2}):
        body = sf.order(order_detail={**detail, **changes})
        assert sf.call("createorder", body)["error_code"] == 1202


def test_own_number_of_an_order_needs_its_shop(sf):
    number = sf.place()

    answer = sf.call("getorderstatus", {"order_id": number, "order_type": 2})

    assert (answer["error_code"], "shop_id" in answer["error_msg"]) == (1202, True)


def tip(sf, number, fen, serial):
    sf.control.advance(3)
    body = {**sf.named(number), "gratuity_fee": fen, "serial_number": serial}
    return sf.call("addordergratuityfee", body)


def test_tips_add_up_once_for_each_serial_number(sf):
    number = sf.place(gratuity_fee=100)

    assert tip(sf, number, 200, "a")["error_code"] == 0
    assert tip(sf, number, 200, "a")["result"]["total_gratuity_fee"] == 300
    assert tip(sf, number, 300, "b")["result"]["total_gratuity_fee"] == 600
    assert tip(sf, number, 99, "c")["error_code"] == 1202
    assert tip(sf, number, 19_500, "d")["error_code"] == 1202
    listed = sf.result("getordergratuityfee", sf.named(number))
    assert [one["gratuity_fee"] for one in listed["gratuity_fee_list"]] == [
        100,
        200,
        300,
    ]
    sf.control.ride(number, "accept")
    assert tip(sf, number, 100, "e")["error_code"] == 1202


def test_tips_end_after_ten(sf):
    number = sf.place()

    answers = [tip(sf, number, 100, f"n{n}")["error_code"] for n in range(11)]

    assert answers == [0] * 10 + [1202]


def test_writes_need_two_seconds_between_them(sf):
    number = sf.place()

    answer = sf.call("cancelorder", sf.named(number))

    assert answer["error_msg"] == "不要在2s内重复提交数据!"
    sf.control.advance(2)
    assert sf.call("cancelorder", sf.named(number))["error_code"] == 0


def held(sf):
    return sf.result("getshopaccountbalance", {"shop_id": sf.keys["shop_no"]})[
        "balance"
    ]


@pytest.mark.parametrize(("waits", "fen"), [(60, 0), (180, 200)])
def test_cancelling_costs_what_was_told_before(sf, waits, fen):
    before = held(sf)
    number = sf.place(gratuity_fee=300)
    sf.control.ride(number, "accept")
    sf.control.advance(waits)

    told = sf.result("precancelorder", sf.named(number))
    assert (told["could_cancel"], told["deduction_fee"]) == (1, fen)
    done = sf.result("cancelorder", {**sf.named(number), "cancel_code": 313})

    assert done["deduction_detail"]["deduction_fee"] == fen
    assert before - held(sf) == fen
    again = sf.call("cancelorder", sf.named(number))
    assert again["error_msg"] == "订单已取消, 不可以重复取消"
    states = [one["order_status"] for one in sf.control.told(number)]
    assert states == [1, 10, 31, 2]


def test_picked_up_order_is_not_cancelled(sf):
    number = sf.place()
    sf.control.ride(number, "accept")
    sf.control.ride(number, "pickup")
    sf.control.advance(5)

    assert sf.result("precancelorder", sf.named(number))["could_cancel"] == 0
    assert sf.call("cancelorder", sf.named(number))["error_code"] == 1202


def test_rider_who_withdraws_leaves_the_order_alive(sf):
    number = sf.place()
    sf.control.ride(number, "accept")
    first = sf.query(number)["rider_name"]
    sf.control.ride(number, "withdraw")
    assert (sf.query(number)["order_status"], sf.query(number)["rider_name"]) == (1, "")
    sf.control.ride(number, "accept")

    told = sf.control.told(number)
    assert [one["order_status"] for one in told] == [1, 10, 22, 10]
    assert told[2]["operator_name"] == first
    assert told[2]["url_index"] == "rider_recall"


def test_refused_goods_end_as_returned(sf):
    number = sf.place()
    for action in ("accept", "pickup", "refuse", "return"):
        sf.control.ride(number, action)

    assert (sf.query(number)["order_status"], sf.query(number)["receipt_type"]) == (
        17,
        2,
    )
    told = sf.control.told(number)
    assert [(one["order_status"], one.get("ex_id")) for one in told[-2:]] == [
        (91, 2005),
        (17, None),
    ]


def test_trouble_is_told_and_changes_no_state(sf):
    number = sf.place()
    sf.control.ride(number, "accept")
    sf.control.ride(number, "pickup")
    sf.control.ride(number, "exception", ex_id=2001)

    assert sf.query(number)["order_status"] == 15
    last = sf.control.told(number)[-1]
    assert (last["order_status"], last["ex_id"], last["ex_content"]) == (
        91,
        2001,
        "顾客电话无法接通",
    )


def test_position_is_renewed_every_half_minute(sf):
    number = sf.place()
    assert sf.call("riderlatestposition", sf.named(number))["error_code"] == 1202
    sf.control.ride(number, "accept")
    sf.control.ride(number, "pickup")

    sf.control.advance(60)
    first = sf.result("riderlatestposition", sf.named(number))
    sf.control.advance(30)
    later = sf.result("riderlatestposition", sf.named(number))

    assert later["upload_time"] - first["upload_time"] == 30
    assert later["rider_lng"] > first["rider_lng"]
    assert sf.result("riderviewv2", sf.named(number))["url"].startswith(sf.url)


def test_waiting_rider_goes_when_the_meal_is_ready(sf):
    sf.control("POST", "settings", courier_auto=True, courier_pickup_s=3600)
    number = sf.place()
    sf.control.advance(600)
    assert sf.query(number)["order_status"] == 12

    sf.result("notifyproductready", sf.named(number))
    sf.control.advance(0)

    assert sf.query(number)["order_status"] == 15


def test_empty_account_gets_no_rider(sf):
    sf.control("POST", "courier-deposit", platform="sf", fen=10 - held(sf))

    assert sf.call("createorder", sf.order())["error_code"] == 3302


def test_order_of_long_ago_is_forgotten(sf):
    number = sf.place()
    sf.control.advance(61 * 86400)

    assert sf.call("getorderstatus", sf.named(number))["error_msg"] == "订单不存在"


def test_shop_tells_where_it_is(sf):
    shop = sf.result("getshopinfo", {"shop_id": sf.keys["shop_no"]})

    assert (shop["city_name"], shop["shop_lng"]) == ("昆明市", "102.703500")


def page_of(sf, name, **query):
    path = f"artascope/cx/receipt/getpage/product/artascope/page/{name}"
    query = {"dev_id": sf.keys["number"], **query}
    return f"{sf.url}/{path}?{urlencode(query)}"


def test_shop_is_bound_on_a_page_and_the_merchant_is_told(sandbox, receiver):
    sandbox.world.reset()
    receiver.default = (200, b'{"error_code":0}')
    sf = Sf(sandbox.url, f"binds {time.time()}", shop_bind=receiver.url)
    url = page_of(sf, "storeBinding", out_shop_id="OWN-1")

    assert "OWN-1" in requests.get(url, timeout=5).text
    assert requests.post(url, timeout=5).status_code == 200

    [(_, body)] = receiver.wait_for(1)
    told = json.loads(body)
    assert told["out_shop_id"] == "OWN-1"
    shop = sf.result("getshopinfo", {"shop_id": "OWN-1", "shop_type": 2})
    assert shop["shop_id"] == told["shop_id"]
    nobody = url.replace(sf.keys["number"], "1")
    assert requests.post(nobody, timeout=5).status_code == 404


def test_recharge_page_of_sf_leads_to_the_desk(sf):
    url = page_of(sf, "storeTopUp", shop_id=sf.keys["shop_no"], shop_type=1)

    assert "¥100.00" in requests.get(url, timeout=5).text
