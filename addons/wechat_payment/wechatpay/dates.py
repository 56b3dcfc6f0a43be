"""What WeChat Pay's clock says."""

from email.utils import parsedate_to_datetime


class DatedTransport:
    """A transport that remembers how far our clock is from the other side's.

    :param callable transport: Sends requests, see :class:`HttpTransport`.
    :param callable clock: Returns Unix seconds.
    :ivar float offset: Our time minus theirs in seconds, when the last answer came;
        None as long as no answer told.
    """

    def __init__(self, transport, clock):
        self._transport = transport
        self._clock = clock
        self.offset = None

    def __call__(self, method, url, headers, body):
        """Send one request, see :meth:`HttpTransport.__call__`."""
        began = self._clock()
        answer = self._transport(method, url, headers, body)
        told = _read_date(answer.headers)
        if told is not None:
            # The answer was written somewhere between the two moments.
            self.offset = _distance(told, began, self._clock())
        return answer


def _distance(told, began, ended):
    # A Date has whole seconds: it may be up to one second before what it means.
    if began - 1 <= told <= ended:
        return 0.0
    return (began - 1) - told if told < began else ended - told


def _read_date(headers):
    lowered = {name.lower(): value for name, value in headers.items()}
    try:
        return parsedate_to_datetime(lowered.get("date") or "").timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
