"""Days for the tests of bills: yesterday, and times in it."""

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day_before(days=2):
    """Return a day so many days ago, whose bill is made whatever the hour."""
    return (datetime.now(CHINA) - timedelta(days=days)).date()


def at(day, clock="12:00:00"):
    """Return a time of a day as RFC 3339."""
    return f"{day.isoformat()}T{clock}+08:00"


def until_morning(clock, hour=9):
    """Return the seconds until that hour of the next day by the sandbox's clock."""
    now = datetime.fromtimestamp(clock, CHINA)
    morning = (now + timedelta(days=1)).replace(hour=hour, minute=0, second=1)
    return (morning - now).total_seconds()
