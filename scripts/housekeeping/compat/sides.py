"""The two databases whose test results are compared.

Both hold what the suite depends on, in English and with the company that Odoo makes by
itself, as Odoo's tests expect; one holds the suite's add-ons as well.
"""

import json
from dataclasses import dataclass

from .. import component, database, odoo, sql, suite
from ..console import step
from ..settings import Settings
from ..testing import template

WITHOUT, WITH = "without", "with"
# Raise it where the databases have to be made differently.
FORM = 2
# The add-ons of Odoo whose screens and models the suite extends, the quickest first.
SUITES = (
    "payment",
    "account_payment",
    "pos_self_order",
    "pos_restaurant",
    "point_of_sale",
)


@dataclass(frozen=True)
class Side:
    """One of the two databases.

    :param name: `with` or `without` the suite's add-ons.
    :param db_name: Carries a sum of what the database was made from.
    """

    name: str
    db_name: str


def prepare(settings: Settings) -> tuple[Side, Side]:
    """Return both sides, making the databases that are missing."""
    base = f"{template.key()} {FORM}"
    plain = Side(WITHOUT, f"compat_{component.key_of(extra=base)[:8]}_plain")
    key = component.key_of(extra=f"{base} {suite.digest()}")[:8]
    ours = Side(WITH, f"compat_{key}_ours")
    if not sql.exists(settings, plain.db_name):
        _make(settings, plain, template.dependencies())
    if not sql.exists(settings, ours.db_name):
        _make(settings, ours, suite.names(), plain.db_name)
    return plain, ours


def list_tests(settings: Settings, side: Side) -> dict[str, list[str]]:
    """Return the tests of each of Odoo's suites, as Odoo's option names them.

    :return: For each add-on its tests, such as `/payment:TestFlows.test_pay`.
    """
    file = settings.data_dir / f"{side.db_name}-tests.json"
    if not file.exists():
        database.run_script(
            settings,
            side.db_name,
            "list_tests",
            MODULES=",".join(SUITES),
            FILE=str(file),
        )
    return {
        module: [f"/{module}:{name}.{method}" for name, method in tests]
        for module, tests in json.loads(file.read_text()).items()
    }


def _make(
    settings: Settings, side: Side, addons: list[str], source: str = "template0"
) -> None:
    with step(f"Database {side.name} the suite's add-ons"):
        part = f"compat_part_{side.name}"
        sql.drop(settings, part)
        sql.create(settings, part, source)
        options = ("-d", part, "-i", ",".join(addons), "--stop-after-init", "--no-http")
        odoo.run(settings, f"compat-{side.name}", *options)
        database.run_script(settings, part, "pregenerate_bundles")
        sql.run(
            settings, "postgres", f'ALTER DATABASE "{part}" RENAME TO "{side.db_name}"'
        )
