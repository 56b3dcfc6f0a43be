"""Our courier clients call the sandbox's platforms and understand what comes back.

Both sides are written from the platforms' documents and know nothing of each other.
"""

import time
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from carriers import carrier_class, errors, states
from carriers.carrier import Surroundings
from carriers.neutral import (
    CallbackMessage,
    DeliveryRequest,
    GoodsLine,
    OrderKey,
    Parcel,
    Place,
    Point,
    Tip,
)
from carriers.transport import HttpTransport
from sandbox.tests.couriers import FAR, NEAR, Control, fresh_number

# What each client's settings are called among the sandbox's credentials.
SETTINGS = {
    "dada": {"app_key": "app_key", "app_secret": "app_secret", "source_id": "number"},
    "sf": {"dev_id": "number", "dev_key": "dev_key"},
    "uu": {"app_id": "app_id", "app_key": "app_key", "open_id": "number"},
    "shansong": {
        "client_id": "client_id",
        "shop_id": "number",
        "app_secret": "app_secret",
    },
    "wechat_intracity": {"appid": "number"},
}
# What sending a rider away late costs.
PENALTIES = {"uu": 300, "shansong": 500}
SF_EVENTS = "rider_status order_complete sf_cancel rider_exception rider_recall".split()


class Desk:
    """A shop with one client and a receiver of its callbacks."""

    def __init__(self, code, merchant, sandbox, receiver):
        sandbox.world.settings.change({"courier_auto": False})
        self.receiver, self.control = receiver, Control(sandbox.url)
        events = {"sf": SF_EVENTS, "shansong": ["notify_url"]}.get(code, [])
        console = {name: receiver.url for name in events}
        self.openid, self._merchant = merchant.login("mei"), merchant
        name = f"contract {time.time()}"
        body = {"platform": code, "name": name, "console": console}
        self.keys = self.control("POST", "courier-account", **body)
        settings = {n: self.keys[key] for n, key in SETTINGS[code].items()}
        surroundings = Surroundings(
            HttpTransport(), time.time, fresh_number, self._token
        )
        self.client = carrier_class(code)(
            settings, surroundings, base_url=f"{sandbox.url}/couriers/{code}"
        )
        receiver.default = (200, self.client.callback_reply(is_accepted=True).body)

    def request(self, **changes):
        shop = Place(
            "云南小馆",
            "13900000001",
            "昆明市五华区翠湖南路1号",
            Point(self.keys["lng"], self.keys["lat"]),
            city="昆明市",
            city_code="0871",
        )
        guest = replace(
            shop, name="张三", address="昆明市盘龙区北京路2号", point=Point(*NEAR)
        )
        lines = (
            GoodsLine("过桥米线", Decimal(2), 1500, reference="M1"),
            GoodsLine("酸梅汤", Decimal(1), 650),
        )
        wanted = DeliveryRequest(
            number=fresh_number(),
            shop_no=self.keys["shop_no"],
            pickup=shop,
            dropoff=guest,
            parcel=Parcel(lines, 800, 3650),
            ordered_at=int(time.time()),
            callback_url=self.receiver.url,
            daily_number="A012",
            guest_account=self.openid,
            guest_page="pages/order/order?id=1",
            channel="小程序",
            note="少辣",
        )
        return replace(wanted, **changes)

    def balance(self):
        path = f"platform={self.client.code}&account={self.keys['number']}"
        held = self.control("GET", f"courier-ledger?{path}")["balance_fen"]
        if self.client.capabilities.has_balance:
            assert self.client.balance(self.keys["shop_no"]).available_fen == held
        return held

    def _token(self, is_refused=False):
        credentials = self._merchant.credentials
        answer = requests.post(
            f"{self.control.url}/cgi-bin/stable_token",
            json={
                "grant_type": "client_credential",
                "appid": credentials["appid"],
                "secret": credentials["appsecret"],
            },
            timeout=10,
        )
        return answer.json()["access_token"]

    def told(self, count):
        """Return what the client makes of the callbacks that came."""
        received = self.receiver.wait_for(count)
        messages = zip(received, self.receiver.paths, strict=True)
        return [
            self.client.parse_callback(
                CallbackMessage(
                    body=body,
                    headers=headers,
                    query=dict(parse_qsl(urlsplit(path).query)),
                )
            )
            for (headers, body), path in messages
        ]


@pytest.fixture(params=sorted(SETTINGS))
def desk(request, merchant, sandbox, receiver):
    return Desk(request.param, merchant, sandbox, receiver)


def test_delivery_is_quoted_ordered_and_followed_to_the_guest(desk):
    wanted = desk.request()
    quote = desk.client.quote(wanted)
    before = desk.balance()
    created = desk.client.create(wanted, quote)

    assert before - desk.balance() == quote.fee_fen
    seen = [desk.client.query(created.key).state]
    for action in ("accept", "arrive", "pickup"):
        desk.control.ride(wanted.number, action)
        seen.append(desk.client.query(created.key).state)
    if desk.client.capabilities.has_position:
        point = desk.client.position(created.key).point
        assert (point.lng, point.lat) == pytest.approx(
            (desk.keys["lng"], desk.keys["lat"]), abs=1e-3
        )
    if desk.client.capabilities.has_track_page:
        assert desk.client.track_url(created.key).startswith("http://127.0.0.1")
    desk.control.ride(wanted.number, "deliver")
    last = desk.client.query(created.key)
    assert [*seen, last.state] == [
        states.PENDING,
        states.ACCEPTED,
        states.AT_SHOP,
        states.DELIVERING,
        states.DELIVERED,
    ]
    assert last.fee_fen == quote.fee_fen
    assert [event.state for event in desk.told(5)] == [*seen, last.state]
    assert {event.number for event in desk.told(5)} == {wanted.number}


def test_tip_and_cancel_cost_what_both_sides_say(desk):
    before = desk.balance()
    wanted = desk.request()
    created = desk.client.create(wanted, desk.client.quote(wanted))
    desk.control.advance(5)
    if desk.client.capabilities.tip_mode != "none":
        desk.client.tip(created.key, Tip(total_fen=300, key="t1"))
        assert desk.control.order(wanted.number)["tip_fen"] == 300
    desk.control.ride(wanted.number, "accept")
    desk.control.advance(300)

    cancelled = desk.client.cancel(created.key)

    assert cancelled.fee_fen == before - desk.balance()
    assert cancelled.fee_fen == PENALTIES.get(desk.client.code, 200)
    assert desk.client.query(created.key).state == states.CANCELLED
    assert desk.client.cancel(created.key).was_already


def test_answer_that_was_lost_leaves_an_order_to_adopt(desk):
    wanted = desk.request()
    desk.control.fault("lose_answer", api=f"{desk.client.code}.create")

    with pytest.raises(errors.CarrierUnknownError):
        desk.client.create(wanted)

    key = OrderKey(wanted.number, shop_no=desk.keys["shop_no"])
    assert desk.client.query(key).state == states.PENDING
    if desk.client.code == "wechat_intracity":
        desk.client.create(wanted)
    else:
        with pytest.raises(errors.CarrierAlreadyExistsError):
            desk.client.create(wanted)
    [order] = desk.control("GET", "couriers")["orders"]
    assert order["number"] == wanted.number


def test_refusals_are_told_apart(desk):
    far = replace(desk.request().dropoff, point=Point(*FAR))
    with pytest.raises(errors.CarrierOutOfRangeError):
        desk.client.quote(desk.request(dropoff=far))
    body = {"platform": desk.client.code, "account": desk.keys["number"]}
    desk.control("POST", "courier-deposit", **body, fen=100 - desk.balance())
    with pytest.raises(errors.CarrierBalanceLowError):
        desk.client.create(desk.request())
    nobody = OrderKey("NOBODY", shop_no=desk.keys["shop_no"])
    with pytest.raises(errors.CarrierNotFoundError):
        desk.client.query(nobody)


def test_wrong_signature_of_a_callback_is_seen(desk):
    if desk.client.code in ("shansong", "wechat_intracity"):
        return  # Nothing is signed there: no event is trusted.
    wanted = desk.request()
    desk.client.create(wanted, desk.client.quote(wanted))
    desk.told(1)
    for fault in ("callback_bad_sign", "callback_unsigned", "callback_garbage"):
        body = {"number": wanted.number, "fault": fault}
        desk.control("POST", "courier-callback", **body)

        received = desk.receiver.received[-1]
        query = dict(parse_qsl(urlsplit(desk.receiver.paths[-1]).query))
        message = CallbackMessage(body=received[1], headers=received[0], query=query)
        with pytest.raises(errors.CarrierCallbackError):
            desk.client.parse_callback(message)
