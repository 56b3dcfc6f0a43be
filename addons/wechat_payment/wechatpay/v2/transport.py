"""The way to the network for calls that ask for the merchant's certificate."""

import contextlib
import ssl
import tempfile

import requests
from requests.adapters import HTTPAdapter

from ..errors import WechatPayConfigurationError
from ..transport import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, HttpTransport


class CertificateTransport(HttpTransport):
    """Sends requests and shows who sends them (mutual TLS).

    :param str certificate: The content of apiclient_cert.pem.
    :param str private_key: The content of apiclient_key.pem.
    :param tuple timeouts: For connecting and for reading, in seconds.
    :param str ca_file: Whom to trust, if not the usual authorities.
    :raise WechatPayConfigurationError: If the two are not a pair of PEM texts.
    """

    def __init__(
        self,
        certificate,
        private_key,
        timeouts=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
        ca_file=None,
    ):
        super().__init__(timeouts)
        self._context = ssl.create_default_context(
            cafile=ca_file or requests.certs.where()
        )
        # Python loads a certificate from a file only: it lives as long as the loading,
        # readable by this user alone.
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(f"{certificate.strip()}\n{private_key.strip()}\n")
            file.flush()
            try:
                # Without a password here OpenSSL would ask for one at the keyboard.
                self._context.load_cert_chain(file.name, password="")
            except (ssl.SSLError, ValueError) as error:
                raise WechatPayConfigurationError(
                    "the merchant certificate does not belong to the private key"
                ) from error

    def _session(self):
        session = super()._session()
        if not isinstance(session.get_adapter("https://"), _ContextAdapter):
            session.mount("https://", _ContextAdapter(self._context))
        return session

    def close(self):
        """Close the connections of this thread."""
        with contextlib.suppress(AttributeError):
            self._local.session.close()


class _ContextAdapter(HTTPAdapter):
    """Uses one TLS context for all connections."""

    def __init__(self, context):
        self._context = context
        super().__init__()

    def init_poolmanager(self, *args, **kwargs):
        """Override of `requests` to use the context."""
        return super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
