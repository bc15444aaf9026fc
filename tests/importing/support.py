"""A repository that others' files are imported into, and the commands as typed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from click.testing import CliRunner, Result

from testamur.cli.main import commands
from tests.support.repository import CREDENTIAL, Repository

FILES = Path(__file__).resolve().parent / "files"
COHORT = "content/awards/data-steward.csv"
IMPORTS = "content/imports.yaml"
HEADER = "name,email,awarded\n"

EXAM = """\
---
name: Safe Forge Work
description: Works at a gas forge without harm to anybody.
kind: assessed
competency: Can light, use and shut down a gas forge alone.
assessment:
  method: Practical exam
  assessor: Two masters of the guild
  pass_rule: Sixty points of a hundred
results:
  - {id: points, name: Points, type: RawScore, value_min: '0', value_max: '100', required_value: '60'}
---
A practical exam.
"""


def a_repository(root: Path, *names: str) -> Repository:
    """With the credentials `data-steward` and `forge`, and an award of the first for each name."""
    repository = Repository.begun(root / "repository", *names)
    repository.write("content/credentials/forge/credential.md", EXAM)
    return repository


def define(repository: Repository, slug: str, name: str) -> None:
    repository.write(
        f"content/credentials/{slug}/credential.md", CREDENTIAL.format(name=name, version=1)
    )


def run(repository: Repository, *words: str | Path) -> Result:
    result = CliRunner().invoke(commands, list(map(str, words)), obj=repository.project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def a_file(repository: Repository, text: str | bytes, name: str = "theirs.csv") -> Path:
    """Outside the repository."""
    path = repository.root.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(repository: Repository, path: str = COHORT) -> list[dict[str, str]]:
    """What stands in a cohort; nothing where there is none."""
    if not (repository.root / path).exists():
        return []
    return list(csv.DictReader(io.StringIO(repository.read(path))))


def words_of(result: Result) -> list[str]:
    """What became of each row, as the report says."""
    known = ("new", "there already", "differs", "left out", "refused")
    lines = [line.split("  ", 1)[1].strip() for line in result.stdout.splitlines() if "  " in line]
    return [word for line in lines for word in known if line.startswith(f"{word}  ")]
