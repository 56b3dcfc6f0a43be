"""A month of bills: imported, matched and booked, beside plainly parsing it.

The month and its proof are a test of the add-on that is left out of the ordinary run
for its length; here it is run, and its figures are printed.
"""

import json

from .. import odoo, ports, postgres, sql
from ..bootstrap import bootstrap
from ..console import say, step
from ..errors import HouseError
from ..settings import Settings
from ..testing import odoo_tests, template
from ..testing.commands import run as run_command
from ..testing.commands import tail

PART = "bills"
AIM = 40
_TAG = "wechatpay_bench_bills"
_MARK = "bills: {"


def run(settings: Settings) -> bool:
    """Run the month and print what it costs; tell that it could be measured."""
    bootstrap(settings, with_dev_tools=True)
    inner = odoo_tests.test_settings(settings)
    odoo_tests.start_server(inner)
    try:
        figures = _measure(inner)
    finally:
        postgres.stop(inner)
    say(
        f"{figures['rows']} rows: {figures['seconds_per_1000']:.3f} CPU seconds per"
        f" 1,000 rows, fetched, matched, booked and reconciled"
        f" ({figures['seconds']:.0f} s in all); {figures['parsing_per_1000']:.4f} s for"
        f" Python's csv module to read the same files; {figures['ratio']:.1f}x (aim: at"
        f" most {AIM}x). Without what Odoo's ledger takes for the entries of the"
        f" sessions: {figures['rows_ratio']:.1f}x."
    )
    say(f"{figures['differences']} differences, exactly those injected, all settled.")
    return True


def _measure(settings: Settings) -> dict:
    db_name = odoo_tests.database_name(settings, PART)
    known = template.ensure(settings)
    sql.drop(settings, db_name)
    sql.create(settings, db_name, known)
    log = settings.artifacts_dir / "bench" / "bills.log"
    with step("A month of three shops, 1,000 payments a day"):
        code, _seconds = run_command(
            odoo.command(
                settings,
                *("-d", db_name, "-i", "wechat_payment", "--test-tags", _TAG),
                *("--stop-after-init", "--workers=0", "--max-cron-threads=0"),
                *("--http-port", str(ports.free_port())),
                *("--gevent-port", str(ports.free_port())),
            ),
            log,
            odoo.environ(settings, ODOO_QUEUE_JOB_CHANNELS="root:0"),
        )
    sql.drop(settings, db_name)
    found = [line for line in log.read_text().splitlines() if _MARK in line]
    if code or not found:
        raise HouseError("The month failed.", tail(log, 40))
    return json.loads("{" + found[-1].partition(_MARK)[2])
