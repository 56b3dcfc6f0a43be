"""A small shop that orders deliveries with our clients from the sandbox's couriers.

It keeps one order and does with news what the engine does: reduce it, ask when told to.
"""

import itertools
import secrets
import time
from urllib.parse import parse_qsl, urlsplit

from carriers.carrier import Surroundings
from carriers.dada import Dada
from carriers.neutral import CallbackMessage, Point
from carriers.reducer import Held, News, reduce
from carriers.sf import SfIntracity
from carriers.tests import carrier_samples
from carriers.transport import HttpTransport
from sandbox.tests.couriers import FAR, NEAR, Control

TIMEOUT_S = 10
# The addresses of SF's console.
ADDRESSES = "rider_status order_complete sf_cancel rider_exception rider_recall".split()
CARRIERS = {"dada": Dada, "sf": SfIntracity}
_numbers = itertools.count(1)


class Shop:
    """A shop with one account at a courier of the sandbox."""

    def __init__(self, platform, sandbox, receiver):
        self.platform, self.receiver = platform, receiver
        self.control = Control(sandbox.url)
        addresses = {
            "sf": {name: receiver.url for name in ADDRESSES},
            "dada": {"message_url": receiver.url},
        }
        self.keys = self.control(
            "POST",
            "courier-account",
            platform=platform,
            name=secrets.token_hex(4),
            console=addresses[platform],
        )
        self.client = CARRIERS[platform](
            {**self.keys, f"{_account_name(platform)}": self.keys["number"]},
            Surroundings(
                transport=HttpTransport((TIMEOUT_S, TIMEOUT_S)),
                clock=time.time,
                nonce=lambda: secrets.token_hex(16),
            ),
            base_url=sandbox.url,
        )
        reply = self.client.callback_reply(is_accepted=True)
        receiver.default = (reply.status, reply.body)
        self.held, self.steps, self._heard = Held(), [], 0

    # === ORDERS === #

    def wanted(self, *, is_far=False, **changes):
        """Return a delivery to a guest near by, or beyond any rider's way."""
        values = {
            "number": f"S1-{int(time.time())}-{next(_numbers)}",
            "shop_no": self.keys["shop_no"],
            "ordered_at": int(time.time()),
            "callback_url": self.receiver.url,
            "dropoff": _at(FAR if is_far else NEAR),
            **changes,
        }
        return carrier_samples.request(**values)

    def place(self, **changes):
        """Quote and order a delivery; return its key."""
        request = self.wanted(**changes)
        return self.client.create(request, self.client.quote(request)).key

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
            status = self.client.query(self.key_of(event))
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


def _account_name(platform):
    return {"dada": "source_id", "sf": "dev_id"}[platform]


def _at(place):
    return carrier_samples.replace_point(carrier_samples.DROPOFF, Point(*place))
