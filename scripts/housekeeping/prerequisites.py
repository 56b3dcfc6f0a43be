"""What must be on the machine before anything else: named all at once."""

import re
import shutil
import subprocess

from .errors import HouseError
from .settings import Settings

NODE_MAJOR = 18
PACKAGES = {
    "node": "nodejs",
    "npm": "npm",
    "make": "make",
    "git": "git",
    "apt-get": "apt",
    "dpkg-deb": "dpkg",
}


def check(settings: Settings) -> None:
    """Refuse to begin while a tool is missing or too old, naming each of them."""
    wanted = ["node", "npm", "make", "git"]
    if not settings.odoo_home and not (settings.prefix / "odoo").exists():
        wanted += ["apt-get", "dpkg-deb"]
    missing = [name for name in wanted if not shutil.which(name)]
    problems = [f"{name} is missing" for name in missing]
    if "node" not in missing and (found := _node_version()) < NODE_MAJOR:
        problems.append(f"node is version {found}, {NODE_MAJOR} or newer is needed")
    if problems:
        packages = " ".join(PACKAGES[name] for name in missing) or "nodejs npm"
        raise HouseError(
            "; ".join(problems) + ".",
            f"Install what is missing (Debian: apt install {packages}), then run the "
            "same command again.",
        )


def _node_version() -> int:
    done = subprocess.run(
        ["node", "--version"], capture_output=True, text=True, check=False
    )
    found = re.match(r"v(\d+)\.", done.stdout)
    return int(found[1]) if found else 0
