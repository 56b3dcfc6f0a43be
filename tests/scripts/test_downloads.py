"""Downloads are checked, and a broken one is never used."""

import subprocess

import pytest

from housekeeping import debian
from housekeeping.errors import HouseError


@pytest.fixture
def package(tmp_path):
    """Return a locked package and the .deb file that fits its sum."""
    root = tmp_path / "root"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN/control").write_text(
        "Package: dish\nVersion: 1:2\nArchitecture: all\n"
        "Maintainer: a <a@example.com>\nDescription: x\n"
    )
    (root / "usr").mkdir()
    (root / "usr/dish").write_text("noodles")
    file = tmp_path / "dish.deb"
    command = ["dpkg-deb", "--root-owner-group", "-b", root, file]
    subprocess.run(command, check=True, capture_output=True)
    return debian.Package("dish", "1:2", "sid", debian.sha256_of(file)), file


@pytest.fixture
def mirror(monkeypatch):
    """Return a list: what the next downloads bring, one entry each."""
    served = []

    class OfflineApt:
        def __init__(self, root, sources):
            self.sources = sources

        def update(self):
            assert self.sources

        def download(self, packages, folder):
            assert packages == ["dish=1:2"]
            (folder / "dish_1%3a2_all.deb").write_bytes(served.pop(0))

    monkeypatch.setattr(debian, "Apt", OfflineApt)
    return served


def test_good_download_is_kept_and_not_fetched_again(tmp_path, package, mirror):
    locked, file = package
    mirror.append(file.read_bytes())

    (first,) = debian.fetch([locked], tmp_path / "cache")
    (second,) = debian.fetch([locked], tmp_path / "cache")

    assert first == second
    debian.unpack([first], tmp_path / "out")
    assert (tmp_path / "out/usr/dish").read_text() == "noodles"


def test_broken_download_is_refused_by_name_and_mended_next_time(
    tmp_path, package, mirror
):
    locked, file = package
    mirror += [b"half a file", file.read_bytes()]

    with pytest.raises(HouseError) as caught:
        debian.fetch([locked], tmp_path / "cache")
    assert "dish 1:2 is broken" in caught.value.message
    assert locked.sha256 in caught.value.message
    assert "again" in caught.value.remedy
    assert not list((tmp_path / "cache/debs").glob("*.deb"))

    assert debian.fetch([locked], tmp_path / "cache")[0].exists()


def test_file_that_rotted_in_the_cache_is_fetched_again(tmp_path, package, mirror):
    locked, file = package
    mirror += [file.read_bytes(), file.read_bytes()]
    (cached,) = debian.fetch([locked], tmp_path / "cache")
    cached.write_bytes(b"rot")

    (again,) = debian.fetch([locked], tmp_path / "cache")

    assert debian.sha256_of(again) == locked.sha256


def test_package_that_cannot_be_unpacked_is_named(tmp_path):
    file = tmp_path / "dish.deb"
    file.write_bytes(b"nothing")

    with pytest.raises(HouseError, match=r"dish\.deb could not be unpacked"):
        debian.unpack([file], tmp_path / "out")


def test_lock_files_can_be_read_and_pin_everything():
    for name in ("odoo", "pip"):
        packages = debian.read_lock(debian_lock(name))
        assert packages
        assert all(len(package.sha256) == 64 for package in packages)


def debian_lock(name):
    """Return the path of a lock file."""
    return debian.pathlib.Path(debian.__file__).parents[1] / f"lock/{name}.lock"
