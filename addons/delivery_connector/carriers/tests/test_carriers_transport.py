import http.server
import threading
import time

import pytest

from carriers import transport as transport_module
from carriers.errors import CarrierError, CarrierRetryLaterError, CarrierUnknownError
from carriers.transport import HttpTransport


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def _serve(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.seen.append((self.command, self.path, dict(self.headers), body))
        getattr(self, "_" + self.path.strip("/").partition("?")[0].partition("/")[0])()

    do_GET = do_POST = _serve

    def _answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _echo(self):
        self._answer(200, b'{"ok":1}', Request_ID="R1", Set_Cookie="a=b; Path=/")

    def _empty(self):
        self.send_response(204)
        self.end_headers()

    def _moved(self):
        self._answer(302, Location="/echo")

    def _slow(self):
        time.sleep(1)
        self._answer(200)

    def _drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        for _second in range(20):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def _long(self):
        self._answer(200, b"x" * (transport_module.MAX_ANSWER_BYTES + 1))

    def _cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.close_connection = True

    def _vanish(self):
        self.close_connection = True

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
def seen():
    Handler.seen.clear()
    return Handler.seen


def test_request_arrives_byte_for_byte(base_url, seen):
    body = '{"description":"米线 %7C","total":1}'.encode()

    answer = HttpTransport()(
        "POST", f"{base_url}/echo/a%7Cb%2Fc?mchid=1", {"Authorization": "A b=c"}, body
    )

    assert (answer.status, answer.body) == (200, b'{"ok":1}')
    assert answer.headers["Request-ID"] == "R1"
    ((method, path, headers, received),) = seen
    assert (method, path, received) == ("POST", "/echo/a%7Cb%2Fc?mchid=1", body)
    assert headers["Authorization"] == "A b=c"


def test_netrc_does_not_replace_the_authorization(
    base_url, seen, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))

    HttpTransport()("GET", f"{base_url}/echo", {"Authorization": "A b=c"}, b"")

    assert seen[0][2]["Authorization"] == "A b=c"


def test_cookies_are_not_kept(base_url, seen):
    transport = HttpTransport()
    for _time in range(2):
        transport("GET", f"{base_url}/echo", {}, b"")

    assert "Cookie" not in seen[1][2]


def test_empty_answer_is_an_answer(base_url):
    answer = HttpTransport()("POST", f"{base_url}/empty", {}, b"{}")

    assert (answer.status, answer.body) == (204, b"")


def test_redirection_is_not_followed(base_url, seen):
    answer = HttpTransport()("GET", f"{base_url}/moved", {}, b"")

    assert answer.status == 302
    assert len(seen) == 1


@pytest.mark.parametrize("path", ["slow", "drip", "long", "cut"])
def test_answer_that_does_not_come_whole_and_in_time_is_silence(base_url, path):
    transport = HttpTransport(timeouts=(0.2, 0.2))

    with pytest.raises(CarrierUnknownError):
        transport("GET", f"{base_url}/{path}", {}, b"")


@pytest.mark.parametrize("host", ["127.0.0.1:9", "nowhere.invalid"])
def test_without_a_connection_nothing_was_done(host):
    with pytest.raises(CarrierRetryLaterError) as caught:
        HttpTransport()("POST", f"http://{host}/v3/number", {}, b"{}")

    assert not caught.value.is_result_unknown


def test_connection_that_breaks_after_it_was_kept_is_silence(base_url):
    transport = HttpTransport()
    transport("GET", f"{base_url}/echo", {}, b"")

    with pytest.raises(CarrierUnknownError):
        transport("POST", f"{base_url}/vanish", {}, b"{}")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v3/number", "{base}/cut/number"])
def test_error_does_not_quote_the_address(base_url, url):
    with pytest.raises(CarrierError) as caught:
        HttpTransport()("GET", url.format(base=base_url), {}, b"")

    assert "number" not in str(caught.value)
