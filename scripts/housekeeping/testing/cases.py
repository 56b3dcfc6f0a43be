"""What a part of the tests found."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass(frozen=True)
class Case:
    """One test, or one check, and how it ended."""

    part: str
    name: str
    outcome: str
    seconds: float = 0.0
    detail: str = ""


def from_junit(part: str, file: Path) -> list[Case]:
    """Return the cases of a JUnit report, as pytest and Node's runner write it.

    One that its writer was killed over has none.
    """
    try:
        root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError:
        return []
    return [_from_element(part, element) for element in root.iter("testcase")]


def _from_element(part: str, element: ElementTree.Element) -> Case:
    name = f"{element.get('classname', '')}.{element.get('name', '')}".strip(".")
    seconds = float(element.get("time") or 0)
    for tag in ("failure", "error"):
        if (found := element.find(tag)) is not None:
            detail = found.text or found.get("message", "")
            return Case(part, name, FAILED, seconds, detail)
    outcome = SKIPPED if element.find("skipped") is not None else PASSED
    return Case(part, name, outcome, seconds)
