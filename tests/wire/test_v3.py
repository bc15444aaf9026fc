"""Open Badges 3.0 on the wire: what is published of a person, and what is not."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from testamur.model.award import Display, Recipient, RecipientIdentifier, Record
from testamur.model.status import Slot
from testamur.wire import v3
from tests.support.builders import a_credential, a_site

DRAWN = v3.Drawn("0" * 26, "urn:uuid:00000000-0000-4000-8000-000000000000", "aa" * 16, Slot(1, 5))
SECRETS = ("Ada Lovelace", "ada@example.org", "Ada@Example.org", "1815-12")


def document(display: Display) -> bytes:
    recipient = Recipient(
        "Ada Lovelace",
        " Ada@Example.org ",
        identifiers=(RecipientIdentifier("sourcedId", "1815-12"),),
        display=display,
    )
    record = Record("data-steward", recipient, date(2026, 5, 14))
    return orjson.dumps(v3.credential(record, a_credential(), DRAWN, a_site()))


@pytest.mark.parametrize(
    ("display", "shown"),
    [(Display.FULL, "Ada Lovelace"), (Display.INITIALS, "A. L."), (Display.HIDDEN, None)],
)
def test_display_governs_every_byte(display: Display, shown: str | None) -> None:
    """
    Neither name nor address nor number is there in plain, but the name as far as it may be.
    """
    data = document(display).decode()

    assert [shown] if shown in SECRETS else [] == [each for each in SECRETS if each in data]
    if shown:
        assert f'"{shown}"' in data


def test_the_identity_hash_of_the_specification() -> None:
    """
    Open Badges 2.0 and 3.0, IdentityHash: SHA-256 of identifier and salt.
    """
    assert (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
        == v3.identity_hash("a@example.com", "Kosher")
    )


def test_an_address_is_hashed_trimmed_and_in_small_letters() -> None:
    identifiers = orjson.loads(document(Display.FULL))["credentialSubject"]["identifier"]
    hashes = {each["identityType"]: each["identityHash"] for each in identifiers}

    assert v3.identity_hash("ada@example.org", DRAWN.salt) == hashes["emailAddress"]
    assert v3.identity_hash("1815-12", DRAWN.salt) == hashes["sourcedId"]


def test_nothing_that_may_differ_shares_an_id() -> None:
    """
    The refresh service has another IRI than the credential, or a verifier would merge them.
    """
    credential = orjson.loads(document(Display.FULL))

    assert credential["id"] != credential["refreshService"]["id"]
    assert credential["refreshService"]["id"].startswith(credential["id"])
    assert "5" == credential["credentialStatus"]["statusListIndex"]
