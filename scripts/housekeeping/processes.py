"""Background processes, each with a file that names it and a log."""

import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from .console import say
from .errors import HouseError
from .settings import CHECKOUT, Settings

START_SECONDS = 180
STOP_SECONDS = 20
BURIAL_SECONDS = 2
# They outlive us on purpose; a handle thrown away would complain of that.
_started: list[subprocess.Popen] = []


@dataclass(frozen=True)
class Service:
    """A program that runs in the background.

    :param urls: What must answer 200 before the service counts as started.
    """

    name: str
    command: list[str]
    environ: dict[str, str]
    urls: list[str] = field(default_factory=list)


def start(settings: Settings, service: Service) -> None:
    """Start a service unless it runs; do not wait for it."""
    if is_running(settings, service.name):
        return
    bury(settings, service.name)
    log = log_file(settings, service.name)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with log.open("w") as stream:
        process = subprocess.Popen(
            service.command,
            env=service.environ,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _started.append(process)
    note = {
        "pid": process.pid,
        "started": _start_time(process.pid),
        "command": service.command,
    }
    _note(settings, service.name).write_text(json.dumps(note))


def restart_if_changed(settings: Settings, service: Service) -> bool:
    """Start a service; first end one that runs with another command line.

    :return: Whether it was started.
    """
    if is_running(settings, service.name):
        if _read_note(settings, service.name).get("command") == service.command:
            return False
        say(f"    {service.name} runs with other settings; starting it anew")
        stop(settings, service.name)
    start(settings, service)
    return True


def ensure_ready(settings: Settings, services: list[Service]) -> None:
    """Start what does not run, and wait until all of it answers.

    One that ran before may die in this moment, of what happened earlier: Odoo's master
    ends some seconds after its database did. It is started again, once.

    :raise HouseError: If one dies while it starts, or takes too long.
    """
    were_there = [each for each in services if not restart_if_changed(settings, each)]
    for service in services:
        is_up = _wait_until_ready(settings, service)
        has_died = not is_up and not is_running(settings, service.name)
        if has_died and service in were_there:
            say(f"    {service.name} has just died; starting it again")
            start(settings, service)
            is_up = _wait_until_ready(settings, service)
        if not is_up:
            _fail(settings, service)


def wait_until_ready(settings: Settings, service: Service) -> None:
    """Wait until every address of a service answers.

    :raise HouseError: If it dies first, or takes too long.
    """
    if not _wait_until_ready(settings, service):
        _fail(settings, service)


def _wait_until_ready(settings: Settings, service: Service) -> bool:
    deadline = time.monotonic() + START_SECONDS
    for url in service.urls:
        while not _answers(url):
            if not is_running(settings, service.name) or time.monotonic() > deadline:
                return False
            time.sleep(0.2)
    # The children of a dead one may still answer.
    return is_running(settings, service.name)


def stop(settings: Settings, name: str, with_signal: int = signal.SIGTERM) -> bool:
    """Stop a service and all its children; tell whether it ran."""
    if not is_running(settings, name):
        bury(settings, name)
        _note(settings, name).unlink(missing_ok=True)
        return False
    pid = _read_note(settings, name)["pid"]
    os.kill(pid, with_signal)
    deadline = time.monotonic() + STOP_SECONDS
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    _end_group(pid)
    _note(settings, name).unlink(missing_ok=True)
    return True


def bury(settings: Settings, name: str) -> None:
    """End what a service that died left running: its children hold its ports."""
    note = _read_note(settings, name)
    if not note or is_alive(note["pid"]):
        return
    _end_group(note["pid"])


def _end_group(pid: int) -> None:
    """Kill whoever is left of a service, and wait until they are gone."""
    deadline = time.monotonic() + BURIAL_SECONDS
    try:
        # The number is nobody else's as long as its group has a member.
        while time.monotonic() < deadline:
            os.killpg(pid, signal.SIGKILL)
            time.sleep(0.02)
            for process in _started:
                process.poll()
    except ProcessLookupError:
        pass  # The usual case: the service took its children along.


def is_running(settings: Settings, name: str) -> bool:
    """Tell whether the service we started is still the process of its number."""
    note = _read_note(settings, name)
    if not note or not is_alive(note["pid"]):
        return False
    return _start_time(note["pid"]) == note["started"]


def pid_of(settings: Settings, name: str) -> int:
    """Return the number of a service that runs."""
    return _read_note(settings, name)["pid"]


def log_file(settings: Settings, name: str) -> pathlib.Path:
    """Return where a service writes its log."""
    return settings.data_dir / f"log/{name}.log"


def _fail(settings: Settings, service: Service) -> None:
    log = log_file(settings, service.name)
    for line in log.read_text(errors="replace").splitlines()[-15:]:
        say(f"    | {line}")
    if is_running(settings, service.name):
        problem = f"did not answer within {START_SECONDS} s"
    else:
        problem = "stopped while it started"
    raise HouseError(
        f"{service.name} {problem}.",
        f"Read {log}; mend what it names, then run the same command again.",
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _note(settings: Settings, name: str) -> pathlib.Path:
    return settings.data_dir / f"{name}.pid"


def _read_note(settings: Settings, name: str) -> dict:
    try:
        return json.loads(_note(settings, name).read_text())
    except (OSError, ValueError):
        return {}


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that is dead but not buried does not."""
    state = _stat(pid)
    return bool(state) and state[0] != "Z"


def kill_tree(pid: int) -> None:
    """Kill a process and all it started, without warning.

    A process that made a session of its own is among them: only the dead are not.
    """
    family = [pid]
    for member in family:
        family += _children(member)
    for member in family:
        try:
            os.kill(member, signal.SIGKILL)
        except ProcessLookupError:
            pass  # It ended by itself.


def _children(pid: int) -> list[int]:
    found = []
    for file in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, file.read_text().split())
        except OSError:
            pass  # A thread, or the process, that ended meanwhile.
    return found


def _start_time(pid: int) -> str:
    """Return when a process started: a number is used again, this pair is not."""
    state = _stat(pid)
    return state[19] if state else ""


def _stat(pid: int) -> list[str]:
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    # The name of the program, in parentheses, may hold blanks.
    return text.rpartition(")")[2].split()
