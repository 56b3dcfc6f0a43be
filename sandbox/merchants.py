"""The merchants of the sandbox: one from the start, more as they are asked for."""

import secrets
import string
import threading
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import rsa

from .keyfiles import serial_of

DIRECT, PARTNER, SUB = "direct", "partner", "sub"
KINDS = (DIRECT, PARTNER, SUB)
_FILE = "merchants.json"
_ALPHANUMERIC = string.ascii_letters + string.digits


@dataclass(frozen=True)
class App:
    """A mini-program and its secret."""

    appid: str
    secret: str


@dataclass(frozen=True)
class Merchant:
    """A merchant of WeChat Pay and what it holds.

    A sub-merchant (`kind` sub) holds nothing: its `partner` signs for it.
    """

    mchid: str
    appids: tuple
    kind: str = DIRECT
    name: str = ""
    partner: str = ""
    serial: str = ""
    private_key_pem: str = ""
    certificate_pem: str = ""
    apiv3_key: str = ""
    apiv2_key: str = ""
    public_key: rsa.RSAPublicKey | None = None


class Merchants:
    """All merchants and apps by their numbers."""

    def __init__(self, folder, first, app):
        self._folder = folder
        self._lock = threading.Lock()
        self._first = first
        self._apps = {app.appid: app}
        self._merchants = {first.mchid: first}
        for record in folder.read_json(_FILE, []):
            self._load(record)

    def merchant_of(self, mchid):
        """Return the merchant with this number, or None."""
        return self._merchants.get(mchid)

    def app_of(self, appid):
        """Return the app with this id, or None."""
        return self._apps.get(appid)

    def all(self):
        """Return all merchants, the first one first."""
        return list(self._merchants.values())

    def subs_of(self, partner):
        """Return the numbers of a partner's sub-merchants."""
        return [m.mchid for m in self.all() if m.kind == SUB and m.partner == partner]

    def ensure(self, kind, name, partner=""):
        """Return the merchant of this kind and name, made if there is none.

        Another direct merchant shares the first one's mini-program, as a chain's
        companies do. A partner has an app of its own; its sub-merchants use the
        first one's mini-program as their `sub_appid`.
        """
        with self._lock:
            for merchant in self.all():
                if (merchant.kind, merchant.name, merchant.partner) == (
                    kind,
                    name,
                    partner,
                ):
                    return merchant
            record = self._new_record(kind, name, partner)
            known = self._folder.read_json(_FILE, [])
            self._folder.write_json(_FILE, [*known, record])
            return self._load(record)

    def _new_record(self, kind, name, partner):
        record = {
            "mchid": "16" + digits(8),
            "kind": kind,
            "name": name,
            "partner": partner,
            "appid": self._first.appids[0],
        }
        if kind != SUB:
            record.update(apiv3_key=new_key(), apiv2_key=new_key())
        if kind == PARTNER:
            record.update(appid=new_appid(), appsecret=secrets.token_hex(16))
        return record

    def _load(self, record):
        if "appsecret" in record:
            self._apps[record["appid"]] = App(record["appid"], record["appsecret"])
        held = {}
        if record["kind"] != SUB:
            held = holdings(self._folder, f"merchant_{record['mchid']}", record)
        merchant = Merchant(
            mchid=record["mchid"],
            appids=(record["appid"],),
            kind=record["kind"],
            name=record["name"],
            partner=record["partner"],
            **held,
        )
        self._merchants[merchant.mchid] = merchant
        return merchant


def holdings(folder, file_name, record):
    """Return the keys of a merchant as arguments for :class:`Merchant`."""
    key = folder.private_key(file_name)
    certificate = folder.certificate(file_name, record["mchid"])
    return {
        "serial": serial_of(certificate),
        "private_key_pem": folder.read(f"{file_name}_key.pem"),
        "certificate_pem": folder.read(f"{file_name}_cert.pem"),
        "apiv3_key": record["apiv3_key"],
        "apiv2_key": record["apiv2_key"],
        "public_key": key.public_key(),
    }


def new_key():
    """Return 32 random letters and digits."""
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(32))


def new_appid():
    """Return an AppID that no real app has."""
    # No hexadecimal digits, unlike any real one: a real shop can tell it and refuse it.
    return "wxsandbox" + secrets.token_hex(5)[:9]


def digits(count):
    """Return so many random digits."""
    return "".join(secrets.choice(string.digits) for _ in range(count))
