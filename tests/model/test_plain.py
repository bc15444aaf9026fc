"""Model values as plain JSON: what digests cover, and what the register reads back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from testamur.model.award import Display, Evidence, Note, Recipient, Record
from testamur.model.credential import Assessment, Credential, Kind
from testamur.model.plain import Plain, from_plain, to_plain

RECORD = Record("data", Recipient("Ada Lovelace"), date(2026, 5, 14))
CREDENTIAL = Credential(
    "data",
    1,
    "Data",
    "About data.",
    "Did it.",
    Kind.ASSESSED,
    competency="Can do it.",
    assessment=Assessment("Exam", "a board", "80 %", supervised=True),
)

_PLAIN = to_plain(CREDENTIAL)
FIELDS: dict[str, Plain] = _PLAIN if isinstance(_PLAIN, dict) else {}


def test_absent_fields_are_left_out() -> None:
    """
    So a field that a later version adds does not change the digest of an earlier record.
    """
    assert {
        "credential": "data",
        "recipient": {"name": "Ada Lovelace", "display": "full"},
        "awarded": "2026-05-14",
    } == to_plain(RECORD)


def test_bookkeeping_is_not_the_authors_word() -> None:
    """
    Where a record stands and what happened later is covered by no digest.
    """
    noted = replace(
        RECORD,
        identity="path:ada",
        subject="content/awards/ada.yaml",
        source="00",
        revoked=Note(date(2026, 6, 1), "By mistake"),
        corrected=(Note(date(2026, 6, 1), "Misspelt"),),
    )

    assert to_plain(RECORD) == to_plain(noted)


def test_what_was_made_plain_is_read_back() -> None:
    assert CREDENTIAL == from_plain(Credential, to_plain(CREDENTIAL))

    shown = replace(
        RECORD,
        recipient=Recipient("Ada", "ada@example.org", display=Display.INITIALS),
        evidence=(Evidence("Report"), Evidence("Portfolio", url="https://ada.example/")),
    )

    assert shown == from_plain(Record, to_plain(shown))


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "credential",
        {"slug": "data"},
        {**FIELDS, "colour": "octarine"},
        {**FIELDS, "sound": "loud"},
        {**FIELDS, "version": "1"},
        {**FIELDS, "version": True},
        {**FIELDS, "version": 0},
        {**FIELDS, "kind": "invented"},
        {**FIELDS, "tags": "one"},
        {**FIELDS, "offered_from": "2026-02-30"},
        {**FIELDS, "assessment": {"method": "Exam"}},
    ],
)
def test_anything_else_is_refused(plain: Plain) -> None:
    """
    What comes from a file or another process is not believed before it fits.
    """
    with pytest.raises(ValueError, match=r".+"):
        from_plain(Credential, plain)
