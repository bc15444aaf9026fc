"""What every test may use."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden-update",
        action="store_true",
        help="write what is expected anew; read the difference before you commit it",
    )


@pytest.fixture
def golden_update(request: pytest.FixtureRequest) -> bool:
    """Whether expectations that are kept in files are to be rewritten."""
    return bool(request.config.getoption("--golden-update"))
