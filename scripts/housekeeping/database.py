"""Making an Odoo database: a company in China first, then the add-ons."""

import pathlib

from . import odoo, sql
from .console import step
from .settings import Settings

LANGUAGES = "zh_CN,en_US"
SHELL_SCRIPTS = pathlib.Path(__file__).with_name("in_odoo")


def create_in_china(settings: Settings, db_name: str, **more: str) -> None:
    """Create a database whose company is in China, before accounting is installed.

    The chart of accounts follows the company's country when `account` is installed.
    """
    with step(f"Database {db_name}: a company in China, Chinese and English"):
        sql.create(settings, db_name)
        arguments = ("-d", db_name, "-i", "base", f"--load-language={LANGUAGES}")
        odoo.run(
            settings,
            f"{db_name}-create",
            *arguments,
            "--stop-after-init",
            "--no-http",
            **more,
        )
        run_script(settings, db_name, "company_in_china", **more)


def install(settings: Settings, db_name: str, modules: list[str], **more: str) -> None:
    """Install add-ons into a database."""
    with step(f"Database {db_name}: installing {', '.join(modules)}"):
        arguments = ("-d", db_name, "-i", ",".join(modules))
        log_name = f"{db_name}-install"
        odoo.run(
            settings, log_name, *arguments, "--stop-after-init", "--no-http", **more
        )


def run_script(settings: Settings, db_name: str, name: str, **more: str) -> None:
    """Run one of the scripts of `in_odoo` in `odoo shell`."""
    script = (SHELL_SCRIPTS / f"{name}.py").read_text()
    arguments = ("shell", "-d", db_name, "--no-http")
    odoo.run(settings, f"{db_name}-{name}", *arguments, script=script, **more)
