"""The mini-program's npm packages, and its browser preview."""

import hashlib
import os
import pathlib
import subprocess

from .console import step
from .errors import HouseError
from .settings import CHECKOUT, Settings

FOLDER = CHECKOUT / "miniprogram"
DIST = FOLDER / "preview/dist"
STAMP = ".complete"


def ensure_packages(settings: Settings) -> None:
    """Install the npm packages of the lock file, unless they are there."""
    key = _digest([FOLDER / "package-lock.json"])
    stamp = FOLDER / "node_modules" / STAMP
    if stamp.exists() and stamp.read_text() == key:
        return
    with step("npm packages of the mini-program"):
        npm(settings, "ci", "--no-audit", "--no-fund")
    stamp.write_text(key)


def ensure_built(settings: Settings) -> None:
    """Build the preview, unless its sources are the ones it was built from."""
    ensure_packages(settings)
    key = _digest(_sources())
    stamp = DIST / STAMP
    if stamp.exists() and stamp.read_text() == key:
        return
    with step("Browser preview of the mini-program"):
        npm(settings, "run", "build")
    stamp.write_text(key)


def npm(settings: Settings, *arguments: str) -> None:
    """Run npm in the mini-program's folder.

    :raise HouseError: If it fails.
    """
    log = settings.data_dir / "log/npm.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as stream:
        done = subprocess.run(
            ["npm", *arguments],
            cwd=FOLDER,
            env={**os.environ, "npm_config_cache": str(settings.cache_dir / "npm")},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise HouseError(
            f"npm {' '.join(arguments)} failed:\n{tail}",
            f"Check the network if it could not download; the whole log is {log}.",
        )


def _sources() -> list[pathlib.Path]:
    skipped = {"node_modules", "dist", "tests"}
    return sorted(
        path
        for path in FOLDER.rglob("*")
        if path.is_file() and not skipped & set(path.relative_to(FOLDER).parts)
    )


def _digest(files: list[pathlib.Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.relative_to(FOLDER)}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()
