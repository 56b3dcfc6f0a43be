"""Refunds: accepted at once, finished later, never more than was paid."""

import json

import pytest

from .client import new_number


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["detail"]["issue"]


def query(merchant, refund_no):
    return merchant.call("GET", f"/v3/refund/domestic/refunds/{refund_no}")


def test_refund_is_accepted_finished_and_notified(merchant, receiver):
    merchant.control("POST", "settings", refund_delay_s=0.2)
    number = merchant.paid_order()
    refund_no = new_number("R")

    accepted = merchant.refund(
        number, 40, out_refund_no=refund_no, notify_url=receiver.url
    )

    merchant.verify(accepted.headers, accepted.content)
    assert accepted.json()["status"] == "PROCESSING"
    assert "success_time" not in accepted.json()
    [(headers, body)] = receiver.wait_for(1)
    merchant.verify(headers, body)
    envelope = json.loads(body)
    assert envelope["event_type"] == "REFUND.SUCCESS"
    assert envelope["resource"]["original_type"] == "refund"
    content = merchant.decrypt(envelope["resource"])
    assert content["refund_status"] == "SUCCESS"
    assert content["amount"]["refund"] == 40
    assert "appid" not in content
    finished = query(merchant, refund_no).json()
    assert finished["status"] == "SUCCESS"
    assert finished["refund_id"] == content["refund_id"]
    assert finished["amount"]["payer_refund"] == 40
    assert merchant.query(number).json()["trade_state"] == "REFUND"
    totals = merchant.control("GET", "ledger")["totals"]
    assert totals == {
        "paid_fen": 100,
        "reversed_fen": 0,
        "refunded_fen": 40,
        "refunding_fen": 0,
    }


def test_refund_by_transaction_id(merchant):
    number = merchant.paid_order()
    transaction_id = merchant.query(number).json()["transaction_id"]

    answer = merchant.call(
        "POST",
        "/v3/refund/domestic/refunds",
        {
            "transaction_id": transaction_id,
            "out_refund_no": new_number("R"),
            "amount": {"refund": 100, "total": 100, "currency": "CNY"},
        },
    )

    assert answer.json()["out_trade_no"] == number


def test_repeated_refund_is_the_same_refund(merchant):
    number = merchant.paid_order()
    refund_no = new_number("R")

    first = merchant.refund(number, 40, out_refund_no=refund_no).json()
    second = merchant.refund(number, 40, out_refund_no=refund_no).json()

    assert first["refund_id"] == second["refund_id"]
    assert len(merchant.control("GET", "ledger")["refunds"]) == 1


def test_same_refund_number_with_another_amount_is_refused(merchant):
    number = merchant.paid_order()
    refund_no = new_number("R")
    merchant.refund(number, 40, out_refund_no=refund_no)

    answer = merchant.refund(number, 41, out_refund_no=refund_no)

    refused(answer, 400, "INVALID_REQUEST")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"out_refund_no": "R/1"}, "PARAM_ERROR"),
        ({"out_refund_no": "R" * 65}, "PARAM_ERROR"),
        ({"reason": "x" * 81}, "PARAM_ERROR"),
        ({"reason": None}, "PARAM_ERROR"),
        ({"notify_url": "http://127.0.0.1/hook?a=1"}, "PARAM_ERROR"),
        ({"transaction_id": "42000000"}, "PARAM_ERROR"),
        ({"amount": {"refund": 0, "total": 100, "currency": "CNY"}}, "PARAM_ERROR"),
        ({"amount": {"refund": 1.5, "total": 100, "currency": "CNY"}}, "PARAM_ERROR"),
        ({"amount": {"refund": 1, "total": 100}}, "PARAM_ERROR"),
        (
            {"amount": {"refund": 1, "total": 99, "currency": "CNY"}},
            "INVALID_REQUEST",
        ),
        (
            {"amount": {"refund": 101, "total": 100, "currency": "CNY"}},
            "INVALID_REQUEST",
        ),
        ({"shop": "1"}, "INVALID_REQUEST"),
    ],
)
def test_refund_that_does_not_fit_is_refused(merchant, changes, code):
    number = merchant.paid_order()

    refused(merchant.refund(number, 10, **changes), 400, code)
    assert merchant.control("GET", "ledger")["refunds"] == []


def test_refunds_together_never_exceed_the_total(merchant):
    number = merchant.paid_order()
    assert merchant.refund(number, 60).status_code == 200
    merchant.control("POST", "clock", advance_s=61)

    refused(merchant.refund(number, 41), 400, "INVALID_REQUEST")
    assert merchant.refund(number, 40).status_code == 200


def test_second_refund_within_a_minute_is_refused(merchant):
    number = merchant.paid_order()
    merchant.refund(number, 10)

    refused(merchant.refund(number, 10), 429, "FREQUENCY_LIMITED")
    merchant.control("POST", "clock", advance_s=60)
    assert merchant.refund(number, 10).status_code == 200


def test_more_than_fifty_refunds_are_refused(merchant):
    number = merchant.paid_order()
    for _ in range(50):
        assert merchant.refund(number, 1).status_code == 200
        merchant.control("POST", "clock", advance_s=60)

    refused(merchant.refund(number, 1), 400, "INVALID_REQUEST")


def test_unpaid_order_cannot_be_refunded(merchant):
    body = merchant.order_body()
    merchant.create(body)

    refused(merchant.refund(body["out_trade_no"], 100), 400, "INVALID_REQUEST")


def test_unknown_order_and_refund_are_refused(merchant):
    refused(merchant.refund(new_number(), 100), 404, "RESOURCE_NOT_EXISTS")
    refused(query(merchant, new_number("R")), 404, "RESOURCE_NOT_EXISTS")


def test_order_older_than_a_year_cannot_be_refunded(merchant):
    number = merchant.paid_order()
    merchant.control("POST", "clock", advance_s=366 * 86400)

    refused(merchant.refund(number, 100), 400, "INVALID_REQUEST")


@pytest.mark.parametrize("status", ["ABNORMAL", "CLOSED"])
def test_refund_can_end_badly(merchant, receiver, status):
    merchant.control("POST", "settings", refund_delay_s=0.05)
    number = merchant.paid_order()
    merchant.fault("refund_outcome", out_trade_no=number, status=status)
    refund_no = new_number("R")

    merchant.refund(number, 100, out_refund_no=refund_no, notify_url=receiver.url)

    [(_, body)] = receiver.wait_for(1)
    assert json.loads(body)["event_type"] == f"REFUND.{status}"
    assert query(merchant, refund_no).json()["status"] == status
    merchant.control("POST", "clock", advance_s=61)
    again = merchant.refund(number, 100)
    # A closed refund frees the money; an abnormal one still holds it.
    assert again.status_code == (200 if status == "CLOSED" else 400)


def test_waiting_refund_is_finished_by_hand(merchant):
    number = merchant.paid_order()
    merchant.fault("refund_outcome", status="PROCESSING")
    refund_no = new_number("R")
    merchant.refund(number, 100, out_refund_no=refund_no)

    merchant.control("POST", "clock", advance_s=3600)
    assert query(merchant, refund_no).json()["status"] == "PROCESSING"
    done = merchant.control("POST", "refund", out_refund_no=refund_no, status="SUCCESS")

    assert done == {"moved": True}
    assert query(merchant, refund_no).json()["status"] == "SUCCESS"
    again = merchant.control("POST", "refund", out_refund_no=refund_no, status="CLOSED")
    assert again == {"moved": False}, "a finished refund stays as it is"
