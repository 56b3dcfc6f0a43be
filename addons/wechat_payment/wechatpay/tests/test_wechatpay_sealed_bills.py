import base64
import hashlib
import io
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from wechatpay_samples import APPID, MCHID, NOW

from wechatpay import bill_files, bills, errors
from wechatpay.client import WechatPayClient
from wechatpay.merchant import Account, Merchant
from wechatpay.transport import Answer

DAY = date(2026, 11, 22)
SHOP = Account(APPID, MCHID, "1900000109")
KEY = b"k" * 32
# As long as in the documents' example.
NONCE = "a8607ef79034c49c"
OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)


class SealedWire:
    """Announces a bill in parts and gives each of them out, sealed."""

    def __init__(self, wechat_pay, public_key):
        self.wechat_pay = wechat_pay
        self.public_key = public_key
        self.parts = []
        self.files = {}
        self.changes = {}
        self.sent = []

    def add(self, plain, **changes):
        """Add a part; `changes` to what is said of it."""
        number = len(self.parts) + 1
        sealed = AESGCM(KEY).encrypt(NONCE.encode(), plain, b"")
        self.files[f"/v3/billdownload/file?token={number}"] = sealed
        self.parts.append(
            {
                "bill_sequence": number,
                "download_url": f"https://x.example/v3/billdownload/file?token={number}",
                "encrypt_key": base64.b64encode(
                    self.public_key.encrypt(KEY, OAEP)
                ).decode(),
                "hash_type": "SHA1",
                "hash_value": hashlib.sha1(plain).hexdigest(),
                "nonce": NONCE,
                **changes,
            }
        )
        return sealed

    def __call__(self, method, url, headers, body):
        self.sent.append(url)
        return self.wechat_pay.answer(
            {
                "download_bill_count": len(self.parts),
                "download_bill_list": self.parts,
                **self.changes,
            }
        )

    def download(self, url, headers, write):
        self.sent.append(url)
        content = self.files[url.removeprefix("https://pay.example")]
        for start in range(0, len(content), 7):
            write(content[start : start + 7])
        return Answer(200, {}, b"")


@pytest.fixture
def wire(wechat_pay, merchant_rsa_key):
    return SealedWire(wechat_pay, merchant_rsa_key.public_key())


@pytest.fixture
def fetch(merchant_key, verifiers):
    def run(wire):
        client = WechatPayClient(
            Merchant(SHOP, merchant_key),
            verifiers,
            transport=wire,
            clock=lambda: NOW,
            nonce=lambda: "N" * 32,
            base_urls=("https://pay.example",),
        )
        file = io.BytesIO()
        return client.download_bill(bills.FUND, DAY, file), file.getvalue()

    return run


def test_movements_of_a_shop_are_opened_and_proven(wire, fetch):
    wire.add(b"the bill")

    fetched, plain = fetch(wire)

    assert plain == b"the bill"
    assert (fetched.sha1, fetched.size) == (hashlib.sha1(plain).hexdigest(), 8)
    asked = urlsplit(wire.sent[0])
    assert asked.path == "/v3/bill/sub-merchant-fundflowbill"
    assert parse_qs(asked.query) == {
        "sub_mchid": ["1900000109"],
        "bill_date": ["2026-11-22"],
        "account_type": ["BASIC"],
        "algorithm": ["AEAD_AES_256_GCM"],
    }
    assert wire.sent[1].startswith("https://pay.example/"), "no other host"


def test_parts_are_put_together_in_their_order(wire, fetch):
    wire.add(b"first,")
    wire.add(b"second")
    wire.parts.reverse()

    fetched, plain = fetch(wire)

    assert plain == b"first,second"
    assert fetched.sha1 == hashlib.sha1(plain).hexdigest()


def test_sum_may_be_of_the_sealed_file(wire, fetch):
    sealed = wire.add(b"the bill")
    wire.parts[0]["hash_value"] = hashlib.sha1(sealed).hexdigest().upper()

    assert fetch(wire)[1] == b"the bill"


def test_sum_of_something_else_is_refused(wire, fetch):
    wire.add(b"the bill", hash_value=hashlib.sha1(b"other").hexdigest())

    with pytest.raises(errors.WechatPayContentError, match="announced"):
        fetch(wire)


@pytest.mark.parametrize("where", [0, -1])
def test_file_that_was_changed_is_not_opened(wire, fetch, where):
    sealed = bytearray(wire.add(b"the bill"))
    sealed[where] ^= 1
    wire.files["/v3/billdownload/file?token=1"] = bytes(sealed)

    with pytest.raises(errors.WechatPayDecryptionError):
        fetch(wire)


@pytest.mark.parametrize(
    "changes", [{"encrypt_key": "AAAA"}, {"nonce": "0" * 16}, {"encrypt_key": "?"}]
)
def test_key_that_is_not_for_us_opens_nothing(wire, fetch, changes):
    wire.add(b"the bill", **changes)

    with pytest.raises(errors.WechatPayDecryptionError):
        fetch(wire)


@pytest.mark.parametrize(
    "changes",
    [
        {"hash_type": "MD5"},
        {"encrypt_key": None},
        {"nonce": ""},
        {"download_url": 7},
        {"download_url": "file"},
        {"bill_sequence": 2},
        {"bill_sequence": "1"},
        {"bill_sequence": None},
    ],
)
def test_malformed_part_is_refused(wire, fetch, changes):
    wire.add(b"the bill", **changes)

    with pytest.raises(errors.WechatPayContentError):
        fetch(wire)


@pytest.mark.parametrize(
    "changes",
    [
        {"download_bill_list": []},
        {"download_bill_list": None},
        {"download_bill_list": ["part"]},
        {"download_bill_count": 2},
    ],
)
def test_missing_part_is_refused(wire, fetch, changes):
    wire.add(b"the bill")
    wire.changes = changes

    with pytest.raises(errors.WechatPayContentError):
        fetch(wire)


def test_bill_that_never_ends_is_given_up(wire, fetch, monkeypatch):
    monkeypatch.setattr(bill_files, "MAX_BILL_BYTES", 1000)
    wire.add(b"0" * 5_000)

    with pytest.raises(errors.WechatPayContentError, match="too long"):
        fetch(wire)


def test_trade_bill_of_a_shop_is_not_sealed(wire, fetch, merchant_key, verifiers):
    wire.changes = {"hash_type": "SHA1", "hash_value": "0" * 40}
    client = WechatPayClient(
        Merchant(SHOP, merchant_key),
        verifiers,
        transport=wire,
        clock=lambda: NOW,
        nonce=lambda: "N" * 32,
        base_urls=("https://pay.example",),
    )

    with pytest.raises(errors.WechatPayContentError, match="address"):
        client.download_bill(bills.TRADE, DAY, io.BytesIO())

    assert urlsplit(wire.sent[0]).path == "/v3/bill/tradebill"
