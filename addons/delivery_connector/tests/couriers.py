"""Dada and SF, played by the sandbox, and a shop that has both."""

from odoo.addons.wechat_base.tests.common import SandboxMixin
from odoo.tests.common import HttpCase, TransactionCase

from .common import DeliveryMixin

_PHONE = "13888880000"


class CourierMixin(DeliveryMixin, SandboxMixin):
    """A shop with Dada (6.00) and SF (6.50); riders do what a test says."""

    @classmethod
    def _create_shop(cls):
        super()._create_shop()
        cls.own_shop.active = False
        cls.dada = cls._connect("dada", {"source_id": "number"})
        cls.sf = cls._connect("sf", {"dev_id": "number"})

    @classmethod
    def _connect(cls, carrier, renamed):
        """Return the account of a courier, with what its console shows."""
        known = cls.sandbox.control("GET", f"courier-credentials?platform={carrier}")
        account = cls._create_account(carrier)
        for setting in account.setting_ids:
            setting.value = known.get(renamed.get(setting.name, setting.name))
        cls._create_courier_shop(
            account,
            number=known["shop_no"],
            lng=known["lng"],
            lat=known["lat"],
            phone=_PHONE,
            city="昆明",
            city_code="0871",
        )
        return account

    def setUp(self):
        super().setUp()
        self.sandbox.control("POST", "settings", courier_auto=False)
        # Each test sends the messages itself; some have no door open for them.
        self.sandbox.fault("notify_hold", times=0)

    def _call(self, **wish):
        """Return a delivery that couriers were called for."""
        task = self._request(**wish)
        self._run_jobs()
        return task

    def _ride(self, attempt, *actions, **more):
        """Let riders or the platform do something with an order."""
        self.env.flush_all()
        for action in actions:
            self.sandbox.control(
                "POST", "courier-order", number=attempt.number, action=action, **more
            )

    def _ask(self, attempt):
        """Ask the courier now, as the job of each minute would."""
        self.env.flush_all()
        attempt._ask()
        self._run_jobs()

    def _wait(self, **span):
        """Let time pass, here and at the couriers, and do what has become due."""
        self._pass_time(**span)
        seconds = 60 * span.get("minutes", 0) + span.get("seconds", 0)
        self.sandbox.control("POST", "clock", advance_s=seconds)
        self.env["delivery.task"]._cron_follow()
        self._run_jobs()

    def _orders(self, carrier):
        """Return the orders that a courier has, oldest first."""
        found = self.sandbox.control("GET", "couriers")["orders"]
        return [one for one in reversed(found) if one["platform"] == carrier]

    def _states(self, carrier):
        return [one["state"] for one in self._orders(carrier)]

    def _created(self, carrier):
        """Return how often a courier was asked to take an order."""
        return len(self.sandbox.calls(f"{carrier}.create"))

    def _charged(self, carrier):
        """Return what a courier has charged, in yuan."""
        path = f"courier-ledger?platform={carrier}"
        return self.sandbox.control("GET", path)["charged_fen"] / 100


class CourierCase(CourierMixin, TransactionCase):
    """Rules of the engine, against the couriers' servers."""


class CourierHttpCase(CourierMixin, HttpCase):
    """What couriers tell by themselves."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        url = self.sf.callback_url
        names = "rider_status order_complete sf_cancel rider_exception rider_recall"
        for carrier, console in {
            "dada": {"message_url": self.dada.callback_url},
            "sf": dict.fromkeys(names.split(), url),
        }.items():
            self.sandbox.control(
                "POST", "courier-account", platform=carrier, console=console
            )

    def _tell(self, attempt, **how):
        """Have the courier send an order's messages now; return what we answered."""
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            sent = self.sandbox.control(
                "POST", "courier-callback", number=attempt.number, **how
            )["sent"]
        self.env.invalidate_all()
        return [one["status"] for one in sent]
