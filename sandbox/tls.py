"""TLS on the sandbox's own port: it sees the certificate that a client shows.

API v2's reversal is a call with the merchant's certificate (mTLS); over plain HTTP no
client can show one.
"""

import socket
import ssl

# The first byte of a client that wants TLS: its record says "handshake".
_HANDSHAKE = b"\x16"


def listen(world, connection):
    """Return the connection as its client wants to speak: plainly, or with TLS.

    A client of TLS may come without a certificate; one that is no merchant's is refused
    while the connection is made, at the first reading.
    """
    if connection.recv(1, socket.MSG_PEEK) != _HANDSHAKE:
        return connection
    return _context(world).wrap_socket(
        connection, server_side=True, do_handshake_on_connect=False
    )


def _context(world):
    # Made anew each time: a merchant may have been added since.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*world.keys.tls_files)
    context.verify_mode = ssl.CERT_OPTIONAL
    # The merchants' certificates themselves are what is trusted, not an authority.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    for merchant in world.keys.merchants.all():
        if merchant.certificate_pem:
            context.load_verify_locations(cadata=merchant.certificate_pem)
    return context
