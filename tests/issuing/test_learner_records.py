"""A learner's record through its life, as `issue` makes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from testamur.changes import Action
from testamur.commands.listing import issued
from testamur.crypto.integrity import check_proof
from testamur.crypto.signer import Ed25519Signer
from testamur.problems import RegisterError
from testamur.register.entries import EraseEntry, IssueEntry, Role
from testamur.register.learners import ErasedRecord, LearnerRecord
from testamur.wire.contexts import contexts
from tests.support.repository import AWARD_SEED, CREDENTIAL, OTHER_SEED, Repository, codes

ADA = "content/learners/ada.yaml"
WISH = "name: Ada Lovelace\nemail: Ada-Lovelace@Example.org\nconsent: 2026-03-01\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards to one of two people, who asked for a record; issued; the next day."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    second(repository)
    repository.write(ADA, WISH)
    repository.issue(first=True)
    repository.pass_days()
    return repository


def second(repository: Repository, *more: str) -> str:
    """Another award to Ada Lovelace."""
    return repository.award("Ada Lovelace", "key: second", *more, file="ada-again")


def record(repository: Repository) -> LearnerRecord:
    (found,) = repository.register.learners.values()
    return found


def said(found: LearnerRecord) -> Any:
    return orjson.loads(found.signed)


def held(found: LearnerRecord) -> list[str]:
    return [each["id"] for each in said(found)["credentialSubject"]["verifiableCredential"]]


def is_set(repository: Repository, found: LearnerRecord | ErasedRecord) -> bool:
    bits = repository.register.status_lists["revocation", found.slot.list].bits
    return bool(bits[found.slot.index // 8] & 0x80 >> found.slot.index % 8)


def actions(repository: Repository) -> list[Action]:
    return [change.action for change in repository.plan().changes]


def test_a_record_holds_the_awards_as_they_were_signed(repository: Repository) -> None:
    """
    Whoever's address it is, their awards stand inside, proofs and all, and nobody else's.
    """
    register, found = repository.register, record(repository)
    inside = said(found)["credentialSubject"]["verifiableCredential"]
    theirs = [
        orjson.loads(award.newest.signed)
        for award in register.awards.values()
        if b'"Ada Lovelace"' in award.newest.signed
    ]

    assert 2 == len(inside)
    assert sorted(theirs, key=str) == sorted(inside, key=str)
    assert said(found)["partial"] is False
    assert not is_set(repository, found)
    assert isinstance(register.entries[found.entry].fact, IssueEntry)


def test_a_record_bears_the_proofs_of_every_document(repository: Repository) -> None:
    document = said(record(repository))
    proofs = document.pop("proof")
    key = Ed25519Signer.from_seed(AWARD_SEED).public_key

    assert ["eddsa-rdfc-2022", "eddsa-jcs-2022"] == [each["cryptosuite"] for each in proofs]
    assert [None, None] == [check_proof(document, each, key, contexts()) for each in proofs]


def test_the_list_tells_the_address_of_the_page(repository: Repository) -> None:
    """
    It is drawn at random and linked from nowhere, so whoever hands it on has it from there.
    """
    found = record(repository)
    (listed,) = issued(repository.project, ["ada", "LEARNER"])

    assert "learner record of 2 awards" == listed.what
    assert (found.entry + 1, "Ada Lovelace") == (listed.number, listed.recipient)
    assert f"https://badges.example.org/learners/{found.learner}/" == listed.address


def test_signing_counts_the_records(repository: Repository) -> None:
    repository.award("Ada Lovelace", "key: third", file="ada-third")

    assert 1 == repository.issue().learner_records

    (repository.root / ADA).unlink()

    assert 0 == repository.issue().learner_records


def test_a_record_that_was_taken_back_is_not_listed(repository: Repository) -> None:
    (repository.root / ADA).unlink()
    repository.issue()

    assert [] == issued(repository.project, ["learner"])


def test_nothing_new_leaves_the_record_as_it_is(repository: Repository) -> None:
    before = record(repository)
    repository.issue()

    assert [] == actions(repository)
    assert before == record(repository)


def test_a_new_award_makes_the_next_version(repository: Repository) -> None:
    """
    Same id and same subject, a newer `validFrom`; the old one is erased, and its bit set.
    """
    before = record(repository)
    repository.award("Ada Lovelace", "key: third", file="ada-third")

    assert [Action.AWARD, Action.RECORD] == actions(repository)

    repository.issue()
    after, register = record(repository), repository.register

    assert (before.learner, 2, 3) == (after.learner, after.version, len(held(after)))
    assert said(before)["credentialSubject"]["id"] == said(after)["credentialSubject"]["id"]
    assert said(before)["validFrom"] < said(after)["validFrom"]
    assert isinstance(register.learner_documents[before.entry], ErasedRecord)
    assert before.entry in [
        entry.fact.index for entry in register.entries if isinstance(entry.fact, EraseEntry)
    ]
    assert is_set(repository, register.learner_documents[before.entry])


@pytest.mark.parametrize(
    ("change", "left", "partial"),
    [
        ("corrected: {date: 2026-03-03, reason: Misspelt}\nexpires: 2030-01-01", 2, False),
        ("suspended: {date: 2026-03-03, reason: Under review}", 1, True),
        ("revoked: {date: 2026-03-03, reason: By mistake}", 1, False),
    ],
    ids=["corrected", "suspended", "revoked"],
)
def test_what_becomes_of_an_award_becomes_of_the_record(
    repository: Repository, change: str, left: int, *, partial: bool
) -> None:
    second(repository, change)

    assert Action.RECORD in actions(repository)

    repository.issue()
    after = record(repository)

    assert (left, partial) == (len(held(after)), said(after)["partial"])
    assert [] == actions(repository)
    newest = {award.newest.proof for award in repository.register.awards.values()}
    assert left == sum(after.has_inside(proof) for proof in newest)


def test_a_reinstated_award_comes_back(repository: Repository) -> None:
    second(repository, "suspended: {date: 2026-03-03, reason: Under review}")
    repository.issue()
    repository.pass_days()
    second(
        repository,
        "suspended: {date: 2026-03-03, reason: Under review}",
        "reinstated: {date: 2026-03-04, reason: Cleared}",
    )
    repository.issue()
    after = record(repository)

    assert (3, 2, False) == (after.version, len(held(after)), said(after)["partial"])


@pytest.mark.parametrize("wish", [None, f"{WISH}ended: 2026-03-03\n"], ids=["deleted", "ended"])
def test_consent_is_taken_back_without_ado(repository: Repository, wish: str | None) -> None:
    """
    The record goes, and nothing else; its page becomes a notice.
    """
    before = record(repository)
    if wish is None:
        (repository.root / ADA).unlink()
    else:
        repository.write(ADA, wish)

    assert [Action.RETIRE] == actions(repository)

    repository.issue()
    register = repository.register

    assert {} == register.learners
    assert {before.learner} == register.former_learners
    assert is_set(repository, register.learner_documents[before.entry])
    assert 3 == len(register.awards)
    assert [] == actions(repository)
    texts = (path.read_bytes() for path in repository.folder.path.rglob("*.jsonl"))
    assert not any(b"ClrCredential" in text or before.person.encode() in text for text in texts)


def test_who_asks_again_gets_a_new_record(repository: Repository) -> None:
    before = record(repository)
    (repository.root / ADA).unlink()
    repository.issue()
    repository.pass_days()
    repository.write(ADA, WISH)
    repository.issue()

    assert before.learner != record(repository).learner


def test_when_nothing_stands_any_more_the_record_goes(repository: Repository) -> None:
    revoked = "revoked: {date: 2026-03-03, reason: By mistake}"
    repository.award("Ada Lovelace", revoked)
    second(repository, revoked)
    repository.issue()

    assert {} == repository.register.learners


def test_a_learner_may_leave_credentials_out(repository: Repository) -> None:
    """
    Then the record says that it is not all.
    """
    repository.write(
        "content/credentials/lecture/credential.md",
        "---\nname: Lecture\ndescription: Heard it.\nkind: participation\n---\nBe there.\n",
    )
    second(repository)
    path = repository.award("Ada Lovelace", "key: heard", file="heard")
    repository.write(path, repository.read(path).replace("data-steward", "lecture"))
    repository.write(ADA, f"{WISH}credentials: [lecture]\n")
    repository.issue()
    after = record(repository)

    assert (1, True) == (len(held(after)), said(after)["partial"])


def test_a_hidden_name_stays_hidden(repository: Repository) -> None:
    repository.write(ADA, f"{WISH}display: hidden\n")
    repository.issue()
    document = said(record(repository))
    del document["credentialSubject"]["verifiableCredential"]

    assert b"Lovelace" not in orjson.dumps(document)
    assert "Learner record" == document["name"]


def test_a_did_joins_awards_without_an_address(repository: Repository) -> None:
    """
    An e-mail address goes before a DID; where an award has none, the DID tells.
    """
    did = "did:web:ada.example.org"
    path = repository.award("Ada King", file="ada-king")
    text = repository.read(path).replace("email: ada-king@example.org", f"did: {did}")
    repository.write(path, text)
    repository.write(ADA, f"{WISH}did: {did}\n")
    repository.issue()
    after = record(repository)

    assert (2, 3) == (after.version, len(held(after)))
    assert did == said(after)["credentialSubject"]["id"]


def test_one_name_does_not_make_one_person(repository: Repository) -> None:
    path = repository.award("Ada Lovelace", file="namesake")
    text = repository.read(path).replace("ada-lovelace@example.org", "other@example.org")
    repository.write(path, text)
    repository.issue()

    assert 2 == len(held(record(repository)))


def test_required_credentials_are_associated(repository: Repository) -> None:
    """
    What a credential requires is part of it; where it was not earned, it is only referred to.
    """
    slugs = ("larger", "part")
    for slug, more in zip(slugs, ("requires: [data-steward, part]\n", ""), strict=True):
        repository.write(
            f"content/credentials/{slug}/credential.md",
            f"---\nname: {slug}\ndescription: One.\nkind: participation\n{more}---\nBe there.\n",
        )
    path = repository.award("Ada Lovelace", "key: larger", file="larger")
    repository.write(path, repository.read(path).replace("data-steward", "larger"))
    repository.issue()
    subject = said(record(repository))["credentialSubject"]
    at = repository.register.addresses

    assert [at.achievement("part", 1)] == [each["id"] for each in subject["achievement"]]
    assert [
        (at.achievement("data-steward", 1), "isPartOf", at.achievement("larger", 1)),
        (at.achievement("part", 1), "isPartOf", at.achievement("larger", 1)),
    ] == [
        (each["sourceId"], each["associationType"], each["targetId"])
        for each in subject["association"]
    ]


def test_pathways_are_associated(repository: Repository) -> None:
    """
    A step is part of what the pathway leads to, which is referred to until it is earned; what is
    required and a step too is said once.
    """
    for slug, more in (("whole", "requires: [data-steward]\n"), ("other", "")):
        repository.write(
            f"content/credentials/{slug}/credential.md",
            f"---\nname: {slug}\ndescription: One.\nkind: participation\n{more}---\nBe there.\n",
        )
    repository.write(
        "content/pathways/way.yaml",
        "name: The way\ndescription: There.\nleads_to: whole\nin_order: true\n"
        "steps: [data-steward, other]\n",
    )
    for slug in ("whole", "other"):
        path = repository.award("Ada Lovelace", f"key: {slug}", file=slug)
        repository.write(path, repository.read(path).replace("data-steward", slug))
        if slug == "whole":
            (repository.root / path).unlink()
    repository.issue()
    subject, at = said(record(repository))["credentialSubject"], repository.register.addresses
    step, other, whole = (at.achievement(each, 1) for each in ("data-steward", "other", "whole"))

    assert [whole] == [each["id"] for each in subject["achievement"]]
    assert [
        (step, "isPartOf", whole),
        (other, "isPartOf", whole),
        (step, "precedes", other),
    ] == [
        (each["sourceId"], each["associationType"], each["targetId"])
        for each in subject["association"]
    ]


def test_after_a_lost_key_the_record_is_issued_again(repository: Repository) -> None:
    """
    Its awards have new proofs then, and so must the copies inside.
    """
    size = repository.register.size
    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=size)
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED

    assert Action.RECORD in actions(repository)

    repository.issue()
    after = record(repository)
    lost = Ed25519Signer.from_seed(AWARD_SEED).public_key.multibase

    assert 2 == after.version
    assert lost.encode() not in after.signed


def test_a_refresh_does_not_leave_a_record_behind(repository: Repository) -> None:
    """
    Refreshing takes a lost key up, but drafts nothing: it refuses rather than publish old proofs.
    """
    size = repository.register.size
    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=size)
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED

    with pytest.raises(RegisterError, match="learner's record"):
        repository.refresh()


@pytest.mark.parametrize("damage", ["person", "holds", "unsigned"])
def test_a_record_that_was_edited_is_refused(repository: Repository, damage: str) -> None:
    path = repository.folder.path / "documents/0000.jsonl"
    text = path.read_text()
    found = record(repository)
    edited = {
        "person": ('"holds":', f'"holds":[{found.entry}],"x":'),
        "holds": (f'"holds":[{found.holds[0]},', '"holds":['),
        "unsigned": ('"partial":false', '"partial":true'),
    }[damage]
    assert edited[0] in text
    path.write_text(text.replace(*edited))

    assert "register-refused" in codes(repository.check().problems)


def test_what_signing_would_refuse_is_said_before(repository: Repository) -> None:
    """
    Two credentials that a record refers to have one creator by two names: the graph would mix them.
    """
    for slug in ("law", "lead"):
        creator = f"creator: {{name: The makers of {slug}, url: 'https://maker.example.com/', did: 'did:web:maker.example.com'}}\n---"
        text = CREDENTIAL.format(name=slug, version=1)
        head, _, rest = text.rpartition("---")
        repository.write(f"content/credentials/{slug}/credential.md", f"{head}{creator}{rest}")
    path = "content/credentials/data-steward/credential.md"
    text = CREDENTIAL.format(name="Data Steward II", version=2)
    head, _, rest = text.rpartition("---")
    repository.write(path, f"{head}requires: [law, lead]\n---{rest}")
    repository.award("Ada Lovelace", "key: of-two", file="ada-of-two")
    problems = [each for each in repository.check().problems if each.rule.code == "unsignable"]

    assert [ADA] == [each.file for each in problems]
    assert "has an id that stands for something else too" in problems[0].detail
