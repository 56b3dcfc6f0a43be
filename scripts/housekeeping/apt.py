"""A private apt: its own lists, cache and status, so nothing on the machine changes."""

import os
import pathlib
import shutil
import subprocess

from .errors import HouseError

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
MIRROR = "http://deb.debian.org/debian"
SECURITY_MIRROR = "http://deb.debian.org/debian-security"
# sid's Release file can be past its Valid-Until date; the lock's sums are checked.
OPTIONS = {"sid": " check-valid-until=no"}

CONFIG = """\
Dir::State "{root}/state";
Dir::State::status "{root}/state/status";
Dir::Cache "{root}/cache";
Dir::Etc::sourcelist "{root}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "";
Acquire::Retries "3";
"""


class Apt:
    """apt-get that works in a folder of its own.

    :param root: The folder; made if missing.
    :param sources: Lines of its sources.list.
    """

    def __init__(self, root: pathlib.Path, sources: list[str]) -> None:
        if not shutil.which("apt-get"):
            raise HouseError(
                "apt-get was not found, so Debian's packages cannot be fetched.",
                "Run this on Debian, or set ODOO_HOME to an Odoo 19 that you have.",
            )
        self.root = root
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        (root / "state/status").touch()
        (root / "sources.list").write_text("".join(f"{line}\n" for line in sources))
        (root / "apt.conf").write_text(CONFIG.format(root=root))

    def update(self) -> None:
        """Fetch the package lists."""
        self._run("update")

    def download(self, packages: list[str], folder: pathlib.Path) -> None:
        """Download packages, each as `name=version` or `name`, into the folder."""
        self._run("download", *packages, cwd=folder)

    def download_with_dependencies(self, packages: list[str]) -> list[pathlib.Path]:
        """Download packages and all they depend on; return the .deb files."""
        options = ("--download-only", "--no-install-recommends", "-y")
        self._run("install", *options, *packages)
        return sorted((self.root / "cache/archives").glob("*.deb"))

    def _run(self, *arguments: str, cwd: pathlib.Path | None = None) -> None:
        done = subprocess.run(
            ["apt-get", "-q", *arguments],
            cwd=cwd,
            env={**os.environ, "APT_CONFIG": f"{self.root}/apt.conf", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        # `apt-get update` exits 0 when a list could not be fetched.
        if done.returncode or "Failed to fetch" in done.stderr:
            raise HouseError(
                f"apt-get {arguments[0]} failed:\n{done.stderr.strip()}",
                "Check the network (and http_proxy), then run the same command again; "
                "what is already there is kept.",
            )


def source(suite: str) -> str:
    """Return the sources.list line of one Debian suite."""
    signed = f"signed-by={KEYRING}"
    mirror = SECURITY_MIRROR if suite.endswith("-security") else MIRROR
    return f"deb [{signed}{OPTIONS.get(suite, '')}] {mirror} {suite} main"
