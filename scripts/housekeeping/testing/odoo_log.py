"""Reading the log of an Odoo test run: the cases, and what nobody expected."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .cases import FAILED, PASSED, SKIPPED, Case

LINE = re.compile(
    r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) \d+ (?P<level>[A-Z]+) \S+ "
    r"(?P<logger>\S+?): (?P<text>.*)$"
)
START = re.compile(r"^Starting (?P<name>\S+) \.\.\.")
SKIP = re.compile(r"^skipped (?P<name>\S+) :")
BAD = re.compile(r"^(?:FAIL|ERROR): (?:Subtest )?(?P<name>\S+(?: \([\w.]+\))?)")
END = re.compile(r"^\d+ failed, \d+ error\(s\) of \d+ tests")
LOUD = {"WARNING", "ERROR", "CRITICAL"}


@dataclass
class Entry:
    """One log entry: its first line taken apart, and the lines that follow it."""

    time: datetime
    level: str
    logger: str
    text: str


def read(text: str) -> list[Entry]:
    """Return the entries of a log."""
    entries: list[Entry] = []
    for line in text.splitlines():
        if found := LINE.match(line):
            # The zone does not matter: only differences are taken.
            time = datetime.strptime(found["time"] + "+0000", "%Y-%m-%d %H:%M:%S,%f%z")
            entries.append(Entry(time, found["level"], found["logger"], found["text"]))
        elif entries:
            entries[-1].text += f"\n{line}"
    return entries


def cases(part: str, entries: list[Entry], allowed: list[re.Pattern]) -> list[Case]:
    """Return the tests of a run, and a failed case for each unexpected entry.

    A run that does not reach its closing line did not run all of its tests.

    :param allowed: What may stand in the log at WARNING or above.
    """
    found = tests(part, entries)
    for entry in entries:
        if _is_unexpected(entry, allowed):
            name = f"unexpected log entry: {entry.logger}"
            detail = f"{entry.level} {entry.text}"
            found.append(Case(part, name, FAILED, 0, detail[:4000]))
    if not is_whole(entries):
        last = "\n".join(entry.text for entry in entries[-5:])
        found.append(Case(part, "the run did not reach its end", FAILED, 0, last))
    return found


def tests(part: str, entries: list[Entry]) -> list[Case]:
    """Return the tests that a log tells of, whatever else stands in it."""
    started: dict[str, tuple[str, datetime]] = {}
    ended: dict[str, datetime] = {}
    skipped: set[str] = set()
    problems: dict[str, str] = {}
    current = ""
    for entry in entries:
        if match := START.match(entry.text):
            # Not its last entry: a test may have stopped the clock.
            ended[current] = entry.time
            current = f"{entry.logger}.{match['name']}"
            started[current] = (match["name"], entry.time)
        elif match := SKIP.match(entry.text):
            skipped.add(match["name"])
        elif entry.level == "ERROR" and (match := BAD.match(entry.text)):
            problems[match["name"]] = problems.get(match["name"], "") + entry.text
        ended[current] = entry.time
    found = []
    for key, (name, time) in started.items():
        outcome = SKIPPED if name in skipped else PASSED
        outcome = FAILED if name in problems else outcome
        seconds = (ended[key] - time).total_seconds()
        detail = problems.pop(name, "")
        found.append(Case(part, key, outcome, seconds, detail))
    # What failed without being a test that started: setUpClass and the like.
    found += [Case(part, name, FAILED, 0, text) for name, text in problems.items()]
    return found


def is_whole(entries: list[Entry]) -> bool:
    """Tell whether the run reached its closing line."""
    return any(END.match(entry.text) for entry in entries)


def read_allowed(file: Path) -> list[re.Pattern]:
    """Return the patterns of an allow list; lines with `#` first say why."""
    lines = file.read_text().splitlines() if file.exists() else []
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def _is_unexpected(entry: Entry, allowed: list[re.Pattern]) -> bool:
    if entry.level not in LOUD:
        return False
    if entry.level == "ERROR" and (BAD.match(entry.text) or END.match(entry.text)):
        return False
    if entry.logger == "odoo.tests.result":
        return False
    line = f"{entry.logger}: {entry.text}"
    return not any(pattern.search(line) for pattern in allowed)
