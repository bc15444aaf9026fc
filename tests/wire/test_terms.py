"""Every term of Open Badges 3.0 that an author can fill, where it stands and what it does not touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import jsonschema_rs
import orjson
import pytest

from testamur.content.load import load
from testamur.issue.lint import flaws
from testamur.model.addresses import Addresses
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.issuer import Party
from testamur.model.status import Slot
from testamur.register.definitions import digest
from testamur.register.intent import intent_digest
from testamur.wire import v2, v3
from tests.support.builders import a_credential, a_record, a_site
from tests.support.check import TODAY
from tests.support.sites import ROOT
from tests.wire.test_schemas import OFFICIAL, SCHEMAS

DRAWN = v3.Drawn("0" * 26, "urn:uuid:00000000-0000-4000-8000-000000000000", "aa" * 16, Slot(1, 5))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
VERSIONS = {"data-steward": (1, 2), "data-basics": (1, 3)}


@cache
def full() -> Catalog:
    """The site of the tests that leaves nothing out."""
    catalog = load(ROOT / "tests/sites/full", today=TODAY).catalog
    assert catalog is not None
    return catalog


def a_full_record() -> Record:
    """Ada's, in force when it is signed."""
    return next(each for each in full().records if each.identity == "key:cohort-7-ada")


def document(record: Record | None = None, earned: Credential | None = None) -> dict[str, Any]:
    made = v3.credential(
        record or a_full_record(),
        earned or full().credentials["data-steward"],
        DRAWN,
        full().site,
        VERSIONS,
    )
    found: dict[str, Any] = orjson.loads(orjson.dumps(made | {"validFrom": "2026-11-22T09:00:00Z"}))
    return found


INSTITUTE = {
    "id": "did:web:institute.example.org",
    "type": ["Profile"],
    "name": "Institute of Data",
    "url": "https://institute.example.org/",
    "email": "curriculum@example.org",
}
GUILD = {
    "id": "did:web:guild.example.org",
    "type": ["Profile"],
    "name": "Guild of Archivists",
    "url": "https://guild.example.org/",
    "email": "exams@example.org",
}
BASE = "https://badges.example.org/academy/credentials"


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("credentialSubject.activityStartDate", "2025-02-02T23:00:00Z"),
        ("credentialSubject.activityEndDate", "2025-05-08T22:00:00Z"),
        ("credentialSubject.term", "Spring 2025"),
        ("credentialSubject.role", "Lead author"),
        ("credentialSubject.licenseNumber", "DS-2025-0042"),
        ("credentialSubject.source", GUILD),
        ("credentialSubject.achievement.creator", INSTITUTE),
        ("credentialSubject.achievement.humanCode", "DS-201"),
        ("credentialSubject.achievement.fieldOfStudy", "Library and information science"),
        ("credentialSubject.achievement.specialization", "Research data"),
        (
            "credentialSubject.achievement.otherIdentifier",
            [
                {
                    "type": "IdentifierEntry",
                    "identifier": "978-3-16-148410-0",
                    "identifierType": "isbn",
                },
                {"type": "IdentifierEntry", "identifier": "0322", "identifierType": "ext:isced"},
            ],
        ),
        ("credentialSubject.achievement.resultDescription.2.alignment.0.targetCode", "S1.13"),
        ("credentialSubject.achievement.resultDescription.2.rubricCriterionLevel.1.level", "B2"),
        (
            "credentialSubject.achievement.related",
            [
                {
                    "id": f"{BASE}/data-steward/v2/badgeclass.json",
                    "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
                    "version": "Open Badges v2p0",
                },
                {
                    "id": f"{BASE}/data-steward/v2/de-CH/achievement.json",
                    "type": ["Related"],
                    "inLanguage": "de-CH",
                    "version": "2",
                },
                {
                    "id": f"{BASE}/data-steward/v1/achievement.json",
                    "type": ["Related"],
                    "version": "1",
                },
                {
                    "id": f"{BASE}/data-basics/v3/achievement.json",
                    "type": ["Related"],
                    "version": "3",
                },
            ],
        ),
        ("evidence.0.description", "Four tables and their codebook."),
        ("evidence.0.audience", "Historians of computing"),
        ("issuer.phone", "+493012345678"),
        ("issuer.address.addressCountryCode", "DE"),
        ("issuer.address.postOfficeBoxNumber", "1234"),
        ("issuer.official", "Dr. Emmy Noether"),
        ("issuer.parentOrg.id", "did:web:university.example.org"),
    ],
)
def test_every_field_stands_under_its_term(route: str, expected: object) -> None:
    found: Any = document()
    for step in route.split("."):
        found = found[int(step) if step.isdigit() else step]

    assert expected == found


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="needs the official schemas beside the repository")
@pytest.mark.parametrize("schema", OFFICIAL[:2])
def test_the_official_schemas_accept_them(schema: str) -> None:
    """
    The strict edition and the tolerant one; the proof, which the strict one asks for, is a stand-in.
    """
    validator = jsonschema_rs.validator_for(orjson.loads((SCHEMAS / schema).read_bytes()))
    proved = document() | {"proof": [{"type": "DataIntegrityProof"}]}

    assert [] == [each.message for each in validator.iter_errors(proved)]


def test_every_term_is_signed() -> None:
    """
    No context drops one, and no two nodes of the graph share an id.
    """
    lasting = replace(a_full_record(), expires=date(2029, 5, 14))

    assert [] == list(flaws(document(lasting), Addresses(full().site.base_url)))


@pytest.mark.parametrize(
    "clash",
    [
        Party(
            "Another name", "https://institute.example.org/", did="did:web:institute.example.org"
        ),
        Party(
            "The issuer itself",
            "https://www.example.org/",
            did="did:web:badges.example.org:academy",
        ),
    ],
)
def test_one_id_never_stands_for_two(clash: Party) -> None:
    """
    An assessor with the id of the creator or the issuer, and another name, is refused.
    """
    record = replace(a_full_record(), assessed_by=clash)
    found = list(flaws(document(record), Addresses(full().site.base_url)))

    assert ["has an id that stands for something else too" in each for each in found] == [True]


def test_creator_and_assessor_may_be_the_same() -> None:
    """
    They are then the same object, word for word: one node.
    """
    creator = full().credentials["data-steward"].creator
    record = replace(a_full_record(), assessed_by=creator)

    assert [] == list(flaws(document(record), Addresses(full().site.base_url)))


def test_a_first_version_is_related_to_nothing_earlier() -> None:
    """
    Nor is anything named that has no address.
    """
    first = replace(
        full().credentials["data-steward"], version=1, requires=("never-issued",), translations=()
    )
    related = document(earned=first)["credentialSubject"]["achievement"]["related"]

    assert [f"{BASE}/data-steward/v1/badgeclass.json"] == [each["id"] for each in related]


def test_without_an_edition_in_2_0_there_is_no_link_to_it() -> None:
    site = replace(full().site, issuer=replace(full().site.issuer, email=None))

    found = v3.achievement(replace(full().credentials["data-steward"], translations=()), site)
    assert "related" not in found


def test_open_badges_2_0_has_those_that_it_knows() -> None:
    """
    The issuer's telephone, and description and audience of evidence.
    """
    at = Addresses(full().site.base_url)
    assertion: Any = v2.assertion(document(), "0" * 26, ("data-steward", 2), None, at)

    assert "+493012345678" == v2.profile(full().site)["telephone"]
    assert "Historians of computing" == assertion["evidence"][0]["audience"]
    assert "Four tables and their codebook." == assertion["evidence"][0]["description"]


def test_what_was_written_before_has_the_digests_it_had() -> None:
    """
    A field that is left out changes neither a record's intent nor a definition's digest: these
    two were computed before there were any such fields.
    """
    assert "36f4ecdb78fae3c52598153e1170deea9361610d88701cae3b425fab58a91a17" == intent_digest(
        a_record(), 1, Addresses(a_site().base_url)
    )
    assert "fa43cfb2913263b0b3840e45815ca6f8b10d00d80ca55cf7562be5ee4da6db4d" == digest(
        a_credential()
    )
