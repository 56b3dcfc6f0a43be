"""Callbacks over real HTTP: signed, repeated, reordered, forged, in time or late."""

import csv
import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sandbox.couriers.dada.dialect import CODES as DADA_CODES
from sandbox.couriers.errors import REASONS
from sandbox.couriers.sf.dialect import CODES as SF_CODES

from .couriers import Dada, Sf, fresh_number, md5
from .test_notifications import wait_until

OK = {"dada": b'{"status":"ok"}', "sf": b'{"error_code":0,"error_msg":"success"}'}
INDEXES = "rider_status order_complete sf_cancel rider_exception rider_recall".split()


@pytest.fixture(params=["dada", "sf"])
def shop(request, sandbox, receiver):
    """A merchant at each platform whose receiver is listening."""
    return listening(sandbox, receiver, request.param)


def listening(sandbox, receiver, platform):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    receiver.default = (200, OK[platform])
    name = f"callbacks {time.time()}"
    if platform == "sf":
        urls = {index: f"{receiver.url}?i={index}" for index in INDEXES}
        return Sf(sandbox.url, name, **urls)
    made = Dada(sandbox.url, name)
    place = made.place
    made.place = lambda number=None, **more: place(
        number, callback=receiver.url, **more
    )
    return made


def bodies(receiver, count):
    return [json.loads(body) for _, body in receiver.wait_for(count)]


def numbers(shop):
    names = {"dada": ("order_id", "update_time"), "sf": ("shop_order_id", "push_time")}
    return names[shop.platform]


def test_every_step_is_told_in_its_order(shop, receiver):
    number = shop.place()
    for action in ("accept", "arrive", "pickup", "deliver"):
        shop.control.ride(number, action)

    told = bodies(receiver, 5)

    states = [one["order_status"] for one in told]
    done = {"dada": [1, 2, 100, 3, 4], "sf": [1, 10, 12, 15, 17]}
    assert states == done[shop.platform]
    name, stamp = numbers(shop)
    assert {one[name] for one in told} == {number}
    assert all(isinstance(one[stamp], int) for one in told)


def test_dada_callback_has_its_checksum(sandbox, receiver):
    listening(sandbox, receiver, "dada").place()

    [told] = bodies(receiver, 1)

    parts = sorted(str(told[n]) for n in ("client_id", "order_id", "update_time"))
    assert told["signature"] == md5("".join(parts))


def test_sf_callback_is_signed_in_its_query(sandbox, receiver):
    shop = listening(sandbox, receiver, "sf")
    shop.place()
    [(_, body)] = receiver.wait_for(1)

    # The call is written down once it was answered.
    wait_until(lambda: shop.control("GET", "calls?api=callback.sf")["calls"])
    [call] = shop.control("GET", "calls?api=callback.sf")["calls"]
    assert "sign=" in call["target"]
    sign = shop.sign(body.decode())
    assert receiver.paths[-1].endswith(f"sign={requests.utils.quote(sign, safe='')}")
    assert parse_qs(urlsplit(receiver.paths[-1]).query)["sign"] == [sign]


@pytest.mark.parametrize(
    "answer", [(500, b""), (200, b""), (200, b'{"status":"fail","error_code":1}')]
)
def test_refused_callback_comes_again(shop, receiver, answer):
    receiver.answers = [answer, answer]
    shop.place()

    first, *others = bodies(receiver, 3)

    assert others == [first, first]


def test_riders_do_everything_by_themselves_on_the_clock(shop, receiver):
    shop.control("POST", "settings", courier_auto=True)
    number = shop.place()

    shop.control.advance(3600)

    assert shop.control.order(number)["state"] == "DONE"
    name, stamp = numbers(shop)
    told = bodies(receiver, 5)
    stamps = [one[stamp] for one in told]
    assert stamps == sorted(stamps)
    # Each at its own time, not when the clock was pushed.
    assert stamps[-1] - stamps[0] > 100


@pytest.mark.parametrize(
    ("fault", "states"),
    [
        ("ride_nobody", ["WAITING"]),
        ("ride_cancelled", ["CANCELLED"]),
        ("ride_withdraw", ["DONE"]),
        ("ride_refused", ["RETURNING", "RETURNED"]),
    ],
)
def test_ride_goes_wrong_as_ordered(shop, fault, states):
    shop.control("POST", "settings", courier_auto=True)
    shop.control.fault(fault, api=f"{shop.platform}.create")
    number = shop.place()

    shop.control.advance(3600)

    assert shop.control.order(number)["state"] in states
    told = [one["order_status"] for one in shop.control.told(number)]
    again = {"dada": [1, 2, 1, 2], "sf": [1, 10, 22, 10]}[shop.platform]
    assert (told[:4] == again) == (fault == "ride_withdraw")


def test_cancelled_by_the_platform_costs_nothing(shop):
    number = shop.place()
    shop.control.ride(number, "accept")
    shop.control.advance(300)
    shop.control.ride(number, "cancel")

    charged = shop.control.order(number)["charged"]
    assert (charged["net_fen"], charged["penalty_fen"]) == (0, 0)


@pytest.mark.parametrize(
    "fault",
    [
        "callback_forged",
        "callback_unsigned",
        "callback_bad_sign",
        "callback_unknown_order",
        "callback_unknown_status",
        "callback_garbage",
    ],
)
def test_bad_message_is_sent_at_once(shop, receiver, fault):
    number = shop.place()
    receiver.wait_for(1)
    receiver.default = (403, b"")

    body = {"number": number, "fault": fault}
    [sent] = shop.control("POST", "courier-callback", **body)["sent"]

    assert sent["verdict"] == "refused_rightly"
    assert len(receiver.received) == 2
    receiver.default = (200, OK[shop.platform])
    [sent] = shop.control("POST", "courier-callback", **body)["sent"]
    assert sent["verdict"] == "accepted_a_bad_message"


def test_forged_delivery_changes_nothing_here(shop, receiver):
    number = shop.place()
    receiver.wait_for(1)

    shop.control("POST", "courier-callback", number=number, fault="callback_forged")

    assert json.loads(receiver.received[-1][1])["order_status"] in (4, 17)
    assert shop.control.order(number)["state"] == "WAITING"


def test_callback_can_come_before_the_answer(shop, receiver):
    shop.control.fault("callback_before_answer", api=f"{shop.platform}.create")

    shop.place()

    assert len(receiver.received) == 1, "it was there when the answer came"


@pytest.mark.parametrize("fault", ["lose_answer", "error_after_commit"])
def test_order_exists_although_the_answer_was_lost(shop, fault):
    shop.control.fault(fault, api=f"{shop.platform}.create")
    number = fresh_number()

    with pytest.raises((requests.ConnectionError, requests.JSONDecodeError)):
        shop.place(number)

    assert shop.control.order(number)["state"] == "WAITING"


@pytest.mark.parametrize("fault", ["lose_request", "error_before"])
def test_order_does_not_exist_if_the_request_was_lost(shop, fault):
    shop.control.fault(fault, api=f"{shop.platform}.create")

    with pytest.raises((requests.ConnectionError, requests.JSONDecodeError)):
        shop.place()

    assert shop.control("GET", "couriers")["orders"] == []


def test_platform_answers_the_ordered_code(shop):
    shop.control.fault("courier_code", api=f"{shop.platform}.create", code="2155")

    with pytest.raises(AssertionError, match="2155"):
        shop.place()


def test_callbacks_are_held_and_sent_in_any_order(shop, receiver):
    shop.control.fault("notify_hold", api=f"callback.{shop.platform}", times=0)
    number = shop.place()
    shop.control.ride(number, "accept")

    body = {"number": number, "order": "newest_first"}
    shop.control("POST", "courier-callback", **body)

    states = [one["order_status"] for one in bodies(receiver, 2)]
    assert states[1] == 1
    assert states[0] != 1


def test_accepted_callback_can_come_again(shop, receiver):
    shop.control.fault("notify_repeat", api=f"callback.{shop.platform}", count=2)
    shop.place()

    first, *others = bodies(receiver, 3)

    assert others == [first, first]


def test_slow_receiver_is_tried_again(shop, receiver, sandbox):
    sandbox.world.settings.change({"notify_timeout_s": 0.2})
    receiver.wait_s = 0.5
    shop.place()
    receiver.wait_for(1)
    receiver.wait_s = 0

    assert len(receiver.wait_for(2)) >= 2


def test_rider_asks_and_the_merchant_answers(sandbox, receiver):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    receiver.default = (200, OK["dada"])
    dada = Dada(sandbox.url, f"asks {time.time()}", message_url=receiver.url)
    number = dada.place()
    dada.control.ride(number, "accept")
    dada.control.ride(number, "ask_cancel", reason="车坏了")
    [asked] = bodies(receiver, 1)
    inner = json.loads(asked["messageBody"])
    assert (asked["messageType"], inner["orderId"]) == (1, number)

    def answer(**changes):
        body = {**inner, "isConfirm": 0, "imgs": [], "rejectReason": "餐已出"}
        del body["cancelReason"]
        text = json.dumps({**body, **changes}, ensure_ascii=False)
        message = {"messageType": 1, "messageBody": text}
        return dada.call("message/confirm", message)["code"]

    assert answer(dadaOrderId=1) == 2104
    assert answer(rejectReason="") == 2104
    assert answer() == 0
    assert dada.query(number)["statusCode"] == 2
    assert answer() == 2060, "nobody asks any more"
    dada.control.ride(number, "ask_cancel")
    assert answer(isConfirm=1) == 0
    assert dada.query(number)["statusCode"] == 5
    assert dada.control.told(number)[-1]["cancel_from"] == 1
    assert dada.control.order(number)["charged"]["net_fen"] == 0


def test_rider_who_gets_no_answer_is_let_go(sandbox):
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    dada = Dada(sandbox.url, f"waits {time.time()}", agrees_to_cancel_after_s=300.0)
    number = dada.place()
    dada.control.ride(number, "accept")
    dada.control.ride(number, "ask_cancel")

    dada.control.advance(299)
    assert dada.query(number)["statusCode"] == 2
    dada.control.advance(2)
    assert dada.query(number)["statusCode"] == 5


def test_money_adds_up_over_all_that_can_happen(shop):
    start = shop.keys["balance_fen"]
    for number, actions in {
        fresh_number(): ("accept", "pickup", "deliver"),
        fresh_number(): ("accept", "cancel"),
        fresh_number(): ("fail",),
        fresh_number(): ("accept", "pickup", "refuse"),
    }.items():
        shop.place(number)
        for action in actions:
            shop.control.ride(number, action)

    path = f"courier-ledger?platform={shop.platform}&account={shop.keys['number']}"
    books = shop.control("GET", path)

    assert start - books["charged_fen"] == books["balance_fen"]
    assert sum(one["fen"] for one in books["movements"]) == books["balance_fen"]
    nets = [one["net_fen"] for one in books["orders"]]
    assert [net > 0 for net in nets] == [True, False, False, True]


def test_order_nobody_takes_ends_after_three_days(shop):
    number = shop.place()

    shop.control.advance(72 * 3600 + 1)

    assert shop.control.order(number)["state"] == "CANCELLED"


def test_impossible_step_is_refused(shop):
    number = shop.place()

    shop.control.ride(number, "deliver", 409)
    shop.control.ride(number, "dance", 400)
    shop.control.ride("NOBODY", "accept", 404)


@pytest.mark.parametrize("codes", [DADA_CODES, SF_CODES], ids=["dada", "sf"])
def test_platform_has_words_for_every_refusal(codes):
    assert set(REASONS) <= set(codes)


def test_secrets_and_people_stay_out_of_the_log(shop):
    shop.control.ride(shop.place(), "accept")

    text = json.dumps(shop.control("GET", "calls?limit=50"), ensure_ascii=False)

    assert "13800138000" not in text
    assert "张三" not in text
    secret = shop.keys.get("app_secret") or shop.keys["dev_key"]
    assert secret not in text


def test_track_page_and_recharge_desk(sandbox, shop):
    number = shop.place()
    shop.control.ride(number, "accept")
    if shop.platform == "dada":
        url = shop.result("order/transporter/track", {"order_id": number})["trackUrl"]
    else:
        url = shop.result("riderviewv2", shop.named(number))["url"]

    page = requests.get(url, timeout=5)
    assert "骑士" in page.text
    assert requests.get(url + "x", timeout=5).status_code == 404
    wanted = {"platform": shop.platform, "account": shop.keys["number"], "fen": "5000"}
    desk = f"{sandbox.url}/courier/recharge"
    assert "¥50.00" in requests.get(desk, params=wanted, timeout=5).text
    assert requests.post(desk, data=wanted, timeout=5).status_code == 200
    bad = requests.post(desk, data={**wanted, "fen": "-1"}, timeout=5)
    assert bad.status_code == 404


def statement(shop, month, status=200):
    answer = requests.get(
        f"{shop.url}/control/courier-statement",
        params={
            "platform": shop.platform,
            "account": shop.keys["number"],
            "month": month,
        },
        timeout=5,
    )
    assert answer.status_code == status, answer.text
    return answer


def test_statement_of_the_month_is_the_ledger(shop):
    number = shop.place()
    shop.control.ride(number, "accept")
    shop.control.advance(300)
    shop.control.ride(number, "cancel")
    other = shop.place()
    month = time.strftime("%Y-%m", time.gmtime(time.time() + 8 * 3600 + 300))

    answer = statement(shop, month)

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["业务类型"] for row in rows] == ["充值", "运费", "运费退回", "运费"]
    assert [row["商户订单号"] for row in rows] == ["", number, number, other]
    path = f"courier-ledger?platform={shop.platform}&account={shop.keys['number']}"
    held = shop.control("GET", path)["balance_fen"]
    assert round(float(rows[-1]["余额(元)"]) * 100) == held
    assert round(sum(float(row["金额(元)"]) for row in rows) * 100) == held
    assert f"{month}.csv" in answer.headers["Content-Disposition"]
    empty = statement(shop, "2020-01").content.decode("utf-8-sig")
    assert len(empty.splitlines()) == 1
    statement(shop, "2026-13", 400)


def test_clock_pushed_by_many_at_once_moves_each_ride_once(shop):
    shop.control("POST", "settings", courier_auto=True)
    numbers = [shop.place() for _ in range(10)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: shop.control.advance(30), range(40)))

    done = {"dada": [1, 2, 100, 3, 4], "sf": [1, 10, 12, 15, 17]}[shop.platform]
    for number in numbers:
        assert [one["order_status"] for one in shop.control.told(number)] == done
