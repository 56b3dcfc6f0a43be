"""Fixtures: a running sandbox, a merchant, a receiver of notifications."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sandbox.server import SandboxServer
from sandbox.world import World

from .client import Merchant
from .mini_program import OpenApi


class Running:
    """A sandbox on a free port, in threads of the test process."""

    def __init__(self, folder, **settings):
        self.world = World(folder, **settings)
        self.server = SandboxServer(self.world, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.world.start()
        self._thread = threading.Thread(
            target=self.server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def stop(self):
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()
        self.world.stop()


class Receiver:
    """A merchant's webhook that keeps what it got and answers as it is told."""

    def __init__(self):
        self.received = []
        self.paths = []
        self.answers = []
        self.default = (204, b"")
        self.wait_s = 0
        self._arrived = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.paths.append(self.path)
                status, answer = receiver.take(dict(self.headers), body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook/1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, headers, body):
        if self.wait_s:
            time.sleep(self.wait_s)
        with self._arrived:
            self.received.append((headers, body))
            self._arrived.notify_all()
            return self.answers.pop(0) if self.answers else self.default

    def wait_for(self, count, timeout_s=5):
        """Return the messages once `count` have come."""
        with self._arrived:
            came = self._arrived.wait_for(
                lambda: len(self.received) >= count, timeout_s
            )
        assert came, f"{len(self.received)} of {count} notifications came"
        return self.received

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    running = Running(tmp_path_factory.mktemp("data"))
    yield running
    running.stop()


@pytest.fixture
def merchant(sandbox):
    """A merchant at a sandbox that has forgotten everything earlier."""
    sandbox.world.reset()
    return Merchant(sandbox.url)


@pytest.fixture
def api(merchant):
    """The merchant's mini-program."""
    return OpenApi(merchant)


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.stop()
