"""The merchant's account: what it holds, what it cannot pay, days at once."""

import time

import pytest

from sandbox.pay.ledger import fee_of

from .client import new_number
from .days import at, day_before

DAY = day_before()


def balance(merchant):
    return merchant.control("GET", "balance")["BASIC"]


@pytest.mark.parametrize(
    ("fen", "fee"), [(1, 0), (83, 0), (84, 1), (100, 1), (250, 2), (1000, 6)]
)
def test_fee_is_rounded_to_the_fen(fen, fee):
    assert fee_of(fen, 60) == fee


def test_payment_brings_its_amount_and_takes_the_fee(merchant):
    merchant.paid_order(amount={"total": 1000})

    assert balance(merchant) == 994


def test_whole_refund_brings_the_fee_back(merchant):
    number = merchant.paid_order(amount={"total": 1000})
    merchant.refund(number, 400, 1000)
    assert balance(merchant) == 596
    merchant.advance(61)
    merchant.refund(number, 600, 1000)

    assert balance(merchant) == 0


def test_closed_refund_comes_back(merchant):
    number = merchant.paid_order(amount={"total": 1000})
    merchant.fault("refund_outcome", status="CLOSED")
    merchant.refund(number, 400, 1000)
    merchant.advance(5)

    assert balance(merchant) == 994


def test_refund_the_account_cannot_pay_is_refused_until_it_is_topped_up(merchant):
    number = merchant.paid_order(amount={"total": 1000})
    merchant.control("POST", "withdraw", fen=900)
    refund_no = new_number("R")

    refused = merchant.refund(number, 1000, 1000, out_refund_no=refund_no)
    assert (refused.status_code, refused.json()["code"]) == (403, "NOT_ENOUGH")
    merchant.control("POST", "deposit", fen=900)

    again = merchant.refund(number, 1000, 1000, out_refund_no=refund_no)
    assert again.status_code == 200
    assert balance(merchant) == 0


def test_more_than_the_account_holds_is_not_withdrawn(merchant):
    merchant.paid_order()

    merchant.control("POST", "withdraw", 409, fen=100)
    merchant.control("POST", "withdraw", 400, fen=0)


def test_reversed_payment_leaves_nothing(merchant):
    number = new_number()
    code = merchant.control("POST", "pay-code")["auth_code"]
    merchant.scan(code, number)
    assert balance(merchant) == 99
    merchant.advance(16)
    merchant.reverse(number)

    assert balance(merchant) == 0


# --- days at once ---


def payments(count, **changes):
    return [
        {
            "out_trade_no": f"BULK-{i:06d}",
            "total_fen": 1000,
            "paid_at": at(DAY),
            **changes,
        }
        for i in range(count)
    ]


def test_thousand_payments_are_loaded_in_one_call(merchant):
    began = time.process_time()

    done = merchant.control("POST", "bulk", payments=payments(1000))

    assert len(set(done["payments"].values())) == 1000
    assert done["balance_fen"] == 994_000
    assert time.process_time() - began < 5
    order = merchant.query("BULK-000999").json()
    assert order["transaction_id"] == done["payments"]["BULK-000999"]
    assert order["success_time"] == at(DAY)


def test_loaded_payment_is_refunded_like_any_other(merchant):
    merchant.control("POST", "bulk", payments=payments(1))

    assert merchant.refund("BULK-000000", 1000, 1000).status_code == 200


def test_numbers_can_be_given(merchant):
    happened = {
        "payments": payments(1, transaction_id="4200000000000000000000000001"),
        "refunds": [
            {
                "out_refund_no": "R1",
                "refund_id": "50300000000000000000000000001",
                "out_trade_no": "BULK-000000",
                "refund_fen": 10,
                "created_at": at(DAY),
            }
        ],
    }

    done = merchant.control("POST", "bulk", **happened)

    assert done["payments"] == {"BULK-000000": "4200000000000000000000000001"}
    assert done["refunds"] == {"R1": "50300000000000000000000000001"}


@pytest.mark.parametrize(
    "happened",
    [
        {"payments": [{}]},
        {"payments": ["T"]},
        {"payments": {}},
        {"payments": payments(1, total_fen=0)},
        {"payments": payments(1, total_fen="1")},
        {"payments": payments(1, paid_at="2026-01-01 10:00:00")},
        {"payments": payments(1, paid_at="2026-01-01T10:00:00")},
        {"payments": payments(1, paid_at="2099-01-01T10:00:00+08:00")},
        {"payments": payments(1, shop="1")},
        {"payments": payments(1) * 2},
        {"mchid": "1"},
        {"withdrawals": [{"fen": -1, "at": at(DAY)}]},
        {
            "payments": payments(1),
            "refunds": [
                {
                    "out_refund_no": "R1",
                    "out_trade_no": "BULK-000000",
                    "refund_fen": 1001,
                    "created_at": at(DAY),
                }
            ],
        },
    ],
)
def test_load_that_does_not_fit_changes_nothing(merchant, happened):
    status = 404 if "mchid" in happened else 400

    merchant.control("POST", "bulk", status, **happened)

    assert merchant.control("GET", "ledger")["orders"] == []
    assert balance(merchant) == 0
