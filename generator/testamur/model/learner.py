"""Somebody who asked that their awards be kept together, and how their awards are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from testamur.model.award import Recipient, Record
from testamur.model.people import Identity, Person
from testamur.model.plain import bookkeeping


@dataclass(frozen=True, slots=True)
class Learner:
    """One file of `content/learners/`: a wish, which can be taken back at any time."""

    recipient: Recipient
    consent: date
    """The day on which they asked for it."""
    credentials: tuple[str, ...] = ()
    """Slugs of the credentials that the record shall hold; empty for all."""
    ended: date | None = None
    """The day on which they took it back."""
    subject: str = field(default="", metadata=bookkeeping())
    """Path of the file, for messages."""

    def wants(self, slug: str) -> bool:
        """Whether awards of this credential shall be in the record."""
        return not self.credentials or slug in self.credentials


def identities(recipient: Recipient) -> tuple[Identity, ...]:
    """Everything that tells who somebody is, the surest first; empty for a name alone."""
    found: list[Identity] = []
    if recipient.normalised_email is not None:
        found.append(("email", recipient.normalised_email))
    if recipient.did is not None:
        found.append(("did", recipient.did))
    found += sorted((f"id:{each.type}", each.value) for each in recipient.identifiers)
    return tuple(found)


def records_of(learner: Learner, everybody: Sequence[Person]) -> tuple[Record, ...]:
    """
    The records that are the learner's, by the e-mail address, the DID or an identifier.

    What stands beside the addresses of several people tells nobody's.
    """
    known = identities(learner.recipient)
    found = [person for person in everybody if person.identity in known]
    for identity in known:
        holders = [
            person
            for person in everybody
            if any(identity in identities(record.recipient) for record in person.records)
        ]
        if len(holders) == 1 and holders[0] not in found:
            found += holders
    return tuple(record for person in found for record in person.records)
