"""How pytest walks the tree."""

import pathlib

import hypothesis
import pytest

ADDONS = pathlib.Path(__file__).parent / "addons"

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")


def pytest_ignore_collect(collection_path: pathlib.Path) -> bool | None:
    """Leave `addons/<add-on>/tests` to Odoo's own runner."""
    path = collection_path
    return True if path.name == "tests" and path.parents[1] == ADDONS else None


def pytest_collect_directory(
    path: pathlib.Path, parent: pytest.Collector
) -> pytest.Dir | None:
    """Take folders of add-ons as plain folders.

    As packages, pytest would import the add-on's `__init__`, which needs Odoo.
    """
    if path.is_relative_to(ADDONS):
        return pytest.Dir.from_parent(parent, path=path)
    return None
