"""A part of the prefix is whole or not there."""

import pytest

from housekeeping import component


@pytest.fixture(params=[component.build_aside, component.build_in_place])
def build(request):
    """Return each of the two ways to build a part."""
    return request.param


def test_killed_build_counts_as_missing_and_the_next_one_mends_it(tmp_path, build):
    part = tmp_path / "part"

    def killed(folder):
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(part, "key", killed)
    assert not component.is_current(part, "key")

    build(part, "key", lambda folder: (folder / "whole").touch())
    assert component.is_current(part, "key")
    assert not (part / "half").exists()


def test_part_of_another_lock_is_built_anew(tmp_path, build):
    part = tmp_path / "part"
    build(part, "old", lambda folder: (folder / "old").touch())

    assert not component.is_current(part, "new")
    build(part, "new", lambda folder: (folder / "new").touch())

    assert not (part / "old").exists()
    assert component.is_current(part, "new")


def test_old_part_stays_usable_until_the_new_one_is_whole(tmp_path):
    part = tmp_path / "part"
    component.build_aside(part, "old", lambda folder: (folder / "old").touch())

    def killed(folder):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        component.build_aside(part, "new", killed)

    assert component.is_current(part, "old")
