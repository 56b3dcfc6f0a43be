"""TLS on the sandbox's port: who shows the merchant's certificate may reverse by v2."""

import socket

import pytest
import requests

from .client import TIMEOUT_S, new_number, typed_code
from .client_v2 import MerchantV2


@pytest.fixture
def tls(sandbox, merchant, tmp_path):
    """A till whose calls go over TLS; `files` are (certificate, key) by owner."""
    till = TlsTill(merchant)
    till.base_url = sandbox.url.replace("http:", "https:")
    till.trusted = str(sandbox.world.keys.tls_files[0])
    till.folder = tmp_path
    return till


class TlsTill(MerchantV2):
    shown = None

    def post(self, path, text, headers=None):
        answer = requests.post(
            self.base_url + path,
            data=text.encode(),
            headers=headers or {},
            timeout=TIMEOUT_S,
            verify=self.trusted,
            cert=self.shown,
        )
        return self.read(answer)

    def show(self, credentials):
        """Show a merchant's certificate from now on."""
        files = []
        for name in ("merchant_certificate_pem", "merchant_private_key_pem"):
            path = self.folder / f"{credentials['mchid']}-{name}"
            path.write_text(credentials[name])
            files.append(str(path))
        self.shown = tuple(files)


def paid(till, merchant):
    number = new_number()
    assert till.micropay(typed_code(), number)["result_code"] == "SUCCESS"
    merchant.advance(16)
    return number


def test_shown_certificate_may_reverse(tls, merchant):
    number = paid(tls, merchant)
    tls.show(merchant.credentials)

    assert tls.reverse(number, {})["recall"] == "N"
    assert tls.query(number)["trade_state"] == "REVOKED"


def test_no_certificate_may_not(tls, merchant):
    number = paid(tls, merchant)

    assert tls.reverse(number, {})["return_code"] == "FAIL"
    # What a header says counts for nothing where the connection could say it.
    assert tls.reverse(number)["return_code"] == "FAIL"
    assert tls.query(number)["trade_state"] == "SUCCESS"


def test_another_merchants_certificate_may_not(tls, merchant):
    number = paid(tls, merchant)
    tls.show(merchant.control("POST", "merchant", kind="direct", name="tls other"))

    assert tls.reverse(number, {})["return_code"] == "FAIL"


def test_strangers_certificate_is_refused_at_the_door(tls, merchant, sandbox):
    number = paid(tls, merchant)
    certificate, key = sandbox.world.keys.tls_files
    tls.shown = (str(certificate), str(key))

    with pytest.raises((requests.ConnectionError, requests.exceptions.SSLError)):
        tls.query(number)


def test_client_who_does_not_trust_us_is_no_failure_of_ours(tls, merchant):
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{tls.base_url}/control/health", timeout=TIMEOUT_S)

    answer = requests.get(
        f"{tls.base_url}/control/health", timeout=TIMEOUT_S, verify=tls.trusted
    )
    assert answer.json()["status"] == "ok"


def test_client_who_says_nothing_is_no_failure_of_ours(sandbox, merchant, capfd):
    address = ("127.0.0.1", sandbox.server.server_port)
    socket.create_connection(address).close()

    assert merchant.control("GET", "health")["status"] == "ok"
    assert capfd.readouterr().err == ""
