"""The commands with an award key that lies in a key service, as a user types them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli.test_commands import AWARD, authored, run
from tests.support import kms

URI = "awskms:///alias/award"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Mapping[str, str]]:
    with kms.emulated() as environ:
        yield environ


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return authored(tmp_path)


@pytest.mark.slow
def test_from_a_key_in_the_service_to_a_verified_site(
    root: Path, tmp_path: Path, emulator: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Announce, issue, correct, build, verify: the service signs each credential, and only those.

    A key that is not there any more ends in a sentence, with the register as it was.
    """
    for name, value in emulator.items():
        monkeypatch.setenv(name, value)
    id_ = kms.make_key("award")
    private = tmp_path / "private"
    code, out, errors = run(root, "keys", "announce", URI)

    assert (0, "award-1.json: public part, to be committed") == (
        code,
        out.strip().rpartition("/")[2],
    ), errors
    assert '"zDn' in (root / "keys/award-1.json").read_text()

    run(root, "keys", "new", "--role", "register", "--private", str(private))
    settings = {
        "TESTAMUR_AWARD_KEY": URI,
        "TESTAMUR_REGISTER_KEY": (private / "register-1.key").read_text(),
    }
    code, out, errors = run(root, "issue", "--first", environ=settings)

    assert 0 == code, errors
    assert "signed: 1 credential" in out
    assert "obvious" not in out + errors

    (root / "content/awards/grace.yaml").write_text(AWARD.replace("Ada Lovelace", "Grace Hopper"))
    code, out, errors = run(
        root,
        *("issue", "--award-key", URI),
        environ={"TESTAMUR_REGISTER_KEY": settings["TESTAMUR_REGISTER_KEY"]},
    )

    assert 0 == code, errors
    assert 0 == run(root, "build")[0]

    code, out, _ = run(root, "verify", "site")

    assert 0 == code
    assert "2 valid" in out

    # Freshness never asks the service.
    kms.rename("award", "elsewhere", id_)
    code, _, errors = run(root, "refresh", environ=settings)

    assert 0 == code, errors

    before = {path: path.read_bytes() for path in (root / "content/register").rglob("*.*")}
    (root / "content/awards/alan.yaml").write_text(AWARD.replace("Ada Lovelace", "Alan Turing"))
    code, _, errors = run(root, "issue", environ=settings)

    assert 4 == code
    assert "the AWS KMS key alias/award cannot sign: there is no such key" in errors
    assert before == {path: path.read_bytes() for path in (root / "content/register").rglob("*.*")}


def test_a_key_that_nobody_announced_signs_nothing(
    root: Path, emulator: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """
    The public part in the service is held against those in keys/.
    """
    for name, value in emulator.items():
        monkeypatch.setenv(name, value)
    kms.make_key("other")
    run(root, "keys", "new", "--algorithm", "P-256", "--private", str(tmp_path / "private"))
    code, _, errors = run(
        root,
        *("issue", "--first", "--award-key", "awskms:///alias/other"),
        *("--register-key", f"file:{tmp_path}/private/register-1.key"),
    )

    assert 4 == code
    assert "the award key given is none of those in keys/" in errors
    assert not (root / "content/register").exists()


def test_a_key_is_announced_once_and_in_a_role_that_fits(
    root: Path, emulator: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in emulator.items():
        monkeypatch.setenv(name, value)
    kms.make_key("twice")
    uri = "awskms:///alias/twice"
    code, _, errors = run(root, "keys", "announce", uri, "--role", "register")

    assert 4 == code
    assert "the register key is of the kind Ed25519, not P-256" in errors
    assert 0 == run(root, "keys", "announce", uri)[0]

    kms.make_key("rsa", "RSA_2048")
    code, out, errors = run(root, "keys", "announce", "--role", "assertion", "awskms:///alias/rsa")

    assert 0 == code, errors
    assert "keys/assertion-1.json" in out

    code, _, errors = run(root, "keys", "announce", uri)

    assert 4 == code
    assert "keys/award-1.json announces this key already" in errors


def test_what_opens_the_service_stays_with_the_process_that_signs() -> None:
    """
    No variable of AWS reaches the process that parses what authors wrote.
    """
    from testamur.commands.secrets import without_secrets

    environ = {
        "PATH": "/bin",
        **kms.CREDENTIALS,
        "AWS_PROFILE": "issuer",
        "TESTAMUR_AWARD_KEY": URI,
    }

    assert {"PATH": "/bin"} == without_secrets(environ, (URI, "env:TESTAMUR_REGISTER_KEY"))
