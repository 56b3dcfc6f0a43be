"""The command line: `scripts/house COMMAND [ARGUMENT...]`."""

import os
import sys
from collections.abc import Callable

from . import odoo
from . import settings as settings_module
from .bootstrap import bootstrap
from .errors import HouseError
from .settings import Settings


def _bootstrap(settings: Settings, arguments: list[str]) -> None:
    """Fetch and unpack what the suite runs on (--dev: the tools for tests too)."""
    bootstrap(settings, with_dev_tools="--dev" in arguments)


def _odoo(settings: Settings, arguments: list[str]) -> None:
    """Run Odoo's own command line with this suite's settings."""
    command = odoo.command(settings, *arguments)
    os.execve(command[0], command, odoo.environ(settings))


COMMANDS: dict[str, Callable[[Settings, list[str]], None]] = {
    "bootstrap": _bootstrap,
    "odoo": _odoo,
}


def main(words: list[str]) -> int:
    """Run one command and return the exit code."""
    name, *arguments = words or ["help"]
    if name not in COMMANDS:
        print("Usage: scripts/house COMMAND [ARGUMENT...]\n")
        for known, function in COMMANDS.items():
            print(f"  {known:<12} {function.__doc__.splitlines()[0]}")
        return 0 if name == "help" else 2
    try:
        COMMANDS[name](settings_module.load(), arguments)
    except HouseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
