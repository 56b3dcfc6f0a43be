"""`make verify-vouchers`: is every voucher of WeChat Pay as it was written?"""

import subprocess

from . import demo, odoo, postgres, run, sql
from .console import say
from .database import SHELL_SCRIPTS
from .errors import HouseError
from .settings import Settings


def verify(settings: Settings) -> bool:
    """Check the vouchers of the restaurant's database and print what was found.

    DB_NAME chooses the database; else the real one and the demo are checked, if they
    are there. Changes nothing.

    :return: Whether all is sound.
    :raise HouseError: If there is no database, or Odoo cannot look into it.
    """
    postgres.ensure_running(settings)
    wanted = [settings.db_name] if settings.db_name else [run.DB_NAME, demo.DB_NAME]
    found = [name for name in wanted if sql.exists(settings, name)]
    if not found:
        raise HouseError(
            f"there is no database {' or '.join(wanted)}.",
            "Name the one to check: DB_NAME=... make verify-vouchers.",
        )
    return all([_verify(settings, name) for name in found])


def _verify(settings: Settings, db_name: str) -> bool:
    say(f"Vouchers of {db_name}:")
    log = settings.data_dir / "log/verify-vouchers.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as stream:
        done = subprocess.run(
            odoo.command(settings, "shell", "-d", db_name, "--no-http"),
            env=odoo.environ(settings),
            input=(SHELL_SCRIPTS / "verify_vouchers.py").read_text(),
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            check=False,
        )
    say(done.stdout.rstrip())
    if done.returncode not in (0, 1) or not done.stdout.strip():
        raise HouseError(
            f"Odoo could not check {db_name}.", f"Read {log}, at its end is why."
        )
    say("  all sound" if not done.returncode else "  NOT SOUND: see BROKEN above")
    return not done.returncode
