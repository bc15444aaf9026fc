"""What `testamur check` says of a repository, on a fixed day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from testamur.cli import report
from testamur.content.load import load
from testamur.problems import exit_code

TODAY = date(2026, 11, 22)


def check_text(folder: Path) -> tuple[str, int]:
    """The report on the content of `folder`, and the exit code."""
    problems = load(folder, today=TODAY).problems
    return report.as_text(problems), exit_code(problems)
