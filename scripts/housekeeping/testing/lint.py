"""Style: ruff, pylint-odoo, and the syntax of the shell scripts."""

import os

from .. import suite
from ..settings import CHECKOUT, Settings
from .cases import Case
from .commands import check

PART = "lint"


def run(settings: Settings) -> list[Case]:
    """Check the style of everything that is written in Python or shell."""
    bin_dir = settings.prefix / "dev/bin"
    logs = settings.artifacts_dir / PART
    environ = {**os.environ, "PYTHONPATH": ""}
    addons = [CHECKOUT / "addons" / name for name in suite.names()]
    tools = {
        "ruff check": [bin_dir / "ruff", "check", "."],
        "ruff format": [bin_dir / "ruff", "format", "--check", "."],
        "sh -n": ["sh", "-n", "scripts/house", "scripts/bootstrap", ".ci/run"],
        "pylint-odoo": [bin_dir / "pylint", "--rcfile=.pylintrc", "-j", "2", *addons],
    }
    return [
        check(PART, name, command, logs / f"{name.replace(' ', '-')}.log", environ)
        for name, command in tools.items()
    ]
