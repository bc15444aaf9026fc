"""`keys check`: whose private part a secret is, without ever showing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.crypto.keyfiles import write_secret
from testamur.crypto.sealed import seal
from testamur.crypto.signer import Ed25519Signer
from tests.keys.commanding import keys
from tests.support.repository import AWARD_SEED, OTHER_SEED, REGISTER_SEED, Repository

AWARD, REGISTER, OTHER = (
    Ed25519Signer.from_seed(seed).secret_line() for seed in (AWARD_SEED, REGISTER_SEED, OTHER_SEED)
)
SECRETS = {"TESTAMUR_AWARD_KEY": AWARD, "TESTAMUR_REGISTER_KEY": REGISTER}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path / "repository")


def test_the_secrets_of_the_environment_are_looked_for_where_issuing_does(
    repository: Repository,
) -> None:
    """
    One line for each role that has a key in use.
    """
    said = keys(repository, "check", environ=SECRETS)

    assert 0 == said.code
    assert (
        "env:TESTAMUR_AWARD_KEY: award-1, the award key, may sign\n"
        "env:TESTAMUR_REGISTER_KEY: register-1, the register key, may sign\n"
    ) == said.out


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"TESTAMUR_AWARD_KEY": AWARD}, "the variable TESTAMUR_REGISTER_KEY is not set"),
        (
            {"TESTAMUR_AWARD_KEY": REGISTER, "TESTAMUR_REGISTER_KEY": AWARD},
            "is the private part of register-1, which is no award key",
        ),
        (
            {**SECRETS, "TESTAMUR_AWARD_KEY": OTHER},
            "belongs to none of the keys in keys/ (award-1, register-1)",
        ),
        ({**SECRETS, "TESTAMUR_AWARD_KEY": AWARD[:-3]}, "is malformed or cut short"),
        ({**SECRETS, "TESTAMUR_AWARD_KEY": ""}, "the variable TESTAMUR_AWARD_KEY is empty"),
        (
            {**SECRETS, "TESTAMUR_AWARD_KEY": '{"kty": "OKP", "d": "AQID"}'},
            "the variable TESTAMUR_AWARD_KEY holds JSON (a JWK?)",
        ),
        (
            {**SECRETS, "TESTAMUR_AWARD_KEY": "-----BEGIN PRIVATE KEY-----\nMC4C\n"},
            "holds a key in PEM form",
        ),
        (
            {
                **SECRETS,
                "TESTAMUR_AWARD_KEY": Ed25519Signer.from_seed(AWARD_SEED).public_key.multibase,
            },
            "holds a public key where the secret belongs",
        ),
        (
            {**SECRETS, "TESTAMUR_AWARD_KEY": seal(AWARD, "a sieve and a kettle", bytes(16))},
            "is sealed with a passphrase",
        ),
        (
            {
                **SECRETS,
                "TESTAMUR_AWARD_KEY": seal(AWARD, "a sieve and a kettle", bytes(16)),
                "TESTAMUR_KEY_PASSPHRASE": "a sieve and a hedgehog",
            },
            "does not open",
        ),
    ],
)
def test_h39_f11_a_secret_that_does_not_fit_is_named_and_not_shown(
    repository: Repository, environ: dict[str, str], sentence: str
) -> None:
    """
    Exit code 4, which of them, what is wrong, what to do; never a part of a secret.
    """
    said = keys(repository, "check", environ=environ)

    assert 4 == said.code
    assert sentence in said.errors
    assert "= hint: " in said.errors
    for secret in (AWARD, REGISTER, OTHER, "AQID", "MC4C"):
        assert secret[:8] not in said.all.replace("z3u2 (Ed25519)", "")


def test_all_are_looked_at_though_one_fails(repository: Repository) -> None:
    said = keys(repository, "check", environ={"TESTAMUR_REGISTER_KEY": REGISTER})

    assert 4 == said.code
    assert "register-1, the register key, may sign" in said.out


def test_a_file_is_judged_wherever_it_is(repository: Repository, tmp_path: Path) -> None:
    """
    H38: inside the repository, open to others, not there, another's, the right one.
    """
    right, wrong = tmp_path / "right.key", tmp_path / "wrong.key"
    inside, seen = repository.root / "inside.key", tmp_path / "seen.key"
    write_secret(right, AWARD)
    write_secret(wrong, OTHER)
    write_secret(inside, AWARD)
    write_secret(seen, AWARD)
    seen.chmod(0o644)

    assert f"file:{right}: award-1, the award key, may sign\n" == (
        keys(repository, "check", f"file:{right}").out
    )
    for path, sentence in (
        (wrong, "belongs to none of the keys in keys/"),
        (inside, "lies inside the repository"),
        (seen, "others can read"),
        (tmp_path / "gone.key", "there is no key file"),
    ):
        said = keys(repository, "check", f"file:{path}")

        assert (4, "") == (said.code, said.out)
        assert sentence in said.errors


@pytest.mark.parametrize("uri", [AWARD, f"env:{AWARD}", f"file:{AWARD}"])
def test_a_secret_given_as_the_address_is_not_repeated(repository: Repository, uri: str) -> None:
    said = keys(repository, "check", uri)

    assert 4 == said.code
    assert AWARD not in said.all


def test_an_ended_key_may_not_sign(repository: Repository) -> None:
    keys(repository, "end", "award-1", "--last")
    said = keys(repository, "check", "env:TESTAMUR_AWARD_KEY", environ=SECRETS)

    assert 4 == said.code
    assert "is the private part of award-1, which signs nothing any more" in said.errors


def test_without_keys_there_is_nothing_to_check(repository: Repository) -> None:
    for file in (repository.root / "keys").iterdir():
        file.unlink()

    assert "no key in keys/ is in use" in keys(repository, "check").out
