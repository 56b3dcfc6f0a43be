"""The merchants' accounts at the couriers: keys, console settings, shops."""

import secrets
import threading
from dataclasses import dataclass

from ..merchants import digits
from .cities import around

_FILE = "couriers.json"
# Behind the Green Lake of Kunming, where the demonstration's restaurant stands.
HOME = {
    "name": "Sandbox Kitchen",
    "city": "昆明",
    "address": "云南省昆明市五华区翠湖南路1号",
    "lng": 102.7035,
    "lat": 25.0468,
    "contact": "店长",
    "phone": "13888880000",
}


def _dada():
    return {
        "number": "73" + digits(6),
        "app_key": f"dada{secrets.token_hex(8)}",
        "app_secret": secrets.token_hex(16),
    }


def _sf():
    return {"number": "15" + digits(8), "dev_key": secrets.token_hex(16)}


def _uu():
    return {
        "number": secrets.token_hex(16),
        "app_id": secrets.token_hex(16),
        "app_key": secrets.token_hex(16),
    }


def _shansong():
    return {
        "number": "20" + digits(12),
        "client_id": "ss" + secrets.token_hex(7),
        "app_secret": secrets.token_hex(16),
    }


# What a platform hands to a new merchant; `number` names the merchant there. At WeChat
# that is the mini-program, which proves itself with its access token.
WECHAT = "wechat_intracity"
_MAKERS = {
    "dada": _dada,
    "sf": _sf,
    "uu": _uu,
    "shansong": _shansong,
    WECHAT: dict,
}
_SHOP_NUMBERS = {"sf": ("32", 11), WECHAT: ("4", 15)}
PLATFORMS = tuple(_MAKERS)
# What a merchant sets in the platform's web console.
CONSOLE = {
    "dada": {
        "message_url": "",
        "tells_transfers": False,
        "agrees_to_cancel_after_s": 600.0,
    },
    "sf": {
        "rider_status": "",
        "order_complete": "",
        "sf_cancel": "",
        "rider_exception": "",
        "rider_recall": "",
        "shop_bind": "",
    },
    # At these two the address comes with each order.
    "uu": {},
    WECHAT: {},
    "shansong": {"notify_url": ""},
}


@dataclass(frozen=True)
class Account:
    """A merchant's account at one platform."""

    platform: str
    name: str
    number: str
    first_shop: str
    keys: dict


class Accounts:
    """All accounts: one at each platform from the start, more as they are asked for."""

    def __init__(self, folder, store, appid):
        self._folder = folder
        self._appid = appid
        self._store = store
        self._lock = threading.Lock()
        for platform in PLATFORMS:
            self.ensure(platform, "")

    def all(self):
        """Return all accounts, oldest first."""
        return [_account(record) for record in self._records()]

    def of(self, platform, number):
        """Return the account of this number at a platform, or None."""
        return self._find(platform, number=number)

    def named(self, platform, name):
        """Return the account of this name at a platform, or None."""
        return self._find(platform, name=name)

    def ensure(self, platform, name):
        """Return the account of this name, made with a first shop if there is none."""
        if platform == WECHAT:
            # There is one, the mini-program's, whatever it is called.
            name = ""
        with self._lock:
            found = self.named(platform, name)
            if found is None:
                prefix, length = _SHOP_NUMBERS.get(platform, ("", 8))
                record = {
                    "platform": platform,
                    "name": name,
                    "number": self._appid,
                    "first_shop": prefix + digits(length),
                    "console": {},
                    **_MAKERS[platform](),
                }
                self._folder.write_json(_FILE, [*self._records(), record])
                found = _account(record)
            self.ensure_shop(found)
            return found

    def ensure_shop(self, account):
        """Have the account's first shop, as after a fresh registration."""
        if not self.shop(account, account.first_shop):
            self.add_shop(account, account.first_shop, HOME)

    def console(self, account):
        """Return what the merchant set in the platform's console."""
        record = self._record(account)
        return {**CONSOLE[account.platform], **record["console"]}

    def set_console(self, account, changes):
        """Change settings of the platform's console."""
        with self._lock:
            records = self._records()
            for record in records:
                if _is(record, account):
                    record["console"].update(changes)
            self._folder.write_json(_FILE, records)

    def shops(self, account):
        """Return the rows of an account's shops."""
        return self._store.all(
            "SELECT * FROM courier_shops WHERE platform = ? AND account = ? "
            "ORDER BY id",
            (account.platform, account.number),
        )

    def shop(self, account, shop_no):
        """Return a shop by the platform's number, or None."""
        return self._shop(account, "shop_no", shop_no)

    def own_shop(self, account, own_no):
        """Return a shop by the merchant's own number, or None."""
        return self._shop(account, "own_no", own_no)

    def shop_by_id(self, shop_id):
        """Return a shop's row."""
        return self._store.one("SELECT * FROM courier_shops WHERE id = ?", (shop_id,))

    def add_shop(self, account, shop_no, facts):
        """Write a new shop down; return its row."""
        city = around((facts["lng"], facts["lat"]))
        row = {
            "platform": account.platform,
            "account": account.number,
            "shop_no": shop_no,
            **facts,
            "city": city.name if city else facts["city"],
        }
        self._store.insert("courier_shops", row)
        return self.shop(account, shop_no)

    def place(self, account, point, address, name):
        """Return the row of a place that an order itself names as its start."""
        number = f"{point[0]:.4f},{point[1]:.4f}"
        facts = {**HOME, "lng": point[0], "lat": point[1], "address": address}
        facts["name"] = name or address
        return self.shop(account, number) or self.add_shop(account, number, facts)

    def change_shop(self, shop, changes):
        """Change a shop's columns."""
        names = ", ".join(f"{name} = ?" for name in changes)
        self._store.execute(
            f"UPDATE courier_shops SET {names} WHERE id = ?",
            (*changes.values(), shop["id"]),
        )

    def _shop(self, account, column, value):
        return self._store.one(
            f"SELECT * FROM courier_shops WHERE platform = ? AND account = ? "
            f"AND {column} = ?",
            (account.platform, account.number, value),
        )

    def _find(self, platform, **wanted):
        for record in self._records():
            if record["platform"] == platform and all(
                record[name] == value for name, value in wanted.items()
            ):
                return _account(record)
        return None

    def _record(self, account):
        return next(one for one in self._records() if _is(one, account))

    def _records(self):
        return self._folder.read_json(_FILE, [])


def _is(record, account):
    return (record["platform"], record["number"]) == (account.platform, account.number)


def _account(record):
    known = ("platform", "name", "number", "first_shop", "console")
    keys = {name: value for name, value in record.items() if name not in known}
    return Account(*(record[name] for name in known[:4]), keys)
