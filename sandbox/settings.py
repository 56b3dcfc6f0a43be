"""What can be tuned while the sandbox runs, with the defaults."""

MODES = ("public_key", "certificate", "mixed")
USERPAYING_STATUSES = (200, 202, 400)

DEFAULTS = {
    # Which key WeChat Pay signs with. mixed: answers follow the request's
    # Wechatpay-Serial, notifications take turns, as during a real migration.
    "mode": "public_key",
    # The real retry schedule of notifications lasts 24 hours.
    "notify_scale": 0.01,
    "notify_timeout_s": 5.0,
    "refund_delay_s": 1.0,
    # What WeChat Pay keeps of each payment, in 1/10,000: 60 is 0.6 %.
    "fee_per_myriad": 60,
    # How long a payer takes to type the password after a payment code was scanned.
    "password_delay_s": 6.0,
    # How a payment code that waits for the payer is answered: 202 or 200 with
    # trade_state USERPAYING, or the older 400 with code USERPAYING.
    "userpaying_status": 202,
    # Below api.mch.weixin.qq.com nobody answers; below /api2 somebody still does.
    "main_down": False,
    # WeChat does not know a payment's shipping order in its first seconds.
    "shipping_delay_s": 3.0,
    "is_trade_managed": True,
    # Pages of the released mini-program; None accepts any well-formed path.
    "released_pages": None,
    # Riders accept, come, pick up and ride by themselves; else somebody steers them.
    "courier_auto": True,
    "courier_accept_s": 20.0,
    "courier_to_shop_s": 60.0,
    "courier_pickup_s": 30.0,
    # Faster than any e-bike, so that a demonstration does not take long.
    "courier_speed_mps": 15.0,
    # What bad weather or a rush adds to each price.
    "courier_surge_fen": 0,
    # What a new prepaid account holds.
    "courier_deposit_fen": 100_000,
}


class SettingError(ValueError):
    """Raised for a setting that does not exist or a value that does not fit."""


class Settings:
    """The sandbox's settings, remembered in the store."""

    def __init__(self, store, **overrides):
        self._store = store
        self._overrides = overrides
        self._values = {**DEFAULTS, **store.get_meta("settings", {})}
        if overrides:
            self.change(overrides)

    def __getattr__(self, name):
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(name) from None

    def reset(self):
        """Go back to the defaults and what the command line said."""
        self._values = dict(DEFAULTS)
        self.change(self._overrides)

    def all(self):
        """Return all settings as a dict."""
        return dict(self._values)

    def change(self, changes):
        """Change some settings.

        :param dict changes: New values by name.
        :raise SettingError: If one does not fit; then none is changed.
        """
        for name, value in changes.items():
            if name not in DEFAULTS:
                raise SettingError(
                    f"unknown setting {name!r}; one of {sorted(DEFAULTS)}"
                )
            _check(name, value)
        self._values = {**self._values, **changes}
        self._store.set_meta("settings", self._values)


def _check(name, value):
    rule, is_right = _RULES.get(name) or _RULES_OF_KIND[type(DEFAULTS[name])]
    if not is_right(value):
        raise SettingError(f"{name}: {rule}")


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _are_pages(value):
    return value is None or (
        isinstance(value, list) and all(isinstance(page, str) for page in value)
    )


# What a setting may be: in words, and as a test.
_RULES = {
    "mode": (f"one of {MODES}", lambda value: value in MODES),
    "userpaying_status": (
        f"one of {USERPAYING_STATUSES}",
        lambda value: _is_number(value) and value in USERPAYING_STATUSES,
    ),
    "released_pages": ("a list of page paths, or null", _are_pages),
}
_RULES_OF_KIND = {
    bool: ("true or false", lambda value: isinstance(value, bool)),
    int: (
        "a whole number, not negative",
        lambda value: _is_number(value) and isinstance(value, int) and value >= 0,
    ),
    float: ("a number, not negative", lambda value: _is_number(value) and value >= 0),
}
