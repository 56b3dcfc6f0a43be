"""The databases of the benchmark: the same shop for us and for the peer.

Each is made once for a state of the sources, kept as a template, and copied for a run.
"""

import json
import pathlib
from dataclasses import dataclass, field

from .. import component, odoo, sql, suite
from ..console import step
from ..settings import CHECKOUT, Settings
from ..testing import template

LOAD = CHECKOUT / "tests/load"
ADDONS = LOAD / "addons"
NOOP = "bench_noop"
PEER_ADDONS = ("pos_online_payment_self_order", "payment_demo")
SCRIPT = """
import os, sys
sys.path.insert(0, os.environ["LOAD_FOLDER"])
import {module}
{module}.make(env)
"""


@dataclass(frozen=True)
class Shop:
    """One of the two sides.

    :param name: Of the database of a run, and of the service.
    :param module: What makes its records, in `tests/load`.
    :param addons: What is installed on top of what both have.
    :param environ: What its Odoo finds in the environment.
    """

    name: str
    module: str
    addons: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)


def ours(settings: Settings) -> Shop:
    """Return our side: a demo database that pays with the sandbox."""
    environ = {
        "WECHAT_DATABASE": "demo",
        "WECHAT_SANDBOX_URL": f"http://127.0.0.1:{settings.sandbox_port}",
        "WECHAT_PREVIEW_DIR": str(CHECKOUT / "miniprogram/preview/dist"),
    }
    return Shop("bench_ours", "our_shop", tuple(suite.names()), environ)


def peer() -> Shop:
    """Return the other side: pos_self_order with pos_online_payment."""
    return Shop("bench_peer", "peer_shop", PEER_ADDONS)


def prepare(settings: Settings, shop: Shop) -> dict:
    """Give a side a fresh database and return the facts that its clients need."""
    known = _ensure_template(settings, shop)
    sql.drop(settings, shop.name)
    sql.create(settings, shop.name, known)
    return json.loads(_facts_file(settings, known).read_text())


def addons_path(settings: Settings) -> str:
    """Return the option that adds the add-on of the no-op route."""
    path = odoo.addons_path(settings, odoo.locate(settings))
    return f"--addons-path={path},{ADDONS}"


def _ensure_template(settings: Settings, shop: Shop) -> str:
    base = template.ensure(settings)
    name = f"{shop.name}_{_key(settings, shop, base)}"
    facts = _facts_file(settings, name)
    if not (sql.exists(settings, name) and facts.exists()):
        with step(f"{shop.name}: 300 dishes in a database of its own"):
            part = f"{shop.name}_part"
            sql.drop(settings, part)
            sql.create(settings, part, base)
            _fill(settings, shop, part, facts)
            sql.drop(settings, name)
            sql.run(settings, "postgres", f'ALTER DATABASE "{part}" RENAME TO "{name}"')
    return name


def _fill(settings: Settings, shop: Shop, db_name: str, facts: pathlib.Path) -> None:
    path = addons_path(settings)
    wanted = ",".join((NOOP, *shop.addons))
    odoo.run(
        settings,
        f"{shop.name}-install",
        *("-d", db_name, "-i", wanted, path, "--stop-after-init", "--no-http"),
        **shop.environ,
    )
    odoo.run(
        settings,
        f"{shop.name}-records",
        *("shell", "-d", db_name, path, "--no-http"),
        script=SCRIPT.format(module=shop.module),
        LOAD_FOLDER=str(LOAD),
        FACTS_FILE=str(facts),
        **shop.environ,
    )
    if not facts.exists():
        # odoo shell ends with 0 whatever happened in the script.
        log = settings.data_dir / f"log/{shop.name}-records.log"
        raise RuntimeError(f"the shop could not be made:\n{log.read_text()[-3000:]}")


def _facts_file(settings: Settings, name: str) -> pathlib.Path:
    return settings.data_dir / f"{name}.json"


def _key(settings: Settings, shop: Shop, base: str) -> str:
    files = [LOAD / "menu_of_300.py", LOAD / f"{shop.module}.py"]
    files += sorted(ADDONS.rglob("*.py"))
    extra = f"{base} {shop.addons}"
    if shop.name == "bench_ours":
        # The members and the merchant are known to this very sandbox only.
        keys = settings.data_dir / "sandbox/keys"
        files += sorted(keys.iterdir())
        extra += suite.digest()
    return component.key_of(*files, extra=extra)[:8]
