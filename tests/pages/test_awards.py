"""The verification page: what it says of an award, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import orjson
import pytest

from testamur.model.award import Display, Recipient, RecipientIdentifier, Result
from testamur.model.credential import ResultDescription
from testamur.model.status import Change, Event
from testamur.register.register import Award, Register
from tests.pages.reader import Page, read
from tests.pages.sites import (
    ACTIVE,
    CORRECTED,
    FORGOTTEN,
    HIDDEN,
    REVOKED,
    RIGHT_TO_LEFT,
    SHORT,
    SUSPENDED,
    a_full_register,
    an_event,
    pages_of,
)
from tests.support.builders import (
    AS_OF,
    a_credential,
    a_definition,
    a_document,
    a_record,
    a_register,
    a_site,
)


def page_of(award_id: str) -> Page:
    register = a_full_register()
    return read(pages_of(register=register).award(register.awards[award_id]))


def only(register: Register) -> Award:
    (award,) = register.awards.values()
    return award


def page_of_only(register: Register) -> Page:
    return read(pages_of(register=register).award(only(register)))


@pytest.mark.parametrize(
    ("award", "state", "words"),
    [
        (ACTIVE, "active", "Recorded as active. Awarded to Ada Lovelace by Example Academy"),
        (REVOKED, "revoked", "Withdrawn on 1 September 2026."),
        (SUSPENDED, "suspended", "Suspended since 1 September 2026."),
        (CORRECTED, "active", "This is version 2, corrected on 1 September 2026"),
    ],
)
def test_the_verdict_says_what_the_build_knew(award: str, state: str, words: str) -> None:
    """Word, sentence and data agree, and the verdict is never more than "recorded"."""
    verdict = page_of(award).verdict

    assert ("recorded", state) == (verdict["data-verdict"], verdict["data-state"])
    assert words in verdict.text
    assert "valid" not in verdict.text.lower()


def test_the_sentence_names_the_domain_and_the_day() -> None:
    """The domain is the anchor of trust: it stands in the sentence itself."""
    sentence = page_of(ACTIVE).one("p", "sentence").text

    assert "badges.example.org" in sentence
    assert "14 May 2026" in sentence


def test_expiry_is_a_day_and_not_a_state() -> None:
    """A page without script cannot know today."""
    verdict = page_of(ACTIVE).verdict

    assert "It expires on 14 May 2029." in verdict.text
    assert "active" == verdict["data-state"]


@pytest.mark.parametrize("award", [REVOKED, SUSPENDED])
def test_a_withdrawn_award_says_why_and_does_not_call_itself_active(award: str) -> None:
    """The reason that the issuer gave stands with the verdict."""
    text = page_of(award).verdict.text

    assert "Reason given: A complaint." in text
    assert "active" not in text
    assert "expires" not in text


def test_an_earlier_version_points_to_the_newest() -> None:
    """The page of a superseded version says since when and where to go."""
    register = a_full_register()
    page = read(pages_of(register=register).award_version(register.awards[CORRECTED], 1))

    assert "superseded" == page.verdict["data-state"]
    assert "Corrected on 1 September 2026." in page.verdict.text
    assert "../" in [link["href"] for link in page.all("a") if "newest" in link.text]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (Change.CORRECTED, "Corrected"),
        (Change.RENEWED, "Renewed"),
        (Change.REINSTATED, "Reinstated"),
    ],
)
def test_what_ended_a_version_is_named(change: Change, word: str) -> None:
    """Correction, renewal and reinstatement are three things."""
    first = a_document()
    second = replace(first, version=2, entry=2, events=(an_event(change),))
    register = a_register([first, second])
    pages = pages_of(register=register)

    older = read(pages.award_version(only(register), 1)).verdict.text
    newest = read(pages.award(only(register))).verdict.text
    assert f"{word} on 1 September 2026." in older
    assert f"{word.lower()} on 1 September 2026" in newest


def test_a_version_without_a_told_reason_is_replaced() -> None:
    """No reason is made up where the register has none."""
    first = a_document()
    register = a_register([first, replace(first, version=2, entry=2)])
    page = read(pages_of(register=register).award_version(only(register), 1))

    assert "Replaced by a newer version." in page.verdict.text


def test_a_suspension_that_ended_is_history() -> None:
    """After reinstatement the newest version is active, and the page tells how it came."""
    first = a_document(events=[an_event(Change.SUSPENDED)])
    back = Event(Change.REINSTATED, date(2026, 9, 9), "Nothing in it.", date(2026, 9, 9))
    register = a_register([first, replace(first, version=2, entry=2, events=(back,))])
    page = page_of_only(register)

    assert "active" == page.verdict["data-state"]
    history = page.one("ol", "history").text
    assert history.index("Suspended") < history.index("Reinstated") < history.index("Version 2")


def test_the_permanent_record_is_one_line() -> None:
    """Readers count from one."""
    assert (
        "No. 1,204 in the issuer’s permanent record, entered 22 November 2026."
        in page_of(ACTIVE).one("p", "record").text
    )


def test_the_way_to_check_it_carries_the_address() -> None:
    """A reader can copy the command and follow the link as they are."""
    page = page_of(ACTIVE)
    address = f"https://badges.example.org/awards/{ACTIVE}/"
    links = [link["href"] for link in page.all("a")]

    assert f"testamur verify {address}" == page.one("pre").text
    assert f"https://verifierplus.org/#verify?vc={address}credential.json" in links
    assert "credential.json" in links
    assert "record.tlog-proof" in links


def test_a_hidden_recipient_is_nowhere_on_the_page() -> None:
    """Not in text, not in attributes, not in the head."""
    register = a_full_register()
    data = pages_of(register=register).award(register.awards[HIDDEN]).decode()

    assert "Awarded to the holder of this credential" in read(data.encode()).verdict.text
    assert "Ada" not in data.replace("Ada rebuilt", "")
    assert "Lovelace" not in data


def test_initials_are_shown_as_signed() -> None:
    """The page has only what the signed credential says."""
    record = a_record(recipient=Recipient("Ada Lovelace", display=Display.INITIALS))
    data = pages_of(register=a_register([a_document(record)])).award(
        only(a_register([a_document(record)]))
    )

    assert "Awarded to A. L. by" in read(data).verdict.text
    assert b"Lovelace" not in data


@pytest.mark.parametrize("award", [ACTIVE, REVOKED, SUSPENDED, CORRECTED, HIDDEN, SHORT])
def test_no_address_of_a_person_is_published(award: str) -> None:
    """E-mail addresses stay hashed; the issuer's own is the only one."""
    register = a_full_register()
    data = pages_of(register=register).award(register.awards[award])

    assert b"ada@" not in data


def test_a_plain_identifier_of_another_type_is_no_name() -> None:
    """Only an unhashed identifier of type "name" is shown as the recipient."""
    recipient = Recipient(
        "Ada Lovelace",
        identifiers=(RecipientIdentifier("sourcedId", "4711"),),
        display=Display.HIDDEN,
    )
    register = a_register([a_document(a_record(recipient=recipient))])

    assert "Awarded to the holder of this credential" in page_of_only(register).verdict.text


def test_a_hashed_name_is_no_name() -> None:
    """A recipient who is named by a hash alone is not called by that hash."""
    subject = orjson.loads(a_document().unsigned)["credentialSubject"]
    for identifier in subject["identifier"]:
        identifier["hashed"] = True
    register = a_register([a_document(changes={"credentialSubject": subject})])

    assert "Awarded to the holder of this credential" in page_of_only(register).verdict.text


def test_a_forgotten_award_names_nobody() -> None:
    """What is left says that it was removed, and when."""
    register = a_full_register()
    page = read(pages_of(register=register).forgotten(FORGOTTEN))

    assert ("recorded", "revoked") == (page.verdict["data-verdict"], page.verdict["data-state"])
    assert "3 March 2027" in page.text
    assert [] == [link for link in page.all("a") if link["href"].endswith(".json")]
    with pytest.raises(KeyError):
        pages_of(register=register).forgotten(ACTIVE)


def test_an_award_page_does_not_know_the_rest_of_the_site() -> None:
    """Another award, a new signing, more entries: the page stays the same byte for byte."""
    mine = a_document(entry=5)
    other = a_document(a_record(recipient=Recipient("Grace Hopper")), number=9, entry=90)
    alone = a_register([mine])
    crowded = a_register([mine, other], entries=5000)
    later = {
        key: replace(each, valid_from=AS_OF.replace(year=2030))
        for key, each in crowded.status_lists.items()
    }
    crowded = replace(crowded, status_lists=later)

    expected = pages_of(register=alone).award(alone.awards[mine.award])
    assert expected == pages_of(register=crowded).award(crowded.awards[mine.award])


def test_the_day_is_the_issuers_own() -> None:
    """Midnight in Berlin is the evening before in UTC; the page says the day in Berlin."""
    record = a_record(awarded=date(2026, 1, 1))
    register = a_register([a_document(record)])

    assert "on 1 January 2026" in page_of_only(register).verdict.text


def test_american_english_writes_its_own_days() -> None:
    """The region of the site's language decides how days are written."""
    site = a_site(languages=("en-US",))
    register = a_full_register(site)
    page = read(pages_of(site, register).award(register.awards[ACTIVE]))

    assert "on May 14, 2026" in page.verdict.text


def test_the_level_that_was_reached_is_marked() -> None:
    """All levels are shown, so that one sees what the mark is worth; one is marked."""
    rows = page_of(ACTIVE).all("tr", "reached")

    assert ["Exemplary"] == [" ".join(row.text.split())[:9] for row in rows]
    assert "Reached" in rows[0].text
    assert "Steady" in page_of(ACTIVE).one("table").text


def test_a_result_with_a_value_is_told() -> None:
    """Percentages, scores and states are values."""
    credential = a_credential(
        results=(ResultDescription("score", "Exam score", "Percent", value_max="100"),)
    )
    record = a_record(results=(Result("score", value="92"),))
    register = a_register([a_document(record, credential=credential)], [a_definition(credential)])

    assert "92" == page_of_only(register).one("p", "result").text


def test_an_award_without_extras_has_no_empty_sections() -> None:
    """No heading stands above nothing."""
    headings = [each.text for each in page_of(SHORT).all("h2")]

    assert "Evidence" not in headings
    assert "How well it was earned" not in headings
    assert "History" not in headings


def test_a_name_from_right_to_left_keeps_its_direction() -> None:
    """H32: the name stands whole, isolated, in sentence, heading and title."""
    page = page_of(RIGHT_TO_LEFT)

    assert "محمد الخوارزمي" in page.one("title").text
    assert page.all("bdi")
    assert "محمد الخوارزمي" in [each.text for each in page.all("bdi")]


@pytest.mark.parametrize(
    "name", ["O'Brien", "Nguyễn", "क्‍ष", "สมชาย", "王小明", "Plato", "x" * 80, "דוד בן־גוריון"]
)
def test_good_names_stand_as_they_are(name: str) -> None:
    """H32: no name of a person is altered."""
    register = a_register([a_document(a_record(recipient=Recipient(name)))])

    assert f"Awarded to {name} by" in page_of_only(register).verdict.text


def test_previews_of_links_tell_the_achievement_and_not_the_person() -> None:
    """What a messenger shows is public to everybody in the chat."""
    page = page_of(ACTIVE)
    shared = [each["content"] for each in page.all("meta") if each.get("property")]

    assert "Safe Forge Work" in shared
    assert not any("Ada" in text for text in shared)
