"""Where Odoo is, and how its command line is started."""

import os
import pathlib
import subprocess
from dataclasses import dataclass

from . import component, debian, postgres, python_env, sql
from .console import say, step
from .errors import HouseError
from .settings import CHECKOUT, Settings

LOCK = CHECKOUT / "scripts/lock/odoo.lock"
QUEUE_JOB = CHECKOUT / "requirements-addons.txt"
PACKAGES = "usr/lib/python3/dist-packages"


@dataclass(frozen=True)
class Odoo:
    """An Odoo 19 on disk.

    :param script: The program to start; never `python -m odoo`, whose websocket
        child dies and respawns for ever.
    :param python_path: What goes into PYTHONPATH.
    :param addons: The folders of Odoo's own add-ons.
    """

    script: pathlib.Path
    python_path: pathlib.Path
    addons: tuple[pathlib.Path, ...]


def ensure(settings: Settings) -> Odoo:
    """Unpack Odoo into the prefix unless another is named, and return where it is."""
    if not settings.odoo_home:
        folder = settings.prefix / "odoo"
        key = component.key_of(LOCK)
        if not component.is_current(folder, key):
            with step("Fetching Odoo 19"):
                files = debian.fetch(debian.read_lock(LOCK), settings.cache_dir)
                component.build_aside(
                    folder, key, lambda part: debian.unpack(files, part)
                )
    return locate(settings)


def locate(settings: Settings) -> Odoo:
    """Return the Odoo in use: a git checkout, or a tree as Debian packages lay it.

    :raise HouseError: If there is none.
    """
    home = settings.odoo_home or settings.prefix / "odoo"
    if (home / "odoo-bin").exists():
        addons = (home / "addons", home / "odoo/addons")
        return _checked(Odoo(home / "odoo-bin", home, addons))
    packages = home / PACKAGES
    if (packages / "odoo").is_dir():
        # Debian puts all add-ons here; `addons` beside it has their Python files only.
        addons = (packages / "odoo/addons",)
        return _checked(Odoo(home / "usr/bin/odoo", packages, addons))
    raise HouseError(
        f"there is no Odoo in {home}.",
        "Run scripts/bootstrap, or set ODOO_HOME to a checkout of Odoo 19 or to the "
        "root of a tree that has usr/bin/odoo.",
    )


def _checked(odoo: Odoo) -> Odoo:
    facts: dict = {}
    exec((odoo.python_path / "odoo/release.py").read_text(), facts)
    if facts["version_info"][:2] != (19, 0):
        raise HouseError(
            f"{odoo.script} is Odoo {facts['version']}; this suite needs 19.0.",
            "Set ODOO_HOME to an Odoo 19.0, or unset it to use the one from Debian.",
        )
    return odoo


def addons_path(settings: Settings, odoo: Odoo) -> str:
    """Return all add-on folders: Odoo's, queue_job's, this suite's."""
    queue_job = settings.prefix / "queue_job/odoo/addons"
    return ",".join(
        str(path) for path in (*odoo.addons, queue_job, CHECKOUT / "addons")
    )


def ensure_queue_job(settings: Settings) -> None:
    """Unpack the add-on queue_job beside Odoo."""
    python_env.ensure_unpacked(settings, "queue_job", QUEUE_JOB, "queue_job")


def command(settings: Settings, *arguments: str) -> list[str]:
    """Return the command line that starts Odoo with this suite's settings.

    :param arguments: What follows; a sub-command such as `shell` comes first.
    """
    odoo = locate(settings)
    server = postgres.connection(settings)
    sub_command = [arguments[0]] if arguments and arguments[0].isalpha() else []
    return [
        str(settings.prefix / "runtime/bin/python"),
        str(odoo.script),
        *sub_command,
        f"--config={CHECKOUT / 'odoo.conf'}",
        f"--addons-path={addons_path(settings, odoo)}",
        f"--data-dir={settings.data_dir / 'odoo'}",
        f"--db_host={server.host}",
        f"--db_port={server.port}",
        f"--db_user={server.user}",
        *arguments[len(sub_command) :],
    ]


def environ(settings: Settings, **more: str) -> dict[str, str]:
    """Return the environment Odoo runs in: its packages, the database password."""
    # Variables of another Odoo on this machine must not reach this one.
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ODOO_")}
    return {
        **inherited,
        **{k: v for k, v in sql.environ(settings).items() if k.startswith("PG")},
        "PYTHONPATH": str(locate(settings).python_path),
        "PYTHONUNBUFFERED": "1",
        "TZ": "UTC",
        **more,
    }


def run(
    settings: Settings,
    log_name: str,
    *arguments: str,
    script: str | None = None,
    **more: str,
) -> None:
    """Run Odoo to its end, its log in a file of its own.

    :param script: Python text that `odoo shell` reads.
    :param more: Further environment variables.
    :raise HouseError: If Odoo fails.
    """
    log = settings.data_dir / f"log/{log_name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / "odoo").mkdir(mode=0o700, exist_ok=True)
    with log.open("w") as stream:
        done = subprocess.run(
            command(settings, *arguments),
            env=environ(settings, **more),
            input=script or "",
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode:
        say("".join(f"    | {line}\n" for line in log.read_text().splitlines()[-15:]))
        raise HouseError(
            f"Odoo stopped with an error (code {done.returncode}).",
            f"The lines above are the end of {log}; mend that, then run it again.",
        )
