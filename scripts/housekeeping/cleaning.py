"""`make stop`, `make reset`, `make clean`: less and less is kept.

Only what the scripts made is removed, by name: PREFIX or DATA_DIR may be a folder
that holds other things too.
"""

import pathlib
import shutil

from . import preview, services, sql
from .console import say
from .settings import CHECKOUT, Settings

IN_DATA_DIR = (
    *(
        "postgres",
        "postgres.password",
        "odoo",
        "sandbox",
        "nginx",
        "log",
        "test",
        "demo.json",
    ),
    *("*.installed", "*.half-made", "*.pid"),
)
IN_PREFIX = (
    *(
        "runtime",
        "dev",
        "odoo",
        "queue_job",
        "postgres",
        "chromium",
        "nginx",
        ".lock",
        "*.part",
    ),
)


def stop(settings: Settings) -> None:
    """Stop everything; keep everything."""
    services.stop_all(settings)


def reset(settings: Settings) -> None:
    """Stop everything and forget the data; keep downloads and programs."""
    _drop_in_foreign_server(settings)
    services.stop_all(settings)
    remove(settings.data_dir, IN_DATA_DIR)
    say("The data is gone; the next make demo begins anew.")


def clean(settings: Settings) -> None:
    """Remove all that the scripts made in the checkout; keep the download cache."""
    reset(settings)
    remove(settings.prefix, IN_PREFIX)
    remove(preview.FOLDER, ("node_modules", "preview/dist"))
    remove(CHECKOUT, ("artifacts", ".pytest_cache", ".ruff_cache", ".hypothesis"))
    say(f"Downloads are kept in {settings.cache_dir}; remove that folder if you like.")


def _drop_in_foreign_server(settings: Settings) -> None:
    if settings.database.embedded or not settings.data_dir.exists():
        return
    for stamp in settings.data_dir.glob("*.installed"):
        sql.drop(settings, stamp.stem)


def remove(folder: pathlib.Path, patterns: tuple[str, ...]) -> None:
    """Remove what matches in a folder, and the folder too once it is empty."""
    for pattern in patterns:
        for path in folder.glob(pattern):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
