"""A whole comparison: make the databases, run both sides, tell the difference."""

import concurrent.futures
import dataclasses
import os
import time

from .. import chromium, postgres
from ..bootstrap import bootstrap
from ..console import say, step
from ..settings import Settings
from ..testing import odoo_tests
from . import attempts, report, sides

# So many tests run in one start of Odoo: what a killed run loses, at most.
CHUNK = 25
# A test that fails on our side only is tried again by itself: a browser on a busy
# machine is sometimes late.
ATTEMPTS = 3


def run(settings: Settings) -> bool:
    """Run Odoo's suites on both sides; tell whether ours breaks none of its tests.

    What is done is kept, so that a run that was stopped goes on where it was.
    """
    bootstrap(settings, with_dev_tools=True)
    os.environ.update(chromium.environ(settings, chromium.ensure(settings)))
    own = _own_settings(settings)
    odoo_tests.start_server(own)
    try:
        plain, ours = sides.prepare(own)
        tests = sides.list_tests(own, plain)
        outcomes = {}
        for module, chunk in _chunks(tests):
            outcomes |= _run_chunk(own, plain, ours, module, chunk)
        results = _results(own, ours, outcomes)
    finally:
        postgres.stop(own)
    say(f"Logs: {own.data_dir / 'results'}")
    return report.summarise(tests, results)


def _own_settings(settings: Settings) -> Settings:
    own = odoo_tests.test_settings(settings)
    return dataclasses.replace(own, data_dir=settings.data_dir / "compat")


def _chunks(tests: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    return [
        (module, names[start : start + CHUNK])
        for module, names in tests.items()
        for start in range(0, len(names), CHUNK)
    ]


def _run_chunk(
    settings: Settings,
    plain: sides.Side,
    ours: sides.Side,
    module: str,
    chunk: list[str],
) -> dict[str, tuple[str, str]]:
    """Run some tests on both sides at once; return both outcomes of each."""
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        first, second = pool.map(
            lambda side: attempts.run(settings, side, chunk, 1), (plain, ours)
        )
    bad = [sum(map(attempts.is_bad, each.values())) for each in (first, second)]
    say(
        f"    {module}: {len(chunk)} tests from {chunk[0].partition(':')[2]}: "
        f"{bad[0]} fail without, {bad[1]} with ({time.monotonic() - started:.0f} s)"
    )
    return {test: (first[test], second[test]) for test in chunk}


def _results(
    settings: Settings, ours: sides.Side, outcomes: dict[str, tuple[str, str]]
) -> dict[str, report.Result]:
    """Try again what fails on our side only, and return what is known of each test."""
    results = {}
    for test, pair in outcomes.items():
        result = report.Result(*pair)
        if result.is_broken:
            with step(f"Again, by itself: {test}"):
                while result.is_broken and result.tries < ATTEMPTS:
                    tries = result.tries + 1
                    again = attempts.run(settings, ours, [test], tries)
                    result = report.Result(result.without, again[test], tries)
        results[test] = result
    return results
