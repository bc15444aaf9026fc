"""A run that issues learners' records again, cut off between any two writes, loses none."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.changes import Action
from testamur.commands.forget import forget
from testamur.publish.durable import DISK, Disk
from testamur.register.learners import ErasedRecord, LearnerRecord
from tests.support.breaking import Cut, DyingDisk, When
from tests.support.repository import Repository

WRITES = 10
"""Operations on the disk in the run that is cut: a change here is to be noticed."""


def wish(name: str) -> tuple[str, str]:
    slug = name.lower().replace(" ", "-")
    return (
        f"content/learners/{slug}.yaml",
        f"name: {name}\nemail: {slug}@example.org\nconsent: 2026-03-01\n",
    )


def begun(tmp_path: Path) -> Repository:
    """
    Ada's record gains an award, Grace's loses one that is forgotten, Alan takes his back, and
    Kathleen asks for one.
    """
    names = ("Ada Lovelace", "Grace Hopper", "Alan Turing", "Kathleen Booth")
    repository = Repository.begun(tmp_path, *names)
    repository.award(
        "Grace Hopper", "key: grace-second", "narrative: Unlike all others", file="grace-2"
    )
    for name in names[:3]:
        repository.write(*wish(name))
    repository.issue(first=True)
    repository.pass_days()
    repository.award("Ada Lovelace", "key: second", file="ada-2")
    (told,) = (
        award.id
        for award in repository.register.awards.values()
        if b"Unlike all others" in award.newest.unsigned
    )
    list(forget(repository.project, told))
    (repository.root / wish("Alan Turing")[0]).unlink()
    repository.write(*wish("Kathleen Booth"))
    return repository


def records(repository: Repository) -> dict[str, LearnerRecord]:
    found = repository.register.learners.values()
    names = ("Ada Lovelace", "Grace Hopper", "Alan Turing", "Kathleen Booth")
    return {
        name: each for each in found for name in names if f"of {name}".encode() in each.unsigned
    }


def issue(repository: Repository, disk: Disk = DISK) -> None:
    repository.issue(disk=disk)


def test_the_number_of_writes_is_known(tmp_path: Path) -> None:
    disk = DyingDisk()
    repository = begun(tmp_path)
    actions = [change.action for change in repository.plan().changes]

    assert 3 == actions.count(Action.RECORD)
    assert 1 == actions.count(Action.RETIRE)

    issue(repository, disk)

    assert WRITES == len(disk.operations), disk.operations


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("nth", range(1, WRITES + 1))
def test_the_next_run_completes_them(nth: int, when: When, tmp_path: Path) -> None:
    """
    Each record keeps its id: while its successor is not entered, the old one is not erased.
    """
    repository = begun(tmp_path)
    before = records(repository)
    with pytest.raises(Cut):
        issue(repository, DyingDisk(dies_at=nth, when=when))
    repository.issue()
    after, register = records(repository), repository.register

    assert ["Ada Lovelace", "Grace Hopper", "Kathleen Booth"] == sorted(after)
    assert before["Ada Lovelace"].learner == after["Ada Lovelace"].learner
    assert before["Grace Hopper"].learner == after["Grace Hopper"].learner
    assert (2, 1) == (len(after["Ada Lovelace"].holds), len(after["Grace Hopper"].holds))
    assert all(
        isinstance(register.learner_documents[each.entry], ErasedRecord) for each in before.values()
    )
    assert () == repository.plan().changes
    texts = (path.read_bytes() for path in repository.folder.path.rglob("*.jsonl"))
    assert not any(b"Unlike all others" in text for text in texts)
    assert repository.build(check_all=True).report.ok
