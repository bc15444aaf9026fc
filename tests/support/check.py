"""What `testamur check` says of a repository, on a fixed day."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from click.testing import CliRunner

from testamur.cli.main import commands
from testamur.commands.project import Project
from tests.support.issued import lay_over

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def check_text(site: Path, *options: str) -> tuple[str, int]:
    """The report of the command on the repository `site`, and its exit code."""
    with tempfile.TemporaryDirectory(prefix="testamur-test-") as folder:
        root = Path(folder)
        lay_over(site, root)
        project = Project(root=root, now=NOW, draw=os.urandom, environ={})
        result = CliRunner().invoke(commands, ["check", *options], obj=project)
        shutil.rmtree(root / "content", ignore_errors=True)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout, result.exit_code
