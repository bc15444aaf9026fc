from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.travelling import Traveller, can_travel, installed


@pytest.fixture
def traveller(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Traveller:
    """In an empty home."""
    if not can_travel():
        pytest.skip("needs Node.js and the packages of tests/interop (make test installs them)")
    base = tmp_path_factory.getbasetemp()
    # Workers have a folder each below the one that they share.
    shared = base.parent if base.name.startswith("popen-") else base
    return Traveller(tmp_path / "home", installed(shared))
