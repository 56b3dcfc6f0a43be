"""Bills: what stands in them, when they are there, in which form."""

import gzip
import hashlib

import pytest

from sandbox.clock import compact
from sandbox.pay.sheets import fen_of, yuan

from .client import new_number, typed_code
from .days import at, day_before, until_morning

DAY = day_before()
TEXT = DAY.isoformat()


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["detail"]["issue"]


def bulk(merchant, **happened):
    return merchant.control("POST", "bulk", **happened)


def payment(number, fen=1000, **changes):
    return {
        "out_trade_no": number,
        "total_fen": fen,
        "paid_at": at(DAY, changes.pop("clock", "12:00:00")),
        **changes,
    }


def refund(number, order, fen, **changes):
    return {
        "out_refund_no": number,
        "out_trade_no": order,
        "refund_fen": fen,
        "created_at": at(DAY, changes.pop("clock", "13:00:00")),
        **changes,
    }


@pytest.fixture
def full_day(merchant):
    """A day of two payments, a refund, a reversal and a withdrawal."""
    return bulk(
        merchant,
        payments=[
            payment("SHOP1-0001", 1000, device_id="KM01", attach="a,b`c"),
            payment("SHOP2-0001", 2599, trade_type="NATIVE", clock="12:01:00"),
            payment(
                "SHOP3-0001",
                500,
                trade_type="MICROPAY",
                clock="12:02:00",
                reversed_at=at(DAY, "12:05:00"),
            ),
        ],
        refunds=[refund("R1", "SHOP2-0001", 599)],
        withdrawals=[{"fen": 2000, "at": at(DAY, "22:00:00")}],
    )


def test_trade_bill_says_what_happened(merchant, full_day):
    columns, rows, summary = merchant.bill_file(TEXT)

    assert len(columns) == 27
    assert [(row["商户订单号"], row["交易状态"]) for row in rows] == [
        ("SHOP1-0001", "SUCCESS"),
        ("SHOP2-0001", "SUCCESS"),
        ("SHOP3-0001", "SUCCESS"),
        ("SHOP3-0001", "REVOKED"),
        ("SHOP2-0001", "REFUND"),
    ]
    first, refunded = rows[0], rows[4]
    assert first["微信订单号"] == full_day["payments"]["SHOP1-0001"]
    assert (first["应结订单金额"], first["订单金额"]) == ("10.00", "10.00")
    assert (first["手续费"], first["费率"]) == ("0.06000", "0.60%")
    assert (first["设备号"], first["商户数据包"]) == ("KM01", "a b c")
    assert (first["特约商户号"], first["微信退款单号"]) == ("0", "0")
    assert first["交易时间"] == f"{TEXT} 12:00:00"
    assert (refunded["应结订单金额"], refunded["退款金额"]) == ("0.00", "5.99")
    assert refunded["微信退款单号"] == full_day["refunds"]["R1"]
    # 25.99 yuan cost 0.16 fee; 5.99 of it bring 0.04 back.
    assert refunded["手续费"] == "-0.04000"
    assert summary == {
        "总交易单数": "5.0",
        "应结订单总金额": "40.99",
        "退款总金额": "10.99",
        "充值券退款总金额": "0.0",
        "手续费总金额": "0.18",
        "订单总金额": "40.99",
        "申请退款总金额": "10.99",
    }


def test_file_is_laid_out_as_wechats(merchant, full_day):
    offer = merchant.bill(TEXT).json()

    answer = merchant.download(offer["download_url"])

    assert answer.content.startswith("\ufeff交易时间,".encode())
    assert answer.content.endswith(b"\r\n")
    assert answer.content.count(b"\n") == answer.content.count(b"\r\n") == 8
    assert not [name for name in answer.headers if name.startswith("Wechatpay-")]
    assert offer["hash_type"] == "SHA1"
    assert hashlib.sha1(answer.content).hexdigest() == offer["hash_value"]


@pytest.mark.parametrize("path", ["tradebill", "fundflowbill"])
def test_compressed_file_has_the_hash_of_what_is_inside(merchant, full_day, path):
    offer = merchant.bill(TEXT, path, tar_type="GZIP").json()

    packed = merchant.download(offer["download_url"]).content

    assert packed[:2] == b"\x1f\x8b"
    assert hashlib.sha1(gzip.decompress(packed)).hexdigest() == offer["hash_value"]


@pytest.mark.parametrize(
    ("bill_type", "width", "states"),
    [
        ("SUCCESS", 20, ["SUCCESS"] * 3),
        ("REFUND", 29, ["REVOKED", "REFUND"]),
    ],
)
def test_other_types_of_the_trade_bill(merchant, full_day, bill_type, width, states):
    columns, rows, summary = merchant.bill_file(TEXT, bill_type=bill_type)

    assert len(columns) == width
    assert [row["交易状态"] for row in rows] == states
    assert summary["总交易单数"] == f"{len(states)}.0"


def test_fund_flow_bill_runs_from_balance_to_balance(merchant, full_day):
    columns, rows, summary = merchant.bill_file(TEXT, "fundflowbill")

    assert len(columns) == 11
    balance = 0
    for row in rows:
        fen = fen_of(row["收支金额(元)"])
        balance += fen if row["收支类型"] == "收入" else -fen
        assert row["账户结余(元)"] == yuan(balance)
    assert balance == full_day["balance_fen"]
    kinds = [(row["业务类型"], row["收支金额(元)"]) for row in rows]
    assert kinds == [
        ("交易", "10.00"),
        ("扣除交易手续费", "0.06"),
        ("交易", "25.99"),
        ("扣除交易手续费", "0.16"),
        ("交易", "5.00"),
        ("扣除交易手续费", "0.03"),
        ("退回交易手续费", "0.03"),
        ("退款", "5.00"),
        ("退回交易手续费", "0.04"),
        ("退款", "5.99"),
        ("提现", "20.00"),
    ]
    assert summary["资金流水总笔数"] == "11.0"
    assert (summary["收入笔数"], summary["支出笔数"]) == ("5.0", "6.0")
    assert (summary["收入金额"], summary["支出金额"]) == ("41.06", "31.24")


def test_next_day_begins_with_the_balance_of_the_last(merchant, full_day):
    day = day_before(1)
    late = {
        "out_trade_no": "LATE-0001",
        "total_fen": 100,
        "paid_at": at(day, "00:00:00"),
    }
    bulk(merchant, payments=[late])
    merchant.advance(86400)

    _, rows, _ = merchant.bill_file(day.isoformat(), "fundflowbill")

    assert rows[0]["账户结余(元)"] == yuan(full_day["balance_fen"] + 100)


def test_day_ends_at_midnight_in_china(merchant):
    bulk(
        merchant,
        payments=[
            payment("EDGE-00001", clock="23:59:59"),
            {
                "out_trade_no": "EDGE-00002",
                "total_fen": 1,
                "paid_at": at(day_before(1), "00:00:00"),
            },
        ],
    )

    _, rows, _ = merchant.bill_file(TEXT)

    assert [row["商户订单号"] for row in rows] == ["EDGE-00001"]


def test_fees_of_all_refunds_together_are_the_fee(merchant):
    order = payment("FEES-00001", 999)
    parts = [refund(f"F{i}", "FEES-00001", 333) for i in range(3)]

    done = bulk(merchant, payments=[order], refunds=parts)

    assert done["balance_fen"] == 0


def test_bill_is_a_snapshot_of_the_morning_it_was_made(merchant):
    bulk(
        merchant,
        payments=[payment("SNAP-00001", 900), payment("SNAP-00002", 900)],
        refunds=[
            refund("S1", "SNAP-00001", 300, status="PROCESSING"),
            refund("S2", "SNAP-00002", 300, finished_at=at(day_before(1), "08:00:00")),
            refund("S3", "SNAP-00002", 300, finished_at=at(day_before(1), "09:30:00")),
            refund("S4", "SNAP-00001", 100, status="ABNORMAL"),
            refund("S5", "SNAP-00001", 100, status="CLOSED"),
        ],
    )

    _, rows, _ = merchant.bill_file(TEXT)

    states = {r["商户退款单号"]: r["退款状态"] for r in rows if r["退款状态"]}
    assert states == {
        "S1": "PROCESSING",
        "S2": "SUCCESS",
        "S3": "PROCESSING",
        "S4": "CHANGE",
        "S5": "FAIL",
    }


# --- when it is there ---


def test_bill_of_live_money_comes_the_next_morning(merchant):
    number = merchant.paid_order()
    code_number = new_number()
    merchant.scan(typed_code(), code_number)
    merchant.refund(number, 40)
    now = merchant.control("GET", "clock")["now"]
    today = compact(now, "%Y-%m-%d")

    refused(merchant.bill(today), 400, "STATEMENT_CREATING")
    merchant.advance(until_morning(now, 8))
    refused(merchant.bill(today), 400, "STATEMENT_CREATING")
    merchant.advance(3600)

    _, rows, _ = merchant.bill_file(today)
    assert sorted((row["商户订单号"], row["交易状态"]) for row in rows) == sorted(
        [(number, "SUCCESS"), (code_number, "SUCCESS"), (number, "REFUND")]
    )
    assert {row["交易类型"] for row in rows} == {"JSAPI", "MICROPAY"}


@pytest.mark.parametrize("path", ["tradebill", "fundflowbill"])
def test_day_without_money_has_no_bill(merchant, path):
    refused(merchant.bill(TEXT, path), 400, "NO_STATEMENT_EXIST")


def test_account_without_movements_has_no_bill(merchant, full_day):
    answer = merchant.bill(TEXT, "fundflowbill", account_type="OPERATION")

    refused(answer, 400, "NO_STATEMENT_EXIST")


@pytest.mark.parametrize(
    "day",
    ["2019-6-1", "20190611", "2019-02-30", "2099-01-01", day_before(100).isoformat()],
)
def test_day_that_has_no_bill_any_more_or_ever_is_refused(merchant, day):
    refused(merchant.bill(day), 400, "PARAM_ERROR")


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("tradebill", {"bill_type": "RECHARGE"}, "PARAM_ERROR"),
        ("tradebill", {"tar_type": "ZIP"}, "PARAM_ERROR"),
        ("tradebill", {"account_type": "BASIC"}, "INVALID_REQUEST"),
        ("tradebill", {"sub_mchid": "1600000000"}, "INVALID_REQUEST"),
        ("fundflowbill", {"account_type": "Basic"}, "PARAM_ERROR"),
        ("fundflowbill", {"bill_type": "ALL"}, "INVALID_REQUEST"),
    ],
)
def test_query_that_does_not_fit_is_refused(merchant, full_day, path, query, code):
    refused(merchant.bill(TEXT, path, **query), 400, code)


def test_date_is_needed(merchant):
    answer = merchant.call("GET", "/v3/bill/tradebill?bill_type=ALL")

    refused(answer, 400, "PARAM_ERROR")


# --- the download ---


def test_download_url_lives_five_minutes(merchant, full_day):
    url = merchant.bill(TEXT).json()["download_url"]
    merchant.advance(299)
    assert merchant.download(url).status_code == 200
    merchant.advance(2)

    refused(merchant.download(url), 400, "INVALID_REQUEST")


def test_download_is_signed_by_the_merchant(merchant, full_day):
    target = merchant.bill(TEXT).json()["download_url"].removeprefix(merchant.base_url)

    bad = merchant.authorization("GET", target.partition("?")[0], "")
    answer = merchant.call("GET", target, headers={"Authorization": bad})

    refused(answer, 401, "SIGN_ERROR")


def test_unknown_token_downloads_nothing(merchant):
    refused(
        merchant.call("GET", "/v3/billdownload/file?token=nothing"),
        400,
        "INVALID_REQUEST",
    )


def test_bill_can_be_asked_for_again_and_is_the_same(merchant, full_day):
    first, second = (merchant.bill(TEXT).json() for _ in range(2))

    assert first["hash_value"] == second["hash_value"]
    assert first["download_url"] != second["download_url"]
