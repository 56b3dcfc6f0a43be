"""Login codes, access tokens, phone codes: how often and how long each works."""

import pytest
import requests

from .client import TIMEOUT_S


def test_code_gives_openid_and_session_key_as_text(api):
    answer = api.session(js_code=api.js_code())

    assert answer.headers["Content-Type"] == "text/plain"
    body = answer.json()
    assert len(body["openid"]) == 28
    assert body["session_key"]
    assert "errcode" not in body


def test_code_works_once(api):
    code = api.js_code()
    api.session(js_code=code)

    assert api.session(js_code=code).json()["errcode"] == 40163


def test_code_expires_after_five_minutes(api):
    code = api.js_code()
    api.merchant.control("POST", "clock", advance_s=301)

    assert api.session(js_code=code).json()["errcode"] == 40029


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"js_code": "unknown"}, 40029),
        ({"js_code": ""}, 41008),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"secret": "0" * 32}, 40125),
        ({"grant_type": "client_credential"}, 40002),
    ],
)
def test_wrong_login_is_refused(api, changes, errcode):
    body = api.session(**changes).json()

    assert body["errcode"] == errcode
    assert "rid: " in body["errmsg"]


def test_wrong_secret_uses_up_no_code(api):
    code = api.js_code()
    api.session(js_code=code, secret="0" * 32)

    assert api.session(js_code=code).json()["openid"]


def test_user_may_log_in_a_hundred_times_a_minute(api):
    # A slow machine may need more than a minute for a hundred; it never needs three.
    answers = (api.session(js_code=api.js_code()).json() for _ in range(301))

    assert any(answer.get("errcode") == 45011 for answer in answers)
    assert api.session(js_code=api.js_code("wang")).json()["openid"]
    api.merchant.control("POST", "clock", advance_s=60)
    assert api.session(js_code=api.js_code()).json()["openid"]


def test_high_risk_user_is_blocked(api):
    code = api.js_code(high_risk=True)

    assert api.session(js_code=code).json()["errcode"] == 40226


def test_login_by_post_is_refused(api):
    assert api.post("/sns/jscode2session", {}, "").json()["errcode"] == 43001


# --- access token ---


def test_token_is_the_same_until_it_nears_its_end(api):
    first = api.token()
    assert first["expires_in"] == 7200
    api.merchant.control("POST", "clock", advance_s=6000)
    second = api.token()
    assert second["access_token"] == first["access_token"]
    assert 1195 <= second["expires_in"] <= 1200


def test_old_and_new_token_overlap_for_five_minutes(api):
    old = api.token()["access_token"]
    api.merchant.control("POST", "clock", advance_s=7200 - 290)
    new = api.token()["access_token"]

    assert new != old
    assert "is_trade_managed" in api.managed(old)
    assert "is_trade_managed" in api.managed(new)
    api.merchant.control("POST", "clock", advance_s=291)
    assert api.managed(old)["errcode"] == 42001
    assert "is_trade_managed" in api.managed(new)


def test_forced_token_ends_the_old_one(api):
    old = api.token()["access_token"]
    new = api.token(force_refresh=True)["access_token"]

    assert new != old
    assert api.managed(old)["errcode"] == 40001
    assert "is_trade_managed" in api.managed(new)


def test_force_is_limited(api):
    assert "access_token" in api.token(force_refresh=True)
    assert api.token(force_refresh=True)["errcode"] == 45011
    for _ in range(19):
        api.merchant.control("POST", "clock", advance_s=31)
        assert "access_token" in api.token(force_refresh=True)
    api.merchant.control("POST", "clock", advance_s=31)
    assert api.token(force_refresh=True)["errcode"] == 45009


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"appid": "wx0000000000000000"}, 40013),
        ({"secret": "0" * 32}, 40125),
        ({"grant_type": "authorization_code"}, 40002),
        ({"force_refresh": "yes"}, 47001),
    ],
)
def test_wrong_token_request_is_refused(api, changes, errcode):
    assert api.token(**changes)["errcode"] == errcode


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("unknown", 40001)])
@pytest.mark.parametrize(
    "path",
    [
        "/wxa/getwxacodeunlimit",
        "/cgi-bin/message/subscribe/send",
        "/wxa/business/getuserphonenumber",
        "/wxa/msg_sec_check",
        "/wxa/sec/order/upload_shipping_info",
        "/wxa/sec/order/get_order",
        "/wxa/sec/order/is_trade_managed",
    ],
)
def test_call_without_a_valid_token_is_refused(api, path, token, errcode):
    assert api.post(path, {}, token).json()["errcode"] == errcode


def test_body_that_is_no_json_is_refused(api):
    token = api.token()["access_token"]
    answer = requests.post(
        f"{api.url}/wxa/msg_sec_check?access_token={token}",
        data="a=1",
        timeout=TIMEOUT_S,
    )

    assert answer.json()["errcode"] == 47001


# --- phone number ---


def test_phone_code_works_once(api):
    code = api.merchant.control("POST", "phone-code", user="mei", phone="13800138000")
    path = "/wxa/business/getuserphonenumber"

    info = api.post(path, code).json()["phone_info"]

    assert info["purePhoneNumber"] == "13800138000"
    assert info["watermark"]["appid"] == api.appid
    assert api.post(path, code).json()["errcode"] == 40029


def test_login_code_is_no_phone_code(api):
    answer = api.post("/wxa/business/getuserphonenumber", {"code": api.js_code()})

    assert answer.json()["errcode"] == 40029
