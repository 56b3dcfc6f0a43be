"""The second listener, with TLS: it sees the certificate that a client shows.

API v2's reversal is a call with the merchant's certificate (mTLS); over plain HTTP no
client can show one.
"""

import ssl

from .server import SandboxServer


class TlsServer(SandboxServer):
    """Serves the same world over HTTPS and asks clients for a certificate.

    A client may come without one; a certificate that is no merchant's is refused while
    the connection is made.
    """

    scheme = "https"

    def get_request(self):
        """Return the next connection, its handshake left to its own thread."""
        connection, address = super().get_request()
        return (
            self._context().wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            ),
            address,
        )

    def _context(self):
        # Made anew each time: a merchant may have been added since.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.world.keys.tls_files)
        context.verify_mode = ssl.CERT_OPTIONAL
        # The merchants' certificates themselves are what is trusted, not an authority.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        for merchant in self.world.keys.merchants.all():
            if merchant.certificate_pem:
                context.load_verify_locations(cadata=merchant.certificate_pem)
        return context
