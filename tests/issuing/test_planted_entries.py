"""Lines that somebody adds to the log without a key: the next signing must not make them good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from testamur.commands.prepare import prepare
from testamur.problems import Exit, RegisterError
from testamur.register import definitions, files, pathways
from testamur.register.entries import DefinitionEntry, Entry, EraseEntry, Fact, PathwayEntry
from tests.support import everything
from tests.support.repository import BEGUN, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = everything.begun(tmp_path)
    repository.issue(first=True)
    repository.pass_days()
    return repository


def plant(repository: Repository, fact: Fact, path: str = "", text: bytes = b"") -> None:
    """An entry that is written as a run would have written it, with the file that it names."""
    log = repository.folder.path / "log/0000.txt"
    log.write_bytes(log.read_bytes() + Entry(BEGUN.date(), fact).line + b"\n")
    if path:
        repository.write(f"content/register/{path}", text.decode())


def pathway(repository: Repository, slug: str, number: int) -> None:
    text = replace(repository.register.pathways["to-lead", 1], slug=slug, name="Another way")
    path = files.pathway_file(slug, number)
    plant(
        repository, PathwayEntry(slug, number, pathways.digest(text)), path, pathways.encode(text)
    )


def definition(repository: Repository, slug: str) -> None:
    text = replace(repository.register.definitions["law", 1].credential, slug=slug, name="Other")
    path = f"{files.definition_folder(slug, 1)}/definition.json"
    entry = DefinitionEntry(slug, 1, definitions.digest(text))
    plant(repository, entry, path, definitions.encode(text))


def erasure(repository: Repository, index: int) -> None:
    plant(repository, EraseEntry(index))


@pytest.mark.parametrize("only_refresh", [True, False])
@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (lambda each: definition(each, "other"), "its text of other version 1 is not the one"),
        (lambda each: definition(each, "law"), "its text of law version 1 is not the one"),
        (lambda each: pathway(each, "other", 1), "its text of the pathway other is not the one"),
        (lambda each: pathway(each, "to-lead", 2), "its text of the pathway to-lead is not"),
        (lambda each: erasure(each, min(each.register.documents)), "its document is still there"),
        (lambda each: erasure(each, 0), "erases no. 1, which is no document"),
        (lambda each: erasure(each, 4999), "erases no. 5000, which is no document"),
    ],
)
def test_what_nobody_said_is_not_signed(
    repository: Repository,
    planted: Callable[[Repository], None],
    said: str,
    *,
    only_refresh: bool,
) -> None:
    """
    Otherwise the daily refresh would sign it, and what a log says can never be taken out again.
    """
    planted(repository)
    drafts, checked = prepare(repository.project, only_refresh=only_refresh)
    (problem,) = (each for each in checked.problems if said in each.detail)

    assert drafts is None
    assert Exit.REGISTER is problem.rule.exit


def test_nothing_is_written_through_a_link(repository: Repository, tmp_path: Path) -> None:
    """
    A folder of the register that leads elsewhere would have files of the issuer's written there.
    """
    heads, elsewhere = repository.folder.path / "heads", tmp_path / "elsewhere"
    heads.rename(elsewhere)
    heads.symlink_to(elsewhere)
    before = sorted(elsewhere.iterdir())
    repository.award("Mary Somerville")

    with pytest.raises(RegisterError, match="heads is a symbolic link"):
        repository.issue()

    assert before == sorted(elsewhere.iterdir())
