"""Verdicts as people and machines read them, and how the word is decided."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import product

import pytest

from testamur.verify.deciding import decide
from testamur.verify.document import verify_document
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import (
    STEP_NAMES,
    Finding,
    Outcome,
    Summary,
    Verdict,
    Word,
    failed,
    held,
    not_checked,
)
from testamur.verify.words import day, instant, shown
from tests.support import issuer
from tests.support.issuer import at

BY = "by Example Academy (badges.example.org)"
ADA = f"Issued to Ada Lovelace {BY} on 20 November 2026 (awarded 14 November 2026)."
PAGE = f"{issuer.BASE_URL}/{at(issuer.CORRECTED)}"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (at(issuer.VALID), f"Valid. {ADA}"),
        (at(issuer.EXPIRED), f"Expired on 21 November 2026. {ADA}"),
        (at(issuer.REVOKED), f"Withdrawn on 21 November 2026: Awarded by mistake. {ADA}"),
        (at(issuer.SUSPENDED), f"Suspended since 21 November 2026: Under review. {ADA}"),
        (
            at(issuer.NOT_YET),
            f"Not yet valid until 1 December 2026. {ADA.replace('20 November', '1 December')}",
        ),
        (
            at(issuer.CORRECTED, 1),
            f"Replaced by a newer version: {PAGE}. {ADA.replace('Lovelace', 'Lovelase')}",
        ),
    ],
)
def test_the_first_sentence(path: str, sentence: str) -> None:
    """
    Each word has one plain sentence that names recipient, issuer, domain and day.
    """
    site = issuer.honest_site()
    found = verify_document(site[path], SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW)

    assert found.sentence() == sentence


def test_json_for_machines() -> None:
    """
    The JSON form has the word, the sentence and all eight steps in order.
    """
    site = issuer.honest_site()
    found = verify_document(
        site[at(issuer.VALID)], SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW
    ).as_json()
    steps = json.loads(json.dumps(found["steps"]))

    assert (found["verdict"], found["recipient"], found["domain"], found["expires"]) == (
        "valid",
        "Ada Lovelace",
        "badges.example.org",
        None,
    )
    assert [step["name"] for step in steps] == list(STEP_NAMES)
    assert all(step.keys() == {"name", "outcome", "detail"} for step in steps)


def test_a_forged_document_is_not_quoted() -> None:
    """
    What a forger wrote beside an issuer's domain is not repeated.
    """
    site = issuer.honest_site()
    data = site[at(issuer.VALID)].replace(b"Ada Lovelace", b"Eve Lovelace")
    found = verify_document(data, SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW)

    assert found.word is Word.ALTERED
    assert "Eve" not in json.dumps(found.as_json())


def test_exit_codes_are_those_of_the_readme() -> None:
    """
    Each word has a code of its own; only valid is 0.
    """
    expected = {
        "valid": 0,
        "altered": 1,
        "expired": 10,
        "not-yet-valid": 11,
        "revoked": 12,
        "suspended": 13,
        "superseded": 14,
        "foreign": 15,
        "unknown": 16,
    }

    assert {word.value: word.exit_code for word in Word} == expected


OUTCOMES = [held(""), failed(""), not_checked("")]
REQUIRED = STEP_NAMES[:6]


def test_valid_needs_six_steps_held_and_none_failed() -> None:
    """
    Of all combinations of outcomes, valid are only those that the architecture names.
    """
    for findings in product(OUTCOMES, repeat=len(STEP_NAMES)):
        by_name: dict[str, Finding] = dict(zip(STEP_NAMES, findings, strict=True))
        enough = all(by_name[name].held for name in REQUIRED)
        spoilt = any(each.outcome is Outcome.FAILED for each in findings)

        assert (decide(by_name) is Word.VALID) == (enough and not spoilt)


ALL_HELD = dict.fromkeys(STEP_NAMES, held(""))


@pytest.mark.parametrize(
    ("findings", "reasons", "word"),
    [
        ({"signature": failed("")}, {"foreign": True}, Word.ALTERED),
        ({"register": failed("")}, {"fate_word": Word.REVOKED}, Word.ALTERED),
        ({"recipient": failed("")}, {"date_word": Word.EXPIRED}, Word.ALTERED),
        ({"status": not_checked("")}, {"foreign": True}, Word.FOREIGN),
        ({"signature": not_checked("")}, {"date_word": Word.EXPIRED}, Word.UNKNOWN),
        (
            {"dates": failed(""), "status": failed("")},
            {"fate_word": Word.REVOKED, "date_word": Word.EXPIRED},
            Word.REVOKED,
        ),
        (
            {"dates": failed(""), "status": not_checked("")},
            {"date_word": Word.EXPIRED},
            Word.EXPIRED,
        ),
        ({"status": not_checked("")}, {}, Word.UNKNOWN),
        ({"recipient": not_checked(""), "register": not_checked("")}, {}, Word.VALID),
        ({"recipient": not_checked("")}, {"person_asked": True}, Word.UNKNOWN),
        ({"register": not_checked("")}, {"person_asked": True}, Word.VALID),
    ],
)
def test_the_gravest_reason_gives_the_word(
    findings: dict[str, Finding], reasons: dict[str, Word | bool], word: Word
) -> None:
    """
    Altered, foreign, never shown genuine, withdrawn, out of date, open: in this order.
    """
    assert decide({**ALL_HELD, **findings}, **reasons) is word  # type: ignore[arg-type]  # the table mixes kinds of reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada\nLovelace", "Ada Lovelace"),
        ("\x1b[31mAda", "[31mAda"),
        ("Ada\u202eevol", "Ada evol"),
        ("क्\u200dष", "क्\u200dष"),
        ("x" * 500, "x" * 119 + "…"),
        ("::set-output name=a::b", "::set-output name=a::b"),
    ],
)
def test_a_stranger_s_text_is_made_safe_to_print(text: str, expected: str) -> None:
    """
    Control and direction characters go, joiners that spelling needs stay, length has a limit.
    """
    assert shown(text) == expected


def test_days_are_written_out() -> None:
    """
    Days are in words, so that no order of numbers can be mistaken.
    """
    assert day(date(2026, 5, 14)) == "14 May 2026"
    assert day(datetime(2026, 11, 1, 23, 59, tzinfo=UTC)) == "1 November 2026"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-10-20T00:00:00Z", "20 October 2026"),
        ("2026-10-19T23:00:00Z", "19 October 2026, 23:00 UTC"),
        ("2026-10-20T00:00:00+02:00", "19 October 2026, 22:00 UTC"),
        ("2026-10-20T02:00:00+02:00", "20 October 2026"),
        ("2026-10-20T00:01:00Z", "20 October 2026, 00:01 UTC"),
    ],
)
def test_an_instant_within_a_day_is_printed_with_its_time(written: str, expected: str) -> None:
    """
    A day alone stands only for its first moment in UTC; any other moment has its time and zone.
    """
    moment = datetime.fromisoformat(written)

    assert instant(moment) == expected


def _said(
    word: Word,
    *,
    issued: datetime | None = None,
    expires: datetime | None = None,
    awarded: datetime | None = None,
) -> str:
    summary = Summary(issuer="Example Academy", issued=issued, expires=expires, awarded=awarded)
    return Verdict(word, (), summary).sentence()


def test_an_award_that_ends_at_midnight_in_london_ends_at_a_time_in_utc() -> None:
    """
    Expiry and beginning are said as moments: the day alone would differ from the page's.
    """
    midnight = datetime(2026, 10, 19, 23, tzinfo=UTC)
    expired = _said(Word.EXPIRED, expires=midnight)
    not_yet = _said(Word.NOT_YET_VALID, issued=midnight)

    assert expired.startswith("Expired on 19 October 2026, 23:00 UTC. ")
    assert not_yet.startswith("Not yet valid until 19 October 2026, 23:00 UTC. ")


@pytest.mark.parametrize(
    ("awarded", "expected"),
    [
        ("2026-05-14T00:00:00+00:00", "14 May 2026"),
        ("2026-05-14T00:00:00+01:00", "14 May 2026"),
        ("2026-05-14T00:00:00+05:45", "14 May 2026"),
        ("2026-05-14T00:00:00+11:00", "14 May 2026"),
        ("2026-05-14T00:00:00-09:00", "14 May 2026"),
        # Midnight of two days, in zones far apart.
        ("2026-05-14T00:00:00+13:00", "13 May 2026, 11:00 UTC"),
        ("2026-05-14T00:00:00-11:00", "14 May 2026, 11:00 UTC"),
        # Noon, as it is written where only the day is meant.
        ("2026-05-14T12:00:00Z", "14 May 2026, 12:00 UTC"),
        # Midnight nowhere: a time that somebody's clock showed.
        ("2026-05-14T15:32:11Z", "14 May 2026, 15:32 UTC"),
    ],
)
def test_the_day_of_the_award_is_the_issuer_s(awarded: str, expected: str) -> None:
    """
    An award that was signed later says when it was awarded, by its issuer's own calendar.
    """
    issued = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    said = _said(Word.VALID, issued=issued, awarded=datetime.fromisoformat(awarded))

    assert said == f"Valid. Issued by Example Academy on 1 June 2026 (awarded {expected})."


@pytest.mark.parametrize("awarded", ["2026-05-31T00:00:00Z", "2026-05-31T22:00:00Z"])
def test_a_day_between_award_and_signature_is_not_mentioned(awarded: str) -> None:
    """
    What was signed on the day of the award or the next has one day in its sentence.
    """
    issued = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    said = _said(Word.VALID, issued=issued, awarded=datetime.fromisoformat(awarded))

    assert said == "Valid. Issued by Example Academy on 1 June 2026."
