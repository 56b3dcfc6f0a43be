"""Reversal of payments by code."""

import pytest

from sandbox.pay.codes import COURSES

from .client import new_number, typed_code

ENDINGS = {course.name: course.ending for course in COURSES}


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def scanned(merchant, course, age_s=16):
    number = new_number()
    merchant.scan(typed_code(ENDINGS[course]), number)
    merchant.advance(age_s)
    return number


def state_of(merchant, number):
    return merchant.query(number).json()["trade_state"]


def test_waiting_order_is_reversed_and_can_no_longer_be_paid(merchant):
    number = scanned(merchant, "password_left")

    answer = merchant.reverse(number)

    merchant.verify(answer.headers, answer.content)
    assert (answer.status_code, answer.json()["out_trade_no"]) == (200, number)
    assert state_of(merchant, number) == "REVOKED"
    merchant.control("POST", "order", 409, out_trade_no=number, action="pay")


def test_paid_money_goes_back(merchant):
    number = scanned(merchant, "paid")

    assert merchant.reverse(number).status_code == 200

    order = merchant.query(number).json()
    assert order["trade_state"] == "REVOKED"
    assert order["transaction_id"], "it was paid once"
    [shown] = merchant.control("GET", "ledger")["orders"]
    assert shown["reversed_at"]
    refused(merchant.refund(number, 100), 400, "INVALID_REQUEST")
    totals = merchant.control("GET", "ledger")["totals"]
    assert (totals["paid_fen"], totals["reversed_fen"]) == (100, 100)


@pytest.mark.parametrize("course", ["paid", "password_left", "password_cancelled"])
def test_reversal_is_repeated_without_harm(merchant, course):
    number = scanned(merchant, course)

    codes = [merchant.reverse(number).status_code for _ in range(3)]

    assert codes == [200, 200, 200]
    assert state_of(merchant, number) == "REVOKED"


def test_order_that_closed_by_itself_is_reversed_as_it_is(merchant):
    number = scanned(merchant, "password_left", 60)

    assert merchant.reverse(number).status_code == 200
    assert state_of(merchant, number) == "CLOSED"


@pytest.mark.parametrize("course", ["paid", "password_left"])
def test_reversal_within_15_seconds_is_refused(merchant, course):
    number = scanned(merchant, course, 12)

    refused(merchant.reverse(number), 400, "INVALID_REQUEST")
    merchant.advance(4)
    assert merchant.reverse(number).status_code == 200


def test_payer_who_is_typing_must_be_waited_for(merchant):
    number = scanned(merchant, "reverse_busy")

    refused(merchant.reverse(number), 400, "USERPAYING")
    assert state_of(merchant, number) == "USERPAYING"
    assert merchant.reverse(number).status_code == 200


def test_busy_reversal_can_be_ordered(merchant):
    number = scanned(merchant, "paid")
    merchant.fault("reverse_userpaying", times=2, out_trade_no=number)

    answers = [merchant.reverse(number) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [400, 400, 200]


def test_reversal_ends_after_seven_days(merchant):
    number = scanned(merchant, "paid", 7 * 86400 + 1)

    refused(merchant.reverse(number), 400, "INVALID_REQUEST")
    assert merchant.refund(number, 100).status_code == 200


def test_refunded_order_is_not_reversed(merchant):
    number = scanned(merchant, "paid")
    merchant.refund(number, 10)

    refused(merchant.reverse(number), 400, "INVALID_REQUEST")


def test_order_of_another_kind_is_not_reversed(merchant):
    number = merchant.paid_order()
    merchant.advance(60)

    refused(merchant.reverse(number), 400, "INVALID_REQUEST")


def test_unknown_order_is_not_reversed(merchant):
    refused(merchant.reverse(new_number()), 404, "ORDER_NOT_EXIST")


@pytest.mark.parametrize(
    "body", [{}, {"mchid": "1"}, {"appid": "wx1", "mchid": "1", "reason": "x"}]
)
def test_body_that_does_not_fit_is_refused(merchant, body):
    number = scanned(merchant, "paid")
    path = f"/v3/pay/transactions/out-trade-no/{number}/reverse"

    assert merchant.call("POST", path, body).status_code == 400
    assert state_of(merchant, number) == "SUCCESS"


def test_reversed_number_is_not_used_again(merchant):
    code, number = typed_code(), new_number()
    merchant.scan(code, number)
    merchant.advance(16)
    merchant.reverse(number)

    refused(merchant.scan(code, number), 400, "ORDER_REVERSED")
