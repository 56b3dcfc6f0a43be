"""A whole restaurant for tests: made and started by the very scripts people use.

It has a data folder and ports of its own, so it can stand beside a running demo.
"""

import json
import os
import pathlib
import signal
import subprocess
from collections.abc import Iterator

import pytest

from housekeeping import cleaning, ports, postgres, processes, settings

ROOT = pathlib.Path(__file__).resolve().parents[1]
PORTS = (
    *("HTTP_PORT", "WEB_PORT", "GEVENT_PORT", "JOB_PORT", "JOB_GEVENT_PORT"),
    *("SANDBOX_PORT", "PG_PORT"),
)

# What is not worth keeping after a run; the logs are.
DATA = ("postgres", "odoo", "sandbox")


class Stack:
    """The demo restaurant, running in a folder.

    :param folder: Its data folder. What is there already is used again.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        chosen = folder / "ports.json"
        if not chosen.exists():
            folder.mkdir(parents=True, exist_ok=True)
            chosen.write_text(json.dumps(_free_ports()))
        foreign = ("DATABASE_URL", "DB_HOST", "DB_NAME", "ODOO_HOME")
        inherited = {k: v for k, v in os.environ.items() if k not in foreign}
        own = {"DATA_DIR": str(folder), **json.loads(chosen.read_text())}
        self.environ = {**inherited, **own}
        self.settings = settings.load(self.environ)
        self.url = f"http://127.0.0.1:{self.settings.http_port}"
        self.sandbox_url = f"http://127.0.0.1:{self.settings.sandbox_port}"

    @property
    def facts(self) -> dict:
        """Return the demo's table codes, users and addresses."""
        return json.loads((self.settings.data_dir / "demo.json").read_text())

    def start(self) -> None:
        """Run `make demo`, which makes what is missing and starts what is down."""
        self._house("demo")

    def stop(self) -> None:
        """Run `make stop`."""
        self._house("stop")

    def kill_worker(self) -> int:
        """Kill one of Odoo's HTTP workers without warning; return its number."""
        workers = _children(self._pid("odoo"))
        os.kill(workers[0], signal.SIGKILL)
        return workers[0]

    def kill(self, name: str) -> None:
        """Kill a whole service (`odoo`, `jobs`, `sandbox`) without warning."""
        os.killpg(self._pid(name), signal.SIGKILL)

    def kill_postgres(self) -> None:
        """Kill the database server without warning."""
        file = self.settings.data_dir / "postgres/postmaster.pid"
        os.kill(int(file.read_text().split()[0]), signal.SIGKILL)
        postgres.wait_until_gone(self.settings)

    def _pid(self, name: str) -> int:
        assert processes.is_running(self.settings, name), f"{name} does not run"
        note = self.settings.data_dir / f"{name}.pid"
        return json.loads(note.read_text())["pid"]

    def _house(self, command: str) -> None:
        log = self.settings.data_dir / f"house-{command}.log"
        with log.open("a") as stream:
            done = subprocess.run(
                [ROOT / "scripts/house", command],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            tail = "\n".join(log.read_text().splitlines()[-30:])
            pytest.fail(f"scripts/house {command} failed:\n{tail}", pytrace=False)


def running_stack(name: str) -> Iterator[Stack]:
    """Yield a running restaurant for a folder of tests, and stop it afterwards.

    Set STACK_DIR to keep one between runs while you write tests.
    """
    kept = os.environ.get("STACK_DIR")
    base = settings.load().artifacts_dir / name / "run"
    stack = Stack(pathlib.Path(kept) if kept else base)
    stack.start()
    yield stack
    if not kept:
        stack.stop()
        cleaning.remove(base, DATA)


def _free_ports() -> dict[str, str]:
    chosen: set[int] = set()
    while len(chosen) < len(PORTS):
        chosen.add(ports.free_port())
    return dict(zip(PORTS, map(str, sorted(chosen)), strict=True))


def _children(pid: int) -> list[int]:
    found = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in found.split()]
