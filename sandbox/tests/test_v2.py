"""API v2: payments by code for merchants who may not use APIv3 for them."""

import pytest
import requests

from sandbox.pay.codes import COURSES
from sandbox.pay.v2_door import V2Error, parse_xml, sign

from .client import new_number, typed_code
from .client_v2 import MerchantV2
from .test_vectors import PUBLISHED

ENDINGS = {course.name: course.ending for course in COURSES}


@pytest.fixture(params=["MD5", "HMAC-SHA256"])
def till(request, merchant):
    return MerchantV2(merchant, request.param)


@pytest.fixture
def md5_till(merchant):
    return MerchantV2(merchant)


def scan(till, course, number=None):
    return till.micropay(typed_code(ENDINGS[course]), number or new_number())


def test_published_signatures_are_ours():
    [vector] = [v for v in PUBLISHED["vectors"] if v["kind"] == "v2_sign"]

    assert sign(vector["params"], vector["api_key"], "MD5") == vector["md5"]
    sealed = sign(vector["params"], vector["api_key"], "HMAC-SHA256")
    assert sealed == vector["hmac_sha256"]
    assert (
        sign(parse_xml(vector["xml"].encode()), vector["api_key"], "MD5")
        == (parse_xml(vector["xml"].encode())["sign"])
    )


def test_code_is_paid_queried_and_reversed(till, merchant):
    number = new_number()

    paid = scan(till, "paid", number)

    assert (paid["result_code"], paid["total_fee"]) == ("SUCCESS", "100")
    assert paid["transaction_id"] and paid["time_end"] and paid["openid"]
    assert till.query(number)["trade_state"] == "SUCCESS"
    merchant.advance(16)
    done = till.reverse(number)
    assert (done["result_code"], done["recall"]) == ("SUCCESS", "N")
    assert till.query(number)["trade_state"] == "REVOKED"


def test_v3_sees_and_refunds_what_v2_scanned(md5_till, merchant):
    number = new_number()
    paid = scan(md5_till, "paid", number)

    order = merchant.query(number).json()

    assert order["transaction_id"] == paid["transaction_id"]
    assert order["trade_type"] == "MICROPAY"
    assert merchant.refund(number, 40).status_code == 200


@pytest.mark.parametrize(
    ("course", "code"),
    [
        ("password_paid", "USERPAYING"),
        ("not_enough", "NOTENOUGH"),
        ("expired", "AUTHCODEEXPIRE"),
        ("used", "AUTH_CODE_INVALID"),
        ("system_error_paid", "SYSTEMERROR"),
    ],
)
def test_courses_in_the_words_of_v2(md5_till, course, code):
    answer = scan(md5_till, course)

    assert (answer["result_code"], answer["err_code"]) == ("FAIL", code)


def test_waiting_payer_pays(md5_till, merchant):
    number = new_number()
    scan(md5_till, "password_paid", number)
    assert md5_till.query(number)["trade_state"] == "USERPAYING"
    merchant.advance(7)

    assert md5_till.query(number)["trade_state"] == "SUCCESS"


def test_reversal_of_a_typing_payer_is_called_again(md5_till, merchant):
    number = new_number()
    scan(md5_till, "reverse_busy", number)
    merchant.advance(16)

    first, second = md5_till.reverse(number), md5_till.reverse(number)

    assert (first["result_code"], first["recall"]) == ("FAIL", "Y")
    assert (second["result_code"], second["recall"]) == ("SUCCESS", "N")


def test_lost_answer_is_found_by_a_query(md5_till):
    number = new_number()

    with pytest.raises(requests.ConnectionError):
        scan(md5_till, "lost_paid", number)

    assert md5_till.query(number)["trade_state"] == "SUCCESS"


def test_unknown_order_does_not_exist(md5_till):
    assert md5_till.query(new_number())["err_code"] == "ORDERNOTEXIST"


@pytest.mark.parametrize("pem", [None, "platform_certificate_pem"])
def test_reversal_needs_the_merchants_certificate(md5_till, merchant, pem):
    number = new_number()
    scan(md5_till, "paid", number)
    merchant.advance(16)
    headers = md5_till.certificate(pem) if pem else {}

    answer = md5_till.reverse(number, headers)

    assert answer["return_code"] == "FAIL"
    assert "证书" in answer["return_msg"]
    assert md5_till.query(number)["trade_state"] == "SUCCESS"


def test_wrong_key_is_refused_without_a_signature(md5_till):
    answer = md5_till.call("/pay/orderquery", {"out_trade_no": "T00001"}, key="x" * 32)

    assert (answer["return_code"], "sign" in answer) == ("FAIL", False)


def test_parameter_added_after_signing_is_refused(md5_till):
    answer = md5_till.call(
        "/pay/orderquery", {"out_trade_no": "T00001"}, extra={"transaction_id": "1"}
    )

    assert answer["return_code"] == "FAIL"


@pytest.mark.parametrize(
    "changes",
    [
        {"auth_code": "280123456789012345"},
        {"total_fee": "1.00"},
        {"total_fee": "0"},
        {"body": None},
        {"spbill_create_ip": None},
        {"fee_type": "USD"},
        {"notify_url": "http://127.0.0.1:9/webhook"},
        {"body": "米线🍜"},
        {"body": "x" * 129},
    ],
)
def test_parameter_that_does_not_fit_is_refused(md5_till, merchant, changes):
    answer = md5_till.micropay(
        **{"auth_code": typed_code(), "number": new_number()}
        | {name: value for name, value in changes.items() if name == "auth_code"},
        **{name: value for name, value in changes.items() if name != "auth_code"},
    )

    assert (answer["result_code"], answer["err_code"]) == ("FAIL", "PARAM_ERROR")
    assert merchant.control("GET", "ledger")["orders"] == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"<html/>",
        b"<xml><a><b>1</b></a></xml>",
        b"<xml><a>1</a><a>2</a></xml>",
        b'<!DOCTYPE xml [<!ENTITY e "x">]><xml><a>&e;</a></xml>',
    ],
)
def test_body_that_is_no_flat_xml_is_refused(raw):
    with pytest.raises(V2Error):
        parse_xml(raw)


@pytest.mark.parametrize("fault", ["error_before", "rate_limit"])
def test_faults_strike_v2_too(md5_till, merchant, fault):
    number = new_number()
    merchant.fault(fault, api="pay.v2_micropay")

    assert scan(md5_till, "paid", number)["result_code"] == "FAIL"
    assert md5_till.query(number)["err_code"] == "ORDERNOTEXIST"


def test_error_after_the_work_leaves_it_done(md5_till, merchant):
    number = new_number()
    merchant.fault("error_after_commit", api="pay.v2_micropay")

    assert scan(md5_till, "paid", number)["err_code"] == "SYSTEMERROR"
    assert md5_till.query(number)["trade_state"] == "SUCCESS"


@pytest.mark.parametrize("fault", ["answer_unsigned", "answer_tampered"])
def test_answer_can_be_forged(md5_till, merchant, fault):
    number = new_number()
    merchant.fault(fault, api="pay.v2_query")

    with pytest.raises((AssertionError, KeyError)):
        md5_till.query(number)


def test_other_methods_are_refused(md5_till):
    answer = requests.get(f"{md5_till.base_url}/pay/micropay", timeout=10)

    assert "REQUIRE_POST" in answer.text or "FAIL" in answer.text
