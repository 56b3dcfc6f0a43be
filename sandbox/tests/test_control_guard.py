"""Who may use the control plane, and what the log keeps to itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from .client import TIMEOUT_S

ROOT = Path(__file__).parents[2]


def get(merchant, path, **headers):
    return requests.get(
        f"{merchant.base_url}{path}", headers=headers, timeout=TIMEOUT_S
    )


@pytest.mark.parametrize(
    "origin", ["http://localhost:8069", "http://127.0.0.1:8069", "http://[::1]:1"]
)
def test_pages_of_this_machine_may_read_answers(merchant, origin):
    answer = get(merchant, "/control/health", Origin=origin)

    assert answer.headers["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example"]
)
def test_pages_of_strangers_are_refused(merchant, origin):
    answer = get(merchant, "/control/health", Origin=origin)

    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_preflight_of_a_page_of_this_machine_is_allowed(merchant):
    answer = requests.options(
        f"{merchant.base_url}/control/pay",
        headers={
            "Origin": "http://localhost:8069",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
        timeout=TIMEOUT_S,
    )

    assert answer.status_code == 204
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"


def test_preflight_of_a_stranger_is_refused(merchant):
    answer = requests.options(
        f"{merchant.base_url}/control/pay",
        headers={"Origin": "https://evil.example"},
        timeout=TIMEOUT_S,
    )

    assert answer.status_code == 403


def test_rebound_host_name_is_refused(merchant):
    assert get(merchant, "/control/health", Host="evil.example").status_code == 403
    assert get(merchant, "/", Host="evil.example").status_code == 403


@pytest.mark.parametrize("path", ["/control/credentials"])
def test_credentials_are_not_for_other_pages(merchant, path):
    own = get(merchant, path, Origin=merchant.base_url)
    other = get(merchant, path, Origin="http://localhost:8069")

    assert (own.status_code, other.status_code) == (200, 403)


def test_caller_from_elsewhere_is_refused(sandbox):
    from sandbox.web import Request

    request = Request(
        "GET", "/control/credentials", {"Host": "127.0.0.1"}, b"", "192.0.2.7"
    )

    assert sandbox.server.answer(request).status == 403


def test_server_does_not_listen_to_strangers(tmp_path):
    done = subprocess.run(
        [
            sys.executable, "-m", "sandbox",
            "--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "loopback" in done.stderr
    assert "Traceback" not in done.stderr


def test_body_of_a_command_must_be_understood(merchant):
    for body in ("[]", "{", '{"advance_s": 1, "typo": 2}', '{"advance_s": "1"}'):
        answer = requests.post(
            f"{merchant.base_url}/control/clock", data=body, timeout=TIMEOUT_S
        )
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_clock_does_not_run_backwards(merchant):
    merchant.control("POST", "clock", 400, advance_s=-1)


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "both"},
        {"notify_scale": -1},
        {"notify_scale": "fast"},
        {"is_trade_managed": 1},
        {"released_pages": "pages/menu/menu"},
        {"unknown": 1},
    ],
)
def test_setting_that_does_not_fit_is_refused(merchant, changes):
    before = merchant.control("GET", "settings")
    merchant.control("POST", "settings", 400, **changes)

    assert merchant.control("GET", "settings") == before


def test_log_tells_every_call_and_no_secret(merchant, receiver):
    openid = merchant.login("mei")
    number = merchant.paid_order(notify_url=receiver.url, payer={"openid": openid})
    merchant.query(number)
    receiver.wait_for(1)
    merchant.control("POST", "phone-code", user="mei", phone="13800138000")

    calls = merchant.control("GET", "calls?limit=1000")["calls"]

    apis = {call["api"] for call in calls}
    assert {
        "phone.login_code",
        "open.jscode2session",
        "pay.jsapi",
        "phone.pay",
        "notify.TRANSACTION.SUCCESS",
        "pay.query",
    } <= apis
    text = json.dumps(calls, ensure_ascii=False)
    for secret in (
        openid,
        "13800138000",
        merchant.credentials["appsecret"],
        merchant.credentials["apiv3_key"],
    ):
        assert secret not in text
    [placed] = [call for call in calls if call["api"] == "pay.jsapi"]
    assert placed["out_trade_no"] == number
    assert placed["request"]["amount"]["total"] == 100


def test_log_tells_why_a_call_was_refused(merchant):
    merchant.create(merchant.order_body(amount={"total": 0}))

    [call] = merchant.control("GET", "calls?api=pay.jsapi")["calls"]

    assert (call["verdict"], call["status"]) == ("refused", 400)
    assert call["error"] == "PARAM_ERROR: at least 1"


def test_log_can_be_read_from_where_one_stopped(merchant):
    merchant.create()
    last = merchant.control("GET", "calls?limit=1")["calls"][0]["id"]
    merchant.create()

    calls = merchant.control("GET", f"calls?since_id={last}&api=pay.jsapi")["calls"]

    assert len(calls) == 1


def test_reset_forgets_all_but_identities(merchant):
    merchant.paid_order()
    before = merchant.control("GET", "credentials")

    merchant.control("POST", "reset")

    assert merchant.control("GET", "ledger")["orders"] == []
    assert merchant.control("GET", "credentials") == before


def test_console_is_served(merchant):
    page = get(merchant, "/")

    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_unknown_control_path_is_an_error(merchant):
    assert get(merchant, "/control/nothing").status_code == 404
    assert get(merchant, "/control/pay").status_code == 405
    assert get(merchant, "/console/../../schema.sql").status_code == 404
