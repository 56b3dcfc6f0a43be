"""What `make test` prints at its end."""

from ..console import say
from .cases import FAILED, PASSED, SKIPPED, Case

SLOWEST = 10


def summarise(cases: list[Case]) -> bool:
    """Print failures, parts, the slowest and the total; tell whether all is well."""
    failed = [case for case in cases if case.outcome == FAILED]
    for case in failed:
        say(f"\n--- FAILED [{case.part}] {case.name}\n{case.detail.rstrip()}")
    _print_parts(cases)
    _print_slowest(cases)
    passed = sum(case.outcome == PASSED for case in cases)
    skipped = sum(case.outcome == SKIPPED for case in cases)
    # Alone on the last line: people and machines look for it.
    say(
        f"\n{passed} passed, {len(failed)} failed"
        + (f", {skipped} skipped" if skipped else "")
    )
    return not failed and passed > 0


def _print_parts(cases: list[Case]) -> None:
    say("\nPart               passed  failed  skipped  seconds")
    for part in dict.fromkeys(case.part for case in cases):
        mine = [case for case in cases if case.part == part]
        counts = [
            sum(case.outcome == outcome for case in mine)
            for outcome in (PASSED, FAILED, SKIPPED)
        ]
        seconds = sum(case.seconds for case in mine)
        say(
            f"{part:<18} {counts[0]:>6}  {counts[1]:>6}  {counts[2]:>7}  {seconds:7.1f}"
        )


def _print_slowest(cases: list[Case]) -> None:
    say(f"\nThe slowest {SLOWEST}:")
    for case in sorted(cases, key=lambda each: -each.seconds)[:SLOWEST]:
        say(f"  {case.seconds:7.1f} s  [{case.part}] {case.name}")
