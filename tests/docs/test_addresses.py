"""The table of addresses, against a site that has nearly everything: the example."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from testamur.commands.build import Built, build
from testamur.commands.project import Project
from testamur.publish.survey import MARKER
from tests.docs import addresses
from tests.support.sites import copied, files

pytestmark = pytest.mark.slow


def test_every_file_of_a_site_is_in_the_table_and_every_row_is_of_a_file(tmp_path: Path) -> None:
    root = copied(tmp_path / "repository")
    project = Project(root, datetime(2026, 11, 22, 12, tzinfo=UTC), os.urandom, {})
    built = build(project, tmp_path / "site")
    assert isinstance(built, Built), built
    paths = [path for path in files(tmp_path / "site") if path != MARKER]
    rows = {path: addresses.row_of(path, ("de", "ar")) for path in paths}

    assert [] == [path for path, row in rows.items() if row is None]
    assert set(addresses.ROWS) - addresses.OPTIONAL == set(rows.values())
