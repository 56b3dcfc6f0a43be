"""The programs of a running restaurant: sandbox, Odoo, and the Odoo that runs jobs."""

from . import nginx, odoo, ports, postgres, processes
from .console import say, step
from .processes import Service
from .settings import CHECKOUT, Settings

NAMES = ("nginx", "jobs", "odoo", "sandbox")


def sandbox(settings: Settings) -> Service:
    """Return the stand-in for WeChat, WeChat Pay and the couriers."""
    port = str(settings.sandbox_port)
    data = str(settings.data_dir / "sandbox")
    python = str(settings.prefix / "runtime/bin/python")
    return Service(
        "sandbox",
        [python, "-m", "sandbox", "--port", port, "--data", data],
        {**odoo.environ(settings), "PYTHONPATH": str(CHECKOUT)},
        [f"http://127.0.0.1:{port}/"],
    )


def web(settings: Settings, db_name: str, **environ: str) -> Service:
    """Return the Odoo that diners and staff talk to.

    It runs no job and no scheduled action: its workers are for people.
    """
    return Service(
        "odoo",
        odoo.command(
            settings,
            f"--database={db_name}",
            "--http-interface=127.0.0.1",
            f"--http-port={settings.web_port}",
            f"--gevent-port={settings.gevent_port}",
            "--proxy-mode",
            "--max-cron-threads=0",
        ),
        odoo.environ(settings, ODOO_QUEUE_JOB_CHANNELS="root:0", **environ),
        [
            f"http://127.0.0.1:{settings.web_port}/web/health",
            f"http://127.0.0.1:{settings.gevent_port}/websocket/health",
        ],
    )


def jobs(settings: Settings, db_name: str, **environ: str) -> Service:
    """Return the Odoo that runs queued jobs and scheduled actions.

    The runner calls back over HTTP, here into workers of its own: a slow courier
    holds one of these, never one that serves a diner.
    """
    return Service(
        "jobs",
        odoo.command(
            settings,
            f"--database={db_name}",
            "--http-interface=127.0.0.1",
            f"--http-port={settings.job_port}",
            f"--gevent-port={settings.job_gevent_port}",
            "--max-cron-threads=1",
        ),
        odoo.environ(settings, **environ),
        [f"http://127.0.0.1:{settings.job_port}/web/health"],
    )


def check_ports(settings: Settings, *, with_sandbox: bool) -> None:
    """Refuse to begin while another program holds one of the ports."""
    wanted = {
        "nginx": [("HTTP_PORT", settings.http_port)],
        "odoo": [
            ("WEB_PORT", settings.web_port),
            ("GEVENT_PORT", settings.gevent_port),
        ],
        "jobs": [
            ("JOB_PORT", settings.job_port),
            ("JOB_GEVENT_PORT", settings.job_gevent_port),
        ],
        "sandbox": [("SANDBOX_PORT", settings.sandbox_port)] if with_sandbox else [],
    }
    for name, settings_and_ports in wanted.items():
        if not processes.is_running(settings, name):
            processes.bury(settings, name)
            for setting, port in settings_and_ports:
                ports.check_free(port, setting, name)
    if settings.database.embedded and not postgres.is_running(settings):
        ports.check_free(settings.database.port, "PG_PORT", "postgres")


def start_odoo(settings: Settings, db_name: str, **environ: str) -> None:
    """Start both Odoos and the nginx before them; wait until they answer."""
    all_three = [
        web(settings, db_name, **environ),
        jobs(settings, db_name, **environ),
        nginx.service(settings),
    ]
    with step(f"Waiting for Odoo to answer on port {settings.http_port}"):
        processes.ensure_ready(settings, all_three)


def stop_odoo(settings: Settings) -> None:
    """Stop both Odoos; the database and the sandbox stay up."""
    for name in ("nginx", "jobs", "odoo"):
        processes.stop(settings, name)


def stop_all(settings: Settings) -> None:
    """Stop everything that was started from this data folder."""
    for name in NAMES:
        if processes.stop(settings, name):
            say(f"stopped {name}")
    if settings.database.embedded and postgres.is_running(settings):
        postgres.stop(settings)
        say("stopped postgres")
