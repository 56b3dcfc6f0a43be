"""Money: notifications taken in, and paid orders from the scan to the kitchen."""

import json
import subprocess
import time

from .. import odoo, processes, sql
from ..errors import HouseError
from ..settings import CHECKOUT, Settings
from . import cpu, http, reading, servers
from .cpu import Meter
from .diners import Diners
from .guests import Guests, rpc
from .plan import Plan
from .report import Report, median_ratio
from .servers import Server
from .shops import LOAD
from .wrk import Wrk, request

AT_ONCE = 4
WAIT_S = 120
# `PAY_CHECK_INTERVAL_MS` of the mini-program.
PHONE_PAUSE_S = 2.5
TAKEN_IN = """
    SELECT count(*) FROM payment_transaction
     WHERE wechatpay_state = 'success' AND is_post_processed IS NOT TRUE
"""
UNPOSTED = """
    SELECT count(*) FROM pos_order WHERE wechat_stock_pending AND state = 'paid'
"""
UNDONE = """
    SELECT count(*) FROM queue_job WHERE state IN ('pending', 'enqueued', 'started')
"""
# Odoo's own daily chores are all due in a new database, some are called for besides,
# and none is part of an order.
CHORES = """
    SELECT id FROM ir_cron
     WHERE id NOT IN (SELECT res_id FROM ir_model_data
                       WHERE model = 'ir.cron' AND module LIKE 'wechat%%')
"""
CHORES_TOMORROW = f"""
    WITH uncalled AS (DELETE FROM ir_cron_trigger WHERE cron_id IN ({CHORES}))
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + interval '1 day'
     WHERE id IN ({CHORES})
"""
RUN_NOW = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' WHERE id IN (
        SELECT res_id FROM ir_model_data
         WHERE model = 'ir.cron' AND name = 'ir_cron_post_stock')
"""


def measure_paid_orders(
    settings: Settings, plan: Plan, report: Report, ours: Server, peer: Server
) -> None:
    """Measure the CPU of paid dine-in orders, jobs and stock included."""
    sql.run(settings, ours.shop.name, CHORES_TOMORROW)
    servers.start_jobs(settings, ours.shop)
    try:
        pairs = _take_turns(settings, plan, ours, peer)
    finally:
        processes.stop(settings, f"{ours.shop.name}_jobs")
    count = len(pairs) * plan.paid_orders
    shown = [sum(side) * 1000 / count for side in zip(*pairs, strict=True)]
    report.add(
        "paid_order_cpu_vs_peer",
        median_ratio(pairs),
        f"ours {shown[0]:.0f} ms, peer {shown[1]:.0f} ms of CPU an order",
    )


def _take_turns(
    settings: Settings, plan: Plan, ours: Server, peer: Server
) -> list[tuple[float, float]]:
    """Return the CPU seconds of both sides, round by round."""
    diners, guests = Diners(ours), Guests(peer)
    _wait_for_jobs(settings, ours)
    pids = cpu.pids(settings, ours.shop.name, f"{ours.shop.name}_jobs")
    pairs = []
    for _round in range(max(1, plan.rounds // 2)):
        meter = Meter(pids)
        orders = http.at_once(
            AT_ONCE, lambda _n: _pay_ours(settings, diners), range(plan.paid_orders)
        )
        _post_stock(settings, ours)
        _wait_for_jobs(settings, ours)
        mine = meter.seconds()
        _check_paid(settings, ours, orders)
        meter = Meter(peer.pids)
        orders = http.at_once(
            AT_ONCE, lambda _n: _pay_theirs(settings, guests), range(plan.paid_orders)
        )
        theirs = meter.seconds()
        _check_paid(settings, peer, orders)
        pairs.append((mine, theirs))
    return pairs


def measure_callbacks(
    settings: Settings, plan: Plan, wrk: Wrk, report: Report, ours: Server
) -> None:
    """Measure how fast true notifications are taken in, each of another order."""
    diners = Diners(ours)
    # The sandbox keeps them to itself: here wrk sends them.
    _sandbox(settings, "/control/behaviour", {"fault": "notify_none", "times": 0})
    pairs, loads, noops = [], [], []
    for _round in range(max(2, plan.rounds // 2)):
        numbers = http.at_once(
            AT_ONCE,
            lambda _n: _prepare_payment(settings, diners),
            range(plan.callbacks),
        )
        noops.append(wrk.run(ours.port, reading.NOOP, plan.seconds, ours.pids))
        messages = _sign(settings, ours, numbers)
        loads.append(wrk.run_once(ours.port, messages, ours.pids))
        pairs.append((loads[-1].rate, noops[-1].rate))
    paid = _count(settings, ours, TAKEN_IN)
    refused = sum(load.refused for load in loads)
    if refused or paid != plan.callbacks * len(pairs):
        report.miss("callback_vs_noop", f"{refused} refused, {paid} taken in")
        return
    report.add(
        "callback_vs_noop",
        median_ratio(pairs),
        "; ".join(
            (reading.describe("callback", loads), reading.describe("noop", noops))
        ),
    )


# === OURS === #


def _pay_ours(settings: Settings, diners: Diners) -> str:
    """Scan, order, pay, and ask as the phone does until it is paid; return the UUID."""
    order, token = diners.make_order(), diners.token()
    _expect(diners.post("/orders", order, token), 201)
    path = f"/orders/{order['uuid']}"
    params = _expect(_ask(diners, f"{path}/pay", token)).json()["payment"]
    facts = _sandbox(settings, "/control/credentials")
    _sandbox(settings, "/control/pay", {"appId": facts["appid"], **params})
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        answer = _expect(_ask(diners, f"{path}/check-payment", token))
        if answer.json()["payment_state"] == "paid":
            return order["uuid"]
        time.sleep(PHONE_PAUSE_S)
    raise HouseError("a paid order never became paid.", "Read the jobs' log.")


def _ask(diners: Diners, path: str, token: str) -> http.Answer:
    """Ask for what needs WeChat; where all its places are taken, ask again, as told."""
    deadline = time.monotonic() + WAIT_S
    while True:
        answer = diners.post(path, {}, token)
        if answer.status != 503 or time.monotonic() > deadline:
            return answer
        time.sleep(int(answer.headers["retry-after"]))


def _prepare_payment(settings: Settings, diners: Diners) -> str:
    """Order and ask to pay, let the sandbox take the money; return its number."""
    order, token = diners.make_order(), diners.token()
    _expect(diners.post("/orders", order, token), 201)
    params = _expect(_ask(diners, f"/orders/{order['uuid']}/pay", token)).json()
    facts = _sandbox(settings, "/control/credentials")
    paid = _sandbox(
        settings, "/control/pay", {"appId": facts["appid"], **params["payment"]}
    )
    return paid["out_trade_no"]


def _sign(settings: Settings, server: Server, numbers: list[str]) -> list[bytes]:
    """Return the notifications of these payments as the sandbox would send them."""
    done = subprocess.run(
        [
            settings.prefix / "runtime/bin/python",
            LOAD / "sign_notifications.py",
            settings.data_dir / "sandbox",
        ],
        env={**odoo.environ(settings), "PYTHONPATH": str(CHECKOUT)},
        input=json.dumps(numbers),
        capture_output=True,
        text=True,
        check=True,
    )
    path = f"/payment/wechatpay/webhook/{server.facts['provider']}"
    return [
        request("POST", path, body.encode(), **headers)
        for headers, body in json.loads(done.stdout)
    ]


def _post_stock(settings: Settings, server: Server) -> None:
    """Let the scheduled action run now that takes sold goods from stock."""
    sql.run(settings, server.shop.name, RUN_NOW)
    sql.run(
        settings, "postgres", "SELECT pg_notify('cron_trigger', %s)", server.shop.name
    )
    deadline = time.monotonic() + WAIT_S
    while _count(settings, server, UNPOSTED) and time.monotonic() < deadline:
        time.sleep(1)


def _wait_for_jobs(settings: Settings, server: Server) -> None:
    deadline = time.monotonic() + WAIT_S
    while _count(settings, server, UNDONE) and time.monotonic() < deadline:
        time.sleep(0.5)


def _sandbox(settings: Settings, path: str, body: dict | None = None) -> dict:
    method = "GET" if body is None else "POST"
    return _expect(http.call(settings.sandbox_port, method, path, body)).json()


# === THE PEER === #


def _pay_theirs(settings: Settings, guests: Guests) -> str:
    """Order, open the payment page, pay by payment_demo, come back; return the UUID."""
    order = _result(guests.place(guests.make_order()))["pos.order"][0]
    token, number = order["access_token"], order["id"]
    query = f"access_token={token}"
    _expect(http.call(guests.port, "GET", f"/en/pos/pay/{number}?{query}"))
    values = _result(
        guests.post(
            f"/pos/pay/transaction/{number}?{query}",
            rpc(
                access_token=token,
                provider_id=guests.facts["provider"],
                payment_method_id=guests.facts["payment_method"],
                token_id=None,
                amount=order["amount_total"],
                flow="direct",
                tokenization_requested=False,
                landing_route=f"/pos/pay/confirmation/{number}",
                is_validation=False,
            ),
        )
    )
    paid = rpc(
        reference=values["reference"], payment_details="1234", simulated_state="done"
    )
    _result(guests.post("/payment/demo/simulate_payment", paid))
    ((tx_id,),) = sql.run(
        settings,
        "bench_peer",
        "SELECT id FROM payment_transaction WHERE reference = %s",
        values["reference"],
    )
    landing = f"/en/pos/pay/confirmation/{number}?{query}&tx_id={tx_id}"
    _expect(http.call(guests.port, "GET", landing))
    return order["uuid"]


def _result(answer: http.Answer) -> dict:
    document = _expect(answer).json()
    if "error" in document:
        raise HouseError(f"the peer refused: {document['error']}", "Read its log.")
    return document.get("result") or {}


# === BOTH === #


def _check_paid(settings: Settings, server: Server, uuids: list[str]) -> None:
    query = (
        "SELECT count(*) FROM pos_order WHERE state = 'paid'"
        " AND uuid IN (SELECT json_array_elements_text(%s::json))"
    )
    ((paid,),) = sql.run(settings, server.shop.name, query, json.dumps(uuids))
    if paid != len(uuids):
        raise HouseError(
            f"{server.shop.name}: {paid} of {len(uuids)} orders were paid.",
            "Read the logs of the servers.",
        )


def _count(settings: Settings, server: Server, query: str) -> int:
    return sql.run(settings, server.shop.name, query)[0][0]


def _expect(answer: http.Answer, status: int = 200) -> http.Answer:
    if answer.status != status:
        raise HouseError(
            f"a server answered {answer.status}: {answer.body[:300]!r}", "Read its log."
        )
    return answer
