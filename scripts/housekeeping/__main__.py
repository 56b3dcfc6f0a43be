"""The command line: `scripts/house COMMAND [ARGUMENT...]`."""

import dataclasses
import errno
import os
import sys
from collections.abc import Callable

from . import cleaning, odoo, vouchers
from . import settings as settings_module
from .bench import bills as bench_bills
from .bench import runner as bench_runner
from .bootstrap import bootstrap
from .compat import runner as compat_runner
from .demo import demo
from .errors import HouseError
from .run import run
from .serve import serve
from .settings import Settings
from .testing import i18n, runner


def _bootstrap(settings: Settings, arguments: list[str]) -> None:
    """Fetch and unpack what the suite runs on (--dev: the tools for tests too)."""
    bootstrap(settings, with_dev_tools="--dev" in arguments)


def _demo(settings: Settings, arguments: list[str]) -> None:
    """Set up and start the demo restaurant with the sandbox of WeChat."""
    demo(settings)


def _run(settings: Settings, arguments: list[str]) -> None:
    """Set up and start a real restaurant's database."""
    run(settings)


def _serve(settings: Settings, arguments: list[str]) -> None:
    """Be one program of a real restaurant (web, jobs, postgres), in the foreground."""
    name, *extra = arguments or [""]
    serve(settings, name, extra)


def _stop(settings: Settings, arguments: list[str]) -> None:
    """Stop everything; keep the data."""
    cleaning.stop(settings)


def _reset(settings: Settings, arguments: list[str]) -> None:
    """Stop everything and forget the data; keep downloads and programs."""
    cleaning.reset(settings)


def _clean(settings: Settings, arguments: list[str]) -> None:
    """Remove everything the scripts made, except the download cache."""
    cleaning.clean(settings)


def _test(settings: Settings, arguments: list[str]) -> None:
    """Run all tests, or the parts named (lint, python, odoo, odoo:ADD-ON ...)."""
    if not runner.run(settings, arguments):
        raise SystemExit(1)


def _bench(settings: Settings, arguments: list[str]) -> None:
    """Measure the suite beside Odoo's own self-ordering (QUICK=1: in 3 minutes)."""
    measure = bench_bills.run if bench_bills.PART in arguments else bench_runner.run
    if not measure(settings):
        raise SystemExit(1)


def _compat(settings: Settings, arguments: list[str]) -> None:
    """Run Odoo's own tests with and without this suite's add-ons; tell what differs."""
    if not compat_runner.run(settings):
        raise SystemExit(1)


def _verify_vouchers(settings: Settings, arguments: list[str]) -> None:
    """Check the vouchers of WeChat Pay: the chain and each signature."""
    if not vouchers.verify(settings):
        raise SystemExit(1)


def _i18n(settings: Settings, arguments: list[str]) -> None:
    """Write the add-ons' translation templates and bring the Chinese files along."""
    i18n.update(settings)


def _odoo(settings: Settings, arguments: list[str]) -> None:
    """Run Odoo's own command line with this suite's settings."""
    command = odoo.command(settings, *arguments)
    os.execve(command[0], command, odoo.environ(settings))


def _settings(settings: Settings, arguments: list[str]) -> None:
    """Print the settings in force."""
    for field in dataclasses.fields(settings):
        print(f"{field.name:<16} {getattr(settings, field.name)}")


FULL_DISK = """\
Error: no space is left for {}.
What to do: make room, or set PREFIX, CACHE_DIR or DATA_DIR to another disk; then run \
the same command again."""
COMMANDS: dict[str, Callable[[Settings, list[str]], None]] = {
    "bootstrap": _bootstrap,
    "demo": _demo,
    "run": _run,
    "serve": _serve,
    "stop": _stop,
    "reset": _reset,
    "clean": _clean,
    "test": _test,
    "bench": _bench,
    "compat": _compat,
    "verify-vouchers": _verify_vouchers,
    "i18n": _i18n,
    "odoo": _odoo,
    "settings": _settings,
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
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(FULL_DISK.format(error.filename or "the disk"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
