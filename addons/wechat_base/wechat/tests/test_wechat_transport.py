import http.server
import threading
import time

import pytest

from wechat import transport as transport_module
from wechat.errors import WechatConnectionError
from wechat.transport import BoundedSession


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        getattr(self, "_" + self.path.strip("/").partition("?")[0])()

    def _answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _good(self):
        self._answer(200, b'{"errcode":0}', Set_Cookie="a=b; Path=/")

    def _moved(self):
        self._answer(302, Location="/good")

    def _failed(self):
        self._answer(502, b"<html>")

    def _slow(self):
        time.sleep(1)
        self._answer(200)

    def _drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        for _time in range(20):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def _long(self):
        self._answer(200, b"x" * (transport_module.MAX_ANSWER_BYTES + 1))

    def log_message(self, *_arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that hang up are what is tested."""


@pytest.fixture(scope="module")
def base_url():
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def session():
    Handler.seen.clear()
    with BoundedSession(timeouts=(0.2, 0.2)) as session:
        yield session


def test_answer_is_read_and_cookies_are_not_kept(base_url, session):
    for _time in range(2):
        answer = session.request("GET", f"{base_url}/good")

    assert answer.json() == {"errcode": 0}
    assert "Cookie" not in Handler.seen[1][1]


@pytest.mark.parametrize("path", ["moved", "failed", "slow", "drip", "long"])
def test_anything_but_a_good_answer_is_silence(base_url, session, path):
    with pytest.raises(WechatConnectionError):
        session.request("GET", f"{base_url}/{path}")

    assert len(Handler.seen) == 1


def test_caller_cannot_wait_longer(base_url, session):
    started_at = time.monotonic()

    with pytest.raises(WechatConnectionError):
        session.request("GET", f"{base_url}/slow", timeout=60)
    assert time.monotonic() - started_at < 0.9


def test_error_does_not_quote_the_secret(session):
    with pytest.raises(WechatConnectionError) as caught:
        session.request("GET", "http://127.0.0.1:9/?secret=s3cret")

    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
