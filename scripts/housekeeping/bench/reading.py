"""What phones read: the menu, and how an order stands."""

from ..errors import HouseError
from .diners import API, Diners, to_bytes
from .guests import Guests
from .http import at_once
from .plan import Plan
from .report import Report, median_ratio
from .servers import Server
from .wrk import CONNECTIONS, Load, Wrk, request

NOOP = [request("GET", "/bench/noop")]
MENU = f"{API}/stores/bench-0/menu/zh_CN"
ORDERS_POLLED = 40


def measure(plan: Plan, wrk: Wrk, report: Report, ours: Server, peer: Server) -> None:
    """Measure the menu in full and as 304, and the poll of an order."""
    diners, guests = Diners(ours), Guests(peer)
    menu = _get_menu(diners)
    body = to_bytes(guests.data_body())
    data = [request("POST", guests.data_path, body, Content_Type="application/json")]
    full = [request("GET", MENU, Accept_Encoding="gzip")]
    known = [request("GET", MENU, If_None_Match=menu.headers["etag"])]
    poll = _make_polls(diners)
    rounds: dict[str, list[Load]] = {}
    _warm_up(diners, guests)
    for _round in range(plan.rounds):
        for name, server, requests in (
            ("menu", ours, full),
            ("peer", peer, data),
            ("noop", ours, NOOP),
            ("menu 304", ours, known),
            ("poll", ours, poll),
        ):
            seconds = plan.peer_seconds if name == "peer" else plan.seconds
            load = wrk.run(server.port, requests, seconds, server.pids)
            rounds.setdefault(name, []).append(load)
    _compare(report, "menu_vs_peer", "menu", "peer", rounds)
    _compare(report, "menu_304_vs_noop", "menu 304", "noop", rounds)
    _compare(report, "status_vs_noop", "poll", "noop", rounds)
    size = len(menu.body) / 1024
    report.add("menu_gzip_kb", size, f"{len(diners.menus[0]['dishes'])} dishes")


def _get_menu(diners: Diners):
    return diners.get(MENU.removeprefix(API), diners.token(), Accept_Encoding="gzip")


def _warm_up(diners: Diners, guests: Guests) -> None:
    """Let every worker of the peer read what it keeps in memory, as ours has."""
    answers = at_once(
        CONNECTIONS,
        lambda _n: guests.post(guests.data_path, guests.data_body()),
        range(2 * CONNECTIONS),
    )
    for answer in answers:
        dishes = answer.json()["result"]["product.template"]
        if len(dishes) < len(diners.menus[0]["dishes"]):
            raise HouseError(f"the peer shows {len(dishes)} dishes.", "See its log.")


def _make_polls(diners: Diners) -> list[bytes]:
    """Return the polls of diners who wait, each for an order of their own."""
    polls = []
    for _number in range(ORDERS_POLLED):
        token, order = diners.token(), diners.make_order()
        diners.post("/orders", order, token)
        path = f"/orders/{order['uuid']}"
        etag = diners.get(path, token).headers["etag"]
        polls.append(
            request(
                "GET",
                f"{API}{path}",
                Authorization=f"Bearer {token}",
                If_None_Match=etag,
            )
        )
    return polls


def _compare(
    report: Report, key: str, one: str, other: str, rounds: dict[str, list[Load]]
) -> None:
    pairs = [
        (mine.rate, theirs.rate)
        for mine, theirs in zip(rounds[one], rounds[other], strict=True)
    ]
    shown = [describe(name, rounds[name]) for name in (one, other)]
    bad = sum(load.refused + load.broken for load in rounds[one])
    if bad:
        report.miss(key, f"{bad} of our answers were errors")
        return
    report.add(key, median_ratio(pairs), "; ".join(shown))


def describe(name: str, loads: list[Load]) -> str:
    """Return what the table says of one side."""
    rate = sum(load.rate for load in loads) / len(loads)
    cpu_ms = sum(load.cpu_ms for load in loads) / len(loads)
    bad = sum(load.refused + load.broken for load in loads)
    errors = f", {bad} errors" if bad else ""
    return f"{name}: {rate:.0f}/s, CPU {cpu_ms:.2f} ms{errors}"
