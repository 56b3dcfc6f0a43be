"""What can be tuned while the sandbox runs, with the defaults."""

MODES = ("public_key", "certificate", "mixed")

DEFAULTS = {
    # Which key WeChat Pay signs with. mixed: answers follow the request's
    # Wechatpay-Serial, notifications take turns, as during a real migration.
    "mode": "public_key",
    # The real retry schedule of notifications lasts 24 hours.
    "notify_scale": 0.01,
    "notify_timeout_s": 5.0,
    "refund_delay_s": 1.0,
    # WeChat does not know a payment's shipping order in its first seconds.
    "shipping_delay_s": 3.0,
    "is_trade_managed": True,
    # Pages of the released mini-program; None accepts any well-formed path.
    "released_pages": None,
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
    default = DEFAULTS[name]
    if name == "mode" and value not in MODES:
        raise SettingError(f"mode: one of {MODES}")
    if name == "released_pages":
        if value is not None and not (
            isinstance(value, list) and all(isinstance(page, str) for page in value)
        ):
            raise SettingError("released_pages: a list of page paths, or null")
    elif isinstance(default, bool):
        if not isinstance(value, bool):
            raise SettingError(f"{name}: true or false")
    elif isinstance(default, float) and (
        isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0
    ):
        raise SettingError(f"{name}: a number, not negative")
