"""Time as the sandbox sees it."""

import time
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


class Clock:
    """Two clocks: the wire's and the business's.

    Signatures carry the real time, or the other side would rightly refuse them.
    Everything that ages (orders, tokens, retries) follows the business clock,
    which a test may move forward.
    """

    def __init__(self, offset_s=0.0):
        self.offset_s = offset_s

    def wire(self):
        """Return real seconds since 1970, for signatures."""
        return time.time()

    def now(self):
        """Return business seconds since 1970, for everything that ages."""
        return time.time() + self.offset_s


def rfc3339(seconds):
    """Return a time as WeChat Pay writes it: seconds, +08:00."""
    return datetime.fromtimestamp(seconds, CHINA).isoformat(timespec="seconds")


def compact(seconds, form="%Y%m%d%H%M%S"):
    """Return a China time without separators, as in WeChat's identifiers."""
    return datetime.fromtimestamp(seconds, CHINA).strftime(form)
