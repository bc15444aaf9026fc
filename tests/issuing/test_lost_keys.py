"""A key that is lost or stolen: what it signed before stays good, what it signed after does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.cli.plan import plan_as_text
from testamur.crypto.keys import Algorithm
from testamur.problems import RegisterError
from testamur.register.entries import Role
from tests.support.breaking import Cut, DyingDisk, When
from tests.support.repository import (
    AWARD_SEED,
    OTHER_SEED,
    REGISTER_SEED,
    Repository,
    codes,
    signer,
)

REVOKED = "revoked: {date: 2026-03-03, reason: Not ours}"


@pytest.fixture(params=[Algorithm.ED25519, Algorithm.P256])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """
    Two awards, one of them replaced by a second version; a site; the next day.

    Once for each kind of award key.
    """
    repository = Repository.begun(
        tmp_path, "Ada Lovelace", "Grace Hopper", award_kind=request.param
    )
    repository.issue(first=True)
    repository.pass_days()
    repository.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: More}", "route: exam")
    repository.issue()
    repository.build()
    repository.pass_days()
    return repository


def lose_award_key(repository: Repository, size: int) -> None:
    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=size)
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED


def lose_register_key(repository: Repository, size: int) -> None:
    repository.announce("register-1", Role.REGISTER, REGISTER_SEED, compromised=size)
    repository.announce("register-2", Role.REGISTER, OTHER_SEED)
    repository.register_seed = OTHER_SEED


def test_v06_awards_of_a_lost_key_are_signed_again(repository: Repository) -> None:
    """
    Proofs change, unsigned bytes never; the key leaves did.json; everything verifies.
    """
    before = repository.register
    lose_award_key(repository, before.size)
    repository.issue()
    after = repository.register
    built = repository.build(check_all=True)
    lost = signer(repository.award_kind, AWARD_SEED).public_key

    assert lost not in after.trusted_keys
    assert lost.multibase not in (repository.site / ".well-known/did.json").read_text()
    for id_, award in before.awards.items():
        for old, new in zip(award.versions, after.awards[id_].versions, strict=True):
            assert old.unsigned == new.unsigned
            assert old.proof != new.proof
            assert not new.is_signed_by(lost)
    assert before.entries == after.entries[: before.size]
    assert built.report.ok
    assert {"superseded", "valid"} == {word.value for word in built.report.counts}


def test_the_plan_speaks_of_the_loss(repository: Repository) -> None:
    lose_award_key(repository, repository.register.size)

    assert "    enter the loss of the award key z" in plan_as_text(repository.plan())


def test_v06_what_was_issued_after_the_loss_is_refused(repository: Repository) -> None:
    """
    Its bit is set at once, and it is not published until it is withdrawn; the rest goes on.
    """
    repository.award("Eve")
    repository.issue()
    repository.pass_days()
    size = repository.of("Eve").newest.entry
    lose_award_key(repository, size)
    repository.refresh()
    problems = repository.check().problems

    assert ["signed-after-loss"] == codes(problems)
    assert f"award no. {size + 1}" in problems[0].detail
    assert repository.of("Eve").newest.slot in repository.register.set_slots["revocation"]

    with pytest.raises(RegisterError, match="issued after its key was lost"):
        repository.build()

    repository.award("Eve", REVOKED)
    repository.issue()
    counts = repository.build(check_all=True).report.counts

    assert {"superseded", "valid", "revoked"} == {word.value for word in counts}


def test_heads_of_a_lost_register_key_are_signed_again(repository: Repository) -> None:
    """
    The same sizes and roots; every award's proof rests on a key that is not lost.
    """
    before = repository.register
    lose_register_key(repository, before.size)
    repository.issue()
    after = repository.register

    assert before.heads.keys() < after.heads.keys()
    assert all(before.heads[size] != after.heads[size] for size in before.heads)
    assert repository.build(check_all=True).report.ok


def test_a_lost_key_signs_nothing_more(repository: Repository) -> None:
    from testamur.problems import KeyRefusedError

    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=repository.register.size)
    repository.award("Alan Turing")

    with pytest.raises(KeyRefusedError, match="has ended"):
        repository.issue()


@pytest.mark.parametrize("nth", range(1, 13))
def test_an_interrupted_repair_is_completed(repository: Repository, nth: int) -> None:
    """
    Whichever write is the last, the next run ends with no word of the lost keys.
    """
    size = repository.register.size
    lose_award_key(repository, size)
    lose_register_key(repository, size)
    repository.announce("register-2", Role.REGISTER, bytes([4]) * 32)
    repository.register_seed = bytes([4]) * 32
    try:
        repository.issue(disk=DyingDisk(dies_at=nth, when=When.AFTER))
    except Cut:
        repository.issue()

    assert repository.build(check_all=True).report.ok


def test_a_register_that_is_not_repaired_is_not_built(repository: Repository) -> None:
    """
    The log says that a key is lost, and a head still rests on it: unfinished.
    """
    lose_register_key(repository, repository.register.size)
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=2, when=When.AFTER))

    with pytest.raises(RegisterError, match=r"is unfinished: its newest head|not signed again"):
        repository.build()
