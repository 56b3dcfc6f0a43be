"""Ports: is one free, and who says so when it is not."""

import socket

from .errors import HouseError


def is_busy(port: int) -> bool:
    """Tell whether something listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def check_free(port: int, setting: str, program: str) -> None:
    """Refuse a port that another program holds.

    :param setting: The environment variable that moves it.
    :param program: Who wants it.
    """
    if is_busy(port):
        raise HouseError(
            f"port {port} is taken by another program; {program} needs it.",
            f"Stop that program (ss -ltnp | grep {port} names it), or choose another "
            f"port: {setting}={port + 100} make ...",
        )


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
