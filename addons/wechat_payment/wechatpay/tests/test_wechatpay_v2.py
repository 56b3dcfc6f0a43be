import datetime
import http.server
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from wechatpay_samples import APPID, MCHID, pem_of

from wechatpay import bodies, errors
from wechatpay.merchant import Account
from wechatpay.transport import Answer, HttpTransport
from wechatpay.v2 import HMAC_SHA256, MD5, V2Client
from wechatpay.v2.message import from_xml, to_xml
from wechatpay.v2.signing import sign
from wechatpay.v2.transport import CertificateTransport

# The values of wechatpy's tests/test_pay.py.
VECTOR_KEY = "192006250b4c09247ec02edce69f6a2d"
VECTOR = {"test1": "test1", "test2": "test2"}
KEY = "k" * 32
NUMBER = "W261122-A1"
PAID = {
    "return_code": "SUCCESS",
    "result_code": "SUCCESS",
    "appid": APPID,
    "mch_id": MCHID,
    "out_trade_no": NUMBER,
    "transaction_id": "4200000001",
    "trade_type": "MICROPAY",
    "total_fee": "2900",
    "fee_type": "CNY",
    "time_end": "20261122120000",
    "openid": "o1",
}
BODY = bodies.with_auth_code(
    bodies.CodepayOrder(
        out_trade_no=NUMBER, description="A < B & C", total_fen=2900, store_id="POS7"
    ).to_json(Account(APPID, MCHID)),
    "134567890123456789",
)


class Wire:
    """Answers with values signed as WeChat Pay would, and keeps what was sent."""

    def __init__(self, *answers, sign_type=HMAC_SHA256):
        self.answers, self.sent = list(answers), []
        self.sign_type = sign_type

    def __call__(self, method, url, headers, body):
        self.sent.append((method, url, from_xml(body)))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Answer):
            return answer
        return Answer(200, {}, to_xml({**answer, "sign": self.signature(answer)}))

    def signature(self, values):
        return sign(values, KEY, self.sign_type)


def client_for(wire, account=None, sign_type=HMAC_SHA256):
    return V2Client(
        account or Account(APPID, MCHID),
        KEY,
        transport=wire,
        nonce=lambda: "N" * 32,
        base_url="https://pay.example.com/",
        sign_type=sign_type,
    )


def failed(code, **values):
    return {
        "return_code": "SUCCESS",
        "result_code": "FAIL",
        "err_code": code,
        "err_code_des": "余额不足",
        **values,
    }


# === Signature and message ===


def test_signatures_equal_the_published_ones():
    assert sign(VECTOR, VECTOR_KEY, MD5) == "1E3A8D73B5A4AEE787C0F68B5DAB8520"
    assert sign(VECTOR, VECTOR_KEY, HMAC_SHA256) == (
        "EDAC6D70D2FDF5A2382F8204FC96A1918017E46ACC5297F565ED1A7610ACF659"
    )


def test_empty_values_do_not_count_but_zero_does():
    assert sign({**VECTOR, "a": "", "sign": "x"}, VECTOR_KEY, MD5) == sign(
        VECTOR, VECTOR_KEY, MD5
    )
    assert sign({**VECTOR, "a": "0"}, VECTOR_KEY, MD5) != sign(VECTOR, VECTOR_KEY, MD5)


@pytest.mark.parametrize("key", ["", None, "k" * 31, "k" * 33, "键" * 32])
def test_malformed_key_is_named(key):
    with pytest.raises(errors.WechatPayConfigurationError):
        V2Client(None, key, transport=None, nonce=None, base_url="")


def test_message_is_read_as_it_was_written():
    values = {"a": "A < B & C ]]>", "b": "微信支付", "c": ""}

    assert from_xml(to_xml(values)) == values


def test_message_with_cdata_is_read():
    assert from_xml(b"<xml><a><![CDATA[1<2]]></a>\n<b>3</b></xml>") == {
        "a": "1<2",
        "b": "3",
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<xml><a>1</a>",
        b"<xml><a><b>1</b></a></xml>",
        b"<xml><a>1</a><a>2</a></xml>",
        b'<xml><a x="1">1</a></xml>',
        b'<!DOCTYPE xml [<!ENTITY e "x">]><xml><a>&e;</a></xml>',
        b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><a>1</a></xml>',
        b"<xml><a>&e;</a></xml>",
        '<!DOCTYPE xml [<!ENTITY e "x">]><xml><a>&e;</a></xml>'.encode("utf-16"),
    ],
)
def test_message_that_is_more_than_flat_xml_is_refused(body):
    with pytest.raises(errors.WechatPayContentError):
        from_xml(body)


# === Paying ===


@pytest.mark.parametrize("sign_type", [MD5, HMAC_SHA256])
def test_paid_at_once(sign_type):
    wire = Wire(PAID, sign_type=sign_type)

    trade = client_for(wire, sign_type=sign_type).pay_by_code(BODY).trade

    _method, url, sent = wire.sent[0]
    assert url == "https://pay.example.com/pay/micropay"
    assert sent.pop("sign") == sign(sent, KEY, sign_type)
    assert sent["auth_code"] == "134567890123456789"
    assert sent["body"] == "A < B & C"
    assert sent["total_fee"] == "2900"
    assert (trade.out_trade_no, trade.trade_state) == (NUMBER, "SUCCESS")
    assert (trade.mchid, trade.appid, trade.openid) == (MCHID, APPID, "o1")
    assert (trade.total_fen, trade.currency) == (2900, "CNY")


def test_service_provider_names_the_shop():
    wire = Wire({**PAID, "sub_mch_id": "1900000109"})

    trade = (
        client_for(wire, Account(APPID, MCHID, sub_mchid="1900000109"))
        .pay_by_code(BODY)
        .trade
    )

    assert wire.sent[0][2]["sub_mch_id"] == "1900000109"
    assert trade.sub_mchid == "1900000109"


@pytest.mark.parametrize("code", ["SYSTEMERROR", "BANKERROR", "USERPAYING"])
def test_unclear_answer_leaves_the_result_open(code):
    with pytest.raises(errors.WechatPayBusyError) as caught:
        client_for(Wire(failed(code))).pay_by_code(BODY)

    assert caught.value.is_result_unknown


def test_refusal_carries_code_and_words():
    with pytest.raises(errors.WechatPayNotEnoughError) as caught:
        client_for(Wire(failed("NOTENOUGH"))).pay_by_code(BODY)

    assert caught.value.message == "余额不足"


def test_answer_signed_with_another_key_proves_nothing():
    wire = Wire(Answer(200, {}, to_xml({**PAID, "sign": "0" * 64})))

    with pytest.raises(errors.WechatPaySignatureError) as caught:
        client_for(wire).pay_by_code(BODY)

    assert caught.value.is_result_unknown


def test_answer_without_signature_proves_nothing():
    with pytest.raises(errors.WechatPaySignatureError):
        client_for(Wire(Answer(200, {}, to_xml(PAID)))).pay_by_code(BODY)


def test_answer_that_took_nothing_is_a_refusal_of_the_settings():
    wire = Wire(
        Answer(200, {}, to_xml({"return_code": "FAIL", "return_msg": "签名错误"}))
    )

    with pytest.raises(errors.WechatPayRefusedError) as caught:
        client_for(wire).pay_by_code(BODY)

    assert (caught.value.code, caught.value.message) == ("RETURN_FAIL", "签名错误")


@pytest.mark.parametrize("status", [302, 500, 502])
def test_failure_of_the_server_leaves_the_result_open(status):
    with pytest.raises(errors.WechatPayBusyError):
        client_for(Wire(Answer(status, {}, b""))).pay_by_code(BODY)


def test_garbage_leaves_the_result_open():
    with pytest.raises(errors.WechatPayContentError):
        client_for(Wire(Answer(200, {}, b"<html>"))).pay_by_code(BODY)


def test_lost_connection_is_told():
    with pytest.raises(errors.WechatPayConnectionError):
        client_for(Wire(errors.WechatPayConnectionError("x"))).pay_by_code(BODY)


def test_amount_that_is_no_number_leaves_the_result_open():
    with pytest.raises(errors.WechatPayContentError):
        client_for(Wire({**PAID, "total_fee": "29.00"})).pay_by_code(BODY)


# === Asking and reversing ===


@pytest.mark.parametrize("state", ["SUCCESS", "USERPAYING", "REVOKED", "PAYERROR"])
def test_query_tells_the_state(state):
    wire = Wire({**PAID, "trade_state": state})

    assert client_for(wire).query_order(NUMBER).trade_state == state
    assert wire.sent[0][1].endswith("/pay/orderquery")


def test_unknown_number_is_told():
    with pytest.raises(errors.WechatPayNotFoundError):
        client_for(Wire(failed("ORDERNOTEXIST"))).query_order(NUMBER)


def test_reversed():
    wire = Wire({"return_code": "SUCCESS", "result_code": "SUCCESS", "recall": "N"})

    client_for(wire).reverse_order(NUMBER)

    assert wire.sent[0][1].endswith("/secapi/pay/reverse")


@pytest.mark.parametrize(
    "answer",
    [
        {"return_code": "SUCCESS", "result_code": "SUCCESS", "recall": "Y"},
        failed("USERPAYING", recall="Y"),
        failed("WHO_KNOWS", recall="Y"),
        failed("SYSTEMERROR", recall="N"),
    ],
)
def test_reversing_is_to_be_repeated(answer):
    with pytest.raises(errors.WechatPayBusyError):
        client_for(Wire(answer)).reverse_order(NUMBER)


# === The merchant's certificate ===


def make_certificate(name, key, issuer=None, issuer_key=None, **extensions):
    now = datetime.datetime.now(datetime.timezone.utc)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(issuer is None, None), True)
    )
    return builder.sign(issuer_key or key, hashes.SHA256())


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        shown = self.connection.getpeercert()
        body = dict(item[0] for item in shown["subject"])["commonName"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def authority():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return make_certificate("CA", key), key


@pytest.fixture(scope="module")
def merchant(authority):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return make_certificate("1600000000", key, *authority), key


@pytest.fixture(scope="module")
def server(authority, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = make_certificate("localhost", key, *authority)
    (folder / "server.pem").write_text(pem(certificate) + pem_of(key))
    (folder / "ca.pem").write_text(pem(authority[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    context.load_verify_locations(folder / "ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    running = http.server.ThreadingHTTPServer(("localhost", 0), Handler)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{running.server_address[1]}/", str(folder / "ca.pem")
    running.shutdown()
    running.server_close()
    thread.join()


def test_certificate_is_shown(server, merchant):
    url, ca_file = server
    certificate, key = merchant
    transport = CertificateTransport(pem(certificate), pem_of(key), ca_file=ca_file)

    answer = transport("POST", url, {}, b"x")
    transport.close()

    assert answer.body == b"1600000000"


def test_without_certificate_nobody_listens(server, monkeypatch):
    url, ca_file = server
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_file)

    with pytest.raises(errors.WechatPayConnectionError):
        HttpTransport()("POST", url, {}, b"x")


def test_server_that_nobody_vouches_for_hears_nothing(server, merchant):
    url, _ca_file = server
    certificate, key = merchant

    with pytest.raises(errors.WechatPayConnectionError):
        CertificateTransport(pem(certificate), pem_of(key))("POST", url, {}, b"x")


def test_certificate_of_another_key_is_named(merchant):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    with pytest.raises(errors.WechatPayConfigurationError):
        CertificateTransport(pem(merchant[0]), pem_of(other))


@pytest.mark.parametrize("text", ["", "not a certificate"])
def test_certificate_that_is_none_is_named(text, merchant):
    with pytest.raises(errors.WechatPayConfigurationError):
        CertificateTransport(text, pem_of(merchant[1]))
