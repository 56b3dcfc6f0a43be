"""Money survives: a killed process, a restart, a race, a crowd."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from .client import Merchant

ROOT = Path(__file__).parents[2]


class Process:
    """A sandbox in a process of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "--port", "0", "--data", self.folder],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        self.url = line.split()[-1].rstrip("/")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def process(tmp_path):
    process = Process(str(tmp_path))
    yield process
    process.kill()


def test_killed_sandbox_remembers_what_it_answered(process, receiver):
    merchant = Merchant(process.url)
    paid = {merchant.paid_order(notify_url=receiver.url) for _ in range(20)}
    refunded = sorted(paid)[0]
    merchant.refund(refunded, 30)
    rule_id = merchant.fault("rate_limit", times=0, api="pay.close")
    merchant.control("POST", "clock", advance_s=1000)

    process.kill()
    process.start()

    again = Merchant(process.url)
    assert again.credentials == merchant.credentials
    ledger = again.control("GET", "ledger")
    assert {o["out_trade_no"] for o in ledger["orders"] if o["paid_fen"]} == paid
    assert ledger["totals"]["paid_fen"] == 2000
    assert again.control("GET", "clock")["offset_s"] == 1000
    assert again.control("GET", "behaviour")["rules"][0]["id"] == rule_id


def test_notification_interrupted_by_a_kill_comes_after_the_restart(process, receiver):
    merchant = Merchant(process.url)
    merchant.fault("notify_delay", seconds=2)
    number = merchant.paid_order(notify_url=receiver.url)
    process.kill()

    process.start()
    receiver.wait_for(1)

    assert Merchant(process.url).query(number).json()["trade_state"] == "SUCCESS"


def test_orders_answered_before_a_kill_in_full_flight_are_all_there(process):
    merchant = Merchant(process.url)
    openid = merchant.login()
    answered, stop = [], threading.Event()

    def place_orders():
        mine = Merchant(process.url)
        while not stop.is_set():
            body = mine.order_body(payer={"openid": openid})
            try:
                if mine.create(body).status_code == 200:
                    answered.append(body["out_trade_no"])
            except requests.RequestException:
                return

    threads = [threading.Thread(target=place_orders) for _ in range(4)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(answered) < 50 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    stop.set()
    for thread in threads:
        thread.join()
    process.start()

    ledger = Merchant(process.url).control("GET", "ledger")
    assert len(answered) >= 50
    assert set(answered) <= {order["out_trade_no"] for order in ledger["orders"]}


def test_second_sandbox_on_the_same_folder_is_refused(process):
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", "--port", "0", "--data", process.folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.returncode == 1
    assert "another sandbox is running" in done.stderr


def test_busy_port_is_told_clearly(process, tmp_path_factory):
    port = process.url.rpartition(":")[2]
    folder = str(tmp_path_factory.mktemp("other"))
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", "--port", port, "--data", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.returncode == 1
    assert "another --port" in done.stderr


def test_stopped_sandbox_ends_cleanly(process):
    process.process.terminate()

    assert process.process.wait(timeout=10) == 0


def test_of_a_payment_and_a_close_exactly_one_wins(merchant):
    for _ in range(20):
        body = merchant.order_body()
        number = body["out_trade_no"]
        prepay_id = merchant.create(body).json()["prepay_id"]
        params = merchant.pay_params(prepay_id)
        closer = Merchant(merchant.base_url)
        with ThreadPoolExecutor(2) as pool:
            paying = pool.submit(merchant.control, "POST", "pay", **params)
            closing = pool.submit(closer.close, number)
        paid = paying.result()["result"] == "requestPayment:ok"
        closed = closing.result().status_code == 204

        assert paid != closed
        state = merchant.query(number).json()["trade_state"]
        assert state == ("SUCCESS" if paid else "CLOSED")


def test_two_payments_at_once_pay_once(merchant):
    body = merchant.order_body()
    params = merchant.pay_params(merchant.create(body).json()["prepay_id"])

    with ThreadPoolExecutor(8) as pool:
        results = list(
            pool.map(lambda _: merchant.control("POST", "pay", **params), range(8))
        )

    assert [r["result"] for r in results].count("requestPayment:ok") == 1
    assert merchant.control("GET", "ledger")["totals"]["paid_fen"] == 100


def test_concurrent_refunds_never_exceed_the_total(merchant):
    number = merchant.paid_order()

    def refund(_):
        return Merchant(merchant.base_url).refund(number, 60).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(refund, range(6)))

    assert codes.count(200) == 1
