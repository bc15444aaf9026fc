"""Commands in a folder that is no repository: one message, one exit code, and nothing is written."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from testamur.cli.main import commands
from testamur.commands.project import Project
from testamur.problems import TestamurError as Failure
from tests.support.check import NOW


def project_at(root: Path) -> Project:
    return Project(root=root, now=NOW, draw=os.urandom, environ={"PATH": os.environ["PATH"]})


def run(root: Path, *words: str) -> tuple[int, str]:
    """Exit code and all that is said, whether as a problem or as a failure."""
    done = CliRunner().invoke(commands, words, obj=project_at(root))
    error = done.exception
    if isinstance(error, Failure):
        return error.exit, f"{error}\n{error.hint}"
    return done.exit_code, done.output


@pytest.mark.parametrize(
    "words",
    [
        "check",
        "build",
        "list",
        "report",
        "serve",
        "doctor",
        "show ada",
        "keys list",
        "theme diff templates/_footer.html",
        "register pull",
        "register push",
        "new credential first-aid --name 'First Aid' --description 'Helps.'",
        "award first-aid --name Ada --email ada@example.org",
        "revoke ada --reason Error",
        "correct ada --name Ada",
        "forget ada",
    ],
)
def test_outside_of_a_repository(tmp_path: Path, words: str) -> None:
    code, said = run(tmp_path, *shlex.split(words))

    assert 1 == code
    assert "there is no folder content/ here" in said
    assert "or begin one with `testamur init`" in said
    assert not (tmp_path / "content").exists()


def test_a_site_that_is_not_built_yet(tmp_path: Path) -> None:
    code, said = run(tmp_path, "verify", str(tmp_path / "site"))

    assert 4 == code
    assert "there is no " in said
    assert "`testamur build` makes site/" in said
