"""Issuing that is cut off between any two writes ends, after the next run, in one register."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from testamur.crypto.note import open_checkpoint
from testamur.model.addresses import Addresses
from testamur.register.reader import read
from testamur.register.register import Register
from tests.support.breaking import Cut, DyingDisk, When
from tests.support.repository import BASE_URL, Repository

FIRST_WRITES = 18
LATER_WRITES = 8
"""Operations on the disk in a first and in a later issuing: a change here is to be noticed."""


def first(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing", "Grace Hopper")


def later(tmp_path: Path) -> Repository:
    """A correction, a revocation, a forgotten one and a new award are waiting."""
    from testamur.commands.forget import forget

    repository = first(tmp_path)
    repository.issue(first=True)
    repository.pass_days()
    path = repository.award(
        "Ada Lovelace", "corrected: {date: 2026-03-03, reason: Name after marriage}"
    )
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: Awarded by mistake}")
    list(forget(repository.project, repository.of("Grace Hopper").id))
    repository.award("Kathleen Booth")
    return repository


def begun(repository: Repository) -> bool:
    return any((repository.root / "content/register/log").glob("*.txt"))


def names(register: Register) -> list[str]:
    import orjson

    found = []
    for award in register.awards.values():
        identifiers = orjson.loads(award.newest.unsigned)["credentialSubject"]["identifier"]
        found += [each["identityHash"] for each in identifiers if each["identityType"] == "name"]
    return sorted(found)


def test_the_number_of_writes_is_known(tmp_path: Path) -> None:
    """
    Otherwise the tests below would stop short of the last write.
    """
    disk = DyingDisk()
    first(tmp_path / "first").issue(first=True, disk=disk)

    assert FIRST_WRITES == len(disk.operations), disk.operations

    disk = DyingDisk()
    later(tmp_path / "later").issue(disk=disk)

    assert LATER_WRITES == len(disk.operations), disk.operations


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("nth", range(1, FIRST_WRITES + 1))
def test_f01_a_first_issuing_that_was_cut_off(nth: int, when: When, tmp_path: Path) -> None:
    """
    Either nothing was begun and `--first` begins it, or the next issuing completes it.
    """
    repository = first(tmp_path)
    with pytest.raises(Cut):
        repository.issue(first=True, disk=DyingDisk(dies_at=nth, when=when))
    repository.issue(first=not begun(repository))

    assert ["Ada Lovelace", "Alan Turing", "Grace Hopper"] == names(repository.register)
    assert () == repository.plan().changes
    assert repository.build(check_all=True).report.ok


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("nth", range(1, LATER_WRITES + 1))
def test_f01_a_later_issuing_that_was_cut_off(nth: int, when: When, tmp_path: Path) -> None:
    """
    The register grows out of the one before, and says the same as if nothing had happened.
    """
    repository = later(tmp_path)
    before = repository.register
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=nth, when=when))
    repository.issue()
    after = repository.register

    assert ["Ada King", "Alan Turing", "Kathleen Booth"] == names(after)
    assert before.entries == after.entries[: before.size]
    assert 4 == len(after.set_slots["revocation"]) + 1
    assert () == repository.plan().changes
    assert repository.build(check_all=True).report.ok


def test_a_refresh_completes_what_issuing_left(tmp_path: Path) -> None:
    """
    With the register key alone, and without touching what authors wrote since.
    """
    repository = later(tmp_path)
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=LATER_WRITES - 1, when=When.BEFORE))

    assert ["register-unfinished"] == [problem.rule.code for problem in repository.check().problems]

    repository.award_seed = bytes(31) + b"\x09"
    repository.refresh()

    assert ["Ada King", "Alan Turing", "Kathleen Booth"] == names(repository.register)


def test_documents_without_an_entry_are_dropped_for_good(tmp_path: Path) -> None:
    """
    What a cut run wrote ahead of the log is not there after a run that issues nothing.
    """
    repository = later(tmp_path)
    folder = repository.root / "content"
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=2, when=When.AFTER))
    # The authors change their minds, but for what was asked to be forgotten.
    shutil.rmtree(folder / "awards")
    repository.award("Ada Lovelace")
    repository.award("Alan Turing")
    repository.refresh()
    register = repository.register
    head = open_checkpoint(
        register.heads[register.head_size], Addresses(BASE_URL).origin, list(register.keys)
    )

    assert head.root == register.tree.root()
    assert "Kathleen Booth" not in names(register)
    assert register == read(repository.folder, Addresses(BASE_URL))
