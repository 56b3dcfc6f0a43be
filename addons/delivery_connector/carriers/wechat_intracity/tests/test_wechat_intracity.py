import base64
import json
from collections import Counter

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from carriers import errors, neutral, states
from carriers.carrier import TEST_WORLD
from carriers.neutral import CallbackMessage, Cancelled, OrderKey, Reason
from carriers.tests.carrier_samples import KEY, NOW, Platform, request
from carriers.transport import Answer
from carriers.wechat_intracity import WechatIntracity, const

SETTINGS = {"appid": "wx1"}
URL = "https://api.weixin.qq.com/cgi-bin/express/intracity/queryorder"
GUEST = {"guest_account": "openid-1", "guest_page": "pages/order?id=1"}
PLACED = OrderKey(KEY.number, "WX1", "STORE1")


class Tokens:
    def __init__(self):
        self.asked = []

    def __call__(self, is_refused=False):
        self.asked.append(is_refused)
        return f"token-{len(self.asked)}"


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def tokens():
    return Tokens()


@pytest.fixture
def wechat(platform, tokens):
    surroundings = platform.surroundings(access_token=tokens)
    return WechatIntracity(SETTINGS, surroundings, world=TEST_WORLD)


def ok(**content):
    return {"errcode": 0, "errmsg": "ok", **content}


def test_price_names_the_carrier_behind(platform, wechat):
    platform.will_answer(
        ok(
            est_fee=800,
            distance=2100,
            service_trans_id="DADA",
            promise_delivery_time=38,
        )
    )

    quote = wechat.quote(request(shop_no="STORE1", **GUEST))

    assert platform.last_path == "/cgi-bin/express/intracity/preaddorder"
    assert platform.last_query == {"access_token": "token-1"}
    assert platform.last_json["use_sandbox"] == 1
    assert platform.last_json["cargo"]["cargo_weight"] == 800
    assert platform.last_json["cargo"]["cargo_price"] == 3650
    assert platform.last_json["user_lng"] == 102.722101
    assert (quote.fee_fen, quote.carried_by, quote.minutes) == (800, "DADA", 38)


def test_order_names_the_guest(platform, wechat):
    platform.will_answer(ok(wx_order_id="WX1", fee=800, fetch_code="12"))

    created = wechat.create(request(shop_no="STORE1", **GUEST))

    assert platform.last_json["user_openid"] == "openid-1"
    assert platform.last_json["order_detail_path"] == "pages/order?id=1"
    assert platform.last_json["store_order_id"] == KEY.number
    assert created.key == PLACED
    assert (created.fee_fen, created.pickup_code) == (800, "12")


def test_order_of_an_unknown_guest_is_not_sent(platform, wechat):
    for call in (wechat.quote, wechat.create):
        with pytest.raises(errors.CarrierInvalidRequestError):
            call(request())
    assert not platform.requests


def test_query_by_ours_and_the_stores_number(platform, wechat):
    platform.will_answer(
        ok(
            wx_order_id="WX1",
            store_order_id=KEY.number,
            order_status=50000,
            actualfee=800,
            deductfee=0,
            distance=2100.0,
            accept_time=NOW,
            transporter_info={"transporter_name": "吴九", "transporter_phone": "133"},
            recv_code="0042",
        )
    )

    status = wechat.query(OrderKey(KEY.number, shop_no="STORE1"))

    assert platform.last_json == {
        "wx_store_id": "STORE1",
        "store_order_id": KEY.number,
    }
    assert status.state == states.DELIVERING
    assert status.key.provider_number == "WX1"
    assert (status.fee_fen, status.rider.name) == (800, "吴九")
    assert status.times.accepted_at == NOW


def test_cancel(platform, wechat):
    platform.will_answer(ok(deductfee=200))
    platform.will_answer({"errcode": 934018, "errmsg": "订单已取消"})
    platform.will_answer(ok())

    assert wechat.cancel(PLACED, Reason("3", "无人接单")) == Cancelled(200)
    assert platform.last_json["cancel_reason_id"] == 3
    assert wechat.cancel(PLACED) == Cancelled(None, was_already=True)
    wechat.cancel(PLACED, Reason("36", "别家的原因"))
    assert platform.last_json["cancel_reason_id"] == 99


def test_old_token_is_replaced_once(platform, wechat, tokens):
    platform.will_answer({"errcode": 42001, "errmsg": "expired"})
    platform.will_answer(ok(order_status=10000))

    assert wechat.query(PLACED).state == states.PENDING
    assert tokens.asked == [False, True]
    assert platform.last_query == {"access_token": "token-2"}


def test_token_that_stays_wrong_is_a_matter_of_settings(platform, wechat):
    platform.will_answer({"errcode": 40001})
    platform.will_answer({"errcode": 40001})

    with pytest.raises(errors.CarrierConfigurationError):
        wechat.query(PLACED)


def test_without_tokens_nothing_is_asked(platform):
    wechat = WechatIntracity(SETTINGS, platform.surroundings())

    with pytest.raises(errors.CarrierConfigurationError):
        wechat.query(PLACED)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (-1, errors.CarrierUnknownError),
        (123456, errors.CarrierUnknownError),
        (934002, errors.CarrierAlreadyExistsError),
        (934011, errors.CarrierConfigurationError),
        (934013, errors.CarrierBalanceLowError),
        (934016, errors.CarrierNotFoundError),
        (934017, errors.CarrierCancelRefusedError),
        (934019, errors.CarrierOutOfRangeError),
    ],
)
def test_each_code_says_what_to_do(platform, wechat, code, error):
    platform.will_answer({"errcode": code, "errmsg": "因为"})

    with pytest.raises(error) as caught:
        wechat.create(request(**GUEST))
    assert type(caught.value) is error


def test_no_code_stands_for_two_errors():
    codes = Counter(code for codes in const.CODES_OF_ERROR.values() for code in codes)

    assert not [code for code, times in codes.items() if times > 1]


def test_rider_is_played_in_the_test_world(platform, wechat):
    platform.will_answer(ok())

    wechat.mock_step(PLACED, states.DELIVERED)

    assert platform.last_json == {"wx_order_id": "WX1", "order_status": 70000}


# === API SECURITY === #


@pytest.fixture(scope="module")
def rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def aes_key():
    return AESGCM.generate_key(256)


@pytest.fixture
def secured(platform, tokens, rsa_key, aes_key):
    pem = rsa_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    settings = {
        **SETTINGS,
        "aes_number": "sn1",
        "aes_key": base64.b64encode(aes_key).decode(),
        "rsa_key_pem": pem.decode(),
    }
    return WechatIntracity(settings, platform.surroundings(access_token=tokens))


def sealed_answer(aes_key, content, aad_url=URL):
    aad = f"{aad_url}|wx1|{NOW + 1}|sn1".encode()
    sealed = AESGCM(aes_key).encrypt(b"i" * 12, json.dumps(content).encode(), aad)
    parts = {"iv": b"i" * 12, "data": sealed[:-16], "authtag": sealed[-16:]}
    body = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    headers = {"wechatmp-timestamp": str(NOW + 1)}
    return Answer(200, headers, json.dumps(body).encode())


def test_request_is_sealed_and_signed(platform, secured, rsa_key, aes_key):
    platform.answers.append(sealed_answer(aes_key, ok(order_status=10000)))

    assert secured.query(PLACED).state == states.PENDING

    _method, url, headers, body = platform.requests[-1]
    assert url == f"{URL}?access_token=token-1"
    rsa_key.public_key().verify(
        base64.b64decode(headers["Wechatmp-Signature"]),
        f"{URL}\nwx1\n{NOW}\n".encode() + body,
        padding.PSS(padding.MGF1(hashes.SHA256()), 32),
        hashes.SHA256(),
    )
    parts = {name: base64.b64decode(part) for name, part in json.loads(body).items()}
    opened = AESGCM(aes_key).decrypt(
        parts["iv"], parts["data"] + parts["authtag"], f"{URL}|wx1|{NOW}|sn1".encode()
    )
    assert json.loads(opened) == {
        "wx_order_id": "WX1",
        "_n": "n" * 32,
        "_appid": "wx1",
        "_timestamp": NOW,
    }


def test_private_key_may_have_lost_its_lines(platform, secured, aes_key):
    settings = dict(secured._settings)
    settings["rsa_key_pem"] = settings["rsa_key_pem"].replace("\n", " ")
    platform.answers.append(sealed_answer(aes_key, ok(order_status=10000)))
    surroundings = platform.surroundings(access_token=Tokens())

    assert WechatIntracity(settings, surroundings).query(PLACED).state


def test_answer_of_another_call_does_not_open(platform, secured, aes_key):
    platform.answers.append(
        sealed_answer(aes_key, ok(order_status=70000), aad_url=f"{URL}s")
    )

    with pytest.raises(errors.CarrierUnknownError):
        secured.query(PLACED)


@pytest.mark.parametrize("body", [{}, {"iv": "?", "data": "", "authtag": ""}])
def test_answer_without_a_seal_is_not_believed(platform, secured, body):
    platform.will_answer(body)

    with pytest.raises(errors.CarrierUnknownError):
        secured.query(PLACED)


def test_refusal_of_the_gateway_is_plain(platform, secured):
    platform.will_answer({"errcode": 934011, "errmsg": "signature is needed"})

    with pytest.raises(errors.CarrierConfigurationError):
        secured.query(PLACED)


@pytest.mark.parametrize(
    "spoilt",
    [{"aes_key": ""}, {"aes_key": "AAAA"}, {"aes_key": "钥"}, {"rsa_key_pem": "x"}],
)
def test_keys_that_are_none_are_a_matter_of_settings(secured, platform, spoilt):
    settings = {**secured._settings, **spoilt}
    surroundings = platform.surroundings(access_token=Tokens())

    with pytest.raises(errors.CarrierConfigurationError):
        WechatIntracity(settings, surroundings).query(PLACED)


# === CALLBACKS === #


def told(**changes):
    content = {
        "appid": "wx1",
        "wx_store_id": "STORE1",
        "wx_order_id": "WX1",
        "store_order_id": KEY.number,
        "order_status": 30000,
        "status_change_time": NOW,
        "timestamp": NOW + 1,
        "sign": "?",
        **changes,
    }
    return CallbackMessage(json.dumps(content).encode())


def test_callback_is_a_hint(wechat):
    event = wechat.parse_callback(told())

    assert (event.state, event.at_s) == (states.ACCEPTED, NOW)
    assert not event.is_trusted


def test_withdrawal_exception_and_cancellation(wechat):
    assert wechat.parse_callback(told(order_status=60000)).is_rider_changed
    assert wechat.parse_callback(told(order_status=60000)).state == states.PENDING
    exception = wechat.parse_callback(told(order_status=90000))
    assert (exception.state, exception.kind) == (None, neutral.EXCEPTION)
    cancelled = wechat.parse_callback(told(order_status=20001))
    assert (cancelled.state, cancelled.cancelled_by) == (
        states.CANCELLED,
        neutral.BY_PLATFORM,
    )


@pytest.mark.parametrize(
    "changes", [{"appid": "wx2"}, {"store_order_id": ""}, {"order_status": []}]
)
def test_callback_of_another_or_of_nothing_is_refused(wechat, changes):
    with pytest.raises(errors.CarrierCallbackError):
        wechat.parse_callback(told(**changes))


@given(st.binary(max_size=40))
def test_any_bytes_are_an_event_or_a_typed_error(body):
    client = WechatIntracity(SETTINGS, Platform().surroundings())
    try:
        client.parse_callback(CallbackMessage(body))
    except errors.CarrierCallbackError:
        pass


def test_replies(wechat):
    assert wechat.callback_reply(is_accepted=True).status == 200
    assert wechat.callback_reply(is_accepted=False).status == 500
