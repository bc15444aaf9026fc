"""Drafts that `prepare` would never write: whoever sits between the two processes gets nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from testamur.commands.prepare import prepare
from testamur.commands.sign import sign
from testamur.crypto.jcs import canonical
from testamur.issue.drafts import Draft, Drafts, Happening, decode, encode
from testamur.model.status import Change, Slot
from testamur.problems import RegisterError
from tests.support import everything
from tests.support.repository import BASE_URL, Repository

OTHER = "0" * 26
Json = dict[str, Any]
Edit = Callable[[Json], Json]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Issued once; a new award is waiting, and with it a learner's next record."""
    repository = everything.begun(tmp_path)
    repository.issue(first=True)
    repository.pass_days()
    repository.award("Ada Lovelace", "key: third", file="ada-third")
    return repository


def drafted(repository: Repository) -> Drafts:
    drafts, checked = prepare(repository.project)
    assert drafts is not None, checked.problems
    return drafts


def refused(repository: Repository, drafts: Drafts) -> str:
    """Why they are not signed; nothing was written then."""
    before = repository.register
    try:
        signed = sign(repository.project, decode(encode(drafts)))
    except RegisterError as error:
        said = str(error)
    else:
        assert isinstance(signed, tuple), "signed"
        said = " ".join(problem.detail for problem in signed)

    assert before == repository.register
    return said


def elsewhere(document: Json) -> Json:
    """As of another award, whose own id it names as evidence."""
    evidence = [{"id": document["id"], "type": ["Evidence"]}]
    id_ = f"{BASE_URL}/awards/{OTHER}/credential.json"
    return {**document, "id": id_, "evidence": evidence}


def endorsed(document: Json) -> Json:
    subject = document["credentialSubject"]
    said = {"type": ["VerifiableCredential"], "issuer": {"id": "did:web:guild.example.com"}}
    achievement = {**subject["achievement"], "endorsement": [said]}
    return {**document, "credentialSubject": {**subject, "achievement": achievement}}


def of_another_version(document: Json) -> Json:
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    id_ = achievement["id"].replace("/v1/", "/v2/")
    related = [*achievement["related"], {"id": achievement["id"], "type": ["Related"]}]
    achievement = {**achievement, "id": id_, "related": related}
    return {**document, "credentialSubject": {**subject, "achievement": achievement}}


def with_third_status(document: Json) -> Json:
    third = {**document["credentialStatus"][0], "statusPurpose": "message"}
    return {**document, "credentialStatus": [*document["credentialStatus"], third]}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (elsewhere, "is drafted as another document"),
        (lambda each: {**each, "type": [*each["type"], "EndorsementCredential"]}, "another doc"),
        (lambda each: {**each, "type": ["VerifiableCredential"]}, "another document"),
        (with_third_status, "another document"),
        (lambda each: {**each, "credentialStatus": each["credentialStatus"][0]}, "another doc"),
        (lambda each: {**each, "refreshService": {"id": "https://x.example/"}}, "another doc"),
        (of_another_version, "says otherwise than the definition"),
        (endorsed, "is another's word"),
        (lambda each: {**each, "endorsementJwt": ["e30.e30.e30"]}, "is another's word"),
    ],
)
def test_an_award_is_drafted_as_itself(repository: Repository, edit: Edit, said: str) -> None:
    """
    What the register keeps of it beside the signed text must be what is signed.
    """
    drafts = drafted(repository)
    (draft,) = drafts.awards
    forged = replace(draft, document=canonical(edit(orjson.loads(draft.document))).decode())

    assert said in refused(repository, replace(drafts, awards=(forged,)))


def of_another_learner(document: Json) -> Json:
    id_ = f"{BASE_URL}/learners/{OTHER}/clr.json"
    return {**document, "id": id_, "relatedTo": {"id": document["id"]}}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (of_another_learner, "is drafted as another document"),
        (lambda each: {**each, "type": ["VerifiableCredential"]}, "another document"),
        (lambda each: {key: each[key] for key in each if key != "credentialStatus"}, "another"),
        (lambda each: {**each, "endorsementJwt": ["e30.e30.e30"]}, "is another's word"),
    ],
)
def test_a_record_is_drafted_as_itself(repository: Repository, edit: Edit, said: str) -> None:
    drafts = drafted(repository)
    (record,) = drafts.records
    forged = replace(record, document=canonical(edit(orjson.loads(record.document))).decode())

    assert said in refused(repository, replace(drafts, records=(forged,)))


@pytest.mark.parametrize("taken", ["award", "record", "suspension", "draft"])
def test_no_slot_is_given_twice(repository: Repository, taken: str) -> None:
    """
    Nor is that of a learner's record, or one that the same drafts give to another.
    """
    register, drafts = repository.register, drafted(repository)
    award, record = drafts.awards[0], drafts.records[0]
    issued = next(iter(register.awards.values())).newest
    if taken == "suspension":
        forged = replace(drafts, awards=(_at(award, award.slot, issued.suspension),))
    elif taken == "award":
        forged = replace(drafts, awards=(_at(award, issued.slot, award.suspension),))
    elif taken == "record":
        (old,) = register.learners.values()
        forged = replace(drafts, awards=(_at(award, old.slot, award.suspension),))
    else:
        forged = replace(drafts, records=(replace(record, slot=award.slot),))

    assert refused(repository, forged)


def _at(draft: Draft, slot: Slot, suspension: Slot | None) -> Draft:
    document = orjson.loads(draft.document)
    for entry, place in zip(document["credentialStatus"], (slot, suspension), strict=True):
        assert place
        entry["statusListIndex"] = str(place.index)
        entry["id"] = f"{entry['statusListCredential']}#{place.index}"
    text = canonical(document).decode()
    return replace(draft, slot=slot, suspension=suspension, document=text)


def test_a_successor_is_an_award_of_the_register(repository: Repository) -> None:
    drafts = drafted(repository)
    (draft,) = drafts.awards
    step = Happening(Change.REVOKED, date(2026, 3, 3), "x", "ab" * 32, replaced_by=OTHER)

    for id_ in (OTHER, "../../x", draft.award):
        forged = replace(draft, happenings=(replace(step, replaced_by=id_),))
        said = refused(repository, replace(drafts, awards=(forged,)))

        assert "replaced by something that is no award" in said


def test_a_record_repeats_only_proofs_that_hold(repository: Repository) -> None:
    """
    No commitment covers the proofs in the register: whoever edits them gets no signature over it.
    """
    award = repository.of("Ada Lovelace")
    path = repository.folder.path / "documents/0000.jsonl"
    (first, *_) = orjson.loads(award.newest.proof)
    forged = first["proofValue"][:-1] + ("1" if first["proofValue"][-1] != "1" else "2")
    path.write_bytes(path.read_bytes().replace(first["proofValue"].encode(), forged.encode(), 1))
    drafts = drafted(repository)

    with pytest.raises(RegisterError, match="do not hold, and a learner's record would repeat"):
        sign(repository.project, drafts)
