"""
Which records are one person's: by what their authors wrote, and never by a name alone.

E-mail addresses stand in the records only, so this can be asked where content is at hand, and not
of the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from testamur.model.award import Display, Recipient, RecipientIdentifier, Record

Identity = tuple[str, str]
"""What somebody is known by: `email`, `did` or `id:` and an identifier's type, and its value."""

_STRICTEST = (Display.HIDDEN, Display.INITIALS, Display.FULL)


@dataclass(frozen=True, slots=True)
class Person:
    identity: Identity
    """What joins the records."""
    records: tuple[Record, ...]
    """Never empty; in the order of content."""

    @property
    def recipient(self) -> Recipient:
        """
        Who they are, by the record of the latest award, with what only earlier ones know.

        How much of the name may be published is what the strictest record says.
        """
        newest_first = sorted(self.records, key=lambda record: record.awarded, reverse=True)
        known = [record.recipient for record in newest_first]
        displays = {each.display for each in known}
        identifiers: dict[str, RecipientIdentifier] = {}
        for each in known:
            for identifier in each.identifiers:
                identifiers.setdefault(identifier.type, identifier)
        return Recipient(
            name=known[0].name,
            email=next((each.email for each in known if each.email), None),
            did=next((each.did for each in known if each.did), None),
            identifiers=tuple(identifiers.values()),
            display=next(each for each in _STRICTEST if each in displays),
        )

    def is_known_by(self, text: str) -> bool:
        """Whether `text` is an e-mail address or a DID of one of the records."""
        return any(
            text.strip().lower() == record.recipient.normalised_email
            or text.strip() == record.recipient.did
            for record in self.records
        )


def people(records: Iterable[Record]) -> tuple[Person, ...]:
    """
    Everybody who can be told apart, in the order of their first record.

    The same normalised e-mail address is the same person. A record without one belongs to whom its
    DID names, and one without either to whom an identifier of the same type and value names. What
    stands beside the addresses of several people joins nobody to them. Who is known by name alone
    is left out.
    """
    found = tuple(records)
    claims: _Claims = {}
    identities: dict[int, Identity] = {}
    # The surest come first: what they say beside it tells whose the others are.
    for sure in (_email, _did, _identifiers):
        for index, record in enumerate(found):
            known_by = None if index in identities else sure(record)
            if known_by:
                identities[index] = _claimed(known_by, claims)
                if record.recipient.did or record.recipient.identifiers:
                    _claim([*_did(record), *_identifiers(record)], identities[index], claims)
    grouped: dict[Identity, list[Record]] = {}
    for index, record in enumerate(found):
        if index in identities:
            grouped.setdefault(identities[index], []).append(record)
    return tuple(Person(identity, tuple(each)) for identity, each in grouped.items())


_Claims = dict[Identity, Identity | None]
"""Whose a DID or an identifier is; None where several people have it."""


def _claimed(known_by: Sequence[Identity], claims: Mapping[Identity, Identity | None]) -> Identity:
    """Whoever has claimed one of these, or else the first of them stands for itself."""
    owners = (claims.get(each) for each in known_by)
    return next((owner for owner in owners if owner), known_by[0])


def _claim(known_by: Iterable[Identity], owner: Identity, claims: _Claims) -> None:
    for each in known_by:
        if claims.setdefault(each, owner) != owner:
            claims[each] = None


def _email(record: Record) -> list[Identity]:
    email = record.recipient.normalised_email
    return [("email", email)] if email else []


def _did(record: Record) -> list[Identity]:
    return [("did", record.recipient.did)] if record.recipient.did else []


def _identifiers(record: Record) -> list[Identity]:
    return [(f"id:{each.type}", each.value) for each in record.recipient.identifiers]
