import json

import pytest
from wechatpay_samples import APPID, MCHID, NOW

from wechatpay import bodies, errors
from wechatpay.client import WechatPayClient
from wechatpay.codepay import (
    AlipayCodeError,
    AuthCodeError,
    check_auth_code,
    refusal_of,
)
from wechatpay.merchant import Account, Merchant
from wechatpay.transport import Answer

CODE = "134567890123456789"
NUMBER = "W261122-A1"
ORDER = bodies.CodepayOrder(
    out_trade_no=NUMBER, description="Noodles", total_fen=2900, store_id="POS7"
)
PAID = {
    "appid": APPID,
    "mchid": MCHID,
    "out_trade_no": NUMBER,
    "transaction_id": "4200000001",
    "trade_type": "MICROPAY",
    "trade_state": "SUCCESS",
    "success_time": "2026-11-22T12:00:00+08:00",
    "payer": {"openid": "o1"},
    "amount": {"total": 2900, "payer_total": 2900, "currency": "CNY"},
}


class Wire:
    def __init__(self, answer):
        self.answer, self.sent = answer, []

    def __call__(self, method, url, headers, body):
        self.sent.append((method, url, headers, body))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def client_for(merchant_key, verifiers):
    def build(wire, account=None):
        return WechatPayClient(
            Merchant(account or Account(APPID, MCHID), merchant_key),
            verifiers,
            transport=wire,
            clock=lambda: NOW,
            nonce=lambda: "N" * 32,
            base_urls=("https://pay.example.com",),
        )

    return build


def sent_body(wire):
    return json.loads(wire.sent[0][3])


# === What is scanned ===


@pytest.mark.parametrize("prefix", range(10, 16))
def test_code_of_each_prefix_is_taken(prefix):
    assert check_auth_code(f"{prefix}4567890123456789") == f"{prefix}4567890123456789"


def test_spaces_between_typed_groups_are_forgiven():
    assert check_auth_code(" 1345 6789 0123 456789\n") == CODE


@pytest.mark.parametrize("prefix", range(25, 31))
@pytest.mark.parametrize("length", [16, 18, 24])
def test_alipay_code_is_named(prefix, length):
    with pytest.raises(AlipayCodeError):
        check_auth_code(str(prefix).ljust(length, "0"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "13456789012345678",
        "1345678901234567890",
        "164567890123456789",
        "094567890123456789",
        "13456789012345678a",
        "１３４５６７８９０１２３４５６７８９",
        "6901234567892",
        "weixin://wxpay/bizpayurl?pr=1",
        "254567890",
    ],
)
def test_what_is_no_code_is_refused_without_repeating_it(text):
    with pytest.raises(AuthCodeError) as caught:
        check_auth_code(text)

    assert not isinstance(caught.value, AlipayCodeError)
    assert not text or text not in str(caught.value)


# === Body ===


def test_body_names_shop_and_amount_but_not_the_code():
    assert ORDER.to_json(Account(APPID, MCHID)) == {
        "appid": APPID,
        "mchid": MCHID,
        "description": "Noodles",
        "out_trade_no": NUMBER,
        "amount": {"total": 2900, "currency": "CNY"},
        "scene_info": {"store_info": {"out_id": "POS7"}},
    }


def test_code_is_added_to_what_is_sent():
    sent = json.loads(bodies.with_auth_code({"a": 1}, CODE))

    assert sent == {"a": 1, "payer": {"auth_code": CODE}}


def test_service_provider_names_the_shop():
    body = ORDER.to_json(Account(APPID, MCHID, sub_mchid="1900000109"))

    assert body["sp_mchid"] == MCHID
    assert body["sub_mchid"] == "1900000109"


@pytest.mark.parametrize(
    "changes", [{"total_fen": 0}, {"total_fen": 2.9}, {"out_trade_no": "a|b|c|d"}]
)
def test_body_refuses_what_wechat_pay_does_not_take(changes):
    order = bodies.CodepayOrder(
        **{**ORDER.__dict__, **changes},
    )
    with pytest.raises(ValueError):
        order.to_json(Account(APPID, MCHID))


# === Paying ===


def test_paid_at_once(client_for, wechat_pay):
    wire = Wire(wechat_pay.answer(PAID))

    answer = client_for(wire).pay_by_code(b'{"a":1}')

    assert wire.sent[0][:2] == (
        "POST",
        "https://pay.example.com/v3/pay/transactions/codepay",
    )
    assert answer.trade.transaction_id == "4200000001"
    assert answer.trade.total_fen == 2900


@pytest.mark.parametrize("status", [200, 202])
@pytest.mark.parametrize(
    "content", [{"trade_state": "USERPAYING"}, {"code": "USERPAYING", "message": "…"}]
)
def test_password_is_being_typed(client_for, wechat_pay, status, content):
    wire = Wire(wechat_pay.answer(content, status=status))

    assert client_for(wire).pay_by_code(b"{}").trade is None


@pytest.mark.parametrize("content", [{}, {"trade_state": "NOTPAY"}, None])
def test_good_answer_that_says_nothing_leaves_the_result_open(
    client_for, wechat_pay, content
):
    with pytest.raises(errors.WechatPayContentError) as caught:
        client_for(Wire(wechat_pay.answer(content))).pay_by_code(b"{}")

    assert caught.value.is_result_unknown


def test_answer_that_is_not_proven_leaves_the_result_open(client_for):
    wire = Wire(Answer(200, {}, json.dumps(PAID).encode()))

    with pytest.raises(errors.WechatPaySignatureError) as caught:
        client_for(wire).pay_by_code(b"{}")

    assert caught.value.is_result_unknown


@pytest.mark.parametrize("code", ["SYSTEM_ERROR", "BANKERROR", "USERPAYING"])
def test_failure_on_the_way_leaves_the_result_open(client_for, code):
    wire = Wire(Answer(400, {}, json.dumps({"code": code}).encode()))

    with pytest.raises(errors.WechatPayBusyError) as caught:
        client_for(wire).pay_by_code(b"{}")

    assert caught.value.is_result_unknown


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("AUTH_CODE_INVALID", "new_code"),
        ("AUTHCODEEXPIRE", "new_code"),
        ("AUTH_CODE_ERROR", "new_code"),
        ("NOT_ENOUGH", "not_enough"),
        ("NOTENOUGH", "not_enough"),
        ("NOTSUPORTCARD", "other_card"),
        ("BUYER_MISMATCH", "other_payer"),
        ("NO_AUTH", "settings"),
        ("SIGN_ERROR", "settings"),
        ("TRADE_ERROR", "refused"),
        ("RULE_LIMIT", "refused"),
        ("WHO_KNOWS", "refused"),
    ],
)
def test_refusal_says_what_can_be_done(client_for, code, advice):
    wire = Wire(Answer(403, {}, json.dumps({"code": code}).encode()))

    with pytest.raises(errors.WechatPayResponseError) as caught:
        client_for(wire).pay_by_code(b"{}")

    assert not caught.value.is_result_unknown
    assert refusal_of(caught.value.code) == advice


# === Reversing ===


def test_reversing_names_the_merchant(client_for, wechat_pay):
    wire = Wire(wechat_pay.answer({"out_trade_no": NUMBER}))

    client_for(wire).reverse_order(NUMBER)

    assert wire.sent[0][1].endswith(
        f"/v3/pay/transactions/out-trade-no/{NUMBER}/reverse"
    )
    assert sent_body(wire) == {"appid": APPID, "mchid": MCHID}


def test_reversing_for_a_shop_goes_the_service_providers_way(client_for, wechat_pay):
    wire = Wire(wechat_pay.answer(None, status=204))

    client_for(wire, Account(APPID, MCHID, sub_mchid="1900000109")).reverse_order("N1")

    assert "/v3/pay/partner/transactions/out-trade-no/N1/reverse" in wire.sent[0][1]
    assert sent_body(wire)["sub_mchid"] == "1900000109"


def test_reversing_while_the_payer_pays_is_to_be_repeated(client_for):
    wire = Wire(Answer(400, {}, b'{"code":"USERPAYING"}'))

    with pytest.raises(errors.WechatPayBusyError):
        client_for(wire).reverse_order(NUMBER)


def test_reversing_twice_is_told(client_for):
    wire = Wire(Answer(400, {}, b'{"code":"ORDER_REVERSED"}'))

    with pytest.raises(errors.WechatPayOrderClosedError):
        client_for(wire).reverse_order(NUMBER)
