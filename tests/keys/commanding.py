"""`testamur keys …` in a repository of the tests, with its clock, its chance and its secrets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from click.testing import CliRunner

from testamur.cli.main import commands
from testamur.cli.voice import say_failure
from testamur.problems import TestamurError
from tests.support.repository import Repository


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    errors: str

    @property
    def all(self) -> str:
        return self.out + self.errors


def keys(repository: Repository, *words: str, environ: dict[str, str] | None = None) -> Said:
    """What the command says, and its exit code; `environ` in the place of the repository's own."""
    project = repository.project
    if environ is not None:
        project = replace(project, environ=environ)

    result = CliRunner().invoke(commands, ["keys", *words], obj=project)
    if isinstance(result.exception, TestamurError):
        return Said(result.exception.exit, result.stdout, _failure(result.exception))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def key_file(repository: Repository, name: str) -> Path:
    return repository.root / "keys" / f"{name}.json"


def _failure(error: TestamurError) -> str:
    runner = CliRunner()
    with runner.isolation() as streams:
        say_failure(error)
        return streams[1].getvalue().decode()
