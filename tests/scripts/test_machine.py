"""What the scripts say about the machine they run on."""

import dataclasses
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import pytest

from housekeeping import chromium, ports, prerequisites, processes, settings
from housekeeping.errors import HouseError
from housekeeping.processes import Service


@pytest.fixture
def house(tmp_path):
    """Return settings with a data folder of the test's own."""
    return dataclasses.replace(
        settings.load({}), data_dir=tmp_path, prefix=tmp_path / "prefix"
    )


@pytest.fixture
def sleeper(house):
    """Return a service that runs, and end it afterwards."""
    code = "import time; time.sleep(600)"
    service = Service("sleeper", [sys.executable, "-c", code], dict(os.environ))
    processes.start(house, service)
    yield service
    processes.stop(house, "sleeper")


def test_busy_port_is_named_with_its_setting():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(HouseError) as caught:
            ports.check_free(port, "HTTP_PORT", "odoo")

    assert str(port) in caught.value.message
    assert "HTTP_PORT=" in caught.value.remedy


def test_free_port_passes():
    ports.check_free(ports.free_port(), "HTTP_PORT", "odoo")


def test_all_missing_tools_are_named_at_once(house, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(HouseError) as caught:
        prerequisites.check(house)

    for name in ("node", "npm", "make", "git", "apt-get"):
        assert f"{name} is missing" in caught.value.message
    assert "apt install nodejs npm make git" in caught.value.remedy


def test_old_node_is_named_with_the_version_it_has(house, monkeypatch, tmp_path):
    for name in ("npm", "make", "git", "apt-get", "dpkg-deb"):
        (tmp_path / name).symlink_to("/bin/true")
    (tmp_path / "node").write_text("#!/bin/sh\necho v16.20.0\n")
    (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(HouseError, match="node is version 16, 18 or newer"):
        prerequisites.check(house)


@pytest.mark.parametrize(
    ("python", "complaint"),
    [("no-such-python", "was not found"), ("old-python", "is too old")],
)
def test_missing_or_old_python_is_named(tmp_path, python, complaint):
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\n[ $1 = --version ] && echo Python 3.7.3\nexit 1\n")
    old.chmod(0o755)
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHON": python}

    done = subprocess.run(
        [settings.CHECKOUT / "scripts/house", "help"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert complaint in done.stderr
    assert "What to do:" in done.stderr


def test_service_runs_until_stopped(house, sleeper):
    assert processes.is_running(house, "sleeper")

    assert processes.stop(house, "sleeper")

    assert not processes.is_running(house, "sleeper")
    assert not processes.stop(house, "sleeper")


def test_killed_service_counts_as_down_and_starts_again(house, sleeper):
    pid = processes._read_note(house, "sleeper")["pid"]
    os.kill(pid, signal.SIGKILL)
    while processes.is_alive(pid):
        time.sleep(0.01)

    assert not processes.is_running(house, "sleeper")

    processes.start(house, sleeper)
    assert processes.is_running(house, "sleeper")


def test_children_of_a_dead_service_do_not_keep_its_port(house):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = f"'-m', 'http.server', '--bind', '127.0.0.1', '{port}'"
    code = f"import subprocess, sys; subprocess.run([sys.executable, {child}])"
    service = Service(
        "parent",
        [sys.executable, "-c", code],
        dict(os.environ),
        [f"http://127.0.0.1:{port}/"],
    )
    processes.start(house, service)
    processes.wait_until_ready(house, service)
    os.kill(processes.pid_of(house, "parent"), signal.SIGKILL)
    assert ports.is_busy(port)

    processes.ensure_ready(house, [service])

    assert processes.is_running(house, "parent")
    processes.stop(house, "parent")
    assert not ports.is_busy(port)


# Dies of the first question it does not like; the next one of its kind does not.
DIES_ONCE = """
import http.server, os, pathlib, sys
before = pathlib.Path(sys.argv[2])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if "die" in self.path and not before.exists():
            before.touch()
            os._exit(1)
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_service_that_dies_while_it_is_looked_at_is_started_again(house, capsys):
    port = ports.free_port()
    service = Service(
        "mortal",
        [sys.executable, "-c", DIES_ONCE, str(port), str(house.data_dir / "before")],
        dict(os.environ),
        [f"http://127.0.0.1:{port}/"],
    )
    processes.ensure_ready(house, [service])
    first = processes.pid_of(house, "mortal")
    looked_at = dataclasses.replace(service, urls=[f"{service.urls[0]}die"])

    processes.ensure_ready(house, [looked_at])

    assert processes.pid_of(house, "mortal") != first
    assert "has just died; starting it again" in capsys.readouterr().out
    processes.stop(house, "mortal")


def test_number_given_to_another_process_is_not_ours(house):
    note = json.dumps({"pid": os.getpid(), "started": "1", "command": []})
    (house.data_dir / "odoo.pid").write_text(note)

    assert not processes.is_running(house, "odoo")
    assert not processes.stop(house, "odoo")


def test_service_that_dies_while_starting_shows_its_log(house, capsys):
    code = "raise SystemExit('no memory')"
    service = Service(
        "odoo", [sys.executable, "-c", code], dict(os.environ), ["http://127.0.0.1:1/"]
    )
    processes.start(house, service)

    with pytest.raises(HouseError, match="odoo stopped while it started"):
        processes.wait_until_ready(house, service)

    assert "no memory" in capsys.readouterr().out


def test_other_settings_restart_a_service(house, sleeper):
    first = processes._read_note(house, "sleeper")["pid"]
    other = dataclasses.replace(sleeper, command=[*sleeper.command, "port"])

    processes.restart_if_changed(house, sleeper)
    assert processes._read_note(house, "sleeper")["pid"] == first

    processes.restart_if_changed(house, other)
    assert processes._read_note(house, "sleeper")["pid"] != first


def test_browser_of_the_machine_does_not_move_the_path(house):
    assert "PATH" not in chromium.environ(house, pathlib.Path("/usr/bin/chromium"))


def test_unpacked_browser_comes_first_on_the_path(house):
    program = house.prefix / "chromium/bin/chromium"

    found = chromium.environ(house, program)

    assert found["CHROMIUM"] == str(program)
    assert found["PATH"].split(os.pathsep)[0] == str(program.parent)
