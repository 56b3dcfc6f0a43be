"""Run one tool for a part of the tests, its output in a log of its own."""

import subprocess
import time
from pathlib import Path

from ..settings import CHECKOUT
from .cases import FAILED, PASSED, Case


def run(
    command: list, log: Path, environ: dict[str, str], cwd: Path = CHECKOUT
) -> tuple[int, float]:
    """Run a command into a log; return its exit code and how long it took."""
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("w") as stream:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode, time.monotonic() - started


def check(
    part: str, name: str, command: list, log: Path, environ: dict[str, str]
) -> Case:
    """Run a tool that passes or fails as a whole."""
    code, seconds = run(command, log, environ)
    if code == 0:
        return Case(part, name, PASSED, seconds)
    return Case(part, name, FAILED, seconds, tail(log, 60))


def tail(log: Path, lines: int) -> str:
    """Return the last lines of a log, and where the rest is."""
    text = log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join([*text, f"(whole log: {log})"])
