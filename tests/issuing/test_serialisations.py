"""Other serialisations in the life of a register: who signs them, when, and what may not be."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.forget import forget
from testamur.commands.prepare import prepare
from testamur.crypto.signer import Ed25519Signer
from testamur.model.formats import Format
from testamur.problems import KeyRefusedError, RegisterError
from testamur.register.detached import Detached
from testamur.register.entries import Role
from tests.support import serialising
from tests.support.breaking import Cut, DyingDisk, When
from tests.support.repository import Repository, codes
from tests.support.serialising import EMAIL, JWT_KEY, OTHER_JWT_KEY
from tests.support.sites import files

ALL = [Format.JWT, Format.VC_JWT, Format.ASSERTION]
REVOKED = "revoked: {date: 2026-03-03, reason: By mistake}"
SUSPENDED = "suspended: {date: 2026-03-03, reason: Under review}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, issued with both keys."""
    repository = serialising.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.issue(first=True)
    return repository


def formats(repository: Repository, name: str) -> list[Format]:
    return [each.format for each in repository.of(name).newest.detached]


def jwt_of(repository: Repository, name: str) -> Detached:
    return next(each for each in repository.of(name).newest.detached if each.format is Format.JWT)


def edit_register(repository: Repository, old: str, new: str) -> None:
    path = next((repository.root / "content/register/documents").iterdir())
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_whatever_stands_is_signed_in_every_format_that_there_are_keys_for(
    repository: Repository,
) -> None:
    assert ALL == formats(repository, "Ada Lovelace")
    assert JWT_KEY.public_key.thumbprint == jwt_of(repository, "Ada Lovelace").key


def test_a_site_without_such_keys_has_none(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    repository.build()

    assert [] == formats(repository, "Ada Lovelace")
    assert not [path for path in files(repository.site) if path.endswith((".jwt", ".jws", ".jwk"))]
    assert not (repository.site / "keys").exists()
    assert not (repository.site / "revocations.json").exists()
    assert "JsonWebKey" not in (repository.site / ".well-known/did.json").read_text()


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("jwt_signer", "keys/jwt-1.json announces a key for JWTs, and it cannot be had"),
        ("assertion_signer", "keys/assertion-1.json announces a key for signed assertions"),
    ],
)
def test_a_key_that_is_announced_and_not_given_stops_the_run(
    tmp_path: Path, missing: str, sentence: str
) -> None:
    """
    Rather than issue something that lacks what the rest has; nothing is written.
    """
    repository = serialising.begun(tmp_path, "Ada Lovelace")
    setattr(repository, missing, None)

    with pytest.raises(KeyRefusedError, match=sentence):
        repository.issue(first=True)

    assert not (tmp_path / "content/register/log").exists()


def test_a_key_of_another_role_or_kind_is_refused(tmp_path: Path) -> None:
    repository = serialising.begun(tmp_path, "Ada Lovelace")
    repository.jwt_signer = OTHER_JWT_KEY

    with pytest.raises(KeyRefusedError, match="none of those in keys/"):
        repository.issue(first=True)

    repository.jwt_signer = JWT_KEY
    ed25519 = Ed25519Signer.from_seed(bytes([7]) * 32)
    repository.announce_key("jwt-1", Role.JWT, ed25519.public_key)

    with pytest.raises(KeyRefusedError, match="the jwt key is of the kind P-256, not Ed25519"):
        repository.check()


def test_lists_are_refreshed_without_those_keys(repository: Repository) -> None:
    """
    Every day, unattended: with the register key alone.
    """
    repository.jwt_signer = repository.assertion_signer = None
    repository.pass_days()
    repository.refresh()

    assert ALL == formats(repository, "Ada Lovelace")


def test_what_was_issued_before_the_keys_is_signed_when_they_come(tmp_path: Path) -> None:
    """
    `check` says so, a refresh leaves it, the next issuing does it; documents stay as they were.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.award("Grace Hopper", "revoked: {date: 2026-03-02, reason: By mistake}")
    repository.write("content/site.yaml", repository.read("content/site.yaml") + EMAIL)
    repository.issue(first=True)
    before = repository.register
    serialising.give_keys(repository)
    repository.pass_days()
    planned = [change.action.value for change in repository.plan().changes]
    repository.refresh()

    assert ["key", "key", "serialise", "serialise"] == planned
    assert [] == formats(repository, "Ada Lovelace")

    repository.issue()
    after = repository.register

    assert [Format.JWT, Format.ASSERTION] == formats(repository, "Ada Lovelace")
    assert [] == formats(repository, "Grace Hopper")
    assert not repository.plan().changes
    assert [each.signed for each in before.documents.values()] == [  # type: ignore[union-attr]  # none is erased
        each.signed  # type: ignore[union-attr]  # none is erased
        for each in after.documents.values()
    ]
    assert repository.build().report.ok


def test_an_optional_format_is_signed_when_it_is_asked_for(tmp_path: Path) -> None:
    repository = serialising.begun(tmp_path, "Ada Lovelace", formats="[]")
    repository.issue(first=True)
    site = repository.read("content/site.yaml")
    first = formats(repository, "Ada Lovelace")
    repository.write("content/site.yaml", site.replace("formats: []", "formats: [vc+jwt]"))
    repository.pass_days()
    repository.issue()

    assert [Format.JWT, Format.ASSERTION] == first
    assert {*ALL} == {*formats(repository, "Ada Lovelace")}


def test_every_version_has_its_own_and_keeps_it(repository: Repository) -> None:
    repository.pass_days()
    path = repository.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: Misspelt}")
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    first = jwt_of(repository, "Ada Lovelace")
    repository.issue()
    versions = repository.of("Ada King").versions

    assert first in versions[0].detached
    assert ALL == [each.format for each in versions[1].detached]
    assert first.payload != jwt_of(repository, "Ada King").payload


def test_what_is_withdrawn_waits_until_it_stands_again(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write("content/site.yaml", repository.read("content/site.yaml") + EMAIL)
    repository.issue(first=True)
    serialising.give_keys(repository)
    repository.pass_days()
    repository.award("Ada Lovelace", SUSPENDED)
    repository.issue()
    suspended = formats(repository, "Ada Lovelace")
    repository.pass_days()
    repository.award("Ada Lovelace", SUSPENDED, "reinstated: {date: 2026-03-04, reason: In order}")
    repository.issue()

    assert [] == suspended
    assert [Format.JWT, Format.ASSERTION] == formats(repository, "Ada Lovelace")


def lose_jwt_key(repository: Repository) -> None:
    """It is said to be lost; another takes its place."""
    size = repository.register.size
    repository.announce_key("jwt-1", Role.JWT, JWT_KEY.public_key, compromised=size)
    repository.announce_key("jwt-2", Role.JWT, OTHER_JWT_KEY.public_key)
    repository.jwt_signer = OTHER_JWT_KEY


def test_what_a_lost_key_signed_is_signed_again(repository: Repository) -> None:
    """
    Where it stands; what was revoked loses it. The lost key leaves did.json.
    """
    repository.pass_days()
    repository.award("Alan Turing", REVOKED)
    lose_jwt_key(repository)
    repository.issue()
    report = repository.build(check_all=True).report
    did = (repository.site / ".well-known/did.json").read_text()
    ada, alan = (repository.site / "awards" / repository.of(name).id for name in NAMES)

    assert report.ok, report.faults
    assert OTHER_JWT_KEY.public_key.thumbprint == jwt_of(repository, "Ada Lovelace").key
    assert OTHER_JWT_KEY.public_key.thumbprint in did
    assert JWT_KEY.public_key.thumbprint not in did
    assert [True, False] == [(each / "credential.jwt").exists() for each in (ada, alan)]
    assert (alan / "assertion.jws").exists()


NAMES = ("Ada Lovelace", "Alan Turing")


def test_until_then_nothing_that_it_signed_is_published(repository: Repository) -> None:
    lose_jwt_key(repository)
    repository.pass_days()
    repository.refresh()
    repository.build(check_all=True)

    assert not list(repository.site.glob("awards/*/*.jwt"))
    assert 2 == len(list(repository.site.glob("awards/*/assertion.jws")))


def test_an_ended_key_stays_and_signs_nothing_more(repository: Repository) -> None:
    repository.pass_days()
    ended = repository.now.date()
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", site.replace("formats: [vc+jwt]", "formats: []"))
    repository.announce_key("jwt-1", Role.JWT, JWT_KEY.public_key, ended=ended)
    repository.award("Grace Hopper")
    repository.issue()
    built = repository.build(check_all=True)

    assert built.report.ok, built.report.faults
    assert Format.JWT in formats(repository, "Ada Lovelace")
    assert [Format.ASSERTION] == formats(repository, "Grace Hopper")
    assert JWT_KEY.public_key.thumbprint in (repository.site / ".well-known/did.json").read_text()


@pytest.mark.parametrize("nth", range(1, 9))
def test_an_interrupted_run_is_completed(tmp_path: Path, nth: int) -> None:
    """
    With keys that came in that run: whichever write was the last, the next one ends well.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write("content/site.yaml", repository.read("content/site.yaml") + EMAIL)
    repository.issue(first=True)
    serialising.give_keys(repository)
    repository.award("Grace Hopper")
    repository.now += timedelta(hours=1)
    try:
        repository.issue(disk=DyingDisk(dies_at=nth, when=When.AFTER))
    except Cut:
        repository.now += timedelta(hours=1)
        repository.issue()
    report = repository.build(check_all=True).report

    assert report.ok, report.faults
    assert 2 == len(list(repository.site.glob("awards/*/credential.jwt")))


@pytest.mark.parametrize("field", ["payload", "derivation"])
def test_a_register_whose_derivations_were_changed_is_refused(
    repository: Repository, field: str
) -> None:
    one = jwt_of(repository, "Ada Lovelace")
    old, new = {
        "payload": (f'"payload":"{one.payload}"', f'"payload":"{"0" * 64}"'),
        "derivation": ('"derivation":1', '"derivation":2'),
    }[field]
    edit_register(repository, old, new)

    with pytest.raises(RegisterError, match=r"does not follow|none that this testamur knows"):
        repository.build()


def test_a_language_that_was_changed_is_noticed(repository: Repository) -> None:
    """
    No commitment covers it; what was signed as assertion does.
    """
    edit_register(repository, '"language":null', '"language":"cy"')

    with pytest.raises(RegisterError, match="signed as ob2-jws does not follow"):
        repository.check().problems and repository.build()


def test_a_signature_that_was_changed_is_not_published(repository: Repository) -> None:
    """
    The build verifies what it writes.
    """
    one = jwt_of(repository, "Ada Lovelace")
    other = "A" if one.signature[0] != "A" else "B"
    edit_register(repository, one.signature, other + one.signature[1:])

    with pytest.raises(RegisterError, match=r"credential\.jwt is not signed by the key"):
        repository.build()


def test_a_signature_by_a_key_that_the_log_does_not_know_is_not_published(
    repository: Repository,
) -> None:
    """
    Somebody who can push adds one; it is nobody's, and the next issuing signs anew.
    """
    one = jwt_of(repository, "Ada Lovelace")
    edit_register(repository, f'"key":"{one.key}"', f'"key":"{"A" * 43}"')
    repository.build()
    folder = repository.site / "awards" / repository.of("Ada Lovelace").id

    assert not (folder / "credential.jwt").exists()

    repository.pass_days()
    repository.issue()

    assert one == jwt_of(repository, "Ada Lovelace")


def test_forgetting_takes_every_serialisation(repository: Repository) -> None:
    """
    No file, no line of the register; its assertion is listed as revoked, by a name that leads
    nowhere.
    """
    repository.build()
    award = repository.of("Ada Lovelace")
    signatures = [each.signature for each in award.newest.detached]
    folder = repository.site / "awards" / award.id
    before = json.loads((repository.site / "revocations.json").read_bytes())
    list(forget(repository.project, award.id))
    repository.pass_days()
    repository.issue()
    repository.build()
    kept = b"".join(files(repository.root).values())
    after = json.loads((repository.site / "revocations.json").read_bytes())

    assert ["embed", "index.html"] == sorted(path.name for path in folder.iterdir())
    assert not any(each.encode() in kept for each in signatures)
    assert 1 == len(listed(after)) - len(listed(before))


def listed(document: Any) -> list[Any]:
    found: list[Any] = document["revokedAssertions"]
    return found


def test_an_assertion_key_needs_an_issuer_who_can_be_asked(tmp_path: Path) -> None:
    repository = serialising.begun(tmp_path, "Ada Lovelace")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", site.replace(EMAIL, ""))
    problems = repository.check().problems
    drafts, _ = prepare(repository.project, first=True)

    assert ["assertion-key-without-email"] == codes(problems)
    assert drafts is None


def test_a_format_that_no_key_can_sign_is_a_problem(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}formats: [vc+jwt]\n")

    assert ["format-without-key"] == codes(repository.check().problems)
