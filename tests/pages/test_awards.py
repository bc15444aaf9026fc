"""The verification page: what it says of an award, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest

from testamur.model.award import Display, Recipient, RecipientIdentifier, Result
from testamur.model.credential import ResultDescription
from testamur.model.status import Change, Event, Slot
from testamur.register.awards import Award
from testamur.register.documents import Erased
from testamur.register.register import Register
from tests.pages.reader import Page, read
from tests.pages.sites import (
    ACTIVE,
    CORRECTED,
    EXPIRED,
    FORGOTTEN,
    HIDDEN,
    REVOKED,
    RIGHT_TO_LEFT,
    SHORT,
    SUSPENDED,
    a_full_register,
    a_late_event,
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

REPLACED = "Replaced by a newer version on 22 November 2026."


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


def test_an_award_that_stands_says_when_it_expires() -> None:
    """Until the register was signed after that day, the end is a day to come."""
    verdict = page_of(ACTIVE).verdict

    assert "It expires on 14 May 2029." in verdict.text
    assert "active" == verdict["data-state"]


def test_an_award_whose_time_ran_out_says_so() -> None:
    """A reader without script is not told that an expired award is active."""
    page = page_of(EXPIRED)

    assert ("recorded", "expired") == (page.verdict["data-verdict"], page.verdict["data-state"])
    assert page.one("p", "sentence").text.startswith(
        "Expired on 20 October 2026. It was awarded to Ada Lovelace by Example Academy"
    )
    assert "active" not in page.text
    assert "It expires" not in page.text
    assert ["Awarded", "Expired"] == [each.text for each in page.all("dt")][:2]


def test_an_expired_award_has_a_sign_of_its_own() -> None:
    """Each state has its own drawing: nobody has to tell colours apart."""
    register = a_full_register()
    pages = pages_of(register=register)
    signs = [
        [each["d"] for each in read(data).all("path")]
        for data in (
            *(pages.award(register.awards[id_]) for id_ in (ACTIVE, EXPIRED, REVOKED, SUSPENDED)),
            pages.award_version(register.awards[CORRECTED], 1),
        )
    ]

    assert 5 == len({str(sign) for sign in signs})


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (datetime(2026, 10, 19, 21, 59, 59, tzinfo=UTC), "active"),
        (datetime(2026, 10, 19, 22, 0, 0, tzinfo=UTC), "expired"),
        (datetime(2036, 1, 1, tzinfo=UTC), "expired"),
    ],
    ids=str,
)
def test_time_runs_out_in_one_second(as_of: datetime, state: str) -> None:
    """The award is over when the newest signing is not before its `validUntil`: midnight there."""
    register = a_register([a_document(a_record(expires=date(2026, 10, 20)))], as_of=as_of)

    assert state == page_of_only(register).verdict["data-state"]


def test_nothing_expires_before_the_first_signing() -> None:
    """A register without a status list knows no day."""
    register = a_register([a_document(a_record(expires=date(2026, 10, 20)))])
    register = replace(register, status_lists={})

    assert "active" == page_of_only(register).verdict["data-state"]


@pytest.mark.parametrize(
    ("change", "state"), [(Change.REVOKED, "revoked"), (Change.SUSPENDED, "suspended")]
)
def test_a_withdrawn_award_keeps_its_word_when_its_time_runs_out(
    change: Change, state: str
) -> None:
    """That it was withdrawn is graver than that it ended."""
    document = a_document(a_record(expires=date(2026, 10, 20)), events=[an_event(change)])
    page = page_of_only(a_register([document]))

    assert state == page.verdict["data-state"]
    assert "Expired" not in page.text


def test_a_replaced_version_keeps_its_word_when_its_time_runs_out() -> None:
    """After a renewal the earlier version was replaced, whatever its own end was."""
    first = a_document(a_record(expires=date(2026, 10, 20)))
    second = a_document(version=2, entry=2, events=[an_event(Change.RENEWED)])
    register = a_register([first, second])
    older = read(pages_of(register=register).award_version(only(register), 1))

    assert "superseded" == older.verdict["data-state"]
    assert "Expired" not in older.text
    assert "active" == page_of_only(register).verdict["data-state"]


def test_an_expired_award_that_was_corrected_says_both() -> None:
    """The note about the version stays."""
    first = a_document(a_record(expires=date(2026, 10, 20)))
    second = replace(first, version=2, entry=2, events=(an_event(Change.CORRECTED),))
    text = page_of_only(a_register([first, second])).verdict.text

    assert "Expired on 20 October 2026." in text
    assert "This is version 2, corrected on 1 September 2026: A complaint." in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change.REVOKED, "Withdrawn on 1 January 1995, entered on 22 November 2026."),
        (Change.SUSPENDED, "Suspended since 1 January 1995, entered on 22 November 2026."),
    ],
)
def test_a_back_dated_withdrawal_is_seen_as_one(change: Change, words: str) -> None:
    """The day that the log binds stands beside the day that the author wrote."""
    page = page_of_only(a_register([a_document(events=[a_late_event(change)])]))
    last = page.one("ol", "history").text.rpartition("1 January 1995")[2]

    assert words in page.verdict.text
    assert f"{words.split(maxsplit=1)[0]}, entered on 22 November 2026" in last


@pytest.mark.parametrize("entered", [date(2026, 8, 31), date(2026, 9, 1)])
def test_the_day_of_entry_is_not_said_where_it_is_not_later(entered: date) -> None:
    """East of Greenwich the author's day may be the next one already."""
    event = replace(an_event(Change.REVOKED), entered=entered)
    page = page_of_only(a_register([a_document(events=[event])]))

    assert "Withdrawn on 1 September 2026. " in page.verdict.text
    assert "entered on" not in page.text


def test_a_correction_that_was_back_dated_is_seen_as_one() -> None:
    """On the page of the version it brought about, in verdict and history."""
    first = a_document()
    fixed = a_late_event(Change.CORRECTED, "The name was misspelt.")
    page = page_of_only(a_register([first, replace(first, version=2, entry=2, events=(fixed,))]))

    assert (
        "corrected on 1 January 1995, entered on 22 November 2026: The name was misspelt."
        in page.verdict.text
    )
    assert "Corrected, entered on 22 November 2026" in page.one("ol", "history").text


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
    assert page.one("p", "sentence").text.startswith(REPLACED)
    assert "../" in [link["href"] for link in page.all("a") if "newest" in link.text]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change.CORRECTED, "Version 2 corrected it on 1 September 2026: A complaint."),
        (Change.RENEWED, "Version 2 renewed it on 1 September 2026: A complaint."),
        (Change.REINSTATED, "Version 2 reinstated the award on 1 September 2026: A complaint."),
    ],
)
def test_what_ended_a_version_is_named(change: Change, words: str) -> None:
    """The day of the newer version stands in the sentence; what it was for stands below."""
    first = a_document()
    second = replace(first, version=2, entry=2, events=(an_event(change),))
    register = a_register([first, second])
    pages = pages_of(register=register)
    older = read(pages.award_version(only(register), 1))

    assert older.one("p", "sentence").text.startswith(REPLACED)
    assert words in older.verdict.text
    assert f"{change} on 1 September 2026" in read(pages.award(only(register))).verdict.text


def test_a_version_without_a_told_reason_is_replaced() -> None:
    """No reason is made up where the register has none."""
    first = a_document()
    register = a_register([first, replace(first, version=2, entry=2)])
    verdict = read(pages_of(register=register).award_version(only(register), 1)).verdict

    assert REPLACED in verdict.text
    assert "Version 2" not in verdict.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change.REVOKED, "The newest version was withdrawn on 1 September 2026: Fraud."),
        (Change.SUSPENDED, "The newest version is suspended since 1 September 2026: Fraud."),
    ],
)
def test_an_earlier_version_says_that_the_newest_does_not_stand(change: Change, words: str) -> None:
    """Nobody has to follow the link to learn that nothing is left of the award."""
    first = a_document()
    events = (an_event(Change.CORRECTED), an_event(change, "Fraud."))
    register = a_register([first, replace(first, version=2, entry=2, events=events)])
    verdict = read(pages_of(register=register).award_version(only(register), 1)).verdict

    assert "superseded" == verdict["data-state"]
    assert words in verdict.text


def test_an_earlier_version_of_an_award_that_stands_speaks_of_no_withdrawal() -> None:
    """A suspension that ended is history on every page."""
    first = a_document(events=[an_event(Change.SUSPENDED)])
    second = replace(first, version=2, entry=2, events=(an_event(Change.REINSTATED),))
    register = a_register([first, second])
    verdict = read(pages_of(register=register).award_version(only(register), 1)).verdict

    assert "uspended" not in verdict.text


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

    assert f"testamur verify {address}" == page.all("pre")[0].text
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
    """What is left says which entry was erased, and when; nobody is named, nothing is linked."""
    register = a_full_register()
    page = read(pages_of(register=register).forgotten(FORGOTTEN))

    assert ("recorded", "revoked") == (page.verdict["data-verdict"], page.verdict["data-state"])
    assert (
        "No. 71 in the issuer’s permanent record was erased on 3 March 2027 at somebody’s wish."
        in page.one("p", "sentence").text
    )
    assert [] == [link for link in page.all("a") if link["href"].endswith(".json")]
    with pytest.raises(KeyError):
        pages_of(register=register).forgotten(ACTIVE)


def test_every_erased_version_of_a_forgotten_award_is_named() -> None:
    """A corrected award had two entries, and both were erased."""
    erased = [
        Erased(7, FORGOTTEN, 1, Slot(1, 8), date(2027, 3, 3)),
        Erased(2000, FORGOTTEN, 2, Slot(1, 9), date(2027, 3, 4)),
    ]
    text = read(pages_of(register=a_register(erased)).forgotten(FORGOTTEN)).verdict.text

    assert "No. 8 in the issuer’s permanent record was erased on 3 March 2027" in text
    assert "No. 2,001 in the issuer’s permanent record was erased on 4 March 2027" in text


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


def test_a_refresh_changes_no_page_of_an_award_that_lasts() -> None:
    """While nothing runs out, signing the lists again rewrites no award's page."""
    document = a_document(a_record(expires=date(2027, 1, 1)))
    pages = {
        pages_of(register=each).award(only(each))
        for days in range(0, 40, 13)
        for each in [a_register([document], as_of=AS_OF + timedelta(days))]
    }

    assert 1 == len(pages)


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
