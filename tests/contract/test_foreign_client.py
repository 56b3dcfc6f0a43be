"""A client that neither we nor the sandbox wrote calls every endpoint of it.

Its known faults are stepped around where they are: codepay needs `pay_type`, refunds
need a notify_url of their own, a bill's download takes the very address.
"""

import gzip
import hashlib
import json
from base64 import b64decode

import pytest

from sandbox.clock import compact
from sandbox.tests.client import new_number, typed_code
from sandbox.tests.days import at, day_before, until_morning

wechatpayv3 = pytest.importorskip("wechatpayv3")
Way = wechatpayv3.WeChatPayType
TIMEOUT_S = 10
DAY = day_before()
H5_SCENE = {"payer_client_ip": "127.0.0.1", "h5_info": {"type": "Wap"}}


def foreign(merchant, **options):
    """Return wechatpayv3's client with a merchant's credentials."""
    credentials = merchant.credentials
    keys = {
        "public_key": credentials["public_key_pem"],
        "public_key_id": credentials["public_key_id"],
    }
    client = wechatpayv3.WeChatPay(
        wechatpay_type=Way.MINIPROG,
        mchid=credentials["mchid"],
        private_key=credentials["merchant_private_key_pem"],
        cert_serial_no=credentials["merchant_serial"],
        appid=credentials["appid"],
        apiv3_key=credentials["apiv3_key"],
        notify_url="http://127.0.0.1:9/webhook",
        timeout=(TIMEOUT_S, TIMEOUT_S),
        **(options or keys),
    )
    # The library has no setting for another address.
    client._core._gate_way = merchant.base_url
    return client


def foreign_partner(partner):
    credentials = partner.credentials
    keys = ("public_key_pem", "public_key_id")
    return foreign(
        partner,
        partner_mode=True,
        public_key=credentials[keys[0]],
        public_key_id=credentials[keys[1]],
    )


@pytest.fixture
def client(merchant):
    return foreign(merchant)


def good(answer, status=200):
    """Return the JSON of an answer that the client has verified."""
    code, text = answer
    assert code == status, text
    return json.loads(text) if text else None


def order(**changes):
    return {
        "description": "过桥米线",
        "out_trade_no": new_number(),
        "amount": {"total": 100, "currency": "CNY"},
        **changes,
    }


def pay_native(merchant, client, number, **changes):
    placed = client.pay(**order(out_trade_no=number, pay_type=Way.NATIVE, **changes))
    url = good(placed)["code_url"]
    assert merchant.control("POST", "open", url=url)["result"] == "ok"


def refund_of(number, refund_no, receiver, fen=40):
    return {
        "out_trade_no": number,
        "out_refund_no": refund_no,
        "amount": {"refund": fen, "total": 100, "currency": "CNY"},
        "notify_url": receiver.url,
    }


# --- orders ---


def test_mini_program_order_is_paid_notified_and_queried(client, merchant, receiver):
    number, payer = new_number(), {"openid": merchant.login()}
    placed = good(
        client.pay(**order(out_trade_no=number, payer=payer, notify_url=receiver.url))
    )
    paid = merchant.pay(placed["prepay_id"])

    assert paid["result"] == "requestPayment:ok"
    [(headers, body)] = receiver.wait_for(1)
    content = client.callback(headers, body)["resource"]
    assert content == good(client.query(out_trade_no=number))
    number = content["transaction_id"]
    assert good(client.query(transaction_id=number)) == content


def test_its_pay_sign_opens_the_sheet(client, merchant):
    payer = {"openid": merchant.login()}
    prepay_id = good(client.pay(**order(payer=payer)))["prepay_id"]
    params = {
        "appId": merchant.credentials["appid"],
        "timeStamp": "1790000000",
        "nonceStr": "n" * 32,
        "package": f"prepay_id={prepay_id}",
    }

    sign = client.sign(list(params.values()))

    paid = merchant.control("POST", "pay", **params, signType="RSA", paySign=sign)
    assert paid["result"] == "requestPayment:ok"


@pytest.mark.parametrize(
    ("way", "name", "scene"),
    [(Way.NATIVE, "code_url", None), (Way.H5, "h5_url", H5_SCENE)],
)
def test_order_for_any_phone_is_paid(client, merchant, way, name, scene):
    number = new_number()
    body = order(out_trade_no=number, pay_type=way, scene_info=scene)
    url = good(client.pay(**body))[name]

    assert merchant.control("POST", "open", url=url)["result"] == "ok"
    assert good(client.query(out_trade_no=number))["trade_state"] == "SUCCESS"


def test_order_is_closed(client):
    number = new_number()
    good(client.pay(**order(out_trade_no=number, pay_type=Way.NATIVE)))

    assert client.close(out_trade_no=number)[0] == 204
    assert good(client.query(out_trade_no=number))["trade_state"] == "CLOSED"


@pytest.mark.parametrize(("ending", "status"), [("00", 200), ("11", 202)])
def test_code_is_scanned_and_reversed(client, merchant, ending, status):
    number = new_number()
    scanned = client.pay(
        **order(
            out_trade_no=number,
            pay_type=Way.CODEPAY,
            payer={"auth_code": typed_code(ending)},
            scene_info={"store_info": {"id": "KM01"}},
        )
    )
    good(scanned, status)
    merchant.advance(16)

    assert good(client.codepay_reverse(out_trade_no=number))["out_trade_no"] == number
    assert good(client.query(out_trade_no=number))["trade_state"] == "REVOKED"


# --- refunds ---


def test_refund_is_accepted_notified_and_queried(client, merchant, receiver):
    merchant.control("POST", "settings", refund_delay_s=0.05)
    number, refund_no = new_number(), new_number("R")
    pay_native(merchant, client, number)

    accepted = good(client.refund(**refund_of(number, refund_no, receiver)))

    assert accepted["status"] == "PROCESSING"
    [(headers, body)] = receiver.wait_for(1)
    event = client.callback(headers, body)
    assert event["event_type"] == "REFUND.SUCCESS"
    shown = good(client.query_refund(out_refund_no=refund_no))
    assert (shown["status"], shown["refund_id"]) == ("SUCCESS", accepted["refund_id"])


def test_abnormal_refund_goes_to_a_card(client, merchant, receiver):
    number, refund_no = new_number(), new_number("R")
    pay_native(merchant, client, number)
    merchant.fault("refund_outcome", status="ABNORMAL")
    refund = good(client.refund(**refund_of(number, refund_no, receiver)))
    merchant.advance(5)

    sent = client.abnormal_refund(
        refund["refund_id"],
        refund_no,
        "USER_BANK_CARD",
        bank_type="ICBC_DEBIT",
        bank_account="6222020000000001234",
        real_name="王美",
    )

    assert good(sent)["user_received_account"].endswith("1234")


# --- bills ---


@pytest.mark.parametrize("kind", ["trade", "fundflow"])
def test_bill_is_asked_for_and_downloaded(client, merchant, kind):
    payment = {"out_trade_no": "BILL-0001", "total_fen": 1000, "paid_at": at(DAY)}
    merchant.control("POST", "bulk", payments=[payment])

    offer = good(getattr(client, f"{kind}_bill")(DAY.isoformat()))
    status, packed = client.download_bill(offer["download_url"])

    assert status == 200
    content = gzip.decompress(packed)
    assert hashlib.sha1(content).hexdigest() == offer["hash_value"]
    assert "BILL-0001" in content.decode("utf-8-sig")


# --- keys ---


def test_echo_comes_back(client, merchant, receiver):
    body = {
        "echo_message": "你好",
        "encrypted_echo_message": client._core.encrypt("秘密"),
        "notify_url": receiver.url,
    }

    answer = good(
        client._core.request(
            "/v3/security/echo",
            method=wechatpayv3.core.RequestType.POST,
            data=body,
            cipher_data=True,
        )
    )

    assert answer["echo_message"] == "你好"
    assert client.decrypt(answer["encrypted_echo_message"]) == "秘密"
    [(headers, message)] = receiver.wait_for(1)
    event = client.callback(headers, message)
    assert event["event_type"] == "SECURITY_ECHO.SUCCESS"
    assert client.decrypt(event["resource"]["encrypt_echo_message"]) == "秘密"


def test_platform_certificates_are_fetched_and_used(merchant, tmp_path):
    merchant.control("POST", "settings", mode="certificate")
    # With a certificate at hand the library does not call the real host at once.
    pem = tmp_path / "known.pem"
    pem.write_text(merchant.credentials["platform_certificate_pem"])
    client = foreign(merchant, cert_dir=str(tmp_path))

    client._core._update_certificates()

    serial = merchant.credentials["platform_serial"]
    assert [f"{c.serial_number:040X}" for c in client._core._certificates] == [serial]
    good(client.pay(**order(pay_type=Way.NATIVE)))


def test_mixed_time_is_understood(merchant, receiver):
    merchant.control("POST", "settings", mode="mixed")
    client = foreign(merchant)
    for _ in range(2):
        pay_native(merchant, client, new_number(), notify_url=receiver.url)

    messages = receiver.wait_for(2)

    assert len({headers["Wechatpay-Serial"] for headers, _ in messages}) == 2
    for headers, body in messages:
        assert client.callback(headers, body)["event_type"] == "TRANSACTION.SUCCESS"


def test_probe_is_refused(client, merchant, receiver):
    merchant.fault("notify_signtest")
    receiver.answers = [(401, b"")]
    pay_native(merchant, client, new_number(), notify_url=receiver.url)

    probe, real = receiver.wait_for(2)

    assert client.callback(*probe) is None
    assert client.callback(*real)["event_type"] == "TRANSACTION.SUCCESS"


# --- partner mode ---


def test_partner_pays_queries_closes_refunds(partner, receiver):
    client, shop = foreign_partner(partner), {"sub_mchid": partner.sub_mchid}
    paid, closed, refund_no = new_number(), new_number(), new_number("R")
    names = {**shop, "sub_appid": partner.sub_appid}
    pay_native(partner, client, paid, notify_url=receiver.url, **names)
    good(client.pay(**order(out_trade_no=closed, pay_type=Way.NATIVE, **names)))

    assert client.close(out_trade_no=closed, **shop)[0] == 204
    shown = good(client.query(out_trade_no=paid, **shop))
    assert (shown["trade_state"], shown["sub_mchid"]) == ("SUCCESS", shop["sub_mchid"])
    good(client.refund(**refund_of(paid, refund_no, receiver), **shop))
    refund = good(client.query_refund(out_refund_no=refund_no, **shop))
    assert refund["out_trade_no"] == paid
    headers, body = receiver.wait_for(1)[0]
    assert (
        client.callback(headers, body)["resource"]["sp_mchid"]
        == (partner.credentials["mchid"])
    )


def test_partner_fetches_bills(partner):
    client, shop = foreign_partner(partner), {"sub_mchid": partner.sub_mchid}
    names = {**shop, "sub_appid": partner.sub_appid}
    pay_native(partner, client, new_number(), **names)
    now = partner.control("GET", "clock")["now"]
    partner.advance(until_morning(now))
    day = compact(now, "%Y-%m-%d")

    trade = good(client.trade_bill(day, **shop))
    flow = good(
        client.submch_fundflow_bill(bill_date=day, account_type="BASIC", **shop)
    )

    assert client.download_bill(trade["download_url"])[0] == 200
    [offer] = flow["download_bill_list"]
    key = b64decode(offer["encrypt_key"])
    assert len(key) == 256, "sealed with the partner's certificate"
    assert client.download_bill(offer["download_url"])[0] == 200


def test_partner_scans_and_reverses(partner):
    client, number = foreign_partner(partner), new_number()
    shop = {"sub_mchid": partner.sub_mchid}
    scanned = client.pay(
        **order(
            out_trade_no=number,
            pay_type=Way.CODEPAY,
            payer={"auth_code": typed_code()},
            scene_info={"store_info": {"id": "KM01"}},
            **shop,
        )
    )
    assert good(scanned)["trade_state"] == "SUCCESS"
    partner.advance(16)

    good(client.codepay_reverse(out_trade_no=number, **shop))
    assert good(client.query(out_trade_no=number, **shop))["trade_state"] == "REVOKED"


def test_its_known_fault_is_refused_as_wechat_does(client):
    # `|` is signed raw and sent quoted.
    status, text = client.query(out_trade_no="T0001|1")

    assert (status, json.loads(text)["code"]) == (401, "SIGN_ERROR")
