"""Who is one person across records: by address, by DID, by identifier; never by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from testamur.model.award import Display, Recipient, RecipientIdentifier, Record
from testamur.model.people import people

DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def a_record(day: int = 1, name: str = "Ada Lovelace", **recipient: Any) -> Record:
    number = recipient.pop("number", None)
    identifiers = (RecipientIdentifier("sourcedId", number),) if number else ()
    return Record(
        "steward", Recipient(name, identifiers=identifiers, **recipient), date(2026, 1, day)
    )


def groups(*records: Record) -> list[list[int]]:
    """The records of each person, by their place."""
    return [[records.index(each) for each in person.records] for person in people(records)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "ada@example.org"}, {"email": " Ada@Example.org "}),
        ({"did": DID}, {"did": DID}),
        ({"number": "12"}, {"number": "12"}),
        ({"email": "ada@example.org", "did": DID}, {"did": DID}),
        ({"email": "ada@example.org", "number": "12"}, {"number": "12"}),
        ({"did": DID, "number": "12"}, {"number": "12"}),
    ],
)
def test_one_person(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Under whatever name, and whichever comes first."""
    records = a_record(**first), a_record(2, "A. King", **second)

    assert [[0, 1]] == groups(*records)
    assert [[0, 1]] == groups(*reversed(records))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "ada@example.org"}, {"email": "ada+2@example.org"}),
        # Two addresses are two people, whatever else they share.
        ({"email": "ada@example.org", "did": DID}, {"email": "augusta@example.org", "did": DID}),
        ({"email": "a@example.org", "number": "7"}, {"email": "b@example.org", "number": "7"}),
        ({"did": DID, "number": "7"}, {"did": f"{DID}x", "number": "7"}),
        ({"email": "ada@example.org"}, {"did": DID}),
    ],
)
def test_two_people(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Also under one name."""
    assert [[0], [1]] == groups(a_record(**first), a_record(2, **second))


def test_a_name_alone_is_nobody() -> None:
    assert [] == groups(a_record(), a_record(2))


def test_what_two_people_share_joins_nobody_to_them() -> None:
    """A cohort's number beside everybody's address must not make one person of a class."""
    records = (
        a_record(email="ada@example.org", number="7"),
        a_record(2, email="bea@example.org", number="7"),
        a_record(3, number="7"),
    )

    assert [[0], [1], [2]] == groups(*records)


def test_a_person_is_shown_as_the_strictest_record_wants() -> None:
    """The newest record says the name, the earlier ones what it leaves out."""
    (person,) = people(
        [
            a_record(email="ada@example.org", did=DID, number="12", display=Display.HIDDEN),
            a_record(2, "Ada King", email="ADA@example.org"),
        ]
    )
    recipient = person.recipient

    assert ("Ada King", DID, Display.HIDDEN) == (recipient.name, recipient.did, recipient.display)
    assert ["12"] == [each.value for each in recipient.identifiers]
    assert "ada@example.org" == recipient.normalised_email


@pytest.mark.parametrize("text", ["ada@example.org", " ADA@example.org", DID])
def test_a_person_is_found(text: str) -> None:
    (person,) = people([a_record(email="Ada@example.org", did=DID)])

    assert person.is_known_by(text)


@pytest.mark.parametrize("text", ["", "None", "Ada Lovelace", "a@example.org", "ada", DID.upper()])
def test_nobody_is_found(text: str) -> None:
    (person,) = people([a_record(email="ada@example.org", did=DID), a_record(2, did=DID)])

    assert not person.is_known_by(text)
