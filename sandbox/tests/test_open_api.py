"""WeChat's open API: tokens, login, codes, messages, checks, shipping."""

import io
from datetime import datetime, timedelta, timezone

import pytest
import requests

from .client import TIMEOUT_S


class OpenApi:
    """A mini-program's server in the tests."""

    def __init__(self, merchant):
        self.merchant = merchant
        self.url = merchant.base_url
        self.appid = merchant.credentials["appid"]
        self.secret = merchant.credentials["appsecret"]

    def session(self, **changes):
        query = {
            "appid": self.appid,
            "secret": self.secret,
            "js_code": "none",
            "grant_type": "authorization_code",
            **changes,
        }
        return requests.get(
            f"{self.url}/sns/jscode2session", params=query, timeout=TIMEOUT_S
        )

    def token(self, **changes):
        body = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            **changes,
        }
        return requests.post(
            f"{self.url}/cgi-bin/stable_token", json=body, timeout=TIMEOUT_S
        ).json()

    def post(self, path, body, token=None):
        token = self.token()["access_token"] if token is None else token
        return requests.post(
            f"{self.url}{path}",
            params={"access_token": token} if token else {},
            json=body,
            timeout=TIMEOUT_S,
        )


@pytest.fixture
def api(merchant):
    return OpenApi(merchant)


def js_code(api, user="mei", **more):
    return api.merchant.control("POST", "login-code", user=user, **more)["code"]


# --- login ---


def test_code_gives_openid_and_session_key_as_text(api):
    answer = api.session(js_code=js_code(api))

    assert answer.headers["Content-Type"] == "text/plain"
    body = answer.json()
    assert len(body["openid"]) == 28
    assert body["session_key"]
    assert "errcode" not in body


def test_code_works_once(api):
    code = js_code(api)
    api.session(js_code=code)

    assert api.session(js_code=code).json()["errcode"] == 40163


def test_code_expires_after_five_minutes(api):
    code = js_code(api)
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
    code = js_code(api)
    api.session(js_code=code, secret="0" * 32)

    assert api.session(js_code=code).json()["openid"]


def test_user_may_log_in_a_hundred_times_a_minute(api):
    last = [api.session(js_code=js_code(api)).json() for _ in range(101)][-1]

    assert last["errcode"] == 45011
    assert api.session(js_code=js_code(api, "wang")).json()["openid"]
    api.merchant.control("POST", "clock", advance_s=60)
    assert api.session(js_code=js_code(api)).json()["openid"]


def test_high_risk_user_is_blocked(api):
    code = js_code(api, high_risk=True)

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
    assert "is_trade_managed" in managed(api, old)
    assert "is_trade_managed" in managed(api, new)
    api.merchant.control("POST", "clock", advance_s=291)
    assert managed(api, old)["errcode"] == 42001
    assert "is_trade_managed" in managed(api, new)


def test_forced_token_ends_the_old_one(api):
    old = api.token()["access_token"]
    new = api.token(force_refresh=True)["access_token"]

    assert new != old
    assert managed(api, old)["errcode"] == 40001
    assert "is_trade_managed" in managed(api, new)


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


def managed(api, token):
    return api.post(
        "/wxa/sec/order/is_trade_managed", {"appid": api.appid}, token
    ).json()


# --- phone number ---


def test_phone_code_works_once(api):
    code = api.merchant.control("POST", "phone-code", user="mei", phone="13800138000")
    path = "/wxa/business/getuserphonenumber"

    info = api.post(path, code).json()["phone_info"]

    assert info["purePhoneNumber"] == "13800138000"
    assert info["watermark"]["appid"] == api.appid
    assert api.post(path, code).json()["errcode"] == 40029


def test_login_code_is_no_phone_code(api):
    answer = api.post("/wxa/business/getuserphonenumber", {"code": js_code(api)})

    assert answer.json()["errcode"] == 40029


# --- mini-program code ---


@pytest.fixture
def drawing():
    """Without qrcode, an Odoo dependency, no code can be drawn."""
    pytest.importorskip("qrcode")
    return pytest.importorskip("PIL.Image")


def test_code_is_a_png_of_the_width_asked(api, drawing):
    answer = api.post(
        "/wxa/getwxacodeunlimit",
        {"scene": "t=abc123", "page": "pages/menu/menu", "width": 600},
    )

    assert answer.headers["Content-Type"] == "image/png"
    picture = drawing.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (600, 600))


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"scene": ""}, 40169),
        ({"scene": "x" * 33}, 40169),
        ({"scene": "a%20b"}, 40169),
        ({"scene": "桌5"}, 40169),
        ({"scene": None}, 40169),
        ({"page": "/pages/menu/menu"}, 41030),
        ({"page": "pages/menu/menu?a=1"}, 41030),
        ({"width": 279}, 40097),
        ({"width": 1281}, 40097),
        ({"width": "430"}, 40097),
        ({"env_version": "prod"}, 40097),
        ({"path": "pages/menu/menu"}, 47001),
    ],
)
def test_code_that_does_not_fit_is_refused_in_json(api, changes, errcode):
    body = {"scene": "t=1", "page": "pages/menu/menu", **changes}

    assert api.post("/wxa/getwxacodeunlimit", body).json()["errcode"] == errcode


def test_page_must_be_released_unless_unchecked(api, drawing):
    api.merchant.control("POST", "settings", released_pages=["pages/menu/menu"])
    body = {"scene": "t=1", "page": "pages/new/new"}

    refused = api.post("/wxa/getwxacodeunlimit", body)
    unchecked = api.post("/wxa/getwxacodeunlimit", {**body, "check_path": False})

    assert refused.json()["errcode"] == 41030
    assert unchecked.headers["Content-Type"] == "image/png"


# --- subscribe messages ---

PAID = {
    "character_string1": {"value": "W012"},
    "thing2": {"value": "过桥米线等3件"},
    "amount3": {"value": "¥88.00"},
    "time4": {"value": "2026-11-22 12:30"},
}


@pytest.fixture
def message(api):
    templates = api.merchant.credentials["templates"]
    [template] = [t for t in templates if t["purpose"] == "order_paid"]
    openid = api.merchant.login("mei")
    return {
        "touser": openid,
        "template_id": template["template_id"],
        "page": "pages/order/order?id=1",
        "data": PAID,
        "miniprogram_state": "formal",
        "lang": "zh_CN",
    }


def allow(api, message, **more):
    return api.merchant.control(
        "POST",
        "subscribe-consent",
        openid=message["touser"],
        template_ids=[message["template_id"]],
        **more,
    )


def send(api, message):
    return api.post("/cgi-bin/message/subscribe/send", message).json()["errcode"]


def test_one_consent_is_one_message(api, message):
    assert send(api, message) == 43101
    allow(api, message)
    assert send(api, message) == 0
    assert send(api, message) == 43101
    allow(api, message)
    allow(api, message)
    assert [send(api, message) for _ in range(3)] == [0, 0, 43101]
    assert len(api.merchant.control("GET", "messages")["messages"]) == 3


def test_rejected_consent_allows_nothing(api, message):
    answer = allow(api, message, result="reject")

    assert answer[message["template_id"]] == "reject"
    assert send(api, message) == 43101


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"touser": "o" * 28}, 40003),
        ({"touser": ""}, 40003),
        ({"template_id": "nope"}, 40037),
        ({"page": "/pages/order/order"}, 41030),
        ({"miniprogram_state": "prod"}, 40097),
        ({"lang": "fr_FR"}, 40097),
        ({"shop": 1}, 47001),
        ({"data": None}, 47003),
        ({"data": {}}, 47003),
        ({"data": {**PAID, "thing9": {"value": "x"}}}, 47003),
        ({"data": {**PAID, "thing2": {"value": ""}}}, 47003),
        ({"data": {**PAID, "thing2": {"value": "  "}}}, 47003),
        ({"data": {**PAID, "thing2": {"value": "米" * 21}}}, 47003),
        ({"data": {**PAID, "thing2": "过桥米线"}}, 47003),
        ({"data": {**PAID, "character_string1": {"value": "取餐12"}}}, 47003),
        ({"data": {**PAID, "character_string1": {"value": "A" * 33}}}, 47003),
        ({"data": {**PAID, "amount3": {"value": "¥¥88.00"}}}, 47003),
        ({"data": {**PAID, "amount3": {"value": 88}}}, 47003),
        ({"data": {**PAID, "time4": {"value": "noon"}}}, 47003),
    ],
)
def test_message_that_does_not_fit_is_refused_and_costs_nothing(
    api, message, changes, errcode
):
    allow(api, message)

    assert send(api, {**message, **changes}) == errcode
    assert send(api, message) == 0


def test_own_template_with_a_phrase_takes_chinese_only(api, message):
    api.merchant.control(
        "POST", "template", template_id="own-template", fields=["phrase1"]
    )
    own = {**message, "template_id": "own-template"}
    allow(api, own)

    assert send(api, {**own, "data": {"phrase1": {"value": "ready"}}}) == 47003
    assert send(api, {**own, "data": {"phrase1": {"value": "制作中"}}}) == 0


# --- text check ---


@pytest.fixture
def text(api):
    openid = api.merchant.login("mei")
    return {"version": 2, "scene": 2, "openid": openid, "content": "少放辣"}


@pytest.mark.parametrize(
    ("content", "suggest"),
    [("少放辣", "pass"), ("违规测试", "risky"), ("请复审测试", "review")],
)
def test_text_is_judged(api, text, content, suggest):
    answer = api.post("/wxa/msg_sec_check", {**text, "content": content}).json()

    assert answer["errcode"] == 0
    assert answer["result"]["suggest"] == suggest


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"version": 1}, 40097),
        ({"scene": 5}, 40129),
        ({"content": ""}, 40097),
        ({"content": "x" * 2501}, 40097),
        ({"openid": "o" * 28}, 40003),
        ({"nickname": None}, 47001),
    ],
)
def test_wrong_check_is_refused(api, text, changes, errcode):
    assert api.post("/wxa/msg_sec_check", {**text, **changes}).json()["errcode"] == (
        errcode
    )


def test_user_must_have_been_seen_within_two_hours(api, text):
    api.merchant.control("POST", "clock", advance_s=7201)

    assert api.post("/wxa/msg_sec_check", text).json()["errcode"] == 61010


# --- shipping ---


@pytest.fixture
def shipment(api):
    number = api.merchant.paid_order()
    return {
        "order_key": {
            "order_number_type": 1,
            "mchid": api.merchant.credentials["mchid"],
            "out_trade_no": number,
        },
        "logistics_type": 4,
        "delivery_mode": 1,
        "shipping_list": [{"item_desc": "过桥米线"}],
        "upload_time": datetime.now(timezone(timedelta(hours=8))).isoformat(
            timespec="milliseconds"
        ),
        "payer": {"openid": api.merchant.login()},
    }


def upload(api, body):
    return api.post("/wxa/sec/order/upload_shipping_info", body).json()["errcode"]


def wait_for_index(api):
    api.merchant.control("POST", "clock", advance_s=10)


def test_payment_is_unknown_to_shipping_in_its_first_seconds(api, shipment):
    assert upload(api, shipment) == 10060001
    wait_for_index(api)
    assert upload(api, shipment) == 0


def test_order_may_be_shipped_anew_once(api, shipment):
    wait_for_index(api)
    other = {**shipment, "shipping_list": [{"item_desc": "汽锅鸡"}]}
    third = {**shipment, "shipping_list": [{"item_desc": "鲜花饼"}]}

    assert upload(api, shipment) == 0
    assert upload(api, shipment) == 10060023
    assert upload(api, other) == 0
    assert upload(api, third) == 10060003


def test_shipping_can_be_looked_up(api, shipment):
    wait_for_index(api)
    key = shipment["order_key"]
    query = {
        "merchant_id": key["mchid"],
        "merchant_trade_no": key["out_trade_no"],
    }
    before = api.post("/wxa/sec/order/get_order", query).json()["order"]
    upload(api, shipment)
    after = api.post(
        "/wxa/sec/order/get_order", {"transaction_id": before["transaction_id"]}
    ).json()["order"]

    assert (before["order_state"], after["order_state"]) == (1, 2)
    assert after["shipping"]["finish_shipping"] is True
    assert after["paid_amount"] == 100


def test_confirmed_order_is_finished(api, shipment):
    wait_for_index(api)
    upload(api, shipment)
    api.merchant.control("POST", "clock", advance_s=2 * 86400)

    other = {**shipment, "shipping_list": [{"item_desc": "汽锅鸡"}]}
    assert upload(api, other) == 10060002


def test_refunded_order_is_not_shipped(api, shipment):
    api.merchant.control("POST", "settings", refund_delay_s=0)
    api.merchant.refund(shipment["order_key"]["out_trade_no"], 100)
    wait_for_index(api)

    assert upload(api, shipment) == 10060004


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"order_key": {"order_number_type": 3}}, 47001),
        ({"order_key": {"order_number_type": 2, "transaction_id": "42"}}, 10060001),
        ({"logistics_type": 5}, 10060005),
        ({"delivery_mode": 2}, 10060006),
        ({"delivery_mode": 2, "logistics_type": 1}, 10060007),
        ({"shipping_list": {"item_desc": "x"}}, 47001),
        ({"shipping_list": []}, 47001),
        ({"shipping_list": [{"item_desc": ""}]}, 10060008),
        ({"shipping_list": [{"item_desc": "x" * 121}]}, 10060009),
        ({"logistics_type": 1}, 268485226),
        (
            {
                "logistics_type": 1,
                "shipping_list": [{"item_desc": "x", "tracking_no": "1"}],
            },
            268485227,
        ),
        ({"upload_time": "2026-11-22T12:00:00+08:00"}, 47001),
        ({"payer": {"openid": "o" * 28}}, 10060031),
        ({"payer": None}, 47001),
    ],
)
def test_shipment_that_does_not_fit_is_refused(api, shipment, changes, errcode):
    wait_for_index(api)

    assert upload(api, {**shipment, **changes}) == errcode
    assert upload(api, shipment) == 0, "nothing was used up"


def test_trade_management_is_as_set(api):
    token = api.token()["access_token"]
    assert managed(api, token)["is_trade_managed"] is True
    api.merchant.control("POST", "settings", is_trade_managed=False)
    assert managed(api, token)["is_trade_managed"] is False
