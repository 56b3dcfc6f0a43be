"""Tests that need no Odoo: sandbox, protocol packages, contracts, architecture."""

import os

from .. import chromium
from ..settings import CHECKOUT, Settings
from .cases import Case, from_junit
from .commands import run as run_command
from .commands import tail

PART = "python"
# These need a running restaurant, and are parts of their own.
WITH_A_STACK = ("tests/e2e", "tests/chaos")


def run(settings: Settings) -> list[Case]:
    """Run pytest over the whole tree."""
    ignored = [f"--ignore={folder}" for folder in WITH_A_STACK]
    folders = ["tests", "sandbox", "addons", *ignored]
    # The sandbox's web page is tried in a browser.
    return run_pytest(settings, PART, folders, _browser(settings))


def run_with_stack(settings: Settings, name: str) -> list[Case]:
    """Run the tests of a folder that start a restaurant and open a browser."""
    return run_pytest(settings, name, [f"tests/{name}"], _browser(settings))


def run_pytest(
    settings: Settings, part: str, arguments: list[str], environ: dict[str, str]
) -> list[Case]:
    """Run pytest and return its cases; a run without a report is a failed case."""
    folder = settings.artifacts_dir / part
    report, log = folder / "junit.xml", folder / "pytest.log"
    paths = [path for path in arguments if path[0] == "-" or (CHECKOUT / path).exists()]
    command = [settings.prefix / "dev/bin/pytest", f"--junitxml={report}", *paths]
    code, seconds = run_command(
        command, log, {**os.environ, **environ, "PREFIX": str(settings.prefix)}
    )
    cases = from_junit(part, report) if report.exists() else []
    if code and not any(case.outcome == "failed" for case in cases):
        cases.append(
            Case(part, f"pytest ended with {code}", "failed", seconds, tail(log, 40))
        )
    return cases


def _browser(settings: Settings) -> dict[str, str]:
    return chromium.environ(settings, chromium.ensure(settings))
