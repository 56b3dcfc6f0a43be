"""Bills that are wrong on purpose: each error a merchant's books must find."""

import hashlib

import pytest

from .days import at, day_before

DAY = day_before()
TEXT = DAY.isoformat()


@pytest.fixture
def day(merchant):
    """Three payments of 10.00 and a refund of 4.00."""
    merchant.control(
        "POST",
        "bulk",
        payments=[
            {
                "out_trade_no": f"ORDER-000{i}",
                "total_fen": 1000,
                "paid_at": at(DAY, f"12:0{i}:00"),
            }
            for i in range(3)
        ],
        refunds=[
            {
                "out_refund_no": "R1",
                "out_trade_no": "ORDER-0001",
                "refund_fen": 400,
                "created_at": at(DAY, "13:00:00"),
            }
        ],
    )
    return merchant


def numbers(rows):
    return [row["商户订单号"] for row in rows]


def test_row_is_missing(day):
    day.fault("bill_row_missing", out_trade_no="ORDER-0001", api="pay.tradebill")

    _, rows, summary = day.bill_file(TEXT)

    # The payment is gone, its refund is not.
    assert numbers(rows) == ["ORDER-0000", "ORDER-0002", "ORDER-0001"]
    assert summary["总交易单数"] == "3.0"
    assert len(day.bill_file(TEXT)[1]) == 4, "a rule strikes once"


def test_row_of_a_refund_is_chosen_by_its_state(day):
    day.fault("bill_row_missing", out_trade_no="ORDER-0001", row="REFUND")

    assert "REFUND" not in [row["交易状态"] for row in day.bill_file(TEXT)[1]]


def test_row_is_doubled(day):
    day.fault("bill_row_doubled", out_trade_no="ORDER-0002")

    assert numbers(day.bill_file(TEXT)[1]).count("ORDER-0002") == 2


def test_amount_is_wrong(day):
    day.fault("bill_amount_wrong", out_trade_no="ORDER-0000", fen=25)

    _, rows, summary = day.bill_file(TEXT)

    assert (rows[0]["订单金额"], rows[0]["应结订单金额"]) == ("10.25", "10.25")
    assert summary["订单总金额"] == "30.25", "the file agrees with itself"


def test_amount_of_a_refund_is_wrong(day):
    day.fault("bill_amount_wrong", out_trade_no="R1", fen=-100)

    _, rows, _ = day.bill_file(TEXT)

    assert (rows[3]["退款金额"], rows[3]["订单金额"]) == ("3.00", "0.00")


def test_fee_is_wrong(day):
    day.fault("bill_fee_wrong", out_trade_no="ORDER-0000", fen=2)

    _, rows, _ = day.bill_file(TEXT)

    assert (rows[0]["手续费"], rows[1]["手续费"]) == ("0.08000", "0.06000")


def test_foreign_row_is_there(day):
    day.fault("bill_foreign_row", bill_date=TEXT)

    foreign = set(numbers(day.bill_file(TEXT)[1])) - {f"ORDER-000{i}" for i in range(3)}

    assert len(foreign) == 1
    [number] = foreign
    assert day.query(number).status_code == 404


def test_summary_is_wrong(day):
    day.fault("bill_summary_wrong")

    _, rows, summary = day.bill_file(TEXT)

    assert summary["总交易单数"] == f"{len(rows) + 1}.0"


def test_hash_is_wrong(day):
    day.fault("bill_bad_hash")

    offer = day.bill(TEXT).json()

    content = day.download(offer["download_url"]).content
    assert hashlib.sha1(content).hexdigest() != offer["hash_value"]


def test_file_is_cut_off(day):
    day.fault("bill_truncated")

    offer = day.bill(TEXT).json()

    content = day.download(offer["download_url"]).content
    assert not content.endswith(b"\r\n")
    assert hashlib.sha1(content).hexdigest() != offer["hash_value"]


def test_fund_flow_is_spoiled_apart_from_the_trade_bill(day):
    day.fault("bill_row_missing", api="pay.fundflowbill", out_trade_no="ORDER-0000")

    assert len(day.bill_file(TEXT)[1]) == 4
    _, rows, _ = day.bill_file(TEXT, "fundflowbill")
    assert [r["业务类型"] for r in rows if r["业务凭证号"] == "ORDER-0000"] == [
        "扣除交易手续费"
    ]


def test_rule_waits_for_the_day_and_the_row_it_names(day):
    day.fault("bill_row_missing", bill_date="2020-01-01")
    day.fault("bill_row_missing", out_trade_no="NOT-IN-THIS-BILL")

    assert len(day.bill_file(TEXT)[1]) == 4
    assert len(day.control("GET", "behaviour")["rules"]) == 2


def test_lasting_rule_spoils_each_download_alike(day):
    day.fault("bill_amount_wrong", out_trade_no="ORDER-0000", times=0)

    hashes = {day.bill(TEXT).json()["hash_value"] for _ in range(3)}

    assert len(hashes) == 1


@pytest.mark.parametrize(
    "rule", [{"fen": "1"}, {"bill_date": 20190611}, {"row": 1}, {"rows": 1}]
)
def test_rule_that_makes_no_sense_is_refused(day, rule):
    day.control("POST", "behaviour", 400, fault="bill_amount_wrong", **rule)
