"""Reading the sheets of the demo restaurant."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent
SHEETS = FOLDER / "sheets"
PICTURES = FOLDER / "pictures"


def read_sheet(name):
    """Return the rows of a sheet as dictionaries of text."""
    with (SHEETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_picture(name):
    """Return a drawn picture, or None if there is none of that name."""
    path = PICTURES / f"{name}.webp"
    return path.read_bytes() if path.exists() else None


def parse_hour(text):
    """Return "06:30" as 6.5."""
    hour, minute = text.split(":")
    return int(hour) + int(minute) / 60
