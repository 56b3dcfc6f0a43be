"""`make demo`: the demo restaurant, from nothing to a list of addresses."""

import dataclasses
import json
import pathlib

from . import (
    database,
    postgres,
    prerequisites,
    preview,
    processes,
    services,
    sql,
    suite,
)
from .bootstrap import bootstrap
from .console import say, step
from .settings import Settings

DB_NAME = "restaurant_demo"


def demo(settings: Settings) -> None:
    """Set up what is missing, start everything, print where to look."""
    # The demo's doors are open: only this machine may come to them.
    settings = dataclasses.replace(settings, http_interface="127.0.0.1")
    prerequisites.check(settings)
    services.check_ports(settings, with_sandbox=True)
    bootstrap(settings)
    db_name = settings.db_name or DB_NAME
    environ = odoo_environ(settings)
    preview.ensure_built(settings)
    with step("Starting PostgreSQL"):
        postgres.ensure_running(settings)
    start_sandbox(settings)
    _fill_database(settings, db_name, environ)
    set_base_url(settings, db_name)
    services.start_odoo(settings, db_name, **environ)
    print_addresses(settings)


def odoo_environ(settings: Settings) -> dict[str, str]:
    """Return what tells Odoo that it serves a demo, and where the sandbox is."""
    return {
        "WECHAT_DATABASE": "demo",
        "WECHAT_SANDBOX_URL": f"http://127.0.0.1:{settings.sandbox_port}",
        "WECHAT_SANDBOX_CA_FILE": f"{settings.data_dir}/sandbox/keys/tls_cert.pem",
    }


def start_sandbox(settings: Settings) -> None:
    """Start the stand-in for WeChat and wait until it answers."""
    with step("Starting the sandbox of WeChat and WeChat Pay"):
        sandbox = services.sandbox(settings)
        processes.start(settings, sandbox)
        processes.wait_until_ready(settings, sandbox)


def _fill_database(settings: Settings, db_name: str, environ: dict) -> None:
    """Make the database and load the restaurant; load it again after an upgrade."""
    if suite.ensure_database(settings, db_name, **environ) == "same":
        return
    file = str(demo_file(settings))
    with step("Demo restaurant: menu, stock, tables, users"):
        database.run_script(settings, db_name, "load_demo", DEMO_FILE=file, **environ)
    with step("Web pages of the till and the back office"):
        database.run_script(settings, db_name, "make_bundles", **environ)
    suite.mark_finished(settings, db_name)


def set_base_url(settings: Settings, db_name: str) -> None:
    """Tell Odoo its own address, which WeChat Pay's notifications come back to."""
    url = f"http://127.0.0.1:{settings.http_port}"
    parameters = {"web.base.url": url, "web.base.url.freeze": "True"}
    set_parameters(settings, db_name, **parameters)


def set_parameters(settings: Settings, db_name: str, **parameters: str) -> None:
    """Set system parameters of a database whose Odoo does not run yet."""
    for key, value in parameters.items():
        sql.run(
            settings,
            db_name,
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s) "
            "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
            key,
            value,
        )


def demo_file(settings: Settings) -> pathlib.Path:
    """Return the file with the demo's table codes, users and addresses."""
    return settings.data_dir / "demo.json"


def print_addresses(settings: Settings) -> None:
    """Print where to look, and who may."""
    facts = json.loads(demo_file(settings).read_text())
    base = f"http://127.0.0.1:{settings.http_port}"
    say("\nThe restaurant is open:")
    for name, path in facts["urls"].items():
        say(f"  {name:<22} {base}{path}")
    say(f"  {'sandbox console':<22} http://127.0.0.1:{settings.sandbox_port}/")
    say("\nUsers (login / password):")
    for user in facts["users"]:
        say(f"  {user['role']:<22} {user['login']} / {user['password']}")
    say("\nmake stop ends it and keeps the data; make reset forgets the data.")
