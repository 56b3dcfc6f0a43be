"""A running restaurant and a browser, with a picture of every page of a failed test."""

import os
import pathlib
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from housekeeping import settings
from stack import Stack, running_stack

PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1280, "height": 800}
# A phone that waits for the kitchen asks every 8 s; other screens follow at once.
expect.set_options(timeout=20_000)

# A phone asks every eight seconds; a busy machine adds to that.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Return the demo restaurant, made by the scripts and running."""
    yield from running_stack("e2e")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium; `CHROMIUM` names it."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        launched = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        yield launched
        launched.close()


@pytest.fixture
def open_page(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a context of its own.

    Every call is another person: no cookie is shared. Screenshots of all pages are
    kept when the test fails.
    """
    pages: list[Page] = []

    def open_one(viewport: dict = DESKTOP, **options) -> Page:
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(30_000)
        page = context.new_page()
        pages.append(page)
        return page

    yield open_one
    if getattr(request.node, "has_failed", False):
        _keep_pictures(request.node.name, pages)
    for page in pages:
        page.context.close()


def _keep_pictures(test: str, pages: list[Page]) -> None:
    folder = pathlib.Path(settings.load().artifacts_dir, "e2e/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", test)
    for number, page in enumerate(pages, 1):
        page.screenshot(path=folder / f"{name}-{number}.png")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixtures of a test that it failed."""
    outcome = yield
    if outcome.get_result().failed:
        item.has_failed = True
