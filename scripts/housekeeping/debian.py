"""Debian packages by lock file: fetched once, checked, unpacked into a folder."""

import hashlib
import pathlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

from .apt import Apt, source
from .console import say
from .errors import HouseError


@dataclass(frozen=True)
class Package:
    """One line of a lock file."""

    name: str
    version: str
    suite: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Return the name of the .deb file in the download cache."""
        return f"{self.name}_{self.version.replace(':', '%3a')}.deb"


def read_lock(path: pathlib.Path) -> list[Package]:
    """Return the packages that a lock file lists."""
    lines = (line.split("#")[0].split() for line in path.read_text().splitlines())
    return [Package(*words) for words in lines if words]


def fetch(packages: list[Package], cache_dir: pathlib.Path) -> list[pathlib.Path]:
    """Return the checked .deb files of the packages, downloading what is missing.

    :raise HouseError: If a file cannot be had, or is not the one that was locked.
    """
    folder = cache_dir / "debs"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [each for each in packages if not _is_intact(folder, each)]
    if missing:
        say(f"    downloading {len(missing)} Debian packages")
        apt = Apt(cache_dir / "apt", sorted({source(each.suite) for each in missing}))
        apt.update()
        for package in missing:
            _download(apt, package, folder)
    return [folder / each.file_name for each in packages]


def unpack(files: list[pathlib.Path], target: pathlib.Path) -> None:
    """Unpack .deb files over one another into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        done = subprocess.run(
            ["dpkg-deb", "-x", file, target],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise HouseError(
                f"{file.name} could not be unpacked: {done.stderr.strip()}",
                f"Check the free space of {target} (df -h), then run it again.",
            )


def _download(apt: Apt, package: Package, folder: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix="part-") as name:
        part = pathlib.Path(name)
        try:
            apt.download([f"{package.name}={package.version}"], part)
        except HouseError as error:
            raise HouseError(error.message, _remedy(package, folder)) from error
        (file,) = part.glob("*.deb")
        _check(file, package)
        shutil.move(file, folder / package.file_name)


def _check(file: pathlib.Path, package: Package) -> None:
    found = sha256_of(file)
    if found != package.sha256:
        raise HouseError(
            f"the download of {package.name} {package.version} is broken: its SHA-256 "
            f"is {found}, the lock file says {package.sha256}.",
            "Run the same command again; if it stays, a proxy or mirror alters files.",
        )


def _is_intact(folder: pathlib.Path, package: Package) -> bool:
    file = folder / package.file_name
    return file.exists() and sha256_of(file) == package.sha256


def _remedy(package: Package, folder: pathlib.Path) -> str:
    return (
        "Check the network and run it again. If Debian no longer carries this version, "
        f"get it from https://snapshot.debian.org/package/{package.name}/ and save it "
        f"as {folder / package.file_name}; or set ODOO_HOME to an Odoo 19 you have."
    )


def sha256_of(file: pathlib.Path) -> str:
    """Return the SHA-256 sum of a file, in hex."""
    total = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            total.update(block)
    return total.hexdigest()
