"""Delivery: the five seconds, the retries, and that nobody waits for a slow one."""

import json
import time

import pytest

from sandbox import outbox
from sandbox.pay.notifier import RETRY_DELAYS_S

from .conftest import Receiver


def wait_until(condition, timeout_s=5):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come true in time")


def notification_of(merchant, number):
    [row] = [
        row
        for row in merchant.control("GET", "ledger")["notifications"]
        if row["out_trade_no"] == number
    ]
    return row


def test_schedule_is_wechats():
    assert len(RETRY_DELAYS_S) == 15
    assert sum(RETRY_DELAYS_S) == 24 * 3600 + 4 * 60


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (404, b""), (302, b""), (200, b'{"code":"FAIL","message":"no"}')],
)
def test_refused_notification_comes_again_newly_signed(merchant, receiver, answer):
    receiver.answers = [answer]

    number = merchant.paid_order(notify_url=receiver.url)

    first, second = receiver.wait_for(2)
    assert json.loads(first[1])["id"] == json.loads(second[1])["id"]
    assert first[0]["Wechatpay-Nonce"] != second[0]["Wechatpay-Nonce"]
    merchant.verify(*second)
    wait_until(lambda: notification_of(merchant, number)["state"] == "delivered")


@pytest.mark.parametrize(
    "answer", [(204, b""), (200, b""), (200, b'{"code":"SUCCESS"}')]
)
def test_accepted_notification_does_not_come_again(merchant, receiver, answer):
    receiver.answers = [answer]

    number = merchant.paid_order(notify_url=receiver.url)

    receiver.wait_for(1)
    wait_until(lambda: notification_of(merchant, number)["state"] == "delivered")
    merchant.control("POST", "clock", advance_s=86400)
    time.sleep(0.2)
    assert len(receiver.received) == 1


def test_notification_is_given_up_after_all_retries(merchant, receiver):
    receiver.default = (500, b"")
    merchant.control("POST", "settings", notify_scale=0)

    number = merchant.paid_order(notify_url=receiver.url)

    receiver.wait_for(16)
    wait_until(lambda: notification_of(merchant, number)["state"] == "given_up")


def test_answer_after_the_limit_counts_as_none(merchant, receiver):
    merchant.control("POST", "settings", notify_timeout_s=0.2)
    receiver.wait_s = 0.5

    number = merchant.paid_order(notify_url=receiver.url)

    wait_until(lambda: notification_of(merchant, number)["attempts"] >= 1)
    assert notification_of(merchant, number)["last_result"] == "unreachable"


def test_slow_receiver_does_not_hold_up_others(merchant, receiver):
    slow = Receiver()
    slow.wait_s = 2
    for _ in range(20):
        merchant.paid_order(notify_url=slow.url)

    began = time.perf_counter()
    merchant.paid_order(notify_url=receiver.url)
    receiver.wait_for(1)

    assert time.perf_counter() - began < 1
    slow.stop()


def test_strangers_are_not_called(merchant):
    number = merchant.paid_order(notify_url="http://192.0.2.1/webhook")

    wait_until(lambda: notification_of(merchant, number)["attempts"] >= 1)
    path = f"calls?direction=out&out_trade_no={number}"
    call = merchant.control("GET", path)["calls"][0]
    assert call["error"].startswith("not sent")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:99999/hook",
        "http://127.0.0.1:9/钩子",
        "http://./hook",
        f"http://{'a' * 70}.invalid/hook",
        "http://[::1/hook",
    ],
)
def test_impossible_address_is_tried_and_logged_like_any_other(merchant, url):
    number = merchant.paid_order(notify_url=url)

    wait_until(lambda: notification_of(merchant, number)["attempts"] >= 2)
    assert notification_of(merchant, number)["state"] == "pending"
    path = f"calls?direction=out&out_trade_no={number}"
    call = merchant.control("GET", path)["calls"][0]
    assert call["verdict"] == "unreachable"


def test_notification_leaves_at_once(merchant, receiver, monkeypatch):
    # The schedule looks by itself only once a minute: who pays must wake it.
    monkeypatch.setattr(outbox, "_IDLE_S", 60)
    for count in range(1, 11):
        merchant.paid_order(notify_url=receiver.url)
        receiver.wait_for(count)


def test_sending_again_by_hand_tells_the_answer(merchant, receiver):
    number = merchant.paid_order(notify_url=receiver.url)
    receiver.wait_for(1)
    receiver.answers = [(500, b"oops")]

    [sent] = merchant.control("POST", "notify", out_trade_no=number)["sent"]

    assert (sent["status"], sent["verdict"], sent["body"]) == (500, "refused", "oops")


def test_nothing_to_notify_is_an_error(merchant):
    merchant.control("POST", "notify", 404, out_trade_no="T000000")


def test_mixed_mode_signs_notifications_with_both_keys(merchant, receiver):
    merchant.control("POST", "settings", mode="mixed")
    for _ in range(4):
        merchant.paid_order(notify_url=receiver.url)

    serials = {merchant.verify(*message) for message in receiver.wait_for(4)}

    assert serials == {
        merchant.credentials["public_key_id"],
        merchant.credentials["platform_serial"],
    }


def test_bad_message_nobody_answers_is_not_called_refused(merchant):
    number = merchant.paid_order()

    [sent] = merchant.control(
        "POST", "notify", out_trade_no=number, fault="notify_unsigned"
    )["sent"]

    assert sent["verdict"] == "unreachable"
