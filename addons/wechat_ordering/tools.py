"""Small conversions of times and texts, used all over the add-on."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import fields

_UTC = ZoneInfo("UTC")


def to_local(moment, tz):
    """Return a naive UTC moment as an aware one of a timezone.

    :param datetime moment: Naive, in UTC, as Odoo keeps them; None for now.
    :param str tz: Name of the timezone.
    """
    moment = moment or fields.Datetime.now()
    return moment.replace(tzinfo=_UTC).astimezone(ZoneInfo(tz))


def to_utc(local):
    """Return an aware moment as Odoo keeps it: naive, in UTC."""
    return local.astimezone(_UTC).replace(tzinfo=None)


def to_wire(moment):
    """Return a naive UTC moment as the API writes it, None for none."""
    return moment.isoformat(timespec="milliseconds") + "Z" if moment else None


def minute_of_day(local):
    """Return the minutes since midnight."""
    return local.hour * 60 + local.minute


def hour_to_minute(hour):
    """Return the minutes of an hour as Odoo keeps it, 6.5 for 6:30."""
    return round(hour * 60)


def format_minute(minute):
    """Return a minute of the day as a clock shows it; the end of the day is 24:00."""
    if minute != 24 * 60:
        minute %= 24 * 60
    return f"{minute // 60:02}:{minute % 60:02}"


def is_within(spans, local):
    """Tell whether a moment lies in weekly spans.

    :param list spans: `(weekday, first minute, end)`; the end may lie past midnight.
    """
    minute, weekday = minute_of_day(local), local.weekday()
    yesterday = (weekday - 1) % 7
    return any(
        (day == weekday and start <= minute < end)
        or (day == yesterday and minute < end - 24 * 60)
        for day, start, end in spans
    )


def next_opening(spans, local):
    """Return the beginning of the next weekly span, in UTC; None without any."""
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = (
        midnight + timedelta(days=(day - local.weekday()) % 7 + extra, minutes=start)
        for day, start, _end in spans
        for extra in (0, 7)
    )
    coming = [start for start in starts if start > local]
    return to_utc(min(coming)) if coming else None
