import io
import json
import pathlib
from datetime import datetime

import pytest
from bill_samples import (
    FUND_HEADER,
    TRADE_HEADER,
    fund_bill,
    fund_line,
    payment_line,
    refund_line,
    trade_bill,
)
from hypothesis import given
from hypothesis import strategies as st

from wechatpay import bill_rows
from wechatpay.bill_rows import BEIJING, FUND_BILL, TRADE_BILL, is_chained, read_rows
from wechatpay.errors import WechatPayBillFormatError

VECTORS = (
    pathlib.Path(__file__).resolve().parents[4]
    / "tests/contract/vectors/wechatpay.json"
)


def rows_of(content, layout=TRADE_BILL):
    return list(read_rows(io.BytesIO(content), layout))


def test_published_bill_is_read_to_its_totals():
    vectors = json.loads(VECTORS.read_text())["vectors"]
    vector = next(one for one in vectors if one["id"] == "php_trade_bill_all")

    rows = rows_of(b"\xef\xbb\xbf" + vector["full_csv"].encode())

    assert len(rows) == vector["rows"]
    assert sum(row.settlement_fen for row in rows) == 47
    assert sum(row.refund_fen for row in rows) == 14
    assert sum(row.fee_units for row in rows) == 8000
    assert {row.kind for row in rows} == {"payment", "refund"}


def test_payment_is_typed():
    (row,) = rows_of(
        trade_bill(
            [payment_line()], ["1.0", "29.00", "0.00", "0.0", "0.17", "29.00", "0.00"]
        )
    )

    assert row.traded_at == datetime(2026, 11, 22, 12, tzinfo=BEIJING)
    assert (row.kind, row.settlement_fen, row.asked_fen) == ("payment", 2900, 2900)
    assert (row.money_fen, row.fee_fen, row.rate) == (2900, 17, "0.60%")
    assert (row.sub_mchid, row.refund_id) == ("", "")


def test_refund_takes_money_and_brings_fee_back():
    (row,) = rows_of(
        trade_bill(
            [refund_line()], ["1.0", "0.00", "9.00", "0.0", "-0.05", "0.00", "9.00"]
        )
    )

    assert (row.kind, row.money_fen, row.asked_fen) == ("refund", -900, -900)
    assert row.fee_fen == -5
    assert row.refund_id == "5000000000000001"


@pytest.mark.parametrize(
    "product", ['A "quoted" dish', "a, b, c", "two\nlines", "`ticked", "it's 5\u2033"]
)
def test_any_product_name_is_a_bare_value(product):
    (row,) = rows_of(
        trade_bill(
            [payment_line(product=product)],
            ["1", "29.00", "0.00", "0", "0.17", "29.00", "0.00"],
        )
    )

    assert row.product == product


def test_unix_line_ends_are_read():
    content = trade_bill(
        [payment_line()], ["1", "29.00", "0", "0", "0.17", "29.00", "0"], ending="\n"
    )

    assert len(rows_of(content)) == 1


def test_reading_leaves_the_file_open():
    file = io.BytesIO(
        trade_bill([payment_line()], ["1", "29.00", "0", "0", "0.17", "29.00", "0"])
    )

    list(read_rows(file, TRADE_BILL))

    assert not file.closed


@pytest.mark.parametrize(
    "totals",
    [
        ["2", "29.00", "0.00", "0", "0.17", "29.00", "0.00"],
        ["1", "29.01", "0.00", "0", "0.17", "29.00", "0.00"],
        ["1", "29.00", "0.00", "0", "0.18", "29.00", "0.00"],
        ["1", "29.00", "0.00", "0", "0.17", "29.00"],
        ["1", "x", "0.00", "0", "0.17", "29.00", "0.00"],
    ],
)
def test_bill_that_does_not_add_up_is_refused(totals):
    with pytest.raises(WechatPayBillFormatError):
        rows_of(trade_bill([payment_line()], totals))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html>busy</html>",
        (TRADE_HEADER + "\r\n").encode(),
        (TRADE_HEADER + "\r\n" + payment_line()).encode(),
        (TRADE_HEADER + "\r\n" + payment_line() + ",`more\r\n").encode(),
        (TRADE_HEADER + "\r\n" + payment_line(yuan="1.005") + "\r\n").encode(),
        (TRADE_HEADER + "\r\n" + payment_line(yuan="NaN") + "\r\n").encode(),
        (TRADE_HEADER + "\r\n" + payment_line(yuan="Infinity") + "\r\n").encode(),
        FUND_HEADER.encode(),
    ],
)
def test_what_is_no_whole_bill_is_refused(content):
    with pytest.raises(WechatPayBillFormatError):
        rows_of(content)


@given(st.binary(max_size=300))
def test_garbage_is_refused_and_never_anything_else(content):
    with pytest.raises(WechatPayBillFormatError):
        rows_of(content)


def test_movements_are_told_apart_and_chained():
    lines = [
        fund_line("交易", "收入", "29.00", "129.00"),
        fund_line("扣除交易手续费", "支出", "0.17", "128.83"),
        fund_line("退款", "支出", "9.00", "119.83"),
        fund_line("提现", "支出", "100.00", "19.83"),
        fund_line("充值", "收入", "5.00", "24.83"),
        fund_line("分账", "支出", "1.00", "23.83"),
    ]

    rows = rows_of(fund_bill(lines, ["6", "2", "34.00", "4", "110.17"]), FUND_BILL)

    assert [row.kind for row in rows] == [
        bill_rows.PAYMENT,
        bill_rows.FEE,
        bill_rows.REFUND,
        bill_rows.WITHDRAWAL,
        bill_rows.TOP_UP,
        bill_rows.OTHER,
    ]
    assert [row.money_fen for row in rows] == [2900, -17, -900, -10000, 500, -100]
    assert is_chained(rows)
    assert not is_chained(rows[::-1])


def test_movement_without_direction_is_refused():
    with pytest.raises(WechatPayBillFormatError):
        rows_of(
            fund_bill(
                [fund_line("交易", "?", "1.00", "1.00")], ["1", "0", "0", "0", "0"]
            ),
            FUND_BILL,
        )
