"""`keys list` and `keys export-public`: what anybody may know of the keys."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from testamur.crypto.keys import PublicKey
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner
from testamur.register.entries import Role
from tests.keys.commanding import key_file, keys
from tests.support.repository import AWARD_SEED, OTHER_SEED, REGISTER_SEED, Repository

AWARD = Ed25519Signer.from_seed(AWARD_SEED).public_key


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path, "Ada Lovelace")


def test_keys_are_announced_until_the_register_knows_them(repository: Repository) -> None:
    """
    Before the first issuing, and after it.
    """
    before = keys(repository, "list")
    repository.issue(first=True)
    after = keys(repository, "list")

    assert (
        "award-1     award key, Ed25519: announced on 2026-03-02; entered at the next issuing\n"
        "            private part: TESTAMUR_AWARD_KEY, or --award-key\n"
        "register-1  register key, Ed25519: announced on 2026-03-02; entered at the next issuing\n"
        "            private part: TESTAMUR_REGISTER_KEY, or --register-key\n"
    ) == before.out
    assert "award-1     award key, Ed25519: in use since 2026-03-02\n" in after.out
    assert 0 == before.code == after.code


def test_every_state_is_told_in_words(repository: Repository) -> None:
    """
    Ended and lost keys, as the file says first and as the register says then; a coming end.
    """
    repository.issue(first=True)
    repository.pass_days()
    repository.announce("award-1", Role.AWARD, AWARD_SEED, ended=date(2026, 3, 3))
    repository.announce("award-2", Role.AWARD, OTHER_SEED, ended=date(2026, 4, 1))
    repository.announce("register-1", Role.REGISTER, REGISTER_SEED, compromised=3)
    repository.announce("register-2", Role.REGISTER, bytes([4]) * 32)
    waiting = keys(repository, "list").out
    repository.award_seed, repository.register_seed = OTHER_SEED, bytes([4]) * 32
    repository.issue()
    entered = keys(repository, "list").out

    for line in (
        "award-1     award key, Ed25519: ended on 2026-03-03; entered at the next issuing",
        "award-2     award key, Ed25519: announced on 2026-03-02, ends on 2026-04-01; entered at",
        "register-1  register key, Ed25519: given up from no. 4 of the register on; entered at the",
    ):
        assert line in waiting
    for line in (
        "award-1     award key, Ed25519: ended on 2026-03-03\n",
        "award-2     award key, Ed25519: in use since 2026-03-03, ends on 2026-04-01\n",
        "register-1  register key, Ed25519: given up from no. 4 of the register on\n",
        "            its private part is needed no more\n",
    ):
        assert line in entered


def test_a_key_without_a_file_is_listed(repository: Repository) -> None:
    """
    The register knows it; `check` asks for its file.
    """
    repository.issue(first=True)
    key_file(repository, "award-1").unlink()
    found = keys(repository, "list").out

    assert "(no file)   award key, Ed25519: in use since 2026-03-02\n" in found


def test_machines_read_the_list(repository: Repository) -> None:
    repository.issue(first=True)
    [award, register] = json.loads(keys(repository, "list", "--json").out)["keys"]

    assert {
        "name": "award-1",
        "role": "award",
        "algorithm": "Ed25519",
        "publicKeyMultibase": AWARD.multibase,
        "state": "in-use",
        "since": "2026-03-02",
        "entered": True,
        "ends": None,
        "compromised": None,
        "variable": "TESTAMUR_AWARD_KEY",
    } == award
    assert "register-1" == register["name"]


def test_a_repository_without_keys_is_told_how_to_make_them(repository: Repository) -> None:
    for name in ("award-1", "register-1"):
        key_file(repository, name).unlink()

    assert "no keys yet; `testamur keys new` makes them\n" == keys(repository, "list").out


def test_the_public_part_in_every_form(repository: Repository) -> None:
    """
    Each form leads back to the same key; `did` is what the site publishes.
    """
    repository.issue(first=True)
    repository.build()
    jwk = json.loads(keys(repository, "export-public", "award-1").out)
    method = json.loads(keys(repository, "export-public", "award-1", "--format", "did").out)
    published = json.loads((repository.site / ".well-known/did.json").read_bytes())

    assert AWARD == PublicKey.from_jwk(jwk)
    assert AWARD.thumbprint == jwk["kid"]
    assert AWARD == PublicKey.from_pem(
        keys(repository, "export-public", "award-1", "--format", "pem").out
    )
    assert f"{AWARD.multibase}\n" == (
        keys(repository, "export-public", "keys/award-1.json", "--format", "multikey").out
    )
    assert method in published["verificationMethod"]


def test_keys_of_other_formats_are_exported_as_their_readers_look_for_them(
    repository: Repository,
) -> None:
    """
    A jwt key stands in the DID document as a JWK; an assertion key does not stand there.
    """
    repository.announce_key("jwt-1", Role.JWT, P256Signer.from_scalar(OTHER_SEED).public_key)
    repository.announce_key("assertion-1", Role.ASSERTION, RsaSigner.generate(2048).public_key)
    jwt = json.loads(keys(repository, "export-public", "jwt-1", "--format", "did").out)
    assertion = keys(repository, "export-public", "assertion-1", "--format", "did")
    pem = keys(repository, "export-public", "assertion-1", "--format", "pem")

    assert "JsonWebKey" == jwt["type"]
    assert 4 == assertion.code
    assert "not in the DID document" in assertion.errors
    assert pem.out.startswith("-----BEGIN PUBLIC KEY-----")


def test_a_name_that_no_key_has(repository: Repository) -> None:
    said = keys(repository, "export-public", "award-7")

    assert 4 == said.code
    assert "no key is called award-7; keys/ has award-1, register-1" in said.errors
    assert "`testamur keys list` shows them" in said.errors
