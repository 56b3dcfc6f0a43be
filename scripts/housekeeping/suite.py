"""This suite's add-ons in a database: installed once, upgraded when they change."""

import hashlib

from . import database, odoo, services, sql
from .console import say, step
from .errors import HouseError
from .settings import CHECKOUT, Settings

ADDONS = CHECKOUT / "addons"
# What Odoo reads from files only when an add-on is installed or upgraded.
READ_AT_UPGRADE = {".py", ".xml", ".csv", ".sql", ".po", ".json"}


def names() -> list[str]:
    """Return the suite's add-ons, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def ensure_database(settings: Settings, db_name: str, **environ: str) -> str:
    """Make the database, or upgrade it if the add-ons changed.

    The caller says with :func:`mark_finished` that it has done its own share too.

    A database that a killed run left half made is made anew. One that this data
    folder knows nothing of is never touched.

    :param environ: Environment variables that the add-ons read when installed.
    :return: `new`, `upgraded` or `same`.
    """
    half_made = settings.data_dir / f"{db_name}.half-made"
    installed = settings.data_dir / f"{db_name}.installed"
    if sql.exists(settings, db_name):
        if installed.exists() and not half_made.exists():
            if installed.read_text() == digest():
                return "same"
            _upgrade(settings, db_name, **environ)
            return "upgraded"
        if not half_made.exists():
            raise HouseError(
                f"the database {db_name} exists, and {installed} does not know it.",
                "Choose another name (DB_NAME=...), or drop that database yourself.",
            )
        say(f"The database {db_name} was only half made; making it anew.")
        sql.drop(settings, db_name)
    half_made.touch()
    database.create_in_china(settings, db_name, **environ)
    database.install(settings, db_name, names(), **environ)
    return "new"


def mark_finished(settings: Settings, db_name: str) -> None:
    """Note that the database is whole, and from which add-ons it was made."""
    (settings.data_dir / f"{db_name}.installed").write_text(digest())
    (settings.data_dir / f"{db_name}.half-made").unlink(missing_ok=True)


def _upgrade(settings: Settings, db_name: str, **environ: str) -> None:
    everything = ",".join(names())
    services.stop_odoo(settings)
    with step(f"Database {db_name}: the add-ons changed, upgrading"):
        odoo.run(
            settings,
            f"{db_name}-upgrade",
            *("-d", db_name, "-i", everything, "-u", everything),
            *("--stop-after-init", "--no-http"),
            **environ,
        )


def digest() -> str:
    """Return what the add-ons are at this moment, as a sum."""
    total = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        if path.suffix in READ_AT_UPGRADE and "tests" not in path.parts:
            total.update(f"{path.relative_to(ADDONS)}\n".encode())
            total.update(path.read_bytes())
    return total.hexdigest()
