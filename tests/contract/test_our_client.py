"""Our client and the sandbox, which know nothing of each other, understand each other.

The sandbox accepts what our client signs, and our verifier what the sandbox signs.
"""

import io
import secrets
import time
from datetime import date

import pytest
from clients import account_of, client_of, notification_keys_of

from sandbox.clock import compact
from sandbox.tests.client import new_number, typed_code
from sandbox.tests.client_v2 import MerchantV2
from sandbox.tests.days import until_morning
from wechatpay import bodies, errors
from wechatpay.bill_rows import FUND_BILL, TRADE_BILL, read_rows
from wechatpay.notification import parse_notification
from wechatpay.transport import HttpTransport
from wechatpay.v2.client import V2Client
from wechatpay.v2.transport import CertificateTransport

WEBHOOK = "http://127.0.0.1:9/webhook"


def native_body(account, number, notify_url=WEBHOOK):
    return bodies.encode(
        {
            **account.members,
            "description": "过桥米线",
            "out_trade_no": number,
            "notify_url": notify_url,
            "amount": {"total": 100, "currency": "CNY"},
        }
    )


def code_body(account, number, auth_code):
    return bodies.encode(
        {
            **account.members,
            "description": "过桥米线",
            "out_trade_no": number,
            "payer": {"auth_code": auth_code},
            "amount": {"total": 100, "currency": "CNY"},
            "scene_info": {"store_info": {"out_id": "KM01"}},
        }
    )


@pytest.fixture(params=["merchant", "partner"])
def side(request, merchant):
    """A merchant who deals itself, and one who deals for another."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def client(side):
    return client_of(side, account_of(side))


def test_native_order_is_paid_notified_queried_and_refunded(side, client, receiver):
    number, refund_no = new_number(), new_number("R")
    body = native_body(account_of(side), number, receiver.url)
    side.control("POST", "settings", refund_delay_s=0.05)

    url = client.create_native_order(body)
    side.control("POST", "open", url=url)
    refund = bodies.refund(
        out_trade_no=number,
        out_refund_no=refund_no,
        reason="",
        refund_fen=40,
        total_fen=100,
        notify_url=receiver.url,
    )
    client.create_refund(bodies.encode({**refund, **account_of(side).sub_members}))

    told = [
        parse_notification(
            headers, message, keys=notification_keys_of(side), now=time.time()
        )
        for headers, message in receiver.wait_for(2)
    ]
    paid, refunded = sorted(told, key=lambda one: one.is_refund)
    assert (paid.is_payment, paid.trade.out_trade_no) == (True, number)
    assert refunded.refund.out_refund_no == refund_no
    trade = client.query_order(number)
    assert (trade.trade_state, trade.total_fen) == ("REFUND", 100)
    assert client.query_refund(refund_no).status == "SUCCESS"


def test_order_is_closed(side, client):
    number = new_number()
    client.create_native_order(native_body(account_of(side), number))

    client.close_order(number)

    assert client.query_order(number).trade_state == "CLOSED"


def test_code_is_scanned_and_reversed(side, client):
    number = new_number()

    answer = client.pay_by_code(code_body(account_of(side), number, typed_code()))
    assert answer.trade.trade_state == "SUCCESS"
    side.advance(16)
    client.reverse_order(number)

    assert client.query_order(number).trade_state == "REVOKED"


def test_waiting_payer_is_understood_in_all_three_forms(side, client):
    for status in (200, 202):
        side.control("POST", "settings", userpaying_status=status)
        body = code_body(account_of(side), new_number(), typed_code("13"))
        assert client.pay_by_code(body).trade is None

    side.control("POST", "settings", userpaying_status=400)
    body = code_body(account_of(side), new_number(), typed_code("13"))
    with pytest.raises(errors.WechatPayResponseError) as caught:
        client.pay_by_code(body)
    assert caught.value.code == "USERPAYING"


def test_busy_reversal_is_understood(side, client):
    number = new_number()
    client.pay_by_code(code_body(account_of(side), number, typed_code("14")))
    side.advance(16)

    with pytest.raises(errors.WechatPayBusyError):
        client.reverse_order(number)
    client.reverse_order(number)


def test_certificates_are_fetched(merchant):
    merchant.control("POST", "settings", mode="mixed")
    client = client_of(merchant, account_of(merchant))

    found = client.fetch_certificates(merchant.credentials["apiv3_key"])

    assert [one.serial for one in found] == [merchant.credentials["platform_serial"]]


def test_echo_comes_back_and_is_notified(side, client, receiver):
    echo = client.echo("你好", receiver.url)

    assert (echo.plain, echo.secret) == ("你好", "你好")
    [(headers, body)] = receiver.wait_for(1)
    told = parse_notification(
        headers, body, keys=notification_keys_of(side), now=time.time()
    )
    assert told.event_type == "SECURITY_ECHO.SUCCESS"


def test_bills_of_a_day_are_fetched_and_read(side, client):
    number = new_number()
    side.control(
        "POST",
        "open",
        url=client.create_native_order(native_body(account_of(side), number)),
    )
    now = side.control("GET", "clock")["now"]
    side.advance(until_morning(now, hour=10))
    day = date.fromisoformat(compact(now, "%Y-%m-%d"))

    trades, movements = (
        fetched_rows(client, kind, layout, day)
        for kind, layout in (("trade", TRADE_BILL), ("fund", FUND_BILL))
    )

    [trade] = trades
    assert (trade.out_trade_no, trade.settlement_fen) == (number, 100)
    assert [
        (row.kind, row.money_fen) for row in movements if row.voucher_no == number
    ] == [
        ("payment", 100),
        ("fee", -trade.fee_fen),
    ]
    # A shop's movements come sealed, and are the shop's.
    assert trade.sub_mchid == account_of(side).sub_mchid


def fetched_rows(client, kind, layout, day):
    with io.BytesIO() as file:
        client.download_bill(kind, day, file)
        file.seek(0)
        return list(read_rows(file, layout))


def test_notifications_of_both_keys_are_opened_in_the_mixed_time(merchant, receiver):
    merchant.control("POST", "settings", mode="mixed")
    for _ in range(2):
        client = client_of(merchant, account_of(merchant))
        body = native_body(account_of(merchant), new_number(), receiver.url)
        merchant.control("POST", "open", url=client.create_native_order(body))

    messages = receiver.wait_for(2)

    assert len({headers["Wechatpay-Serial"] for headers, _ in messages}) == 2
    keys = notification_keys_of(merchant)
    for headers, body in messages:
        told = parse_notification(headers, body, keys=keys, now=time.time())
        assert told.is_payment


@pytest.mark.parametrize(
    "fault",
    [
        "notify_signtest",
        "notify_unsigned",
        "notify_old_timestamp",
        "notify_wrong_serial",
        "notify_bad_tag",
        "notify_forged_key",
    ],
)
def test_bad_notification_is_refused(merchant, our_client, receiver, fault):
    merchant.fault(fault)
    body = native_body(account_of(merchant), new_number(), receiver.url)
    merchant.control("POST", "open", url=our_client.create_native_order(body))
    [(headers, message), *_] = receiver.wait_for(1)

    with pytest.raises(errors.WechatPayError):
        parse_notification(
            headers, message, keys=notification_keys_of(merchant), now=time.time()
        )


@pytest.mark.parametrize(
    "fault",
    [
        "answer_signtest",
        "answer_unsigned",
        "answer_old_timestamp",
        "answer_wrong_serial",
        "answer_tampered",
    ],
)
def test_answer_that_is_not_proven_is_refused(merchant, our_client, fault):
    number = new_number()
    our_client.create_native_order(native_body(account_of(merchant), number))
    merchant.fault(fault, api="pay.query")

    with pytest.raises(errors.WechatPaySignatureError):
        our_client.query_order(number)
    assert our_client.query_order(number).trade_state == "NOTPAY"


def test_standby_is_asked_when_the_main_host_is_silent(merchant):
    urls = (merchant.base_url, f"{merchant.base_url}/api2")
    client, number = client_of(merchant, account_of(merchant), urls), new_number()
    merchant.control("POST", "settings", main_down=True)

    client.create_native_order(native_body(account_of(merchant), number))

    assert client.query_order(number).trade_state == "NOTPAY"


@pytest.mark.parametrize("code", ["FREQUENCY_LIMITED", "RATELIMIT_EXCEED"])
def test_rate_limit_is_understood_in_both_spellings(merchant, our_client, code):
    merchant.fault("rate_limit", code=code)

    with pytest.raises(errors.WechatPayResponseError) as caught:
        our_client.query_order(new_number())

    assert caught.value.http_status == 429


# --- API v2 ---


@pytest.fixture
def v2_client(side):
    shown = MerchantV2(side).certificate()
    plain = HttpTransport()

    def transport(method, url, headers, body):
        # Over HTTP the certificate comes as a proxy hands it on.
        return plain(method, url, {**headers, **shown}, body)

    return V2Client(
        account_of(side),
        side.credentials["apiv2_key"],
        transport=transport,
        nonce=lambda: secrets.token_hex(16),
        base_url=side.base_url,
    )


def test_code_is_scanned_queried_and_reversed_by_v2(side, v2_client):
    number = new_number()

    answer = v2_client.pay_by_code(code_body(account_of(side), number, typed_code()))

    assert answer.trade.trade_state == "SUCCESS"
    assert v2_client.query_order(number).transaction_id
    side.advance(16)
    v2_client.reverse_order(number)
    assert v2_client.query_order(number).trade_state == "REVOKED"


def test_busy_reversal_by_v2_is_called_again(side, v2_client):
    number = new_number()
    with pytest.raises(errors.WechatPayResponseError):
        v2_client.pay_by_code(code_body(account_of(side), number, typed_code("14")))
    side.advance(16)

    with pytest.raises(errors.WechatPayBusyError):
        v2_client.reverse_order(number)
    v2_client.reverse_order(number)


def test_our_transport_shows_the_certificate_over_tls(sandbox, merchant):
    credentials = merchant.credentials
    client = V2Client(
        account_of(merchant),
        credentials["apiv2_key"],
        transport=CertificateTransport(
            credentials["merchant_certificate_pem"],
            credentials["merchant_private_key_pem"],
            ca_file=str(sandbox.world.keys.tls_files[0]),
        ),
        nonce=lambda: secrets.token_hex(16),
        base_url=sandbox.url.replace("http:", "https:"),
    )
    number = new_number()

    client.pay_by_code(code_body(account_of(merchant), number, typed_code()))
    merchant.advance(16)
    client.reverse_order(number)

    assert client.query_order(number).trade_state == "REVOKED"
