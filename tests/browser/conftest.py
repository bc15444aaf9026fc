"""One Chromium for the whole run, and a visitor for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import launched, not_installed
from tests.browser.hosts import Host
from tests.browser.sites import Academy, the_example
from tests.browser.visits import Visitor


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's, without windows."""
    if not_installed():
        pytest.skip("needs Chromium and the packages of tests/browser (make test installs them)")
    with launched() as browser:
        yield browser


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Visitor]:
    """Whoever visits pages in a test; it fails if one of them did what no page may do."""
    visitor = Visitor(chromium)
    yield visitor
    faults = visitor.faults()
    visitor.close()

    assert [] == faults


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """This repository's own site, built by the program, at its own address."""
    return the_example(tmp_path_factory.mktemp("browser") / "site")


@pytest.fixture(scope="session")
def gazette(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """The same in the other theme."""
    return the_example(tmp_path_factory.mktemp("gazette") / "site", theme="gazette")


@pytest.fixture(scope="session")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    """A small issuer with an award in every state, in English and Arabic."""
    return Academy(tmp_path_factory.mktemp("academy"))
