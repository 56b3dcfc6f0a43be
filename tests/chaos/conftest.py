"""A restaurant of its own, to be broken."""

from collections.abc import Iterator

import pytest

from stack import Stack, running_stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Return the demo restaurant, made by the scripts and running."""
    yield from running_stack("chaos")
