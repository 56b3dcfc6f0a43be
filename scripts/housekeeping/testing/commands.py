"""Run one tool for a part of the tests, its output in a log of its own."""

import os
import subprocess
import time
from pathlib import Path

from .. import processes
from ..settings import CHECKOUT
from .cases import FAILED, PASSED, Case

# The longest part takes eight minutes on two cores.
PATIENCE_S = 1500
# What a shell says of a command that took too long (timeout(1)).
TOO_LONG = 124


def run(
    command: list,
    log: Path,
    environ: dict[str, str],
    cwd: Path = CHECKOUT,
    patience_s: float = PATIENCE_S,
) -> tuple[int, float]:
    """Run a command into a log; return its exit code and how long it took.

    One that does not end is killed, with its children: a part that hangs must not
    take the results of all others along.

    :param patience_s: How long it may take, in seconds; then its code is 124.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("w") as stream:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            code = process.wait(patience_s)
        except subprocess.TimeoutExpired:
            processes.kill_tree(process.pid)
            process.wait()
            code = TOO_LONG
            text = f"\nKilled: it did not end within {patience_s:.0f} s.\n"
            stream.seek(0, os.SEEK_END)
            stream.write(text)
    return code, time.monotonic() - started


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
