"""Payments by code: each course, and what is refused."""

import pytest
import requests

from sandbox.pay.codes import COURSES

from .client import new_number, typed_code

ENDINGS = {course.name: course.ending for course in COURSES}


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["detail"]["issue"]


def state_of(merchant, number):
    return merchant.query(number).json()["trade_state"]


def scan(merchant, course, number=None):
    return merchant.scan(typed_code(ENDINGS[course]), number)


def waiting(merchant, course):
    number = new_number()
    answer = scan(merchant, course, number)
    merchant.verify(answer.headers, answer.content)
    assert (answer.status_code, answer.json()) == (202, {"trade_state": "USERPAYING"})
    assert state_of(merchant, number) == "USERPAYING"
    return number


def test_code_is_paid_at_once_and_nobody_is_notified(merchant):
    number = new_number()

    answer = scan(merchant, "paid", number)

    merchant.verify(answer.headers, answer.content)
    paid = answer.json()
    assert (answer.status_code, paid["trade_state"]) == (200, "SUCCESS")
    assert (paid["trade_type"], paid["amount"]["total"]) == ("MICROPAY", 100)
    assert paid["transaction_id"] and paid["success_time"] and paid["payer"]["openid"]
    assert merchant.query(number).json() == paid
    assert merchant.control("GET", "ledger")["notifications"] == []


def test_password_is_typed_and_the_money_comes(merchant):
    number = waiting(merchant, "password_paid")

    merchant.advance(5)
    assert state_of(merchant, number) == "USERPAYING"
    merchant.advance(2)

    assert state_of(merchant, number) == "SUCCESS"
    assert merchant.control("GET", "ledger")["totals"]["paid_fen"] == 100


def test_password_typed_before_the_end_counts_even_if_nobody_looked(merchant):
    number = waiting(merchant, "password_paid")

    merchant.advance(3600)

    assert state_of(merchant, number) == "SUCCESS"


def test_payer_cancels(merchant):
    number = waiting(merchant, "password_cancelled")
    merchant.advance(7)

    assert state_of(merchant, number) == "PAYERROR"


@pytest.mark.parametrize("course", ["password_left", "low_balance"])
def test_code_nobody_pays_is_closed_after_45_seconds(merchant, course):
    number = waiting(merchant, course)

    merchant.advance(43)
    assert state_of(merchant, number) == "USERPAYING"
    merchant.advance(3)

    assert state_of(merchant, number) == "CLOSED"


@pytest.mark.parametrize(
    ("course", "status", "code"),
    [
        ("not_enough", 403, "NOT_ENOUGH"),
        ("expired", 400, "AUTH_CODE_INVALID"),
        ("used", 400, "AUTH_CODE_INVALID"),
        ("no_auth", 403, "NO_AUTH"),
    ],
)
def test_code_that_cannot_pay_is_refused(merchant, course, status, code):
    number = new_number()

    refused(scan(merchant, course, number), status, code)

    assert merchant.query(number).status_code == 404
    # Its number is burnt: a new code takes a new number.
    refused(scan(merchant, "paid", number), 403, "OUT_TRADE_NO_USED")


def test_system_error_may_still_be_paid(merchant):
    number = new_number()

    refused(scan(merchant, "system_error_paid", number), 500, "SYSTEM_ERROR")
    assert state_of(merchant, number) == "USERPAYING"
    merchant.advance(7)

    assert state_of(merchant, number) == "SUCCESS"


def test_system_error_may_never_be_paid(merchant):
    number = new_number()

    refused(scan(merchant, "system_error_unpaid", number), 500, "SYSTEM_ERROR")
    merchant.advance(46)

    assert state_of(merchant, number) == "CLOSED"


@pytest.mark.parametrize(
    ("course", "state"), [("lost_paid", "SUCCESS"), ("lost_unpaid", "USERPAYING")]
)
def test_lost_answer_is_found_by_a_query(merchant, course, state):
    number = new_number()

    with pytest.raises(requests.ConnectionError):
        scan(merchant, course, number)

    assert state_of(merchant, number) == state


def test_repeated_scan_after_a_lost_answer_pays_once(merchant):
    code, number = typed_code(ENDINGS["lost_paid"]), new_number()
    with pytest.raises(requests.ConnectionError):
        merchant.scan(code, number)

    refused(merchant.scan(code, number), 400, "ORDERPAID")

    assert merchant.control("GET", "ledger")["totals"]["paid_fen"] == 100


def test_repeated_scan_of_a_waiting_payer_still_waits(merchant):
    code, number = typed_code(ENDINGS["password_left"]), new_number()
    merchant.scan(code, number)

    assert merchant.scan(code, number).json() == {"trade_state": "USERPAYING"}


def test_code_works_for_one_order(merchant):
    code = typed_code()
    assert merchant.scan(code).status_code == 200

    refused(merchant.scan(code), 400, "AUTH_CODE_INVALID")


def test_other_amount_under_the_same_number_is_refused(merchant):
    code, number = typed_code(ENDINGS["password_left"]), new_number()
    merchant.scan(code, number)

    answer = merchant.scan(code, number, amount={"total": 101})

    refused(answer, 403, "OUT_TRADE_NO_USED")


@pytest.mark.parametrize(
    ("status", "key", "value"),
    [(200, "trade_state", "USERPAYING"), (400, "code", "USERPAYING")],
)
def test_waiting_can_be_answered_in_the_older_ways(merchant, status, key, value):
    merchant.control("POST", "settings", userpaying_status=status)

    answer = scan(merchant, "password_left")

    assert (answer.status_code, answer.json()[key]) == (status, value)


# --- codes shown on a phone ---


def test_shown_code_belongs_to_its_user(merchant):
    code = merchant.control("POST", "pay-code", user="mei")["auth_code"]

    paid = merchant.scan(code).json()

    assert paid["payer"]["openid"] == merchant.login("mei")


def test_shown_code_follows_its_course(merchant):
    code = merchant.control("POST", "pay-code", course="password_cancelled")

    assert merchant.scan(code["auth_code"]).status_code == 202


def test_shown_code_lives_a_minute(merchant):
    code = merchant.control("POST", "pay-code")["auth_code"]
    merchant.advance(61)

    refused(merchant.scan(code), 400, "AUTH_CODE_INVALID")


def test_unknown_course_is_refused(merchant):
    merchant.control("POST", "pay-code", 400, course="free")


@pytest.mark.parametrize(
    ("action", "state"),
    [("pay", "SUCCESS"), ("cancel", "PAYERROR"), ("expire", "CLOSED")],
)
def test_payer_is_steered_by_hand(merchant, action, state):
    number = waiting(merchant, "password_left")

    done = merchant.control("POST", "order", out_trade_no=number, action=action)

    assert done == {"trade_state": state}
    merchant.control("POST", "order", 409, out_trade_no=number, action="pay")


# --- bodies ---


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("/payer/auth_code", {"payer": {"auth_code": "280123456789012345"}}),
        ("/payer/auth_code", {"payer": {"auth_code": "13012345678901234"}}),
        ("/payer/auth_code", {"payer": {"auth_code": 130123456789012345}}),
        ("/payer/auth_code", {"payer": {}}),
        ("/payer/openid", {"payer": {"auth_code": typed_code(), "openid": "o"}}),
        ("/scene_info/store_info", {"scene_info": {"device_id": "1"}}),
        ("/notify_url", {"notify_url": "http://127.0.0.1:9/webhook"}),
        ("/time_expire", {"time_expire": "2030-01-01T10:00:00+08:00"}),
        ("/out_trade_no", {"out_trade_no": "T12345|6"}),
        ("/amount/total", {"amount": {"total": 0}}),
        ("/description", {"description": "米线🍜"}),
    ],
)
def test_body_that_does_not_fit_is_refused(merchant, field, changes):
    answer = merchant.scan(typed_code(), **changes)

    assert answer.status_code == 400
    assert answer.json()["detail"]["field"] == field
    assert merchant.control("GET", "ledger")["orders"] == []


def test_code_order_is_never_closed(merchant):
    number = waiting(merchant, "password_left")

    answer = merchant.close(number)

    refused(answer, 400, "INVALID_REQUEST")
    assert "268449641" in answer.json()["message"]
    assert state_of(merchant, number) == "USERPAYING"


def test_paid_code_is_refunded_like_any_order(merchant):
    number = new_number()
    scan(merchant, "paid", number)

    assert merchant.refund(number, 40).json()["status"] == "PROCESSING"
