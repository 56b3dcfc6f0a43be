"""A small shop that orders deliveries with our clients from the sandbox's couriers.

It keeps one order and does with news what the engine does: reduce it, ask when told to.
"""

import itertools
import secrets
import time
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import requests

from carriers.carrier import Surroundings
from carriers.dada import Dada
from carriers.neutral import CallbackMessage, Point
from carriers.reducer import Held, News, reduce
from carriers.sf import SfIntracity
from carriers.shansong import Shansong
from carriers.tests import carrier_samples
from carriers.transport import HttpTransport
from carriers.uu import Uu
from carriers.wechat_intracity import WechatIntracity
from sandbox.couriers.accounts import PLATFORMS
from sandbox.tests.client import Merchant
from sandbox.tests.couriers import FAR, NEAR, Control

TIMEOUT_S = 10
# What a rider does when all goes well.
RIDE = ("accept", "arrive", "pickup", "deliver")
CARRIERS = {
    "dada": Dada,
    "sf": SfIntracity,
    "uu": Uu,
    "shansong": Shansong,
    "wechat_intracity": WechatIntracity,
}
# What each client calls the merchant's number.
ACCOUNT_SETTING = {
    "dada": "source_id",
    "sf": "dev_id",
    "uu": "open_id",
    "shansong": "shop_id",
    "wechat_intracity": "appid",
}
# Which addresses a merchant sets in the platform's console.
ADDRESSES = {
    "dada": ("message_url",),
    "sf": (
        "rider_status",
        "order_complete",
        "sf_cancel",
        "rider_exception",
        "rider_recall",
    ),
    "shansong": ("notify_url",),
}
_numbers = itertools.count(1)


def played(*codes):
    """Return which of these carriers the sandbox plays; of all, if none is named."""
    return [code for code in codes or sorted(CARRIERS) if code in PLATFORMS]


class Shop:
    """A shop with one account at a courier of the sandbox."""

    def __init__(self, platform, sandbox, receiver):
        self.platform, self.receiver = platform, receiver
        self.control = Control(sandbox.url)
        self.merchant = Merchant(sandbox.url)
        self.keys = self._open_account(receiver.url)
        self.client = CARRIERS[platform](
            {**self.keys, ACCOUNT_SETTING[platform]: self.keys["number"]},
            Surroundings(
                transport=HttpTransport((TIMEOUT_S, TIMEOUT_S)),
                clock=time.time,
                nonce=lambda: secrets.token_hex(16),
                access_token=self._access_token,
            ),
            base_url=sandbox.url,
        )
        reply = self.client.callback_reply(is_accepted=True)
        receiver.default = (reply.status, reply.body)
        self.held, self.steps, self._heard = Held(), [], 0
        self._key = None

    @property
    def can(self):
        """What the courier can do."""
        return self.client.capabilities

    def _open_account(self, url):
        # At WeChat there is one for each mini-program.
        name = "" if self.platform == "wechat_intracity" else secrets.token_hex(4)
        addresses = {wanted: url for wanted in ADDRESSES.get(self.platform, ())}
        return self.control(
            "POST",
            "courier-account",
            platform=self.platform,
            name=name,
            console=addresses,
        )

    def _access_token(self, is_refused=False):
        credentials = self.merchant.credentials
        answer = requests.post(
            f"{self.merchant.base_url}/cgi-bin/stable_token",
            json={
                "grant_type": "client_credential",
                "appid": credentials["appid"],
                "secret": credentials["appsecret"],
                "force_refresh": is_refused,
            },
            timeout=TIMEOUT_S,
        )
        return answer.json()["access_token"]

    # === ORDERS === #

    def wanted(self, *, is_far=False, **changes):
        """Return a delivery to a guest near by, or beyond any rider's way."""
        values = {
            "number": f"S1-{int(time.time())}-{next(_numbers)}",
            "shop_no": self.keys["shop_no"],
            "ordered_at": int(time.time()),
            "callback_url": self.receiver.url,
            "pickup": _at(carrier_samples.PICKUP, (self.keys["lng"], self.keys["lat"])),
            "dropoff": _at(carrier_samples.DROPOFF, FAR if is_far else NEAR),
            **changes,
        }
        if self.can.needs_guest_account:
            values["guest_account"] = self.merchant.login()
            values["guest_page"] = "pages/order?id=1"
        if self.can.tip_mode == "none":
            values.pop("tip_fen", None)
        return carrier_samples.request(**values)

    def place(self, **changes):
        """Quote and order a delivery; return its key."""
        request = self.wanted(**changes)
        self._key = self.client.create(request, self.client.quote(request)).key
        return self._key

    def ride(self, key, *actions, **more):
        """Have the rider do some things."""
        for action in actions:
            self.control.ride(key.number, action, **more)

    def pause(self, seconds=3):
        """Let time pass at the courier; SF wants two seconds between writes."""
        self.control.advance(seconds)

    def balance(self):
        """Return what the courier's own books say is left."""
        path = f"courier-ledger?platform={self.platform}&account={self.keys['number']}"
        return self.control("GET", path)["balance_fen"]

    # === NEWS === #

    def hear(self, count):
        """Reduce the next callbacks; return their events."""
        self.receiver.wait_for(self._heard + count)
        return [self._hear_one() for _one in range(count)]

    def _hear_one(self):
        event = self.client.parse_callback(self.message(self._heard))
        self._heard += 1
        step = reduce(self.held, News.from_event(event))
        self.steps.append(step)
        self.held = step.held
        if step.needs_query:
            status = self.client.query(self._key or self.key_of(event))
            self.held = reduce(self.held, News.from_status(status)).held
        return event

    def message(self, index):
        """Return a callback as it came through the door."""
        headers, body = self.receiver.received[index]
        query = dict(parse_qsl(urlsplit(self.receiver.paths[index]).query))
        return CallbackMessage(body, query, headers)

    def key_of(self, event):
        """Return the key of the order that an event is about."""
        return carrier_samples.OrderKey(
            event.number, event.provider_number, self.keys["shop_no"]
        )


def _at(place, point):
    return replace(place, point=Point(*point))


def shop_at(platform, sandbox, receiver):
    """Return a shop at a courier that has forgotten everything, and moves by hand."""
    sandbox.world.reset()
    sandbox.world.settings.change({"courier_auto": False})
    return Shop(platform, sandbox, receiver)
