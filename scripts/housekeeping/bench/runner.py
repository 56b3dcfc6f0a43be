"""A whole run: set up, measure, report, take down."""

import os
import platform
import time
import traceback
from collections.abc import Callable

from .. import demo, odoo, postgres, preview, sql
from ..bootstrap import bootstrap
from ..console import say, step
from ..settings import Settings
from . import front, http, ordering, paying, plan, reading, servers, shops
from .report import Report
from .wrk import Wrk


def run(settings: Settings) -> bool:
    """Measure everything and print it; tell whether all could be measured."""
    chosen = plan.QUICK if os.environ.get("QUICK") else plan.WHOLE
    started = time.monotonic()
    bootstrap(settings, with_dev_tools=True)
    preview.ensure_built(settings)
    wrk = Wrk(settings)
    own = servers.own_settings(settings)
    servers.stop_all(own)
    postgres.stop(own)
    postgres.ensure_running(own)
    report = Report()
    try:
        _measure(own, chosen, wrk, report)
        _say_versions(own, wrk)
    finally:
        servers.stop_all(own)
        postgres.stop(own)
    say(f"It took {time.monotonic() - started:.0f} s.")
    report.print()
    return None not in report.values.values()


def _measure(settings: Settings, chosen: plan.Plan, wrk: Wrk, report: Report) -> None:
    demo.start_sandbox(settings)
    # It remembers how the run before steered it.
    http.call(settings.sandbox_port, "DELETE", "/control/behaviour")
    mine, theirs = shops.ours(settings), shops.peer()
    with step("Databases of this run"):
        facts = [shops.prepare(settings, shop) for shop in (mine, theirs)]
    with step("Servers"):
        ours = servers.start(settings, mine, facts[0])
        peer = servers.start(settings, theirs, facts[1])
    both = (report, ours, peer)
    parts = {
        ("menu_vs_peer", "menu_gzip_kb", "menu_304_vs_noop", "status_vs_noop"): (
            lambda: reading.measure(chosen, wrk, *both)
        ),
        ("order_vs_peer", "order_p95_vs_peer", "order_failures", "ten_shops_vs_one"): (
            lambda: ordering.measure(settings, chosen, *both)
        ),
        ("menu_nginx_vs_static",): (
            lambda: front.measure_nginx(settings, chosen, wrk, report, ours)
        ),
        ("first_menu_screen_s",): (
            lambda: front.measure_first_screen(settings, chosen, report, ours)
        ),
        ("package_kb",): lambda: front.measure_package(report),
        ("paid_order_cpu_vs_peer",): (
            lambda: paying.measure_paid_orders(settings, chosen, *both)
        ),
        ("callback_vs_noop",): (
            lambda: paying.measure_callbacks(settings, chosen, wrk, report, ours)
        ),
    }
    wanted = os.environ.get("ONLY", "").split()
    for keys, part in parts.items():
        if not wanted or set(wanted) & set(keys):
            _try(keys, part, report)


def _try(keys: tuple[str, ...], part: Callable[[], None], report: Report) -> None:
    """Measure a part; where it fails, its values stay null and the reason is said."""
    with step(f"Measuring {', '.join(keys)}"):
        try:
            part()
        except Exception as error:  # noqa: BLE001 - the other parts are still of use
            traceback.print_exc()
            for key in keys:
                report.miss(key, f"{type(error).__name__}: {error}")


def _say_versions(settings: Settings, wrk: Wrk) -> None:
    ((server,),) = sql.run(settings, "postgres", "SHOW server_version")
    release: dict = {}
    exec((odoo.locate(settings).python_path / "odoo/release.py").read_text(), release)
    load = os.getloadavg()[0]
    say(
        f"\n{os.cpu_count()} cores ({_cpu_name()}), {platform.system()}"
        f" {platform.release()}, load {load:.1f}; Odoo {release['version']}, PostgreSQL"
        f" {server}, Python {platform.python_version()}, {wrk.version};"
        " 2 workers each, 8 at once"
    )


def _cpu_name() -> str:
    with open("/proc/cpuinfo") as lines:
        names = [
            line.partition(":")[2].strip() for line in lines if "model name" in line
        ]
    return names[0] if names else platform.machine()
