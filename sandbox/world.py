"""Puts the sandbox together: one store, one clock, the services that share them."""

from pathlib import Path

from .calls import CallLog
from .clock import Clock
from .couriers.desk import Couriers
from .faults import Faults
from .keys import KeyRing
from .open_api.templates import Templates
from .open_api.tokens import Tokens
from .pay.auth import Authenticator
from .pay.bills import Bills
from .pay.codepay import CodePay
from .pay.ledger import Ledger
from .pay.notifier import Notifier
from .pay.orders import Orders
from .pay.payments import Payments
from .pay.refunds import Refunds
from .settings import Settings
from .store import Store
from .users import Users


class World:
    """Everything the sandbox knows and can do, on one data folder."""

    def __init__(self, folder, **settings):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.store = Store(folder)
        self.clock = Clock(self.store.get_meta("clock_offset_s", 0.0))
        self.settings = Settings(self.store, **settings)
        self.keys = KeyRing(folder)
        self.calls = CallLog(self.store)
        self.faults = Faults(self.store)
        self.users = Users(self.store, self.clock)
        self.tokens = Tokens(self.store, self.clock)
        self.templates = Templates(self.store)
        self.authenticator = Authenticator(self.keys, self.clock)
        self.ledger = Ledger(self.store)
        self.orders = Orders(self.store, self.clock, self.ledger, self.settings)
        self.codepay = CodePay(self)
        self.notifier = Notifier(self)
        self.payments = Payments(self)
        self.refunds = Refunds(self)
        self.bills = Bills(self)
        self.templates.ensure_defaults(self.keys.app.appid)
        self.ledger.fill_from(
            self.store.all("SELECT * FROM orders WHERE paid_at IS NOT NULL"),
            self.store.all("SELECT * FROM refunds"),
        )
        self.couriers = Couriers(self, folder)

    def start(self):
        """Begin to do what happens by itself: notifications, refunds, expiry."""
        self.notifier.start()
        self.couriers.callbacks.start()

    def stop(self):
        """Stop what happens by itself and close the store."""
        self.notifier.stop()
        self.couriers.callbacks.stop()
        self.store.close()

    def tick(self):
        """Do what has become due, apart from notifications."""
        self.orders.expire()
        self.refunds.finish_due()
        self.couriers.tick()

    def next_dues(self):
        """Return when something becomes due, apart from notifications."""
        parts = (self.refunds, self.orders, self.couriers)
        return [part.next_due() for part in parts]

    def advance(self, seconds):
        """Move the business clock forward and do what has become due."""
        self.clock.offset_s += seconds
        self.store.set_meta("clock_offset_s", self.clock.offset_s)
        self.tick()
        self.notifier.wake()
        self.couriers.callbacks.wake()

    def reset(self):
        """Forget all orders, users and faults; keep keys and identities."""
        self.store.clear()
        self.clock.offset_s = 0.0
        self.settings.reset()
        self.templates.ensure_defaults(self.keys.app.appid)
        self.couriers.open_accounts()
