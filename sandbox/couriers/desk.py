"""Puts the couriers together on the world's store and clock."""

from pathlib import Path

from ..keyfiles import KeyFolder
from .accounts import Accounts
from .callbacks import Callbacks
from .orders import CourierOrders
from .requests import CancelRequests
from .rides import Rides

_SCHEMA = Path(__file__).parent / "schema.sql"


class Couriers:
    """All platforms: their accounts, orders, riders and callbacks."""

    def __init__(self, world, folder):
        self._world = world
        world.store.run_script(_SCHEMA.read_text())
        self.accounts = Accounts(KeyFolder(folder), world.store, world.keys.app.appid)
        self.orders = CourierOrders(world)
        self.rides = Rides(world)
        self.requests = CancelRequests(world)
        self.callbacks = Callbacks(world)
        self.open_accounts()

    def open_accounts(self):
        """Have each account's first shop and the money it begins with."""
        for account in self.accounts.all():
            self.open_account(account)

    def open_account(self, account):
        """Have an account's first shop and the money it begins with."""
        self.accounts.ensure_shop(account)
        held = self._world.store.one(
            "SELECT 1 FROM courier_movements WHERE platform = ? AND account = ?",
            (account.platform, account.number),
        )
        if held is None:
            fen = int(self._world.settings.courier_deposit_fen)
            self.orders.ledger.deposit(account, fen, self._world.clock.now())

    def tick(self):
        """Do what the clock has brought due."""
        self.rides.run_due()
        self.requests.agree_due()

    def next_due(self):
        """Return when something next happens by itself, or None."""
        dues = (self.rides.next_due(), self.requests.next_due())
        return min((due for due in dues if due is not None), default=None)

    def wake(self):
        """Look at once for what is due."""
        self._world.notifier.wake()
