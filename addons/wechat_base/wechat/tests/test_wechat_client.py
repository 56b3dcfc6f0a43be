import json

import pytest

from wechat import errors
from wechat.client import OpenApiClient
from wechat.shipment import Shipment

APPID, SECRET, TOKEN = "wx0123456789abcdef", "s3cret", "token-1"
PNG = b"\x89PNG\r\n\x1a\n"


class Answer:
    """What a session returns, as far as wechatpy looks."""

    request = None
    status_code = 200

    def __init__(self, body):
        self.content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def raise_for_status(self):
        """Nothing: the session refuses what is not 200."""


class Session:
    """Answers from a list, and keeps what was asked."""

    def __init__(self, *bodies):
        self.bodies = list(bodies)
        self.sent = []

    def request(self, method, url, **options):
        self.sent.append((method.upper(), url, options))
        return Answer(self.bodies.pop(0))


class Tokens:
    """A token store of one token, which can be renewed."""

    def __init__(self):
        self.token = TOKEN
        self.rejected = []

    def get(self):
        return self.token

    def renew(self, rejected):
        self.rejected.append(rejected)
        self.token = f"token-{len(self.rejected) + 1}"
        return self.token


@pytest.fixture
def tokens():
    return Tokens()


@pytest.fixture
def client_for(tokens):
    def build(*bodies):
        session = Session(*bodies)
        client = OpenApiClient(
            APPID,
            SECRET,
            tokens=tokens,
            session=session,
            base_url="https://api.example.com",
        )
        return client, session

    return build


def body_of(sent):
    return json.loads(sent[2]["data"])


def test_login_asks_without_a_token(client_for):
    client, session = client_for({"openid": "o1", "session_key": "k", "errcode": 0})

    assert client.mini_program.code_to_session("c0de") == {
        "openid": "o1",
        "session_key": "k",
        "unionid": "",
    }
    ((method, url, options),) = session.sent
    assert (method, url) == ("GET", "https://api.example.com/sns/jscode2session")
    assert options["params"] == {
        "access_token": None,
        "appid": APPID,
        "secret": SECRET,
        "js_code": "c0de",
        "grant_type": "authorization_code",
    }


def test_every_api_class_uses_the_one_address(client_for):
    client, session = client_for({"errcode": 0}, {"errcode": 0})

    client.wxa.send_subscribe_message("o1", "t1", {})
    client.message.send_text("o1", "hi")

    assert [sent[1].split("/")[2] for sent in session.sent] == ["api.example.com"] * 2


def test_token_goes_into_the_query(client_for):
    client, session = client_for({"errcode": 0, "result": {"suggest": "review"}})

    assert client.mini_program.check_text("好吃", "o1", 2) == "review"
    assert session.sent[0][2]["params"] == {"access_token": TOKEN}
    assert body_of(session.sent[0]) == {
        "version": 2,
        "scene": 2,
        "openid": "o1",
        "content": "好吃",
    }


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_rejected_token_is_renewed_once(client_for, tokens, code):
    client, session = client_for(
        {"errcode": code, "errmsg": "invalid credential"},
        {"errcode": 0, "is_trade_managed": True},
    )

    assert client.mini_program.is_trade_managed() is True
    assert tokens.rejected == [TOKEN]
    sent = [
        options["params"]["access_token"] for _method, _url, options in session.sent
    ]
    assert sent == ["token-1", "token-2"]


def test_token_that_is_always_rejected_ends_in_an_error(client_for, tokens):
    client, session = client_for(*[{"errcode": 40001, "errmsg": "no"}] * 10)

    with pytest.raises(errors.WechatTokenError):
        client.mini_program.is_trade_managed()
    assert len(session.sent) == 2


def test_stable_token_is_fetched_without_one(client_for):
    client, session = client_for({"access_token": "t", "expires_in": 7200})

    assert client.fetch_stable_token(force_refresh=True) == ("t", 7200)
    assert session.sent[0][2]["params"] == {"access_token": None}
    assert body_of(session.sent[0]) == {
        "grant_type": "client_credential",
        "appid": APPID,
        "secret": SECRET,
        "force_refresh": True,
    }


@pytest.mark.parametrize("body", [b"", b"[]", {"access_token": "t"}, {"expires_in": 1}])
def test_stable_token_that_is_none_is_a_typed_error(client_for, body):
    client, _session = client_for(body)

    with pytest.raises(errors.WechatContentError):
        client.fetch_stable_token()


def test_wechatpy_never_fetches_a_token_of_its_own(client_for):
    client, session = client_for()

    with pytest.raises(NotImplementedError):
        client.fetch_access_token()
    assert not session.sent


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, errors.WechatBusyError),
        (40029, errors.WechatCodeError),
        (40163, errors.WechatCodeError),
        (40226, errors.WechatBlockedUserError),
        (45011, errors.WechatBusyError),
        (40013, errors.WechatAccountError),
        (40125, errors.WechatAccountError),
        (40164, errors.WechatAccountError),
        (43101, errors.WechatRecipientError),
        (10060001, errors.WechatBusyError),
        (47003, errors.WechatRefusedError),
        (99999, errors.WechatRefusedError),
    ],
)
def test_code_tells_what_the_caller_can_do(client_for, code, kind):
    client, _session = client_for(*[{"errcode": code, "errmsg": "说明"}] * 2)

    with pytest.raises(errors.WechatResponseError) as caught:
        client.mini_program.code_to_session("c0de")
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.message) == (code, "说明")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"7", b"null", b"\xff"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("code_to_session", ("c",)),
        ("get_phone_number", ("c",)),
        ("check_text", ("x", "o1", 2)),
        ("is_trade_managed", ()),
        ("get_unlimited_code", ("T5",)),
    ],
)
def test_garbage_is_a_typed_error(client_for, body, name, arguments):
    client, _session = client_for(body, body)

    with pytest.raises(errors.WechatError):
        getattr(client.mini_program, name)(*arguments)


@pytest.mark.parametrize(
    "content",
    [{}, {"openid": "o1"}, {"openid": 7, "session_key": "k"}, {"session_key": "k"}],
)
def test_login_without_an_openid_is_a_typed_error(client_for, content):
    client, _session = client_for(content)

    with pytest.raises(errors.WechatContentError):
        client.mini_program.code_to_session("c0de")


def test_phone_number_comes_with_its_country(client_for):
    info = {"purePhoneNumber": "13800138000", "countryCode": "86"}
    client, _session = client_for({"errcode": 0, "phone_info": info})

    assert client.mini_program.get_phone_number("c") == "+8613800138000"


def test_code_picture_is_asked_for_with_all_options(client_for):
    client, session = client_for(PNG)

    picture = client.mini_program.get_unlimited_code(
        "T5", "pages/menu/menu", check_path=False, env_version="trial", width=280
    )

    assert picture == PNG
    assert body_of(session.sent[0]) == {
        "scene": "T5",
        "page": "pages/menu/menu",
        "check_path": False,
        "env_version": "trial",
        "width": 280,
    }


@pytest.mark.parametrize("version", ["", "production"])
def test_unknown_version_is_refused_here(client_for, version):
    client, session = client_for()

    with pytest.raises(ValueError, match="version|one of"):
        client.mini_program.get_unlimited_code("T5", env_version=version)
    assert not session.sent


def test_message_has_the_documented_form(client_for):
    client, session = client_for({"errcode": 0})

    client.mini_program.send_subscribe_message(
        "o1",
        "t1",
        {"thing1": "过桥米线"},
        page="pages/order/order",
        state="trial",
        lang="en_US",
    )

    assert body_of(session.sent[0]) == {
        "touser": "o1",
        "template_id": "t1",
        "data": {"thing1": {"value": "过桥米线"}},
        "miniprogram_state": "trial",
        "lang": "en_US",
        "page": "pages/order/order",
    }


def test_shipping_has_the_documented_form(client_for):
    client, session = client_for({"errcode": 0})
    shipment = Shipment("1600000000", "W20261122A1", 4, "米" * 200)

    client.mini_program.upload_shipping_info(
        shipment=shipment, openid="o1", upload_time="2026-11-22T12:00:00.000+08:00"
    )

    body = body_of(session.sent[0])
    assert body["order_key"] == {
        "order_number_type": 1,
        "mchid": "1600000000",
        "out_trade_no": "W20261122A1",
    }
    assert body["shipping_list"] == [{"item_desc": "米" * 120}]
    assert (body["logistics_type"], body["delivery_mode"]) == (4, 1)
    assert body["payer"] == {"openid": "o1"}


def test_page_of_the_order_list_must_learn_the_number(client_for):
    client, session = client_for({"errcode": 0})
    page = "pages/order/order?out_trade_no=${商品订单号}"

    client.mini_program.update_order_detail_path(page)

    assert body_of(session.sent[0]) == {"path": page}
    with pytest.raises(ValueError, match="pages/order/order"):
        client.mini_program.update_order_detail_path("pages/order/order")
