"""What the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.support import Content


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """A small good repository."""
    return Content(tmp_path)
