import io
from datetime import date
from urllib.parse import urlsplit

import pytest
from bill_samples import announced, payment_line, trade_bill
from wechatpay_samples import APPID, MCHID, NOW

from wechatpay import bill_files, bills, errors
from wechatpay.client import WechatPayClient
from wechatpay.merchant import Account, Merchant
from wechatpay.transport import Answer

DAY = date(2026, 11, 22)
DIRECT = Account(APPID, MCHID)
PLAIN = trade_bill([payment_line()], ["1", "29.00", "0", "0", "0.17", "29.00", "0"])


class BillWire:
    """Announces a bill, then gives it out in small pieces."""

    def __init__(self, announcement, file=b"", status=200):
        self.announcement = announcement
        self.file = file
        self.status = status
        self.sent = []

    def __call__(self, method, url, headers, body):
        self.sent.append((method, url, headers))
        return self.announcement

    def download(self, url, headers, write):
        self.sent.append(("GET", url, headers))
        if self.status == 200:
            for start in range(0, len(self.file), 7):
                write(self.file[start : start + 7])
        return Answer(self.status, {}, b"" if self.status == 200 else self.file)


@pytest.fixture
def fetch(merchant_key, verifiers):
    def run(wire, kind=bills.TRADE, account=DIRECT):
        client = WechatPayClient(
            Merchant(account, merchant_key),
            verifiers,
            transport=wire,
            clock=lambda: NOW,
            nonce=lambda: "N" * 32,
            base_urls=("https://pay.example",),
        )
        file = io.BytesIO()
        return client.download_bill(kind, DAY, file), file.getvalue()

    return run


def test_bill_is_fetched_unzipped_and_proven(wechat_pay, fetch):
    content, zipped = announced(PLAIN)
    wire = BillWire(wechat_pay.answer(content), zipped)

    fetched, plain = fetch(wire)

    assert plain == PLAIN
    assert (fetched.sha1, fetched.size) == (content["hash_value"], len(PLAIN))
    asked, loaded = wire.sent
    assert (
        urlsplit(asked[1]).query == "bill_date=2026-11-22&bill_type=ALL&tar_type=GZIP"
    )
    assert "Authorization" in loaded[2], "the download is signed too"


def test_signature_never_leaves_for_another_host(wechat_pay, fetch):
    content, zipped = announced(PLAIN)
    wire = BillWire(wechat_pay.answer(content), zipped)

    fetch(wire)

    assert wire.sent[1][1] == "https://pay.example/v3/billdownload/file?token=a-b_c"


def test_fund_bill_is_of_the_basic_account(wechat_pay, fetch):
    content, zipped = announced(PLAIN)
    wire = BillWire(wechat_pay.answer(content), zipped)

    fetch(wire, bills.FUND)

    parts = urlsplit(wire.sent[0][1])
    assert parts.path == "/v3/bill/fundflowbill"
    assert parts.query == "bill_date=2026-11-22&account_type=BASIC&tar_type=GZIP"


def test_provider_names_the_shop(wechat_pay, fetch):
    content, zipped = announced(PLAIN)
    wire = BillWire(wechat_pay.answer(content), zipped)

    fetch(wire, account=Account(APPID, MCHID, "1900000109"))

    assert "sub_mchid=1900000109" in wire.sent[0][1]


def test_file_unzipped_on_the_way_is_the_same(wechat_pay, fetch):
    content, _zipped = announced(PLAIN)

    assert fetch(BillWire(wechat_pay.answer(content), PLAIN))[1] == PLAIN


@pytest.mark.parametrize("spoil", ["other", "cut", "damaged"])
def test_bill_that_is_not_the_announced_one_is_refused(wechat_pay, fetch, spoil):
    content, zipped = announced(PLAIN)
    files = {
        "other": announced(PLAIN + b" ")[1],
        "cut": zipped[:-9],
        "damaged": zipped[:20] + b"\xff\xff\xff\xff" + zipped[24:],
    }

    with pytest.raises(errors.WechatPayContentError):
        fetch(BillWire(wechat_pay.answer(content), files[spoil]))


def test_bomb_is_given_up(wechat_pay, fetch, monkeypatch):
    monkeypatch.setattr(bill_files, "MAX_BILL_BYTES", 1000)
    content, zipped = announced(b"0" * 5_000_000)

    with pytest.raises(errors.WechatPayContentError, match="too long"):
        fetch(BillWire(wechat_pay.answer(content), zipped))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("NO_STATEMENT_EXIST", errors.WechatPayNoBillError),
        ("STATEMENT_CREATING", errors.WechatPayBillNotReadyError),
    ],
)
@pytest.mark.parametrize("status", [400, 404])
def test_no_bill_and_not_yet_are_told_apart(fetch, code, error, status):
    body = f'{{"code":"{code}","message":"x"}}'.encode()

    with pytest.raises(error):
        fetch(BillWire(Answer(status, {}, body)))


def test_expired_address_is_a_refusal(wechat_pay, fetch):
    content, _zipped = announced(PLAIN)
    refusal = b'{"code":"PARAM_ERROR","message":"token"}'

    with pytest.raises(errors.WechatPayRefusedError):
        fetch(BillWire(wechat_pay.answer(content), refusal, 400))


@pytest.mark.parametrize("lost", ["hash_type", "hash_value", "download_url"])
def test_incomplete_announcement_is_refused(wechat_pay, fetch, lost):
    content, zipped = announced(PLAIN)
    del content[lost]

    with pytest.raises(errors.WechatPayContentError):
        fetch(BillWire(wechat_pay.answer(content), zipped))
