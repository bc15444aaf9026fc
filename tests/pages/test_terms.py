"""What the pages show of the circumstances of an award, and of who else had a part in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from testamur.model.award import Evidence
from testamur.model.credential import Alignment
from testamur.model.issuer import Identifier, Party, PostalAddress
from tests.pages.reader import Page, read
from tests.pages.sites import pages_of
from tests.support.builders import (
    a_credential,
    a_definition,
    a_document,
    a_record,
    a_register,
    a_site,
    an_issuer,
)

GUILD = Party("Guild <of> Smiths", "https://guild.example.org/", did="did:web:guild.example.org")
RESULT = a_credential().results[0]
CREDENTIAL = a_credential(
    creator=GUILD,
    code="FORGE-1",
    field_of_study="Metalwork",
    specialization="Gas forges",
    identifiers=(Identifier("ext:isced", "0715"), Identifier("isbn", "978-3-16-148410-0")),
    results=(
        replace(
            RESULT,
            skills=(Alignment("keep calm", "https://skills.example.org/calm", "ESCO"),),
            levels=(replace(RESULT.levels[0], level="4"), *RESULT.levels[1:]),
        ),
    ),
)
RECORD = a_record(
    activity_start=date(2026, 2, 2),
    activity_end=date(2026, 5, 8),
    term="Spring 2026",
    role="Apprentice",
    licence_number="F-0042",
    assessed_by=GUILD,
    evidence=(Evidence("Hinge", description="A pair of them.", audience="Smiths & others"),),
)


def award_page() -> Page:
    register = a_register([a_document(RECORD, credential=CREDENTIAL)], [a_definition(CREDENTIAL)])
    (award,) = register.awards.values()
    return read(pages_of(register=register).award(award))


def credential_page() -> Page:
    register = a_register([], [a_definition(CREDENTIAL)])
    return read(pages_of(register=register).credential(CREDENTIAL.slug))


def close(text: str) -> str:
    """Without spaces: a label and its value stand in elements of their own."""
    return "".join(text.split())


@pytest.mark.parametrize(
    "words",
    [
        "Begun 2 February 2026",
        "Finished 8 May 2026",
        "Term Spring 2026",
        "Role Apprentice",
        "Licence number F-0042",
        "Assessed by Guild <of> Smiths",
        "A pair of them.",
        "Made for: Smiths & others",
    ],
)
def test_an_award_tells_its_circumstances(words: str) -> None:
    assert close(words) in close(award_page().text)


@pytest.mark.parametrize(
    "words",
    [
        "Code FORGE-1",
        "Field of study Metalwork",
        "Specialisation Gas forges",
        "Made by Guild <of> Smiths",
        "isced 0715",
        "isbn 978-3-16-148410-0",
        "Skills: keep calm ESCO",
        "Level: 4",
    ],
)
def test_a_credential_tells_where_it_belongs(words: str) -> None:
    assert close(words) in close(credential_page().text)


def test_the_issuers_page_tells_how_to_reach_the_issuer() -> None:
    issuer = an_issuer(
        phone="+493012345678",
        address=PostalAddress("Kai 1", postal_code="20457", locality="Hamburg", country_code="DE"),
        official="Dr. Emmy Noether",
        parent=Party("Example University", "https://university.example.org/"),
    )
    site = a_site(issuer=issuer)
    page = read(pages_of(site=site, register=a_register(site=site)).issuer())

    for words in (
        "Part of Example University",
        "Answers for its awards Dr. Emmy Noether",
        "Telephone +493012345678",
        "Address Kai 1, 20457 Hamburg, DE",
    ):
        assert close(words) in close(page.text)


def test_what_is_not_said_is_not_there() -> None:
    """No empty fact, and no heading for nothing."""
    register = a_register()
    (award,) = register.awards.values()
    labels = [each.text for each in read(pages_of(register=register).award(award)).all("dt")]

    assert "Awarded" in labels
    assert {"Begun", "Finished", "Term", "Role", "Licence number"}.isdisjoint(labels)
