"""Faults of notifications, seen from the merchant's side."""

import json
import time

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag

from .client import new_number
from .placing import place, state_of


def test_suppressed_notification_never_comes(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_none", out_trade_no=number)
    merchant.pay(prepay_id)

    time.sleep(0.3)

    assert receiver.received == []
    assert state_of(merchant, number) == "SUCCESS"


def test_delayed_notification_comes_late(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_delay", out_trade_no=number, seconds=600)
    merchant.pay(prepay_id)

    time.sleep(0.2)
    assert receiver.received == []
    merchant.control("POST", "clock", advance_s=601)

    receiver.wait_for(1)


def test_repeated_notification_is_the_same_message(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_repeat", out_trade_no=number, count=3)
    merchant.pay(prepay_id)

    messages = receiver.wait_for(4)

    assert len({json.loads(body)["id"] for _, body in messages}) == 1
    for headers, body in messages:
        merchant.verify(headers, body)


def test_held_notification_waits_for_the_command(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_hold", out_trade_no=number)
    merchant.pay(prepay_id)

    time.sleep(0.2)
    assert receiver.received == []
    [sent] = merchant.control("POST", "notify", out_trade_no=number)["sent"]

    assert sent["verdict"] == "accepted"
    assert len(receiver.received) == 1


def test_reordered_notifications_come_newest_first(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.control("POST", "settings", refund_delay_s=0.05)
    merchant.fault("notify_reorder", out_trade_no=number)
    merchant.pay(prepay_id)
    merchant.refund(number, 100, notify_url=receiver.url)

    messages = receiver.wait_for(2)

    events = [json.loads(body)["event_type"] for _, body in messages]
    assert events == ["REFUND.SUCCESS", "TRANSACTION.SUCCESS"]


def test_notification_can_come_before_the_prepay_answer(merchant, receiver):
    number = new_number()
    body = merchant.order_body(number, notify_url=receiver.url)
    merchant.fault("pay_before_answer", out_trade_no=number)

    answer = merchant.create(body)

    assert answer.status_code == 200
    assert len(receiver.received) == 1, "it was delivered before the answer"
    assert state_of(merchant, number) == "SUCCESS"


def bad_message(merchant, receiver, fault):
    """Pay with a message fault ordered; return the bad message and the real one."""
    receiver.answers = [(401, b'{"code":"FAIL"}')]
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault(fault, out_trade_no=number)
    merchant.pay(prepay_id)
    bad, real = receiver.wait_for(2)
    merchant.verify(*real)
    content = merchant.decrypt(json.loads(real[1])["resource"])
    assert (content["out_trade_no"], content["amount"]["total"]) == (number, 100)
    return bad


def test_probe_notification_is_followed_by_the_real_one(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_signtest")

    assert headers["Wechatpay-Signature"].startswith("WECHATPAY/SIGNTEST/")
    with pytest.raises((InvalidSignature, ValueError)):
        merchant.verify(headers, body)


def test_unsigned_notification_has_no_signature_headers(merchant, receiver):
    headers, _ = bad_message(merchant, receiver, "notify_unsigned")

    assert not [name for name in headers if name.startswith("Wechatpay-")]


def test_old_notification_verifies_but_is_old(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_old_timestamp")

    merchant.verify(headers, body)
    assert time.time() - int(headers["Wechatpay-Timestamp"]) > 300


def test_notification_with_wrong_serial_names_nobody(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_wrong_serial")

    with pytest.raises(KeyError):
        merchant.verify(headers, body)


def test_notification_with_broken_tag_does_not_decrypt(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_bad_tag")

    merchant.verify(headers, body)
    with pytest.raises(InvalidTag):
        merchant.decrypt(json.loads(body)["resource"])


def test_notification_of_a_forger_does_not_verify(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_forged_key")

    assert headers["Wechatpay-Serial"] == merchant.credentials["public_key_id"]
    with pytest.raises(InvalidSignature):
        merchant.verify(headers, body)


@pytest.mark.parametrize(
    ("fault", "path", "value"),
    [
        ("notify_wrong_amount", ("amount", "total"), 101),
        ("notify_wrong_currency", ("amount", "currency"), "USD"),
        ("notify_wrong_mchid", ("mchid",), "1900000001"),
        ("notify_wrong_appid", ("appid",), "wx0000000000000000"),
    ],
)
def test_false_content_is_correctly_signed(merchant, receiver, fault, path, value):
    headers, body = bad_message(merchant, receiver, fault)

    merchant.verify(headers, body)
    content = merchant.decrypt(json.loads(body)["resource"])
    for name in path:
        content = content[name]
    assert content == value


def test_notification_about_an_unknown_order_is_correctly_signed(merchant, receiver):
    headers, body = bad_message(merchant, receiver, "notify_unknown_order")

    merchant.verify(headers, body)
    number = merchant.decrypt(json.loads(body)["resource"])["out_trade_no"]
    assert merchant.query(number).status_code == 404


def test_merchant_who_accepts_a_forgery_is_found_out(merchant, receiver):
    number, prepay_id = place(merchant, notify_url=receiver.url)
    merchant.fault("notify_hold", out_trade_no=number)
    merchant.pay(prepay_id)

    [sent] = merchant.control(
        "POST", "notify", out_trade_no=number, fault="notify_forged_key"
    )["sent"]

    assert sent["verdict"] == "accepted_a_bad_message"


def test_forged_notification_for_an_unpaid_order_can_be_sent(merchant, receiver):
    number, _ = place(merchant, notify_url=receiver.url)

    [sent] = merchant.control(
        "POST", "notify", out_trade_no=number, fault="notify_forged_key"
    )["sent"]

    assert sent["verdict"] == "accepted_a_bad_message"
    [(headers, body)] = receiver.received
    content = merchant.decrypt(json.loads(body)["resource"])
    assert content["trade_state"] == "SUCCESS", "it claims the money came"
    assert state_of(merchant, number) == "NOTPAY"
