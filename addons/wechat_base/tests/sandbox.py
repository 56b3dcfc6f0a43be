"""The WeChat sandbox of this repository, run beside Odoo's tests."""

import atexit
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

import requests

REPOSITORY = pathlib.Path(__file__).parents[3]
_START_SECONDS = 30
_CALL_SECONDS = 30


# Kept from class to class for its keys, which take the longest to make.
_folder = tempfile.TemporaryDirectory(prefix="wechat-sandbox-")
atexit.register(_folder.cleanup)


class Sandbox:
    """A running sandbox and its control plane.

    Odoo ends what a test class leaves running, so each class starts its own.
    """

    def __init__(self):
        port = _free_port()
        self.base_url = f"http://127.0.0.1:{port}"
        self.ca_file = f"{_folder.name}/keys/tls_cert.pem"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox"]
            + ["--port", str(port), "--data", _folder.name],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.DEVNULL,
        )
        self._wait()
        self.credentials = self.control("GET", "credentials")

    def control(self, method, path, **body):
        """Call the control plane.

        :param str method: GET, POST or DELETE.
        :param str path: What follows `/control/`.
        :param dict body: The JSON of a POST.
        :return: The JSON it answers.
        """
        answer = requests.request(
            method,
            f"{self.base_url}/control/{path}",
            json=body if method == "POST" else None,
            timeout=_CALL_SECONDS,
        )
        if not answer.ok:
            raise AssertionError(f"{path}: {answer.status_code} {answer.text}")
        return answer.json()

    def fault(self, name, **where):
        """Make something go wrong once, or as often as `times` says."""
        return self.control("POST", "behaviour", fault=name, **where)

    @contextlib.contextmanager
    def standing_fault(self, name, **where):
        """Make something go wrong each time within the block, however often asked."""
        rule = self.fault(name, times=0, **where)
        try:
            yield
        finally:
            self.control("DELETE", f"behaviour?id={rule['id']}")

    def calls(self, api):
        """Return the calls of one API so far, oldest first."""
        found = self.control("GET", f"calls?limit=200&api={api}")["calls"]
        return list(reversed(found))

    def _wait(self):
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise AssertionError("the sandbox did not start")
            try:
                self.control("GET", "health")
            except requests.RequestException:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the sandbox does not answer")

    def stop(self):
        """End it, and wait until it has ended."""
        self._process.terminate()
        self._process.wait(timeout=10)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
