"""Subscribe messages and text checks."""

import pytest

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
