"""Open Badges 2.0 documents, held against the tables of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.model.addresses import Addresses
from testamur.model.award import Display, Evidence, EvidenceKind, Recipient, Record
from testamur.model.status import Change, Event
from testamur.wire import v2, v3
from tests.support.builders import (
    a_credential,
    a_document,
    a_participation,
    a_picture,
    a_record,
    a_site,
    an_award_id,
    an_issuer,
)

SITE = a_site(time_zone="UTC")
AT = Addresses(SITE.base_url)
AWARD = an_award_id()
DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def signed(record: Record) -> Mapping[str, Any]:
    found: Mapping[str, Any] = orjson.loads(a_document(record, site=SITE).unsigned)
    return found


def assertion(record: Record | None = None, language: str | None = None) -> Mapping[str, Any]:
    return v2.assertion(signed(record or a_record()), AWARD, ("safe-forge-work", 1), language, AT)


def test_an_assertion_has_what_the_specification_requires() -> None:
    """
    OB 2.0, Assertion: id, type, recipient, badge, verification and issuedOn.
    """
    found = assertion()

    assert "https://w3id.org/openbadges/v2" == found["@context"]
    assert "Assertion" == found["type"]
    assert f"https://badges.example.org/awards/{AWARD}/assertion.json" == found["id"]
    assert (
        "https://badges.example.org/credentials/safe-forge-work/v1/badgeclass.json"
        == found["badge"]
    )
    assert {"type": "HostedBadge"} == found["verification"]
    assert "2026-05-14T00:00:00Z" == found["issuedOn"]


@pytest.mark.parametrize("absent", ["expires", "narrative", "image", "revoked", "uid", "@language"])
def test_an_assertion_has_no_property_without_a_value(absent: str) -> None:
    """
    Nor the legacy `uid`, nor an image that is not baked.
    """
    assert absent not in assertion()


def test_the_recipient_is_the_hashed_address_with_the_salt_of_the_award() -> None:
    """
    OB 2.0, IdentityObject: SHA-256 over address, then salt, in hex with its prefix.
    """
    digest = sha256(b"ada@example.com" + b"salt-0").hexdigest()

    assert {
        "type": "email",
        "hashed": True,
        "salt": "salt-0",
        "identity": f"sha256${digest}",
    } == assertion()["recipient"]


@pytest.mark.parametrize(
    ("identity", "salt", "expected"),
    [
        # Published examples, recomputed.
        ("mayze", "", "7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6"),
        (
            "a@example.com",
            "Kosher",
            "b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
        ),
        (
            "jjefferson18@example.com",
            "FleurDeSel",
            "658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc",
        ),
    ],
)
def test_hashes_are_those_of_the_specification(identity: str, salt: str, expected: str) -> None:
    """
    Of both editions: what 3.0 signs is what 2.0 repeats.
    """
    assert f"sha256${expected}" == v3.identity_hash(identity, salt)


@pytest.mark.parametrize(
    ("recipient", "identity"),
    [
        (Recipient("Ada Lovelace", did=DID), DID),
        (Recipient("Ada Lovelace"), "urn:uuid:00000000-0000-4000-8000-000000000000"),
    ],
)
def test_a_recipient_without_an_address_is_the_subject(recipient: Recipient, identity: str) -> None:
    """
    By its own DID, else by the id that was drawn; never by name.
    """
    found = assertion(a_record(recipient=recipient))["recipient"]

    assert {"type": "id", "hashed": False, "identity": identity} == found


def test_an_address_goes_before_a_did() -> None:
    """
    Backpacks know their users by e-mail.
    """
    recipient = Recipient("Ada Lovelace", email="ada@example.com", did=DID)

    assert "email" == assertion(a_record(recipient=recipient))["recipient"]["type"]


@pytest.mark.parametrize("display", Display)
def test_no_name_and_no_plain_address_is_in_an_assertion(display: Display) -> None:
    """
    OB 2.0 has no place for a recipient's name, whatever may be shown of it.
    """
    recipient = Recipient("Ada Lovelace", email="ada@example.com", display=display)
    found = orjson.dumps(assertion(a_record(recipient=recipient, evidence=())))

    assert b"Lovelace" not in found
    assert b"example.com" not in found


def test_evidence_and_narrative_and_language_are_the_authors() -> None:
    """
    With or without an address; our kinds of evidence are what OB calls a genre.
    """
    record = a_record(
        evidence=(
            Evidence("Gate hinge", url="https://work.example.org/hinge", sha256="ab" * 32),
            Evidence("Interview", kind=EvidenceKind.QUALITATIVE, narrative="An *hour*."),
        ),
        narrative="Forged a gate.",
        expires=date(2029, 5, 14),
    )
    found = assertion(record, "cy")

    assert [
        {"type": "Evidence", "id": "https://work.example.org/hinge", "name": "Gate hinge"},
        {
            "type": "Evidence",
            "name": "Interview",
            "narrative": "An *hour*.",
            "genre": "qualitative",
        },
    ] == found["evidence"]
    assert "Forged a gate." == found["narrative"]
    assert "2029-05-14T00:00:00Z" == found["expires"]
    assert "cy" == found["@language"]


def test_the_assertion_names_its_other_edition() -> None:
    """
    OB 3.0, Related: by the full name of its class.
    """
    assert [
        {
            "id": f"https://badges.example.org/awards/{AWARD}/credential.json",
            "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"],
            "version": "Open Badges v3p0",
        }
    ] == assertion()["related"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Change.REVOKED, "Awarded by mistake"),
        (Change.SUSPENDED, "Suspended since 2026-04-01: Awarded by mistake"),
    ],
)
def test_a_withdrawn_award_has_the_short_form(change: Change, reason: str) -> None:
    """
    OB 2.0, Assertion: id and revoked; validators accept a whole one that says it is revoked.
    """
    event = Event(change, date(2026, 4, 1), "Awarded by mistake", date(2026, 4, 2))

    assert {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"https://badges.example.org/awards/{AWARD}/assertion.json",
        "revoked": True,
        "revocationReason": reason,
    } == v2.withdrawn(AWARD, event, AT)


def test_a_badge_class_has_what_the_specification_requires() -> None:
    """
    OB 2.0, BadgeClass: id, type, name, description, image, criteria and issuer.
    """
    found = v2.badge_class(a_credential(version=2, tags=("iron",)), "png", SITE, earlier=1)
    folder = "https://badges.example.org/credentials/safe-forge-work/v2/"

    assert {
        "@context": "https://w3id.org/openbadges/v2",
        "@language": "en",
        "type": "BadgeClass",
        "id": f"{folder}badgeclass.json",
        "name": "Safe Forge Work",
        "description": "Works at a gas forge without supervision and without harm to anybody.",
        "image": f"{folder}badge.png",
        "criteria": {"id": folder, "narrative": v3.criteria(a_credential())},
        "issuer": "https://badges.example.org/issuer.json",
        "alignment": [
            {
                "type": "AlignmentObject",
                "targetName": "operate forging equipment",
                "targetUrl": "https://data.europa.eu/esco/skill/1c2d8d8a",
                "targetFramework": "ESCO",
                "targetCode": "S8.6.1",
            }
        ],
        "tags": ["iron"],
        "version": "2",
        "related": [
            {
                "id": f"{folder}achievement.json",
                "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"],
                "version": "Open Badges v3p0",
            },
            {
                "id": "https://badges.example.org/credentials/safe-forge-work/v1/badgeclass.json",
                "type": "BadgeClass",
                "version": "1",
            },
        ],
    } == found


@pytest.mark.parametrize("absent", ["alignment", "tags"])
def test_a_badge_class_has_no_empty_list(absent: str) -> None:
    """
    A list without entries means nothing, and some readers take it for a value.
    """
    assert absent not in v2.badge_class(a_participation(), "svg", SITE)


@pytest.mark.parametrize(
    ("base_url", "prefix"),
    [
        ("https://badges.example.org", "https://badges.example.org/"),
        ("https://example.github.io/some/repo", "https://example.github.io/some/repo/"),
        ("https://badges.example.org:8443", "https://badges.example.org:8443/"),
    ],
)
def test_the_profile_speaks_for_its_own_folder_alone(base_url: str, prefix: str) -> None:
    """
    A neighbour at `/some/repository/` begins like `/some/repo`: the slash tells them apart.
    """
    found = v2.profile(a_site(base_url=base_url, logo=a_picture()))

    assert {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Profile",
        "id": f"{prefix}issuer.json",
        "name": "Example Academy",
        "url": "https://www.example.org",
        "email": "badges@example.org",
        "description": "A school of crafts in the harbour quarter.",
        "image": f"{prefix}assets/issuer.svg",
        "verification": {"type": "VerificationObject", "startsWith": prefix},
    } == found


def test_an_issuer_without_an_address_has_no_edition() -> None:
    """
    OB 2.0, Profile: the e-mail address of an issuer is required.
    """
    silent = a_site(issuer=an_issuer(email=None))

    assert SITE.hosts_v2
    assert not silent.hosts_v2
    with pytest.raises(ValueError, match="has an e-mail address"):
        v2.profile(silent)


recipients = st.builds(
    Recipient,
    name=st.sampled_from(["Ada Lovelace", "Nguyễn Thị Hồng Anh", "Plato"]),
    email=st.sampled_from([None, " Ada@Example.com", "plato@akademie.example"]),
    did=st.sampled_from([None, DID]),
    display=st.sampled_from(Display),
)
records = st.builds(
    a_record,
    recipient=recipients,
    awarded=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    expires=st.none() | st.dates(date(2030, 1, 2), date(2050, 1, 1)),
)


@settings(max_examples=60, deadline=None)
@given(records, st.integers(1, 9))
def test_both_editions_agree_on_who_what_and_when(record: Record, version: int) -> None:
    """
    Whatever a record says, the assertion says it of the same person, badge and days.
    """
    earned = a_credential(version=version)
    document = a_document(record, credential=earned, site=SITE)
    credential = orjson.loads(document.unsigned)
    found: Any = v2.assertion(credential, AWARD, document.definition, None, AT)
    badge: Any = v2.badge_class(earned, "svg", SITE)
    subject = credential["credentialSubject"]
    hashes = {each["identityHash"] for each in subject.get("identifier", ()) if each["hashed"]}

    assert found["recipient"]["identity"] in (hashes or {subject["id"]})
    assert bool(hashes) == found["recipient"]["hashed"]
    assert found["badge"] == badge["id"]
    assert subject["achievement"]["version"] == badge["version"]
    assert subject["achievement"]["id"] == badge["related"][0]["id"]
    assert credential["awardedDate"] == found["issuedOn"]
    assert credential.get("validUntil") == found.get("expires")
