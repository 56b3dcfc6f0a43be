"""What WeChat Pay refuses before it reads the body."""

import time

import pytest

from .client import new_number

TARGET = "/v3/pay/transactions/jsapi"


def refused(answer, status, code):
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["code"] == code
    assert body["detail"]["issue"], "an error says what was expected"
    return body["detail"]


def test_wrong_scheme_is_refused(merchant):
    body = merchant.order_body()
    answer = merchant.call(
        "POST", TARGET, body, headers={"Authorization": "Bearer something"}
    )

    assert refused(answer, 401, "SIGN_ERROR")["field"] == "scheme"


def test_missing_authorization_is_refused(merchant):
    answer = merchant.call(
        "POST", TARGET, merchant.order_body(), headers={"Authorization": None}
    )

    refused(answer, 401, "SIGN_ERROR")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("mchid", "1900000001"),
        ("serial_no", "0" * 40),
        ("timestamp", "yesterday"),
        ("nonce_str", ""),
        ("nonce_str", "x" * 33),
    ],
)
def test_wrong_part_of_authorization_is_refused(merchant, part, value):
    answer = merchant.call("POST", TARGET, merchant.order_body(), auth={part: value})

    assert refused(answer, 401, "SIGN_ERROR")["field"] == part


@pytest.mark.parametrize("off_s", [-310, 310])
def test_timestamp_outside_five_minutes_is_refused(merchant, off_s):
    answer = merchant.call(
        "POST",
        TARGET,
        merchant.order_body(),
        auth={"timestamp": str(int(time.time()) + off_s)},
    )

    assert refused(answer, 401, "SIGN_ERROR")["field"] == "timestamp"


def test_timestamp_within_five_minutes_is_accepted(merchant):
    answer = merchant.call(
        "POST",
        TARGET,
        merchant.order_body(),
        auth={"timestamp": str(int(time.time()) - 290)},
    )

    assert answer.status_code == 200


def test_used_nonce_is_refused(merchant):
    auth = {"nonce_str": "A" * 32}
    body = merchant.order_body()

    assert merchant.call("POST", TARGET, body, auth=auth).status_code == 200
    answer = merchant.call("POST", TARGET, body, auth=auth)

    assert refused(answer, 401, "SIGN_ERROR")["field"] == "nonce_str"


def test_unproven_request_uses_up_no_nonce(merchant):
    nonce = "B" * 32
    header = merchant.authorization("POST", TARGET, "other", nonce_str=nonce)
    body = merchant.order_body()

    merchant.call("POST", TARGET, body, headers={"Authorization": header})
    answer = merchant.call("POST", TARGET, body, auth={"nonce_str": nonce})

    assert answer.status_code == 200


def test_signature_over_another_body_is_refused(merchant):
    header = merchant.authorization("POST", TARGET, '{"amount":1}')

    answer = merchant.call(
        "POST", TARGET, merchant.order_body(), headers={"Authorization": header}
    )

    assert refused(answer, 401, "SIGN_ERROR")["issue"].startswith("sign not match")


def test_signature_without_the_query_is_refused(merchant):
    number = new_number()
    path = f"/v3/pay/transactions/out-trade-no/{number}"
    header = merchant.authorization("GET", path, "")
    target = f"{path}?mchid={merchant.credentials['mchid']}"

    answer = merchant.call("GET", target, headers={"Authorization": header})

    refused(answer, 401, "SIGN_ERROR")


def test_signature_covers_the_path_as_it_was_sent(merchant):
    number = "T|0123456789"
    merchant.create(merchant.order_body(number))
    mchid = merchant.credentials["mchid"]
    raw = f"/v3/pay/transactions/out-trade-no/T%7C0123456789?mchid={mchid}"

    answer = merchant.call("GET", raw)

    assert answer.status_code == 200
    assert answer.json()["out_trade_no"] == number


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("User-Agent", "", 400),
        ("Accept", "text/html", 400),
        ("Content-Type", "text/plain", 415),
        ("Content-Type", None, 415),
        ("Wechatpay-Serial", "PUB_KEY_ID_123", 400),
    ],
)
def test_wrong_plain_header_is_refused(merchant, header, value, status):
    answer = merchant.call(
        "POST", TARGET, merchant.order_body(), headers={header: value}
    )

    assert refused(answer, status, "PARAM_ERROR")["field"] == header


def test_unknown_path_and_method_are_refused(merchant):
    assert merchant.call("GET", "/v3/pay/nothing").status_code == 404
    assert merchant.call("GET", TARGET).status_code == 405


def test_unsigned_body_is_refused_before_its_fields(merchant):
    answer = merchant.call("POST", TARGET, "{}", headers={"Authorization": None})

    refused(answer, 401, "SIGN_ERROR")
