"""`scripts/house serve NAME`: one program in the foreground, for a process manager.

`make run` must have made the database before.
"""

import os

from . import postgres, run, services
from .errors import HouseError
from .settings import Settings

ODOO = {"web": services.web, "jobs": services.jobs}


def serve(settings: Settings, name: str, extra: list[str]) -> None:
    """Become the program: `web`, `jobs` or `postgres`. Does not return.

    :param extra: Further options of Odoo, such as `--workers=4`.
    """
    if name == "postgres":
        command = postgres.foreground_command(settings)
        os.execvp(command[0], command)
    if name not in ODOO:
        raise HouseError(
            f"there is nothing called {name!r} to serve.",
            "Say one of: scripts/house serve web, jobs, postgres.",
        )
    service = ODOO[name](settings, settings.db_name or run.DB_NAME, **run.ENVIRON)
    os.execve(service.command[0], [*service.command, *extra], service.environ)
