"""Parts of the prefix: whole or not at all, and rebuilt when their lock changes."""

import hashlib
import pathlib
import shutil
from collections.abc import Callable

STAMP = ".complete"


def is_current(folder: pathlib.Path, key: str) -> bool:
    """Tell whether a part is finished and was built from the same lock."""
    stamp = folder / STAMP
    return stamp.exists() and stamp.read_text() == key


def build_aside(
    folder: pathlib.Path, key: str, build: Callable[[pathlib.Path], None]
) -> None:
    """Build a part beside its place, then move it there: a killed build leaves nothing.

    :param build: Fills the folder it is given.
    """
    aside = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    build(aside)
    (aside / STAMP).write_text(key)
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)


def build_in_place(
    folder: pathlib.Path, key: str, build: Callable[[pathlib.Path], None]
) -> None:
    """Build a part that cannot be moved (a venv); its stamp is written last."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    build(folder)
    (folder / STAMP).write_text(key)


def key_of(*files: pathlib.Path, extra: str = "") -> str:
    """Return a short name for the content of the files a part is built from."""
    total = hashlib.sha256(extra.encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()[:16]
