"""The servers of a run: two Odoos with two workers each, and the one that runs jobs."""

import dataclasses
from dataclasses import dataclass, field

from .. import demo, odoo, ports, processes
from ..processes import Service
from ..settings import Settings
from . import cpu, shops
from .shops import Shop


@dataclass(frozen=True)
class Server:
    """One side, running.

    :param facts: What its clients need to know of its shop.
    :param pids: Whose CPU counts: Odoo and PostgreSQL.
    """

    shop: Shop
    port: int
    facts: dict
    pids: list[int] = field(default_factory=list)


def own_settings(settings: Settings) -> Settings:
    """Return settings with a data folder, ports and a PostgreSQL of the run's own.

    Its server keeps PostgreSQL's usual promises (fsync), as in a restaurant.
    """
    database = settings.database
    if database.embedded:
        database = dataclasses.replace(database, port=ports.free_port())
    return dataclasses.replace(
        settings,
        data_dir=settings.data_dir / "bench",
        database=database,
        sandbox_port=ports.free_port(),
        http_interface="127.0.0.1",
    )


def start(settings: Settings, shop: Shop, facts: dict) -> Server:
    """Start a side's Odoo and wait until it answers; jobs stay in their queue."""
    port = ports.free_port()
    _set_parameters(settings, shop, port)
    service = _service(
        settings, shop, shop.name, port, ODOO_QUEUE_JOB_CHANNELS="root:0"
    )
    _begin(settings, service)
    return Server(shop, port, facts, cpu.pids(settings, shop.name))


def start_jobs(settings: Settings, shop: Shop) -> None:
    """Start the Odoo that runs a side's jobs and scheduled actions."""
    name = f"{shop.name}_jobs"
    service = _service(settings, shop, name, ports.free_port(), cron_threads=1)
    _begin(settings, service)


def stop_all(settings: Settings) -> None:
    """Stop whatever a run, also a killed one, has started."""
    for name in ("bench_ours_jobs", "bench_ours", "bench_peer", "sandbox", "nginx"):
        processes.stop(settings, name)


def _begin(settings: Settings, service: Service) -> None:
    processes.start(settings, service)
    processes.wait_until_ready(settings, service)


def _service(
    settings: Settings,
    shop: Shop,
    name: str,
    port: int,
    cron_threads: int = 0,
    **environ: str,
) -> Service:
    return Service(
        name,
        odoo.command(
            settings,
            *(f"--database={shop.name}", shops.addons_path(settings)),
            *("--http-interface=127.0.0.1", f"--http-port={port}", "--workers=2"),
            *(f"--gevent-port={ports.free_port()}",),
            *(f"--max-cron-threads={cron_threads}", "--log-level=warn"),
        ),
        odoo.environ(settings, **shop.environ, **environ),
        [f"http://127.0.0.1:{port}/web/health", f"http://127.0.0.1:{port}/bench/noop"],
    )


def _set_parameters(settings: Settings, shop: Shop, port: int) -> None:
    """Tell a side its address, and that one address here stands for many diners.

    Notifications of payments come to the address. The limits are taken as ever, only
    those of addresses would refuse what comes from one machine.
    """
    demo.set_parameters(
        settings,
        shop.name,
        **{
            "web.base.url": f"http://127.0.0.1:{port}",
            "wechat_ordering.rate_limit_factor": "100",
        },
    )
