"""Waiting for what happens elsewhere."""

import time
from collections.abc import Callable


def wait_until(happened: Callable[[], bool], seconds: float = 30) -> None:
    """Return as soon as something has happened.

    :raise AssertionError: If it has not happened by then.
    """
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"it has not happened within {seconds} s"
        time.sleep(0.1)
