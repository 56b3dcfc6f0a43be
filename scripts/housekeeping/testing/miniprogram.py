"""The mini-program: WeChat's own checks offline, and its tests in Node and Chromium."""

import os

from .. import chromium, preview
from ..settings import Settings
from .cases import Case, from_junit
from .commands import check, tail
from .commands import run as run_command

PART = "miniprogram"


def run(settings: Settings) -> list[Case]:
    """Run the npm scripts `check` (all checks) and `test` (JUnit report)."""
    preview.ensure_packages(settings)
    logs = settings.artifacts_dir / PART
    environ = {
        **os.environ,
        **chromium.environ(settings, chromium.ensure(settings)),
        "npm_config_cache": str(settings.cache_dir / "npm"),
        "JUNIT_FILE": str(logs / "junit.xml"),
    }
    npm = ["npm", "--prefix", preview.FOLDER, "run"]
    checks = check(PART, "npm run check", [*npm, "check"], logs / "check.log", environ)
    report, log = logs / "junit.xml", logs / "test.log"
    code, seconds = run_command([*npm, "test"], log, environ)
    cases = from_junit(PART, report) if report.exists() else []
    if code or not cases:
        if not any(case.outcome == "failed" for case in cases):
            name = f"npm test ended with {code} and {len(cases)} cases"
            cases.append(Case(PART, name, "failed", seconds, tail(log, 60)))
    return [checks, *cases]
