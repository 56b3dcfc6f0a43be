"""Everything the suite runs on, in the prefix. Quick when nothing changed."""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator

from . import odoo, python_env
from .console import say
from .errors import HouseError
from .settings import CHECKOUT, Settings

NEEDED_GB = 3


def bootstrap(settings: Settings, *, with_dev_tools: bool = False) -> None:
    """Bring the prefix up to date with the lock files."""
    with _alone(settings):
        python_env.ensure_venv(
            settings, "runtime", CHECKOUT / "requirements.txt", "Python packages"
        )
        odoo.ensure(settings)
        odoo.ensure_queue_job(settings)
        if settings.database.embedded:
            python_env.ensure_unpacked(
                settings,
                "postgres",
                CHECKOUT / "requirements-postgres.txt",
                "PostgreSQL 18",
            )
        if with_dev_tools:
            python_env.ensure_venv(
                settings, "dev", CHECKOUT / "requirements-dev.txt", "Tools for tests"
            )


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Keep a second set-up of the same prefix waiting, and check the disk first."""
    try:
        settings.prefix.mkdir(parents=True, exist_ok=True)
        settings.cache_dir.mkdir(parents=True, exist_ok=True)
        lock = (settings.prefix / ".lock").open("a")
    except OSError as error:
        raise HouseError(
            f"{error.filename} cannot be written: {error.strerror}.",
            "Set PREFIX and CACHE_DIR to folders of yours.",
        ) from error
    free_gb = shutil.disk_usage(settings.prefix).free / 1e9
    if free_gb < NEEDED_GB and not (settings.prefix / "odoo").exists():
        raise HouseError(
            f"{settings.prefix} has {free_gb:.1f} GB free; {NEEDED_GB} GB are needed.",
            "Make room, or set PREFIX to a folder on another disk.",
        )
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up works in the same folder; waiting for it to end.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
