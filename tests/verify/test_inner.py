"""Endorsements, learner records, and what is inside a credential."""

from __future__ import annotations

import json
import time
from hashlib import sha256
from typing import Any

import pytest

from testamur.verify import limits
from testamur.verify.document import verify_document
from testamur.verify.sources import Unavailable
from testamur.wire.contexts import CLR_V2, OB_V3, VC_V2

from .foreign import (
    DID,
    ED25519,
    HOST,
    NOW,
    OTHER,
    PROFILE,
    Json,
    achievement,
    address,
    badge,
    claims,
    encode,
    endorsement,
    judged,
    method_of,
    page,
    proved,
    said,
    token,
    web,
)

ACHIEVEMENT = f"{HOST}/achievements/forge-safety"
SOCIETY = f"did:key:{OTHER.public_key.multibase}"


def by_society(subject: str = ACHIEVEMENT, **changes: Any) -> Json:
    return proved(endorsement(subject, SOCIETY, **changes), OTHER)


def record(*credentials: Any, **subject: Any) -> Json:
    """A learner record, signed."""
    changes: Json = {
        "@context": [VC_V2, CLR_V2, OB_V3],
        "id": "urn:uuid:5b1c5f5e-27a3-46a3-8b8e-2f0b0e1a5b11",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Everything that Ada earned",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["ClrSubject"],
            "verifiableCredential": [*credentials],
            **subject,
        },
    }
    document = badge(**changes)
    return proved(document)


def record_of(*credentials: Any) -> Json:
    """A learner record without its proof, for a token."""
    document = record("one")
    document["credentialSubject"]["verifiableCredential"] = [*credentials]
    return {name: value for name, value in document.items() if name != "proof"}


def parts(found: Any) -> list[tuple[str, str, bool]]:
    return [(part.what, part.verdict.word.value, part.stands) for part in found.parts]


def test_an_endorsement_says_who_endorses_what() -> None:
    """
    Its sentence names the endorser, by its domain, and what is endorsed.
    """
    found = judged(proved(endorsement(f"{HOST}/1")), web())

    assert (
        "Valid. Endorsement of https://college.example/1 by Example College (college.example), "
        "1 March 2026."
    ) == found.sentence()
    assert f"{HOST}/1" == found.as_json()["endorses"]


@pytest.mark.parametrize(
    "changes",
    [
        {"credentialSubject": {"type": ["EndorsementSubject"]}},
        {"credentialSubject": {"id": f"{HOST}/1", "type": ["AchievementSubject"]}},
        {"credentialSubject": {"id": "1", "type": ["EndorsementSubject"]}},
        {"credentialSubject": [{"id": f"{HOST}/1", "type": ["EndorsementSubject"]}]},
        {"type": ["VerifiableCredential", "EndorsementCredential", "OpenBadgeCredential"]},
        {"validFrom": None},
    ],
)
def test_endorsements_of_another_shape(changes: Json) -> None:
    """
    One that does not say what it endorses, or is a badge at once, is refused.
    """
    document = {**proved(endorsement(f"{HOST}/1")), **changes}
    if document["validFrom"] is None:
        del document["validFrom"]
    found = judged(document, web())

    assert ("altered", "failed") == (found.word.value, found.step("well-formed").outcome.value)


def test_an_endorsement_that_expired() -> None:
    """
    It has dates and a status like any credential.
    """
    found = judged(proved(endorsement(HOST, validUntil="2026-04-01T00:00:00Z")), web())

    assert "Expired on 1 April 2026. Endorsement of https://college.example by" in found.sentence()


def with_endorsement(content: Any, where: str = "achievement") -> Json:
    document = badge()
    spot = {
        "achievement": document["credentialSubject"]["achievement"],
        "credential": document,
        "issuer": document["issuer"],
    }[where]
    spot["endorsement"] = [content]
    return proved(document)


@pytest.mark.parametrize(
    ("where", "subject"),
    [("achievement", ACHIEVEMENT), ("credential", badge()["id"]), ("issuer", DID)],
)
def test_an_endorsement_inside_is_judged_by_itself(where: str, subject: str) -> None:
    """
    Wherever it stands; the endorser's key has nothing to do with the issuer's.
    """
    found = judged(with_endorsement(by_society(subject), where), web())

    assert "valid" == found.word.value, said(found)
    assert [("endorsement", "valid", True)] == parts(found)
    assert "does not stand" not in found.sentence()


def _altered(document: Json) -> Json:
    return {**document, "name": "Another"}


FALLEN: dict[str, tuple[Any, str]] = {
    "altered": (_altered(by_society()), "altered"),
    "by the wrong key": (
        proved(endorsement(ACHIEVEMENT, SOCIETY), ED25519, method_of(SOCIETY, OTHER)),
        "altered",
    ),
    "without a signature": (endorsement(ACHIEVEMENT, SOCIETY), "altered"),
    "expired": (by_society(validUntil="2026-04-01T00:00:00Z"), "expired"),
    "of something else": (by_society(f"{HOST}/achievements/another"), "valid"),
    "out of reach": (proved(endorsement(ACHIEVEMENT, PROFILE)), "unknown"),
    "no endorsement": (proved(badge(SOCIETY, id="urn:uuid:2"), OTHER), "valid"),
}


@pytest.mark.parametrize("name", FALLEN)
def test_endorsements_that_do_not_stand_are_said_to(name: str) -> None:
    """
    The badge itself stays what it is; that its endorsement does not stand is never dropped.
    """
    content, word = FALLEN[name]
    found = judged(with_endorsement(content), web())

    assert ("valid", [("endorsement", word, False)]) == (found.word.value, parts(found))
    assert found.sentence().endswith("The endorsement inside it does not stand.")


def test_an_endorsement_changed_after_signing_spoils_the_whole() -> None:
    """
    The issuer signed over it as well.
    """
    document = with_endorsement(by_society())
    (inside,) = document["credentialSubject"]["achievement"]["endorsement"]
    inside["credentialSubject"]["endorsementComment"] = "We know nobody."

    assert "altered" == judged(document, web()).word.value


def test_an_endorsement_inside_may_be_a_token() -> None:
    """
    `endorsementJwt` of a token: the signature around it covers it.
    """
    inside = token(claims(endorsement(ACHIEVEMENT, SOCIETY)), OTHER).decode()
    document = badge()
    document["credentialSubject"]["achievement"]["endorsementJwt"] = [inside, "no token"]
    found = judged(token(claims(document)), web())

    assert "valid" == found.word.value, said(found)
    assert [("endorsement", "valid", True), ("endorsement", "altered", False)] == parts(found)
    assert "Of the 2 endorsements inside it, 1 does not stand." in found.sentence()


def test_nothing_inside_an_altered_credential_is_looked_at() -> None:
    """
    What it names is not fetched, and what it holds is not judged.
    """
    assert () == judged(_altered(with_endorsement(by_society())), web()).parts


def test_a_learner_record_lists_what_it_bundles() -> None:
    """
    Each credential has a verdict of its own, and its place in the record.
    """
    found = judged(record(proved(badge()), token(claims(badge(id="urn:uuid:2"))).decode()), web())

    assert "valid" == found.word.value, said(found)
    assert found.step("well-formed").detail == "It is a Comprehensive Learner Record 2.0."
    assert [("credential", "valid", True)] * 2 == parts(found)
    assert ["Forge Safety"] * 2 == [part.verdict.summary.credential for part in found.parts]


@pytest.mark.parametrize(
    "kinds", ["EnvelopedVerifiableCredential", ["EnvelopedVerifiableCredential"]]
)
def test_an_envelope_in_a_learner_record(kinds: Any) -> None:
    """
    A token may stand in a record as W3C envelops it, whichever way the record is signed.
    """
    inside = token(badge(id="urn:uuid:2"), typ="vc+jwt").decode()
    envelope = {"@context": VC_V2, "id": f"data:application/vc+jwt,{inside}", "type": kinds}

    for data in (record(envelope), token(claims(record_of(envelope)))):
        found = judged(data, web())

        assert "valid" == found.word.value, said(found)
        assert [("credential", "valid", True)] == parts(found)


REVOKED_LIST = f"{HOST}/revoked"
REVOKED: Json = {
    "@context": [VC_V2, OB_V3, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
    "credentialStatus": {"id": REVOKED_LIST, "type": "1EdTechRevocationList"},
}


def test_a_revoked_credential_does_not_revoke_the_record() -> None:
    """
    But it is said, with the word it has alone.
    """
    pages = {**web(), REVOKED_LIST: {"revokedCredential": [{"id": badge()["id"]}]}}
    found = judged(record(proved(badge(**REVOKED)), proved(badge(id="urn:uuid:2"))), pages)

    assert "valid" == found.word.value, said(found)
    assert [("credential", "revoked", False), ("credential", "valid", True)] == parts(found)
    assert found.sentence().endswith("Of the 2 credentials inside it, 1 does not stand.")


def _identity(value: str, salt: str = "", kind: str = "emailAddress") -> Json:
    hashed = bool(salt)
    digest = "sha256$" + sha256((value + salt).encode()).hexdigest()
    found = {
        "type": "IdentityObject",
        "hashed": hashed,
        "identityHash": digest if hashed else value,
        "identityType": kind,
    }
    return {**found, "salt": salt} if hashed else found


@pytest.mark.parametrize(
    ("theirs", "ours", "stands"),
    [
        ({"id": "did:example:ada"}, {"id": "did:example:ada"}, True),
        ({"id": "did:example:grace"}, {"id": "did:example:ada"}, False),
        ({"id": "urn:uuid:1"}, {"id": "did:example:ada"}, True),
        (
            {"identifier": [_identity("ada@example.org", "Kosher")]},
            {"identifier": [_identity("Ada@example.org")]},
            True,
        ),
        (
            {"identifier": [_identity("grace@example.org", "Kosher")]},
            {"identifier": [_identity("ada@example.org")]},
            False,
        ),
        (
            {"identifier": [_identity("grace@example.org", "a")]},
            {"identifier": [_identity("ada@example.org", "b")]},
            True,
        ),
        (
            {"identifier": [_identity("grace@example.org", "a")]},
            {"identifier": [_identity("ada@example.org", "a")]},
            False,
        ),
        (
            {"identifier": [_identity("A. Lovelace", kind="name")]},
            {"identifier": [_identity("Ada Lovelace", kind="name")]},
            True,
        ),
    ],
)
def test_a_record_holds_one_persons_credentials(theirs: Json, ours: Json, stands: bool) -> None:  # noqa: FBT001 - a table's column
    """
    Another person's is said to be; what cannot be compared rests on the record's issuer.
    """
    inside = badge()
    inside["credentialSubject"] = {
        "type": ["AchievementSubject"],
        "achievement": achievement(),
        **theirs,
    }
    document = record(proved(inside))
    del document["proof"], document["credentialSubject"]["id"]
    document["credentialSubject"].update(ours)
    found = judged(proved(document), web())

    assert "valid" == found.word.value, said(found)
    assert [stands] == [part.stands for part in found.parts]


@pytest.mark.parametrize(
    "content", [None, 7, "x", [], {}, {"type": ["VerifiableCredential"]}, {"type": "Assertion"}]
)
def test_what_is_no_credential_inside_a_record(content: Any) -> None:
    """
    It is listed as what it is worth; a record of nothing is none.
    """
    document = claims(
        {**badge(), **{k: v for k, v in record(proved(badge())).items() if k != "proof"}}
    )
    document["credentialSubject"]["verifiableCredential"] = [content]
    found = judged(token(document), web())

    assert not any(part.stands for part in found.parts)
    assert found.parts or found.word.value == "altered"


def test_what_is_inside_is_limited() -> None:
    """
    A record may hold hundreds, not without end; what is not looked at is counted.
    """
    good = token(claims(badge(id="urn:uuid:1"))).decode()
    found = judged(token(claims(record_of(good, *["junk"] * 100_000))), web())
    *looked_at, rest = found.parts

    assert "valid" == found.word.value
    assert looked_at[0].stands
    assert 1000 < len(looked_at) < 2000
    assert f"{100_001 - len(looked_at)} more" in rest.verdict.sentence()


def test_a_credential_inside_may_not_take_long() -> None:
    """
    Objects without names that look alike take long to canonicalise: inside another, that is refused.
    """
    document = badge(SOCIETY)
    document["evidence"] = [{"type": ["Evidence"], "audience": "x", "genre": "y"} for _ in range(7)]
    content = {**document, "proof": proved(badge(SOCIETY), OTHER)["proof"][:1]}
    started = time.process_time()
    found = judged(token(claims(record_of(*[content] * 100))), web())

    assert time.process_time() - started < 20
    assert not any(part.stands for part in found.parts)


def test_what_is_inside_is_fetched_for_so_many_times() -> None:
    """
    Credentials inside may name hundreds of issuers; not all of them are asked.
    """
    asked: list[str] = []

    class Counting:
        def fetch(self, url: str, accept_bytes: int) -> bytes:
            asked.append(url)
            if url == address():
                return encode(page())
            raise Unavailable(f"{url} is out of reach")

    inside = [proved(badge(f"{HOST}/issuers/{number}")) for number in range(150)]
    found = verify_document(token(claims(record_of(*inside))), Counting(), now=NOW)

    assert "valid" == found.word.value
    assert limits.MAX_FETCHES == len(asked)
    assert "more than 100 documents" in found.parts[-1].verdict.sentence()


def test_slow_hosts_are_not_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each may take some seconds, but not one after the other for half an hour.
    """
    monkeypatch.setattr(limits, "MAX_SECONDS", 0.05)
    asked: list[str] = []

    class Slow:
        def fetch(self, url: str, accept_bytes: int) -> bytes:
            asked.append(url)
            if url == address():
                return encode(page())
            time.sleep(0.03)
            raise Unavailable(f"{url} took too long")

    inside = [proved(badge(f"{HOST}/issuers/{number}")) for number in range(20)]
    found = verify_document(token(claims(record_of(*inside))), Slow(), now=NOW)

    assert "valid" == found.word.value
    assert 3 == len(asked)
    assert "took longer than 0.05 seconds" in found.parts[-1].verdict.sentence()


def test_records_in_records_end_somewhere() -> None:
    """
    A record inside a record is judged, but not what is inside it.
    """
    nested: Json = record(proved(badge()))
    for number in range(4):
        nested = record(nested)
        nested["id"] = f"urn:uuid:{number}"
    found = judged(token(claims({k: v for k, v in nested.items() if k != "proof"})), web())

    assert all(part.verdict.parts == () for part in found.parts)


def test_the_verdict_for_machines_has_the_parts() -> None:
    """
    Each with its own verdict, place and steps.
    """
    found = judged(with_endorsement(_altered(by_society())), web()).as_json()

    (part,) = json.loads(json.dumps(found))["parts"]
    assert ("endorsement", False, "altered") == (part["what"], part["stands"], part["verdict"])
    assert 8 == len(part["steps"])
