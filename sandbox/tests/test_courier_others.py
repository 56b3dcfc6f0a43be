"""UU's, Shansong's and WeChat's servers: proofs, units, points, money, callbacks."""

import json
import time

import pytest

from sandbox.couriers.errors import REASONS
from sandbox.couriers.geo import to_baidu
from sandbox.couriers.shansong.dialect import CODES as SHANSONG_CODES
from sandbox.couriers.uu.dialect import CODES as UU_CODES
from sandbox.couriers.wechat_intracity.dialect import CODES as WECHAT_CODES

from .couriers import FAR, fresh_number, md5
from .couriers_more import HOME, Shansong, Uu, Wechat

OK = {
    "uu": b'{"code":1,"msg":"success"}',
    "shansong": b'{"status":200,"msg":"","data":null}',
    "wechat_intracity": b'{"return_code":0,"return_msg":"OK"}',
}
# As each platform counts the way from the order to the guest.
HAPPY = {
    "uu": [1, 3, 4, 5, 10],
    "shansong": [20, 30, 30, 40, 50],
    "wechat_intracity": [10000, 30000, 40000, 50000, 70000],
}
CANCELLED = {"uu": -1, "shansong": 60, "wechat_intracity": 20000}
# What is kept when a rider is sent away late.
PENALTIES = {"uu": 300, "shansong": 500, "wechat_intracity": 200}


@pytest.fixture(params=sorted(OK))
def shop(request, sandbox, merchant, receiver):
    """A merchant at each platform whose receiver is listening."""
    sandbox.world.settings.change({"courier_auto": False})
    receiver.default = (200, OK[request.param])
    name = f"others {time.time()}"
    if request.param == "uu":
        return Uu(sandbox.url, name)
    if request.param == "shansong":
        return Shansong(sandbox.url, name, notify_url=receiver.url)
    return Wechat(sandbox.url, merchant)


@pytest.fixture
def uu(sandbox):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    return Uu(sandbox.url)


@pytest.fixture
def shansong(sandbox):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    return Shansong(sandbox.url)


@pytest.fixture
def wechat(sandbox, merchant):
    sandbox.world.settings.change({"courier_auto": False})
    return Wechat(sandbox.url, merchant)


def status_of(content):
    if "biz" in content:
        return int(json.loads(content["biz"])["state"])
    return content.get("status") or content["order_status"]


def books(shop):
    path = f"courier-ledger?platform={shop.platform}&account={shop.keys['number']}"
    return shop.control("GET", path)


def test_order_is_followed_to_the_guest_and_told(shop, receiver):
    number = shop.place(callback=receiver.url)

    states = [shop.state(number)]
    for action in ("accept", "arrive", "pickup", "deliver"):
        shop.control.ride(number, action)
        states.append(shop.state(number))

    assert states == HAPPY[shop.platform]
    told = [json.loads(body) for _, body in receiver.wait_for(5)]
    assert [status_of(one) for one in told] == states


def test_money_is_what_both_sides_say(shop):
    before = books(shop)["balance_fen"]
    number = shop.place()
    fee = before - books(shop)["balance_fen"]
    shop.control.ride(number, "accept")
    shop.control.advance(300)

    answer = shop.cancel(number)

    assert fee > 0
    assert shop.state(number) == CANCELLED[shop.platform]
    assert before - books(shop)["balance_fen"] == PENALTIES[shop.platform]
    assert str(PENALTIES[shop.platform]) in json.dumps(answer)
    again = shop.cancel(number)
    words = {"uu": "已取消", "shansong": "已取消", "wechat_intracity": "934018"}
    assert words[shop.platform] in json.dumps(again, ensure_ascii=False)


def test_refused_callback_comes_again(shop, receiver):
    receiver.answers = [(500, b""), (200, b"{}")]
    shop.place(callback=receiver.url)

    first, *others = [body for _, body in receiver.wait_for(3)]

    assert others == [first, first]


def test_empty_account_gets_no_rider(shop):
    body = {"platform": shop.platform, "account": shop.keys["number"]}
    shop.control("POST", "courier-deposit", **body, fen=10 - books(shop)["balance_fen"])

    words = {"uu": "余额不足", "shansong": "余额不足", "wechat_intracity": "934013"}
    with pytest.raises(AssertionError, match=words[shop.platform]):
        shop.place()


def test_rider_who_withdraws_leaves_the_order_alive(shop, receiver):
    number = shop.place(callback=receiver.url)
    shop.control.ride(number, "accept")
    shop.control.ride(number, "withdraw")

    assert shop.state(number) == HAPPY[shop.platform][0]
    told = [json.loads(body) for _, body in receiver.wait_for(3)]
    gone = {"uu": 2, "shansong": 20, "wechat_intracity": 60000}
    assert status_of(told[-1]) == gone[shop.platform]


def test_order_exists_although_the_answer_was_lost(shop):
    shop.control.fault("error_after_commit", api=f"{shop.platform}.create")
    number = fresh_number()

    with pytest.raises(ValueError, match=r"Expecting|JSON"):
        shop.place(number)

    assert shop.state(number) == HAPPY[shop.platform][0]


def test_forged_delivery_is_sent_and_changes_nothing(shop, receiver):
    number = shop.place(callback=receiver.url)
    receiver.wait_for(1)

    shop.control("POST", "courier-callback", number=number, fault="callback_forged")

    claim = json.loads(receiver.received[-1][1])
    assert status_of(claim) == HAPPY[shop.platform][-1]
    assert shop.state(number) == HAPPY[shop.platform][0]


@pytest.mark.parametrize("codes", [UU_CODES, SHANSONG_CODES, WECHAT_CODES])
def test_platform_has_words_for_every_refusal(codes):
    assert set(REASONS) <= set(codes)


# === UU === #


def test_uu_signature_is_over_the_very_text(uu):
    envelope = uu.envelope('{"originId":"x"}')

    assert uu.post("orderDetail", envelope).json()["msg"] == "订单不存在"
    tampered = {**envelope, "biz": '{"originId": "x"}'}
    assert uu.post("orderDetail", tampered).json()["msg"] == "签名错误"
    lower = {**envelope, "sign": envelope["sign"].lower()}
    assert "sign" in uu.post("orderDetail", lower).json()["msg"]
    other = uu.post("orderDetail", envelope, "nobody").json()
    assert other["msg"] == "appId或openId不存在"
    late = uu.envelope("{}", timestamp=int(time.time()) - 3600)
    assert "timestamp" in uu.post("orderDetail", late).json()["msg"]


@pytest.mark.parametrize(
    "changes",
    [
        {"goodsWeight": 0.8},
        {"goodsWeight": 800},
        {"onlineFee": 1.5},
        {"cityName": "昆明"},
        {"fromLng": "102.7"},
        {"sendType": "FLY"},
        {"originId": None},
        {"typo": 1},
    ],
)
def test_uu_price_that_does_not_fit_is_refused(uu, changes):
    assert "参数不合法" in uu.call("orderPrice", uu.wanted(**changes))["msg"]


def test_uu_price_is_held_by_its_token(uu):
    priced = uu.result("orderPrice", uu.wanted(onlineFee=2))
    uu.control("POST", "settings", courier_surge_fen=900)

    placed = uu.result("addOrder", uu.order(priced["priceToken"]))

    assert priced["needPayMoney"] == 900
    detail = uu.result("orderDetail", {"orderCode": placed["orderCode"]})
    assert detail["orderPrice"] == 900
    again = uu.call("addOrder", uu.order(priced["priceToken"]))
    assert "重复" in again["msg"]
    other = uu.result("orderPrice", uu.wanted())["priceToken"]
    uu.control.advance(601)
    assert "priceToken" in uu.call("addOrder", uu.order(other))["msg"]


def test_uu_tip_is_whole_yuan(uu):
    number = uu.place()

    assert uu.call("addGratuity", {"originId": number, "fee": 150.0})["code"] != 1
    uu.result("addGratuity", {"originId": number, "fee": 2})
    assert uu.control.order(number)["tip_fen"] == 200


def test_uu_callback_is_signed(uu, receiver):
    receiver.default = (200, OK["uu"])
    uu.place(callback=receiver.url)
    [(_, body)] = receiver.wait_for(1)

    told = json.loads(body)

    text = f"{told['biz']}{uu.keys['app_key']}{told['timestamp']}"
    assert told["sign"] == md5(text).upper()


# === Shansong === #


def test_shansong_form_is_signed_over_its_values(shansong):
    form = shansong.form('{"issOrderNo":"x"}')

    assert shansong.post("orderInfo", form).json()["msg"] == "订单不存在"
    tampered = {**form, "data": '{"issOrderNo":"y"}'}
    assert shansong.post("orderInfo", tampered).json()["msg"] == "签名错误"
    seconds = shansong.form("{}", timestamp=str(int(time.time())))
    assert "timestamp" in shansong.post("orderInfo", seconds).json()["msg"]
    nobody = shansong.form("{}", shopId="1")
    assert "shopId" in shansong.post("orderInfo", nobody).json()["msg"]


@pytest.mark.parametrize(
    "changes",
    [
        {"weight": 0.8},
        {"weight": "1"},
        {"additionFee": 250},
        {"toLatitude": 25.04},
        {"goodType": None},
        {"typo": 1},
    ],
)
def test_shansong_price_that_does_not_fit_is_refused(shansong, changes):
    assert (
        "参数错误" in shansong.call("orderCalculate", shansong.wanted(**changes))["msg"]
    )


def test_shansong_points_are_baidus(shansong):
    data = shansong.result("orderCalculate", shansong.wanted())
    lng, lat = to_baidu(HOME)
    at_home = shansong.wanted(toLongitude=str(lng), toLatitude=str(lat))

    assert 1500 < data["totalDistance"] < 2500
    assert shansong.result("orderCalculate", at_home)["totalDistance"] < 5
    far = to_baidu(FAR)
    away = shansong.wanted(toLongitude=str(far[0]), toLatitude=str(far[1]))
    assert "超出" in shansong.call("orderCalculate", away)["msg"]


def test_shansong_price_is_no_order_yet(shansong):
    quoted = shansong.result("orderCalculate", shansong.wanted())["orderNumber"]

    assert shansong.call("orderInfo", {"issOrderNo": quoted})["msg"] == "订单不存在"
    placed = shansong.result("orderPlace", {"issOrderNo": quoted})
    assert placed["orderNumber"] == quoted
    again = shansong.call("orderPlace", {"issOrderNo": quoted})
    assert again["msg"] == "订单已提交,请勿重复"


def test_shansong_goods_come_back_for_a_fee(shansong):
    number = shansong.place()
    for action in ("accept", "pickup"):
        shansong.control.ride(number, action)

    assert "deductFlag" in shansong.cancel(number, agrees=False)["msg"]
    data = shansong.cancel(number)["data"]
    assert (data["deductAmount"], data["sendBackFee"]) == (0, 800)
    assert shansong.state(number) == 60
    charged = shansong.control.order(number)["charged"]
    assert charged["net_fen"] == 1600 + 800
    body = {"issOrderNo": shansong.info(number)["orderNo"]}
    shansong.result("confirmGoodsReturn", body)
    assert shansong.control.order(number)["state"] == "RETURNED"


def test_shansong_tips_come_in_steps(shansong):
    number = shansong.place()
    body = {"issOrderNo": shansong.info(number)["orderNo"]}

    assert shansong.call("addition", {**body, "additionAmount": 400})["status"] != 200
    shansong.result("addition", {**body, "additionAmount": 500})
    assert shansong.control.order(number)["tip_fen"] == 500


# === WeChat === #


def test_wechat_wants_its_token(wechat):
    answer = wechat.call("getcity", {}, token="nobody")

    assert answer["errcode"] == 40001
    assert wechat.result("getcity", {})["support_list"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cargo": {"cargo_weight": 0.8}}, 934001),
        ({"user_lng": "102.7"}, 934001),
        ({"user_openid": "nobody"}, 934001),
        ({"order_detail_path": None}, 934001),
        ({"wx_store_id": "1"}, 934008),
        ({"user_lng": FAR[0], "user_lat": FAR[1]}, 934009),
    ],
)
def test_wechat_order_that_does_not_fit_is_refused(wechat, changes, code):
    assert wechat.call("addorder", wechat.order(**changes))["errcode"] == code


def test_wechat_repeated_order_is_the_same(wechat):
    body = wechat.order()
    first = wechat.result("addorder", body)

    assert wechat.result("addorder", body)["wx_order_id"] == first["wx_order_id"]
    assert len(books(wechat)["orders"]) == 1
    other = {**body, "user_address": "别处"}
    assert wechat.call("addorder", other)["errcode"] == 934002


def test_wechat_price_is_told_in_fen(wechat):
    body = {**wechat.guest(), "cargo_name": "米线", "cargo": wechat.cargo()}

    quote = wechat.result("preaddorder", body)

    assert quote["est_fee"] == 600
    assert quote["service_trans_id"] == "DADA"


def test_wechat_test_order_costs_nothing_and_is_moved_by_hand(wechat):
    before = books(wechat)["balance_fen"]
    number = wechat.place(use_sandbox=1)
    wechat.result("mocknotify", {**wechat.named(number), "order_status": 30000})

    assert wechat.state(number) == 30000
    assert books(wechat)["balance_fen"] == before
    real = wechat.place()
    body = {**wechat.named(real), "order_status": 30000}
    assert wechat.call("mocknotify", body)["errcode"] == 934017


def test_wechat_store_is_made_once(wechat):
    address = {
        "province": "云南省",
        "city": "昆明市",
        "area": "官渡区",
        "house": "1号",
        "lat": 25.02,
        "lng": 102.75,
        "phone": "13888880001",
    }
    body = {"out_store_id": "S2", "store_name": "二店", "address_info": address}

    made = wechat.result("createstore", body)

    assert wechat.place(wx_store_id=made["wx_store_id"])
    assert wechat.call("createstore", body)["errcode"] == 934002
    charge = {"wx_store_id": made["wx_store_id"], "service_trans_id": "DADA"}
    assert wechat.call("storecharge", {**charge, "amount": 4999})["errcode"] == 934001
    url = wechat.result("storecharge", {**charge, "amount": 5000})["payurl"]
    assert url.startswith(wechat.url)
    balance = {"wx_store_id": made["wx_store_id"]}
    assert wechat.result("balancequery", balance)["all_balance"] > 0


def test_platform_has_an_address_of_its_own(sandbox, uu):
    uu.url = f"{sandbox.url}/couriers/uu"
    number = uu.place()

    assert uu.state(number) == 1
    uu.url = f"{sandbox.url}/couriers/sf"
    other = uu.post("orderDetail", uu.envelope("{}"))
    assert (other.status_code, "another courier" in other.text) == (404, True)
    [call] = uu.control("GET", "calls?api=uu.create")["calls"]
    assert call["target"] == "/couriers/uu/openapi/v3/order/addOrder"
