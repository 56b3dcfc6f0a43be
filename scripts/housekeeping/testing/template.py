"""The template database that each add-on's tests start from.

It holds what the suite depends on, not the suite itself, with all web bundles made.
Its name carries a hash of what it is made from; a dump of it is kept in the download
cache, so that a fresh clone need not make it again.
"""

import ast
import subprocess
import threading
from pathlib import Path

from .. import component, database, postgres, sql, suite
from ..console import step
from ..settings import CHECKOUT, Settings

_one_at_a_time = threading.Lock()
FILES = ("scripts/lock/odoo.lock", "requirements.txt", "requirements-addons.txt")
SCRIPTS = ("company_in_china", "pregenerate_bundles")


def ensure(settings: Settings) -> str:
    """Return the name of the template, restoring or making it if it is missing."""
    with _one_at_a_time:
        name = f"template_{key()}"
        if not sql.exists(settings, name):
            dump = settings.cache_dir / "templates" / f"{name}.dump"
            part = f"{name}_part"
            sql.drop(settings, part)
            if dump.exists() and _restore(settings, part, dump):
                pass
            else:
                _make(settings, part)
                _dump(settings, part, dump)
            sql.run(settings, "postgres", f'ALTER DATABASE "{part}" RENAME TO "{name}"')
        return name


def dependencies() -> list[str]:
    """Return the add-ons of Odoo and others that the suite's add-ons name."""
    wanted: set[str] = {"l10n_cn"}
    for manifest in suite.ADDONS.glob("*/__manifest__.py"):
        wanted.update(ast.literal_eval(manifest.read_text())["depends"])
    return sorted(wanted - set(suite.names()))


def key() -> str:
    """Return a sum of what the template is made from."""
    files = [CHECKOUT / name for name in FILES]
    scripts = [database.SHELL_SCRIPTS / f"{name}.py" for name in SCRIPTS]
    return component.key_of(*files, *scripts, extra=",".join(dependencies()))


def _make(settings: Settings, name: str) -> None:
    database.create_in_china(settings, name)
    database.install(settings, name, dependencies())
    with step("Template of the tests: all web bundles"):
        database.run_script(settings, name, "pregenerate_bundles")


def _restore(settings: Settings, name: str, dump: Path) -> bool:
    with step("Template of the tests: restoring it from the cache"):
        sql.create(settings, name)
        arguments = ("-d", name, "-j2", "--no-owner", str(dump))
        if _client(settings, "pg_restore", *arguments):
            return True
        # A dump that cannot be read is made anew.
        dump.unlink()
        sql.drop(settings, name)
        return False


def _dump(settings: Settings, name: str, dump: Path) -> None:
    dump.parent.mkdir(parents=True, exist_ok=True)
    part = dump.with_suffix(".part")
    if _client(settings, "pg_dump", "-Fc", "-Z1", "-f", str(part), name):
        part.replace(dump)


def _client(settings: Settings, program: str, *arguments: str) -> bool:
    done = subprocess.run(
        [settings.prefix / postgres.BINARIES / program, *arguments],
        env=sql.environ(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0
