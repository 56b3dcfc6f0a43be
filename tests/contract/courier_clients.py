"""Our courier clients with made-up accounts that talk to nobody."""

import time

from carriers.carrier import Surroundings
from carriers.errors import CarrierUnknownError


def silence(method, url, headers, body):
    """Stand for a network that is not there."""
    raise CarrierUnknownError("nobody answers")


def client(carrier):
    """Return a client of a carrier class, its settings made up."""
    settings = {wanted.name: "1" for wanted in carrier.settings_needed}
    return carrier(
        settings,
        Surroundings(
            transport=silence,
            clock=time.time,
            nonce=lambda: "n" * 32,
            access_token=lambda is_refused=False: "token",
        ),
    )
