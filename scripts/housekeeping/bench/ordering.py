"""Placing orders: speed, and that none is lost, doubled or sold twice."""

import json
import time
from dataclasses import dataclass

from .. import sql
from ..settings import Settings
from . import http
from .cpu import Meter
from .diners import Diners
from .guests import Guests, is_placed
from .plan import Plan
from .report import Report, median_ratio
from .servers import Server

AT_ONCE = 8
# One order in so many is sent twice at the same moment, as by a nervous phone.
REPEATED_EVERY = 10


@dataclass(frozen=True)
class Batch:
    """What a number of orders came to."""

    rate: float
    cpu_ms: float
    seconds: list[float]
    failed: int


def measure(
    settings: Settings, plan: Plan, report: Report, ours: Server, peer: Server
) -> None:
    """Measure orders against the peer, ten shops against one, and the last portions."""
    diners, guests = Diners(ours), Guests(peer)
    mine, theirs, one, ten = [], [], [], []
    placed: list[str] = []
    for _round in range(plan.rounds):
        mine.append(_place_ours(diners, ours, [0], plan.orders, placed))
        theirs.append(_place_theirs(guests, peer, plan.peer_orders))
        one.append(_place_ours(diners, ours, [0], plan.orders, placed))
        ten.append(_place_ours(diners, ours, range(10), plan.orders, placed))
    report.add("order_vs_peer", _ratio(mine, theirs), _describe(mine, theirs))
    p95 = [
        http.percentile_95([s for b in side for s in b.seconds])
        for side in (mine, theirs)
    ]
    report.add(
        "order_p95_vs_peer",
        p95[0] / p95[1],
        f"ours {p95[0] * 1000:.0f} ms, peer {p95[1] * 1000:.0f} ms",
    )
    report.add("ten_shops_vs_one", _ratio(ten, one), _describe(ten, one))
    failed = sum(batch.failed for batch in (*mine, *one, *ten))
    _check(settings, report, diners, ours, placed, failed)


def _get_p95(batches: list[Batch]) -> float:
    return http.percentile_95([s for batch in batches for s in batch.seconds])


def _place_ours(
    diners: Diners, server: Server, shops, count: int, placed: list[str]
) -> Batch:
    orders = [
        (diners.make_order(shops[number % len(shops)]), diners.token())
        for number in range(count)
    ]
    placed += [order["uuid"] for order, _token in orders]
    return _send(
        server,
        orders,
        lambda each: diners.post("/orders", *each),
        lambda a: a.status == 201,
    )


def _place_theirs(guests: Guests, server: Server, count: int) -> Batch:
    orders = [guests.make_order() for _number in range(count)]
    return _send(server, orders, guests.place, is_placed)


def _send(server: Server, orders: list, place, is_good) -> Batch:
    meter, started = Meter(server.pids), time.monotonic()
    answers = http.at_once(AT_ONCE, place, orders)
    seconds, cpu_s = time.monotonic() - started, meter.seconds()
    good = sum(map(is_good, answers))
    return Batch(
        rate=good / seconds,
        cpu_ms=cpu_s * 1000 / len(orders),
        seconds=[answer.seconds for answer in answers],
        failed=len(orders) - good,
    )


def _check(
    settings: Settings,
    report: Report,
    diners: Diners,
    server: Server,
    placed: list[str],
    failed: int,
) -> None:
    """Count failures, doubles and oversold portions of ours."""
    twice = [
        (diners.make_order(), diners.token())
        for _n in range(len(placed) // REPEATED_EVERY)
    ]
    answers = http.at_once(
        AT_ONCE,
        lambda each: diners.post("/orders", *each),
        [e for e in twice for _ in (1, 2)],
    )
    failed += sum(answer.status not in (200, 201) for answer in answers)
    placed += [order["uuid"] for order, _token in twice]
    query = (
        "SELECT count(*), count(DISTINCT uuid) FROM pos_order"
        " WHERE uuid IN (SELECT json_array_elements_text(%s::json))"
    )
    ((rows, distinct),) = sql.run(settings, server.shop.name, query, json.dumps(placed))
    doubles = rows - distinct
    lost = len(placed) - failed - distinct
    wanted = server.facts["last_portions"]
    last = http.at_once(
        AT_ONCE,
        lambda order: diners.post("/orders", order, diners.token()),
        [diners.make_last_portion_order() for _number in range(3 * wanted)],
    )
    sold = sum(answer.status == 201 for answer in last)
    odd = sum(answer.status not in (201, 409) for answer in last)
    report.add(
        "order_failures",
        failed + doubles + abs(lost) + abs(sold - wanted) + odd,
        f"{len(placed)} orders: {failed} failed, {doubles} doubled, {lost} lost; of"
        f" {wanted} last portions {sold} sold, {odd} odd answers",
    )


def _ratio(mine: list[Batch], theirs: list[Batch]) -> float:
    return median_ratio([(a.rate, b.rate) for a, b in zip(mine, theirs, strict=True)])


def _describe(one: list[Batch], other: list[Batch]) -> str:
    return "; against ".join(
        f"{sum(b.rate for b in side) / len(side):.0f}/s,"
        f" CPU {sum(b.cpu_ms for b in side) / len(side):.1f} ms,"
        f" {sum(b.failed for b in side)} failed"
        for side in (one, other)
    )
