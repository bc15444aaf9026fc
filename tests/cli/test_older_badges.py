"""`verify` of Open Badges 2.0 as a user types it: file, picture and signed badge of a site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.commands.verify import verify
from testamur.verify.verdict import Verdict
from tests.cli.test_commands import run
from tests.support import serialising
from tests.support.repository import BASE_URL, Repository


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two awards that stand and one that was revoked, in every format."""
    repository = serialising.begun(
        tmp_path_factory.mktemp("older"), "Ada Lovelace", "Alan Turing", "Grace Hopper"
    )
    repository.issue(first=True)
    repository.pass_days()
    repository.award("Grace Hopper", "revoked: {date: 2026-03-03, reason: Copied}")
    repository.issue()
    repository.build()
    return repository


def verified(repository: Repository, name: str, file: str, *more: str) -> tuple[int, str]:
    """Exit code and first line, with the site's folder at hand."""
    path = repository.site / "awards" / repository.of(name).id / file
    code, out, _ = run(repository.root, "verify", str(path), "--site", str(repository.site), *more)
    return code, out.partition("\n")[0]


@pytest.mark.parametrize("email", ["ada-lovelace@example.org", "Ada-Lovelace@Example.org"])
def test_a_hosted_badge_of_a_site(repository: Repository, email: str) -> None:
    """
    Valid by the word of its host; its holder is known by e-mail.
    """
    code, said = verified(repository, "Ada Lovelace", "assertion.json", "--email", email)

    assert 0 == code
    assert said.startswith("Valid, by the word of badges.example.org alone. Issued by")


def test_a_signed_badge_of_a_site(repository: Repository) -> None:
    """
    Valid without reserve; changed by a letter, it is not.
    """
    code, said = verified(repository, "Ada Lovelace", "assertion.jws")
    own = repository.site / "awards" / repository.of("Ada Lovelace").id / "assertion.jws"
    other = own.with_name("other.jws")
    text = own.read_text()
    other.write_text(text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:])

    assert 0 == code, said
    assert said.startswith("Valid. Issued by Example Academy")
    assert 1 == verified(repository, "Ada Lovelace", "other.jws")[0]
    other.unlink()


def test_somebody_elses_address_is_not_the_holders(repository: Repository) -> None:
    code, said = verified(repository, "Alan Turing", "assertion.json", "--email", "eve@example.org")

    assert 1 == code
    assert "made out to another person" in said


def test_a_withdrawn_badge_of_a_site(repository: Repository) -> None:
    """
    By the short form at its address, whatever an older copy says.
    """
    own = repository.site / "awards" / repository.of("Grace Hopper").id / "assertion.json"
    copy = repository.site / "awards" / repository.of("Ada Lovelace").id / "copy.json"
    copy.write_text(
        json.dumps(
            json.loads(own.with_name("assertion.json").read_bytes())
            | {"revoked": False, "expires": "2999-01-01T00:00:00Z"}
        )
    )

    for name, file in (("Grace Hopper", "assertion.json"), ("Ada Lovelace", "copy.json")):
        code, said = verified(repository, name, file)

        assert 12 == code
        assert said.startswith("Withdrawn: Copied.")
    copy.unlink()


def test_an_address_is_asked_of_the_site(repository: Repository) -> None:
    """
    With the folder at hand nothing is fetched, and another site's badge is foreign.
    """
    address = f"{BASE_URL}/awards/{repository.of('Ada Lovelace').id}/assertion.json"
    code, out, _ = run(repository.root, "verify", address, "--site", str(repository.site))
    stranger = repository.root / "stranger.json"
    stranger.write_text(
        json.dumps(
            {
                "@context": "https://w3id.org/openbadges/v2",
                "type": "Assertion",
                "id": "https://other.example/1.json",
            }
        )
    )
    other, said, _ = run(
        repository.root, "verify", str(stranger), "--site", str(repository.site), "--json"
    )

    assert 0 == code, out
    assert 15 == other
    assert "other.example" in json.loads(said)["sentence"]


def test_both_editions_of_every_award_get_the_same_word(repository: Repository) -> None:
    """
    The credential, its assertions and the picture that holds both agree on what stands.
    """
    for name in ("Ada Lovelace", "Alan Turing", "Grace Hopper"):
        folder: Path = repository.site / "awards" / repository.of(name).id
        words = {}
        for each in folder.iterdir():
            if each.suffix in {".json", ".jws", ".png"} and each.name not in {
                "state.json",
                "oembed.json",
            }:
                found = verify(repository.project, str(each), site=repository.site)

                assert isinstance(found, Verdict)
                words[each.name] = found.word.value

        assert {"Grace Hopper": {"revoked"}}.get(name, {"valid"}) == set(words.values()), words
        assert 3 <= len(words)
