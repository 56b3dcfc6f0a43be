"""The phone's side: what the WeChat client would refuse before it pays."""

import pytest

from .client import new_number


@pytest.fixture
def prepay_id(merchant):
    return merchant.create().json()["prepay_id"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"paySign": "AAAA"}, "PAY_SIGN"),
        ({"paySign": "not base64!"}, "PAY_SIGN"),
        ({"nonceStr": "another"}, "PAY_SIGN"),
        ({"appId": "wx0000000000000000"}, "PAY_SIGN"),
        ({"signType": "MD5"}, "SIGN_TYPE"),
        ({"timeStamp": 1700000000}, "PARAMETER"),
        ({"timeStamp": "1700000000000"}, "PARAMETER"),
        ({"package": ""}, "PARAMETER"),
        ({"package": "prepay_id=wx000"}, "PREPAY_UNKNOWN"),
        ({"openid": "o" * 28}, "OPENID"),
    ],
)
def test_wrong_parameters_do_not_pay(merchant, prepay_id, changes, reason):
    refused = merchant.pay(prepay_id, **changes)

    assert refused["result"].startswith("requestPayment:fail")
    assert refused["reason"] == reason
    assert refused["expected"]
    assert merchant.control("GET", "ledger")["totals"]["paid_fen"] == 0


def test_package_without_its_name_does_not_pay(merchant, prepay_id):
    params = merchant.pay_params(prepay_id)
    message = f"{params['appId']}\n{params['timeStamp']}\n{params['nonceStr']}\n"
    params["package"] = prepay_id
    params["paySign"] = merchant.sign(f"{message}{prepay_id}\n")

    refused = merchant.control("POST", "pay", **params)

    assert refused["reason"] == "PREPAY_UNKNOWN"


def test_rightly_signed_other_app_does_not_pay(merchant, prepay_id):
    params = merchant.pay_params(prepay_id, appId="wx0000000000000000")
    names = ("appId", "timeStamp", "nonceStr", "package")
    params["paySign"] = merchant.sign("".join(f"{params[name]}\n" for name in names))

    assert merchant.control("POST", "pay", **params)["reason"] == "APPID"


def test_prepay_id_older_than_two_hours_does_not_pay(merchant, prepay_id):
    merchant.control("POST", "clock", advance_s=7201)

    assert merchant.pay(prepay_id)["reason"] == "PREPAY_EXPIRED"


def test_failed_payment_leaves_the_order_open(merchant, prepay_id):
    assert merchant.pay(prepay_id, outcome="fail")["reason"] == "USER_BALANCE"
    assert merchant.pay(prepay_id)["result"] == "requestPayment:ok"


def test_unknown_outcome_is_refused(merchant, prepay_id):
    params = merchant.pay_params(prepay_id, outcome="maybe")

    merchant.control("POST", "pay", 400, **params)


def test_same_user_has_the_same_openid(merchant):
    assert merchant.login("mei") == merchant.login("mei") != merchant.login("wang")


def test_login_by_openid_needs_a_known_one(merchant):
    openid = merchant.login("mei")

    assert merchant.control("POST", "login-code", openid=openid)["code"]
    merchant.control("POST", "login-code", 400, openid="o" * 28)


def test_code_of_another_app_is_refused(merchant):
    merchant.control("POST", "login-code", 400, appid="wx0000000000000000")


def test_consent_needs_templates_of_the_app(merchant):
    merchant.control("POST", "subscribe-consent", 400, template_ids=["nope"])
    merchant.control("POST", "subscribe-consent", 400, template_ids=[])


def test_phone_number_must_look_like_one(merchant):
    merchant.control("POST", "phone-code", 400, phone=new_number())
