"""What one more piece of news does to an order: a pure function, no memory of its own.

Callbacks come twice, late, in the wrong order, from strangers. The rules, in turn:

1. A status that is not in the platform's table changes nothing and is an alarm.
2. News of another matter (an exception of the rider's) raises a flag, no more.
3. What is older than the last thing believed is kept and changes nothing.
4. An order that has ended stays so; news that says otherwise has the platform asked.
5. Before pickup the order may go back, because riders change; after it, that is a
   contradiction, and the platform is asked.
6. An end that anybody could have invented, a cancellation after pickup, a delivery
   nobody accepted: the platform is asked first.

The answer to a query is the truth and is believed in every state but an end.
"""

from dataclasses import dataclass, replace

from . import states
from .neutral import EXCEPTION, STATUS, CallbackEvent, Rider, Status

# What became of the news.
APPLIED = "applied"
FLAGGED = "flagged"
DUPLICATE = "duplicate"
SUPERSEDED = "superseded"
CONFLICT = "conflict"
UNCONFIRMED = "unconfirmed"
UNKNOWN_STATUS = "unknown_status"
IGNORED = "ignored"

# Above it, a time is milliseconds.
_MAX_SECONDS = 10**11


@dataclass(frozen=True)
class Held:
    """What is believed of an order so far."""

    state: str = states.CREATING
    # The platform's time of the last news believed.
    watermark_s: int | None = None
    rider: Rider = Rider()
    is_exception: bool = False
    # Whether it is the order that its task counts on.
    is_bound: bool = True


@dataclass(frozen=True)
class News:
    """One thing heard of an order."""

    state: str | None
    at_s: int | None
    kind: str = STATUS
    rider: Rider = Rider()
    is_exception: bool = False
    is_rider_changed: bool = False
    # Only the platform can have said it.
    is_trusted: bool = False
    # It answers our question, so it is how things are now.
    is_queried: bool = False

    @classmethod
    def from_event(cls, event: CallbackEvent) -> "News":
        """Return the news that a callback brings."""
        return cls(
            state=event.state,
            at_s=event.at_s,
            kind=event.kind,
            rider=event.rider,
            is_exception=event.is_exception,
            is_rider_changed=event.is_rider_changed,
            is_trusted=event.is_trusted,
        )

    @classmethod
    def from_status(cls, status: Status) -> "News":
        """Return the news that the answer to a query brings."""
        return cls(
            state=status.state,
            at_s=status.at_s,
            rider=status.rider,
            is_exception=status.is_exception,
            is_trusted=True,
            is_queried=True,
        )


@dataclass(frozen=True)
class Step:
    """What the news does."""

    verdict: str
    # What is believed from now on.
    held: Held
    # The platform must be asked before anything else is done.
    needs_query: bool = False
    # A platform's order lives that nobody counts on: cancel it there.
    needs_cancel: bool = False
    # A person should know.
    is_alarm: bool = False
    # Somebody else comes for the goods than was believed.
    is_rider_changed: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether it is news to those who watch the order."""
        return self.verdict == APPLIED


def seconds(value: object) -> int | None:
    """Return a platform's time in seconds, whether it came in these or in milliseconds.

    :return: None if it is no time.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        number = int(value)
    except ValueError:
        return None
    if number <= 0:
        return None
    return number // 1000 if number > _MAX_SECONDS else number


def reduce(held: Held, news: News) -> Step:
    """Return what one more piece of news does to an order.

    The caller has dropped exact repetitions already and keeps whatever comes back as
    `superseded`, `conflict`, ... in its log. After `needs_query` it comes again with
    the answer, see :meth:`News.from_status`.
    """
    if news.kind not in {STATUS, EXCEPTION}:
        return Step(IGNORED, held)
    if news.state is None:
        return _without_state(held, news)
    if held.state in states.TERMINAL:
        return _after_the_end(held, news)
    if news.is_queried:
        return _believe(held, news)
    return _doubt(held, news) or _believe(held, news)


def _without_state(held, news):
    if not news.is_exception:
        # A query that brings a strange word would be asked for ever.
        return Step(UNKNOWN_STATUS, held, is_alarm=True)
    if held.state in states.TERMINAL:
        return Step(SUPERSEDED, held)
    return Step(FLAGGED, replace(held, is_exception=True), is_alarm=True)


def _after_the_end(held, news):
    if news.state == held.state:
        return Step(DUPLICATE, held)
    if news.is_queried:
        is_alive = news.state not in states.TERMINAL
        return Step(CONFLICT, held, needs_cancel=is_alive, is_alarm=True)
    if news.state not in states.TERMINAL and _is_older(held, news):
        return Step(SUPERSEDED, held)
    return Step(CONFLICT, held, needs_query=True)


def _doubt(held, news):
    """Return why a callback is not simply believed, or None."""
    if _is_older(held, news):
        return Step(SUPERSEDED, held)
    if _is_repeated(held, news):
        # Nothing new, but what is older than this word is now old.
        later = _later(held.watermark_s, news.at_s)
        return Step(DUPLICATE, replace(held, watermark_s=later))
    if _goes_back(held, news):
        if _has_same_time(held, news):
            return Step(SUPERSEDED, held)
        if held.state not in states.BEFORE_PICKUP:
            return Step(CONFLICT, held, needs_query=True)
        if news.at_s is None:
            # Without a time, an old word cannot be told from a new rider.
            return Step(UNCONFIRMED, held, needs_query=True)
    if _needs_proof(held, news):
        return Step(UNCONFIRMED, held, needs_query=True)
    return None


def _is_older(held, news):
    return None not in (held.watermark_s, news.at_s) and news.at_s < held.watermark_s


def _has_same_time(held, news):
    return news.at_s is not None and news.at_s == held.watermark_s


def _is_repeated(held, news):
    if news.state != held.state or _is_other_rider(held, news):
        return False
    # The same word later is a repetition too, unless it speaks of another rider.
    return not news.is_rider_changed


def _goes_back(held, news):
    rank = states.RANKS.get(held.state, 0)
    if held.state == states.CANCELLING:
        return False
    return states.RANKS[news.state] < rank


def _needs_proof(held, news):
    if news.state not in states.TERMINAL:
        return False
    if not news.is_trusted:
        return True
    if news.state == states.CANCELLED:
        return held.state in {states.DELIVERING, states.RETURNING}
    never_accepted = {states.CREATING, states.UNKNOWN, states.PENDING}
    return news.state == states.DELIVERED and held.state in never_accepted


def _is_other_rider(held, news):
    known, heard = held.rider, news.rider
    if known.reference and heard.reference:
        return known.reference != heard.reference
    return bool(known.name and heard.name and known.name != heard.name)


def _believe(held, news):
    if not states.is_move(held.state, news.state) and news.state != held.state:
        return Step(CONFLICT, held, is_alarm=True)
    is_changed = news.is_rider_changed or _is_other_rider(held, news)
    is_same = news.state == held.state and not is_changed
    believed = replace(
        held,
        state=news.state,
        watermark_s=_later(held.watermark_s, news.at_s),
        rider=_rider_of(held, news, is_changed),
        is_exception=news.is_exception,
    )
    return Step(
        DUPLICATE if is_same else APPLIED,
        believed,
        needs_cancel=not held.is_bound and _is_taken(news.state),
        is_alarm=not held.is_bound and _is_taken(news.state),
        is_rider_changed=is_changed,
    )


def _is_taken(state):
    return state in {states.ACCEPTED, states.AT_SHOP}


def _later(watermark_s, at_s):
    times = [time for time in (watermark_s, at_s) if time is not None]
    return max(times, default=None)


def _rider_of(held, news, is_changed):
    if news.state == states.PENDING:
        return Rider()
    if is_changed or not (held.rider.reference or held.rider.name):
        return news.rider
    # Not every word about a rider repeats all that is known of them.
    return Rider(
        news.rider.reference or held.rider.reference,
        news.rider.name or held.rider.name,
        news.rider.phone or held.rider.phone,
        news.rider.point or held.rider.point,
    )
