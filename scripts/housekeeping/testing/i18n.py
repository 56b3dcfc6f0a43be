"""`scripts/house i18n`: the texts of the add-ons, from Odoo into their i18n folders."""

import tempfile
from pathlib import Path

from .. import database, postgres, sql, suite, texts
from ..bootstrap import bootstrap
from ..console import say, step
from ..settings import Settings
from . import odoo_tests, template


def update(settings: Settings) -> None:
    """Write every add-on's template anew and bring its Chinese file along."""
    bootstrap(settings, with_dev_tools=True)
    inner = odoo_tests.test_settings(settings)
    odoo_tests.start_server(inner)
    db_name = odoo_tests.database_name(inner, "texts")
    try:
        sql.drop(inner, db_name)
        sql.create(inner, db_name, template.ensure(inner))
        database.install(inner, db_name, suite.names())
        with tempfile.TemporaryDirectory() as folder, step("Texts of the add-ons"):
            texts.export(inner, db_name, suite.names(), Path(folder))
            for addon in suite.names():
                target = suite.ADDONS / addon / "i18n"
                new = Path(folder, f"{addon}.pot")
                say(texts.merge(settings, new, target, addon))
        sql.drop(inner, db_name)
    finally:
        postgres.stop(inner)
