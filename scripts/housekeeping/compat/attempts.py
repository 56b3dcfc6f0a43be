"""Running some of Odoo's tests on one side, and remembering how they ended."""

import hashlib
import json

from .. import odoo, ports
from ..settings import Settings
from ..testing import odoo_log
from ..testing.cases import FAILED
from ..testing.commands import run as run_command
from .sides import Side

NOT_RUN = "not run"
Outcomes = dict[str, str]


def run(settings: Settings, side: Side, tests: list[str], attempt: int) -> Outcomes:
    """Return the outcome of each test; what an earlier run has done is read back.

    A test that its class never let begin counts as failed; one that a crash of Odoo
    kept from running is `not run`.
    """
    folder = settings.data_dir / "results" / side.db_name
    name = hashlib.sha256(" ".join(tests).encode()).hexdigest()[:12]
    file = folder / f"{name}-{attempt}.json"
    if file.exists():
        return json.loads(file.read_text())
    log = file.with_suffix(".log")
    run_command(_command(settings, side, tests), log, _environ(settings))
    entries = odoo_log.read(log.read_text(errors="replace"))
    outcomes = _read(tests, entries)
    if odoo_log.is_whole(entries):
        part = file.with_suffix(".part")
        part.write_text(json.dumps(outcomes, indent=1))
        part.replace(file)
    return outcomes


def _command(settings: Settings, side: Side, tests: list[str]) -> list[str]:
    return odoo.command(
        settings,
        *("-d", side.db_name, "--test-tags", ",".join(tests)),
        *("--stop-after-init", "--workers=0", "--max-cron-threads=0"),
        *("--http-port", str(ports.free_port())),
        *("--gevent-port", str(ports.free_port())),
    )


def _environ(settings: Settings) -> dict[str, str]:
    return odoo.environ(settings, ODOO_QUEUE_JOB_CHANNELS="root:0")


def _read(tests: list[str], entries: list[odoo_log.Entry]) -> Outcomes:
    cases = odoo_log.tests("compat", entries)
    by_name = {".".join(case.name.split(".")[-2:]): case for case in cases}
    broken = {
        case.name.rpartition(".")[2].rstrip(")")
        for case in cases
        if case.outcome == FAILED and case.name.startswith("setUpClass")
    }
    outcomes = {}
    for test in tests:
        name = test.partition(":")[2]
        case = by_name.get(name)
        fallback = FAILED if name.partition(".")[0] in broken else NOT_RUN
        outcomes[test] = case.outcome if case else fallback
    return outcomes


def is_bad(outcome: str) -> bool:
    """Tell whether a test failed or never ran; a skipped one is not bad."""
    return outcome in {FAILED, NOT_RUN}
