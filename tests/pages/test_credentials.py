"""The page of a credential: how it changed, and which parts of a micro-credential it states."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from testamur.model.credential import (
    Assessment,
    CoDeveloper,
    Colour,
    Credential,
    Credits,
    Kind,
)
from testamur.model.endorsement import (
    ISSUER,
    Endorsement,
    Endorsements,
    Endorser,
    Target,
    Withdrawn,
)
from testamur.model.issuer import Identifier, Party
from testamur.pages.pages import Pages
from testamur.register.register import Definition
from tests.pages.reader import Page, read, unsafe
from tests.pages.sites import theme
from tests.support.builders import (
    a_credential,
    a_definition,
    a_participation,
    a_pathway,
    a_picture,
    a_register,
    a_site,
)

FIRST = a_credential()


def second(**changes: Any) -> Credential:
    return replace(FIRST, version=2, **changes)


def page_of(*definitions: Definition, endorsed: tuple[Endorsement, ...] = ()) -> Page:
    """The page of the last one's version."""
    register = a_register([], definitions)
    pages = Pages(theme(), a_site(), register, Endorsements(endorsed))
    newest = definitions[-1].credential
    return read(pages.credential_version(newest.slug, newest.version))


def differences(after: Credential, before: Credential = FIRST, **pictures: Any) -> dict[str, str]:
    """What the page says of each field that changed, by its label."""
    page = page_of(
        a_definition(before, pictures.get("was")), a_definition(after, pictures.get("now"))
    )
    assert [] == unsafe(page)
    found: dict[str, str] = {}
    labels = page.within("dl", "changes")
    for each in labels:
        if each.tag == "dt":
            label = each.text
        elif each.tag == "dd":
            found[label] = f"{found.get(label, '')}\n{each.text}".strip()
    return found


@pytest.mark.parametrize(
    ("changes", "label", "expected"),
    [
        ({"name": "Safer Forge Work"}, "Name", "Removed: Safe Added: Safer Forge Work"),
        (
            {"competency": "Can light, use and shut down a coal forge alone."},
            "What a holder can do",
            "Can light, use and shut down a Removed: gas Added: coal forge alone.",
        ),
        (
            {"criteria": "Three days at the forge, then a **practical exam**."},
            "What it takes",
            "Removed: Two Added: Three days at the forge, then a practical exam.",
        ),
        (
            {"criteria": "Two days at the forge, then a practical exam."},
            "What it takes",
            "Only its layout changed, no word of it.",
        ),
        (
            {"assessment": replace(FIRST.assessment or Assessment("", "", ""), supervised=False)},
            "Supervised",
            "Removed: Yes Added: No",
        ),
        ({"effort": "24 hours"}, "Effort", "Added: 24 hours"),
        ({"credits": Credits(2, "ECTS")}, "Credits", "Added: 2 ECTS"),
        ({"valid_for": "P3Y"}, "Valid for", "Added: 3 years"),
        ({"offered_from": date(2026, 9, 1)}, "Offered from", "Added: 1 September 2026"),
        ({"achievement_type": "MicroCredential"}, "Kind", "Removed: Certificate Added: Micro-credential"),
        ({"creator": Party("Guild", "https://guild.example.org")}, "Made by", "Added: Guild"),
        ({"identifiers": (Identifier("ext:KIS", "7"),)}, "KIS", "Added: 7"),
        ({"language": "ar"}, "Language", "Added: Arabic"),
        ({"skills": ()}, "Skills", "Removed: operate forging equipment · ESCO · S8.6.1 · https://data.europa.eu/esco/skill/1c2d8d8a"),
        ({"tags": ("metal",)}, "Topics", "Added: metal"),
        ({"licence": "CC0-1.0"}, "Licence of this text", "Added: CC0-1.0"),
        ({"requires": ("open-forge-day",)}, "Made of", "Added: open-forge-day"),
        ({"co_developers": (CoDeveloper("Guild", None, "exam"),)}, "Developed with", "Added: Guild · exam"),
        ({"colour": Colour.TEAL}, "Badge", "It looks different."),
        ({"results": (replace(FIRST.results[0], required_level="exemplary"),)}, "How well it can be earned",
         ("Removed: Care for others: Steady · Keeps to the list when reminded. · Needed to pass\n"
         "Removed: Care for others: Exemplary · Notices what others overlook.\n"
         "Added: Care for others: Steady · Keeps to the list when reminded.\n"
         "Added: Care for others: Exemplary · Notices what others overlook. · Needed to pass")),
        ({"picture_type": "image/png"}, "This definition for machines", "Only what programs read changed. Nothing that this page shows did."),
    ],
    ids=lambda each: "-".join(each) if isinstance(each, dict) else "",
)  # fmt: skip
def test_each_field_that_changed_is_told(
    changes: dict[str, Any], label: str, expected: str
) -> None:
    """By the label that it has on the page, and nothing else is."""
    assert {label: expected} == differences(second(**changes))


def test_another_picture_is_told() -> None:
    """Whether it was drawn before or not."""
    assert {"Badge": "It looks different."} == differences(second(), was=a_picture())


def test_a_credential_that_is_no_longer_assessed_says_so() -> None:
    """The most important change of all: nobody assesses any more."""
    after = second(kind=Kind.PARTICIPATION, competency=None, assessment=None)
    found = differences(after)

    assert "Removed: Assessed Added: Participation" == found["How it is assessed"]
    assert "Removed: Two masters of the guild" == found["Assessed by"]
    assert found["What a holder can do"].startswith("Removed: ")


def test_each_version_is_compared_with_the_one_before_it() -> None:
    """Version 9 is followed by 10, and the first has nothing to be compared with."""
    versions = [a_definition(a_credential(version=n, effort=f"{n} hours")) for n in (1, 9, 10)]
    newest, first = page_of(*versions), page_of(*reversed(versions))

    assert "What changed since version 9" in newest.text
    assert "Removed: 9 hours Added: 10 hours" in " ".join(newest.text.split())
    assert "What changed" not in first.text


def test_changes_are_readable_without_colour() -> None:
    """By elements of their own, each with a word for those who hear the page."""
    page = page_of(a_definition(), a_definition(second(name="Safer Forge Work")))

    assert "Removed: Safe" == page.one("del").text
    assert "Added: Safer" == page.one("ins").text
    assert ["Removed: ", "Added: "] == [each.text for each in page.all("span", "unseen")]


def test_versions_stand_with_the_day_on_which_they_were_entered() -> None:
    """Newest first, the one that is shown is no link."""
    page = page_of(a_definition(), a_definition(second()))
    listed = [
        " ".join(each.text.split()) for each in page.within("ol", "history") if each.tag == "li"
    ]

    assert [
        "Version 2 since 22 November 2026 shown here",
        "Version 1 since 22 November 2026",
    ] == listed


def parts(page: Page) -> dict[str, bool]:
    """Which parts are stated."""
    items = [each for each in page.within("ul", "parts") if each.tag == "li"]
    assert all(("Stated" in each.text) == (each.get("class") == "said") for each in items)
    names = [each.text for each in page.within("ul", "parts") if each.tag == "h3"]
    return {name: each.get("class") == "said" for name, each in zip(names, items, strict=True)}


def an_endorsement(about: Target, *, withdrawn: bool = False) -> Endorsement:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    return Endorsement(
        name="guild",
        about=about,
        endorser=Endorser(
            "did:web:guild.example.org", "Guild <of> Smiths", host="guild.example.org"
        ),
        comment="",
        since=moment,
        until=None,
        withdrawn=Withdrawn(moment, "No longer.") if withdrawn else None,
        document=b"{}",
    )


def test_a_credential_of_participation_states_no_part() -> None:
    """Honestly: what no field stands for is not said."""
    page = page_of(a_definition(a_participation()))

    assert [False, False, False, False] == list(parts(page).values())
    assert 4 == page.text.count("The issuer does not say.")


def test_what_stands_for_a_part_is_shown_with_it() -> None:
    """Competency, assessment, credits, and a pathway: each where it belongs."""
    part, whole = (
        a_participation(),
        a_credential(requires=("open-forge-day",), credits=Credits(2, "ECTS")),
    )
    page = page_of(a_definition(part), a_definition(whole))
    (value,) = [
        each.text
        for each in page.within("ul", "parts")
        if each.tag == "li" and "counts by itself" in each.text
    ]

    assert [True, True, True, False] == list(parts(page).values())
    assert "Credits: 2 ECTS" in value
    assert "Made of: Open Forge Day" in value


def test_being_a_step_of_a_pathway_counts_as_value() -> None:
    register = a_register(
        [], [a_definition(), a_definition(a_participation())], pathways=[a_pathway()]
    )
    pages = Pages(theme(), a_site(), register)

    for slug in a_pathway().credentials:
        assert list(parts(read(pages.credential(slug))).values())[2]


@pytest.mark.parametrize("about", [ISSUER, Target(credential=("safe-forge-work", 1))])
def test_an_endorsement_that_stands_is_somebody_who_vouches(about: Target) -> None:
    """Of the credential or of its issuer, by name."""
    stands = page_of(a_definition(), endorsed=(an_endorsement(about),))
    withdrawn = page_of(a_definition(), endorsed=(an_endorsement(about, withdrawn=True),))

    assert "Guild <of> Smiths endorses" in stands.text
    assert [True, False] == [list(parts(each).values())[3] for each in (stands, withdrawn)]


@pytest.mark.parametrize("about", [Target(award="x"), Target(credential=("safe-forge-work", 2))])
def test_an_endorsement_of_something_else_vouches_for_nothing_here(about: Target) -> None:
    """Not that of another version, nor that of one award."""
    page = page_of(a_definition(), endorsed=(an_endorsement(about),))

    assert not list(parts(page).values())[3]


def test_what_changed_in_arabic_runs_from_right_to_left() -> None:
    """On an English site: the words of the author their way, those of the page its own way."""
    before = replace(FIRST, language="ar", competency="يستطيع أن يعمل وحده.")
    after = replace(before, version=2, competency="يستطيع أن يعمل مع غيره.", effort="٢٤ ساعة")
    page = page_of(a_definition(before), a_definition(after))
    told = [each for each in page.within("dl", "changes") if each.tag == "dd"]

    assert ["ar", None] == [each.get("lang") for each in told]
    assert ["rtl", None] == [each.get("dir") for each in told]
    assert "Removed: وحده. Added: مع غيره." in told[0].text
    assert "٢٤ ساعة" in told[1].text
