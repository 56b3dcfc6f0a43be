"""Each add-on's own tests, in Odoo, on a copy of the template database."""

import dataclasses
import re

from .. import chromium, component, odoo, ports, postgres, sql, suite, texts
from ..errors import HouseError
from ..settings import CHECKOUT, Settings
from . import odoo_log, template
from .cases import FAILED, PASSED, Case
from .commands import run as run_command
from .commands import tail

UPDATE = "Run scripts/house i18n, then translate what is new in zh_CN.po."
ALLOWED = CHECKOUT / "tests/odoo_log_allowed.txt"
# Nothing of these databases must outlive the run.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def test_settings(settings: Settings) -> Settings:
    """Return settings with a data folder and a PostgreSQL of the tests' own."""
    server = settings.database
    if server.embedded:
        server = dataclasses.replace(server, port=ports.free_port())
    return dataclasses.replace(
        settings, data_dir=settings.data_dir / "test", database=server
    )


def start_server(settings: Settings) -> None:
    """Start the tests' PostgreSQL; one that a killed run left is stopped first."""
    postgres.stop(settings)
    postgres.ensure_running(settings, FAST)


def run(settings: Settings, addon: str) -> list[Case]:
    """Install one add-on on a copy of the template and run its tests."""
    part = f"odoo:{addon}"
    db_name = database_name(settings, addon)
    known = template.ensure(settings)
    sql.drop(settings, db_name)
    sql.create(settings, db_name, known)
    log = settings.artifacts_dir / "odoo" / f"{addon}.log"
    code, seconds = run_command(
        odoo.command(
            settings,
            *("-d", db_name, "-i", addon, "--test-tags", f"/{addon}"),
            *("--stop-after-init", "--workers=0", "--max-cron-threads=0"),
            *("--http-port", str(ports.free_port())),
            *("--gevent-port", str(ports.free_port())),
        ),
        log,
        odoo.environ(
            settings,
            ODOO_QUEUE_JOB_CHANNELS="root:0",
            **chromium.environ(settings, chromium.ensure(settings)),
        ),
    )
    entries = odoo_log.read(log.read_text(errors="replace"))
    cases = odoo_log.cases(part, entries, odoo_log.read_allowed(ALLOWED))
    if code and not any(case.outcome == FAILED for case in cases):
        cases.append(
            Case(part, f"Odoo ended with {code}", FAILED, seconds, tail(log, 40))
        )
    if odoo_log.is_whole(entries):
        cases.append(_check_texts(settings, part, addon, db_name))
    try:
        sql.drop(settings, db_name)
    except HouseError as error:
        cases.append(Case(part, "dropping the database", FAILED, 0, str(error)))
    return [_shorten(case) for case in cases]


def database_name(settings: Settings, purpose: str) -> str:
    """Return a name that is ours alone: two checkouts may share one server."""
    return f"test_{purpose}_{component.key_of(extra=str(settings.data_dir))[:6]}"


def _check_texts(settings: Settings, part: str, addon: str, db_name: str) -> Case:
    """Compare the add-on's translation template with what Odoo would write now."""
    name = "i18n.the template is what Odoo writes"
    folder = settings.artifacts_dir / "odoo"
    template_file = suite.ADDONS / addon / f"i18n/{addon}.pot"
    if not template_file.exists():
        return Case(part, name, FAILED, 0, f"{template_file} is missing: {UPDATE}")
    try:
        texts.export(settings, db_name, [addon], folder)
        found = texts.differences(settings, folder / f"{addon}.pot", template_file)
    except HouseError as error:
        # Not to take the results of the tests themselves along.
        return Case(part, name, FAILED, 0, str(error))
    if found:
        return Case(part, name, FAILED, 0, f"{found}\n{UPDATE}")
    return Case(part, name, PASSED)


def _shorten(case: Case) -> Case:
    name = re.sub(r"^odoo\.addons\.\w+\.tests\.", "", case.name)
    return dataclasses.replace(case, name=name)
