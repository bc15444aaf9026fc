"""`keys compromised`: a key that was stolen, and what it means for every award."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.problems import RegisterError
from testamur.register.entries import Role
from tests.keys.commanding import key_file, keys
from tests.support.repository import AWARD_SEED, OTHER_SEED, Repository, codes

REVOKED = "revoked: {date: 2026-03-04, reason: Not ours}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Ada's award of the first day, Eve's of the second; the third day."""
    repository = Repository.begun(tmp_path / "repository", "Ada Lovelace")
    repository.issue(first=True)
    repository.pass_days()
    repository.award("Eve")
    repository.issue()
    repository.pass_days()
    return repository


def lost_at(repository: Repository, name: str = "award-1") -> object:
    return json.loads(key_file(repository, name).read_text()).get("compromised")


def replace_award_key(repository: Repository) -> None:
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED


@pytest.mark.parametrize(
    ("words", "is_eves_in_doubt"),
    [
        (["--since", "2026-03-03"], True),
        (["--since", "2026-03-04"], False),
        (["--since", "2026-03-02"], True),
    ],
)
def test_a_day_counts_from_its_beginning(
    repository: Repository, words: list[str], *, is_eves_in_doubt: bool
) -> None:
    """
    What was entered on that day is in doubt, what was entered before is not.
    """
    said = keys(repository, "compromised", "award-1", *words)
    eve = repository.of("Eve")

    assert 0 == said.code
    assert is_eves_in_doubt == (f"no. {eve.newest.entry + 1}  {eve.id}  Eve" in said.out)


def test_v06_what_a_stolen_key_signed_before_stands_and_after_does_not(
    repository: Repository,
) -> None:
    """
    One run: the loss, the new key and the revocation; unsigned bytes never change.
    """
    before = repository.register
    eve = repository.of("Eve")
    said = keys(repository, "compromised", "award-1", "--first-bad", str(eve.newest.entry + 1))

    assert (
        "1 credential that it signed before: signed again with another key, word for word."
        in said.out
    )
    assert "1 award from there on, vouched for by nobody:\n" in said.out
    assert "`testamur keys new --role award --private FOLDER`, a key to sign with" in said.out
    assert eve.newest.entry == lost_at(repository)

    replace_award_key(repository)
    repository.award("Eve", REVOKED)
    repository.issue()
    after = repository.register
    built = repository.build(check_all=True)

    assert built.report.ok
    assert {"valid": 1, "revoked": 1} == {
        word.value: count for word, count in built.report.counts.items()
    }
    for id_, award in before.awards.items():
        assert award.newest.unsigned == after.awards[id_].newest.unsigned
        assert award.newest.proof != after.awards[id_].newest.proof


def test_check_names_what_a_thief_signed_before_the_loss_is_entered(
    repository: Repository,
) -> None:
    """
    Nothing is published between the loss and the decision, so the decision comes first.
    """
    number = repository.of("Eve").newest.entry + 1
    keys(repository, "compromised", "award-1", "--first-bad", str(number))
    (warning,) = repository.check().problems

    assert "loss-leaves-awards" == warning.rule.code
    assert f"award no. {number} was signed with this key" in warning.detail
    assert f"`testamur revoke {number} --code key-compromise`" in (warning.hint or "")

    repository.award("Eve", REVOKED)

    assert () == tuple(repository.check().problems)


def test_v06_what_is_not_withdrawn_is_not_published(repository: Repository) -> None:
    """
    Exit code 3 of `check`, and no build, until somebody decides about each.
    """
    keys(repository, "compromised", "award-1", "--since", "2026-03-03")
    replace_award_key(repository)
    repository.issue()

    assert ["signed-after-loss"] == codes(repository.check().problems)
    with pytest.raises(RegisterError, match="issued after its key was lost"):
        repository.build()


def test_a_register_key_that_was_stolen(repository: Repository) -> None:
    """
    No credential is concerned; heads and lists are signed again.
    """
    said = keys(repository, "compromised", "register-1", "--since", "2026-03-04")
    repository.announce("register-2", Role.REGISTER, OTHER_SEED)
    repository.register_seed = OTHER_SEED
    repository.issue()

    assert "Every head and status list is signed again with another key." in said.out
    assert "vouched for by nobody" not in said.out
    assert repository.build(check_all=True).report.ok


def test_the_number_can_be_changed_until_it_is_entered(repository: Repository) -> None:
    """
    From then on no entry of the log is.
    """
    keys(repository, "compromised", "award-1", "--first-bad", "3")
    keys(repository, "compromised", "award-1", "--first-bad", str(repository.register.size + 1))

    assert repository.register.size == lost_at(repository)

    replace_award_key(repository)
    repository.issue()
    said = keys(repository, "compromised", "award-1", "--first-bad", "3")

    assert 4 == said.code
    assert "the register says already that award-1 was lost from no." in said.errors


def test_a_number_that_differs_from_the_registers_is_a_problem(repository: Repository) -> None:
    """
    An edit of the file after its number was entered changes nothing, so it may not stay.
    """
    keys(repository, "compromised", "award-1", "--since", "2026-03-04")
    replace_award_key(repository)
    repository.issue()

    assert [] == codes(repository.check().problems)

    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=1)
    [problem] = repository.check().problems

    assert "key-differs" == problem.rule.code
    assert "lost at 6 entries, and the file says at 1" in problem.detail


def test_a_key_that_has_ended_can_still_have_been_stolen(repository: Repository) -> None:
    replace_award_key(repository)
    keys(repository, "end", "award-1")
    repository.issue()
    said = keys(repository, "compromised", "award-1", "--since", "2026-03-04")

    assert 0 == said.code, said.errors
    assert "keys new" not in said.out

    repository.issue()

    assert repository.build(check_all=True).report.ok


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["award-1"], 2, "give either --since DAY or --first-bad NUMBER"),
        (["award-1", "--since", "2026-03-03", "--first-bad", "2"], 2, "give either --since DAY or"),
        (["award-1", "--first-bad", "0"], 2, "0 is not in the range"),
        (["award-1", "--first-bad", "99"], 4, "the register has 6 entries: the first bad one is"),
        (["award-1", "--since", "2026-03-05"], 4, "2026-03-05 is still to come"),
        (["award-1", "--since", "05.03.2026"], 2, "does not match the format"),
        (["award-9", "--since", "2026-03-03"], 4, "no key is called award-9"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    repository: Repository, words: list[str], code: int, sentence: str
) -> None:
    said = keys(repository, "compromised", *words)

    assert code == said.code
    assert sentence in said.errors
    assert lost_at(repository) is None


def test_a_key_that_the_register_never_heard_of(repository: Repository) -> None:
    """
    Nothing can be lost of it: its file goes, and another is made.
    """
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    said = keys(repository, "compromised", "award-2", "--since", "2026-03-03")

    assert 4 == said.code
    assert "the register has never heard of award-2" in said.errors
    assert "delete keys/award-2.json" in said.errors
