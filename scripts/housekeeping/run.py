"""`make run`: a real restaurant's own database, without demo data and sandbox."""

import secrets

from . import database, postgres, prerequisites, services, suite
from .bootstrap import bootstrap
from .console import say, step
from .settings import Settings

DB_NAME = "restaurant"
ENVIRON = {"WECHAT_DATABASE": "real"}


def run(settings: Settings) -> None:
    """Set up what is missing, start Odoo, print where to begin."""
    prerequisites.check(settings)
    services.check_ports(settings, with_sandbox=False)
    bootstrap(settings)
    db_name = settings.db_name or DB_NAME
    with step("Starting PostgreSQL"):
        postgres.ensure_running(settings)
    state = suite.ensure_database(settings, db_name, **ENVIRON)
    password = _set_password(settings, db_name) if state == "new" else ""
    if state != "same":
        suite.mark_finished(settings, db_name)
    services.start_odoo(settings, db_name, **ENVIRON)
    say(f"\nOdoo answers: http://127.0.0.1:{settings.http_port}/odoo")
    if password:
        say(f"User admin, password {password} - shown this once; change it now.")
    say("Begin with the checklist of the app WeChat Ordering.")
    say("To the outside, nginx answers with TLS in front of it: see deploy/.")


def _set_password(settings: Settings, db_name: str) -> str:
    password = secrets.token_urlsafe(12)
    with step("A password for the administrator"):
        database.run_script(
            settings, db_name, "set_admin_password", ADMIN_PASSWORD=password
        )
    return password
