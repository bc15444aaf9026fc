"""`keys rotate` and `keys end`: a key that goes, with and without another in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.crypto.keyfiles import from_file
from testamur.crypto.multibase import base58btc_decode
from testamur.crypto.signer import ED25519_SECRET
from testamur.register.entries import Role
from tests.keys.commanding import key_file, keys
from tests.support.repository import OTHER_SEED, Repository

NEEDED = ("award", "register")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One award issued; the next day."""
    repository = Repository.begun(tmp_path / "repository", "Ada Lovelace")
    repository.issue(first=True)
    repository.pass_days()
    return repository


def fields(repository: Repository, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(key_file(repository, name).read_text())
    return found


@pytest.mark.parametrize("role", NEEDED)
def test_rotating_ends_the_old_key_and_announces_a_new_one(
    repository: Repository, role: str, tmp_path: Path
) -> None:
    """
    Both files are written, the private part lies outside, and it is said where to put it.
    """
    private = tmp_path / "private"
    said = keys(repository, "rotate", role, "--private", str(private))

    assert 0 == said.code, said.errors
    assert "2026-03-03" == fields(repository, f"{role}-1")["ended"]
    assert role == fields(repository, f"{role}-2")["role"]
    assert f"keys/{role}-1.json: {role}-1 ends on 2026-03-03, to be committed" in said.out
    assert f"where TESTAMUR_{role.upper()}_KEY comes from" in said.out
    assert (private / f"{role}-2.key").read_text().strip() not in said.all
    assert ["key", "key"] == [change.action.value for change in repository.plan().changes]


def test_what_the_old_key_signed_stays_valid_after_rotation(
    repository: Repository, tmp_path: Path
) -> None:
    """
    Its bytes do not change; a new award is signed by the new key; the site verifies.
    """
    before = repository.of("Ada Lovelace").newest.signed
    keys(repository, "rotate", "award", "--private", str(tmp_path / "private"))
    line = from_file(tmp_path / "private/award-2.key", None).strip()
    repository.award("Grace Hopper")
    wrong = keys(repository, "check")
    repository.award_seed = base58btc_decode(line[1:])[len(ED25519_SECRET) :]
    repository.issue()
    built = repository.build(check_all=True)

    assert 4 == wrong.code
    assert before == repository.of("Ada Lovelace").newest.signed
    assert str(fields(repository, "award-2")["publicKeyMultibase"]) in (
        repository.of("Grace Hopper").newest.signed.decode()
    )
    assert {"valid": 2} == {word.value: count for word, count in built.report.counts.items()}


def test_two_keys_may_overlap(repository: Repository, tmp_path: Path) -> None:
    """
    With a day to come, the old key signs until then.
    """
    said = keys(
        repository,
        *("rotate", "register", "--ends", "2026-03-10", "--private", str(tmp_path / "private")),
    )
    repository.refresh()

    assert "Until 2026-03-10 both sign." in said.out
    assert "in use since 2026-03-02, ends on 2026-03-10" in keys(repository, "list").out

    repository.pass_days(7)

    assert "register-1, which signs nothing any more" in keys(repository, "check").errors


def test_a_key_is_replaced_by_one_that_exists(repository: Repository, tmp_path: Path) -> None:
    """
    `--to` names where it is, as with a key service; nothing is made then.
    """
    existing = tmp_path / "existing.key"
    from testamur.crypto.keyfiles import write_secret
    from testamur.crypto.signer import P256Signer

    write_secret(existing, P256Signer.from_scalar(OTHER_SEED).secret_line())
    said = keys(repository, "rotate", "award", "--to", f"file:{existing}")
    both = keys(repository, "rotate", "award", "--to", f"file:{existing}", "--seal")

    assert 0 == said.code, said.errors
    assert f"put file:{existing} where TESTAMUR_AWARD_KEY comes from" in said.out
    assert str(fields(repository, "award-2")["publicKeyMultibase"]).startswith("zDn")
    assert 2 == both.code


def test_a_sealed_successor_is_of_the_same_kind(tmp_path: Path) -> None:
    """
    P-256 stays P-256; the private part needs the passphrase.
    """
    from testamur.crypto.keys import Algorithm

    repository = Repository.begun(tmp_path / "repository", award_kind=Algorithm.P256)
    passphrase = {"TESTAMUR_KEY_PASSPHRASE": "a sieve, a kettle, a hedgehog"}
    words = ("rotate", "award", "--seal", "--private", str(tmp_path / "private"))
    nobody = keys(repository, *words)
    said = keys(repository, *words, environ=passphrase)
    file = tmp_path / "private/award-2.key"

    assert "there is nobody to ask for a passphrase" in nobody.errors
    assert 0 == said.code, said.errors
    assert str(fields(repository, "award-2")["publicKeyMultibase"]).startswith("zDn")
    assert file.read_text().startswith("testamur-sealed-1:")
    assert "award-2, the award key, may sign" in (
        keys(repository, "check", f"file:{file}", environ=passphrase).out
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["rotate", "jwt"], 4, "no jwt key is in use, so there is none to replace"),
        (["rotate", "award", "--ends", "2026-03-02"], 4, "2026-03-02 has passed"),
        (["rotate", "award", "--ends", "tomorrow"], 2, "does not match the format"),
        (["rotate", "captain"], 2, "is not one of"),
        (["end", "award-9"], 4, "no key is called award-9; keys/ has award-1, register-1"),
        (["end", "award-1"], 4, "award-1 is the only award key: without one nothing more can"),
        (["end", "register-1"], 4, "register-1 is the only register key: without one not even"),
        (["end", "register-1", "--last"], 4, "register-1 is the only register key"),
        (["end", "award-1", "--on", "2025-01-01"], 4, "2025-01-01 has passed"),
    ],
)
def test_an_end_that_cannot_be_is_refused_and_nothing_written(
    repository: Repository, words: list[str], code: int, sentence: str
) -> None:
    before = {path: path.read_bytes() for path in (repository.root / "keys").iterdir()}
    said = keys(repository, *words)

    assert code == said.code
    assert sentence in said.errors
    assert before == {path: path.read_bytes() for path in (repository.root / "keys").iterdir()}


def test_a_private_part_inside_the_repository_is_refused_before_anything_ends(
    repository: Repository,
) -> None:
    """
    H38: the old key stays as it was.
    """
    said = keys(repository, "rotate", "award", "--private", str(repository.root / "secrets"))

    assert 4 == said.code
    assert "lies inside the repository" in said.errors
    assert "ended" not in fields(repository, "award-1")
    assert not key_file(repository, "award-2").exists()


def test_one_of_two_keys_ends_at_once(repository: Repository) -> None:
    """
    The other goes on; what has ended cannot end again.
    """
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    said = keys(repository, "end", "award-1")
    again = keys(repository, "end", "award-1")

    assert "keys/award-1.json: award-1 ends on 2026-03-03, to be committed" in said.out
    assert 4 == again.code
    assert "award-1 signs nothing any more: it has ended on 2026-03-03" in again.errors
    assert "award-2 is the only award key" in keys(repository, "end", "award-2").errors


def test_the_last_award_key_ends_for_good(repository: Repository) -> None:
    """
    Its awards stay valid and the lists fresh; nothing more can be issued.
    """
    from testamur.problems import KeyRefusedError

    said = keys(repository, "end", "award-1", "--last")
    repository.issue()

    assert 0 == said.code
    assert repository.build(check_all=True).report.ok

    repository.award("Grace Hopper")
    with pytest.raises(KeyRefusedError, match="has ended"):
        repository.issue()


def test_an_optional_key_ends_without_more_ado(repository: Repository) -> None:
    from testamur.crypto.signer import P256Signer

    key = P256Signer.from_scalar(OTHER_SEED).public_key
    repository.announce_key("jwt-1", Role.JWT, key)

    assert 0 == keys(repository, "end", "jwt-1").code
