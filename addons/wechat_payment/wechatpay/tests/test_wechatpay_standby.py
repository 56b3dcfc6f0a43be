"""When the first place does not answer, the second one is asked the very same."""

import json

import pytest
from wechatpay_samples import APPID, MCHID, NOW

from wechatpay import errors
from wechatpay.client import WechatPayClient
from wechatpay.merchant import Account, Merchant
from wechatpay.transport import Answer

MAIN, STANDBY = "https://api.example.com", "https://api2.example.com"
TRADE = {"mchid": MCHID, "out_trade_no": "W20261122A1", "trade_state": "NOTPAY"}
REPEATABLE = {
    "create_jsapi_order": (b'{"a":1}', {"prepay_id": "wx1"}),
    "create_native_order": (b'{"a":1}', {"code_url": "weixin://wxpay/1"}),
    "query_order": ("W20261122A1", TRADE),
    "close_order": ("W20261122A1", None),
}
SILENCE = [
    errors.WechatPayConnectionError("ConnectTimeout"),
    Answer(502, {}, b"<html>Bad Gateway</html>"),
    Answer(504, {}, b""),
]


class Wire:
    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []

    def __call__(self, method, url, headers, body):
        self.sent.append((method, url, headers, body))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def client_for(merchant_key, verifiers):
    def build(wire):
        nonces = iter(f"{count:032d}" for count in range(100))
        return WechatPayClient(
            Merchant(Account(APPID, MCHID), merchant_key),
            verifiers,
            transport=wire,
            clock=lambda: NOW,
            nonce=lambda: next(nonces),
            base_urls=(MAIN, STANDBY),
        )

    return build


@pytest.mark.parametrize("silence", SILENCE, ids=["timeout", "gateway", "empty"])
@pytest.mark.parametrize("name", REPEATABLE)
def test_silence_is_answered_by_asking_the_standby_the_same(
    wechat_pay, client_for, name, silence
):
    argument, content = REPEATABLE[name]
    wire = Wire(silence, wechat_pay.answer(content))

    getattr(client_for(wire), name)(argument)

    first, second = wire.sent
    assert first[0] == second[0]
    assert second[1] == first[1].replace(MAIN, STANDBY)
    assert first[1].startswith(f"{MAIN}/v3/")
    assert first[3] == second[3], "the very same body"
    authorizations = [sent[2]["Authorization"] for sent in wire.sent]
    assert authorizations[0] != authorizations[1], "a nonce is good once"


def test_answer_of_wechat_pay_is_an_answer_even_if_it_is_an_error(client_for):
    body = json.dumps({"code": "SYSTEM_ERROR", "message": "系统繁忙"}).encode()
    wire = Wire(Answer(500, {}, body))

    with pytest.raises(errors.WechatPayBusyError):
        client_for(wire).query_order("W20261122A1")

    assert len(wire.sent) == 1


@pytest.mark.parametrize("change", ["Wechatpay-Signature", "Wechatpay-Serial"])
def test_unproven_answer_is_unknown_and_not_asked_for_elsewhere(
    wechat_pay, client_for, change
):
    answer = wechat_pay.answer(TRADE)
    headers = {
        **answer.headers,
        change: f"WECHATPAY/SIGNTEST/{answer.headers[change]}",
    }
    wire = Wire(Answer(200, headers, answer.body))

    with pytest.raises(errors.WechatPaySignatureError) as caught:
        client_for(wire).query_order("W20261122A1")

    assert caught.value.is_result_unknown
    assert len(wire.sent) == 1


def test_silence_on_both_sides_is_silence(client_for):
    wire = Wire(SILENCE[1], SILENCE[0])

    with pytest.raises(errors.WechatPayConnectionError) as caught:
        client_for(wire).query_order("W20261122A1")

    assert caught.value.is_result_unknown
    assert len(wire.sent) == 2


def test_payment_code_is_sent_once(client_for):
    wire = Wire(SILENCE[0])

    with pytest.raises(errors.WechatPayConnectionError):
        client_for(wire)._call("POST", "/v3/x", b"{}", is_repeatable=False)

    assert len(wire.sent) == 1
