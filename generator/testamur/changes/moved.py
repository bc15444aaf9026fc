"""
Issued awards whose record is known by another name now.

A record without a key is known by its path or its e-mail address, and files are renamed and
addresses corrected. What says the same is the same award; so is what differs in one thing only
and cannot be mistaken for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from testamur.issue.published import published
from testamur.model.award import Record
from testamur.model.site import Site
from testamur.register.awards import Award
from testamur.register.intent import intent_digest
from testamur.register.register import Register
from testamur.wire.instants import start_of
from testamur.wire.v3 import identity_hash


def moved(
    vanished: Sequence[Award], unknown: Sequence[Record], register: Register, site: Site
) -> Mapping[str, Award]:
    """Awards by the subject of the record that is theirs now."""
    found = dict(same_words(vanished, unknown, register))
    taken = {award.id for award in found.values()}
    left = [award for award in vanished if award.id not in taken]
    new = [record for record in unknown if record.subject not in found]
    return {**found, **dict(_same_person(left, new, site))}


def same_words(
    vanished: Sequence[Award], unknown: Sequence[Record], register: Register
) -> Iterator[tuple[str, Award]]:
    """The subjects of records that say, word for word, what an award was issued for."""
    lost: dict[str, list[Award]] = {}
    versions: dict[str, set[int]] = {}
    for award in vanished:
        lost.setdefault(award.newest.intent, []).append(award)
        slug, version = award.newest.definition
        versions.setdefault(slug, set()).add(version)
    for record in unknown:
        for version in sorted(versions.get(record.credential, ())):
            alike = lost.get(intent_digest(record, version, register.addresses))
            if alike:
                # Each is taken once: two records that say the same are not one award.
                yield record.subject, alike.pop(0)
                break


def _same_person(
    vanished: Sequence[Award], unknown: Sequence[Record], site: Site
) -> Iterator[tuple[str, Award]]:
    """Same credential and day, and the same name or address: if only one fits, both ways."""
    pairs = [
        (record, award)
        for award in vanished
        for record in unknown
        if _is_alike(record, award, site)
    ]
    for record, award in pairs:
        rivals = [pair for pair in pairs if pair[0] is record or pair[1] is award]
        if len(rivals) == 1:
            yield record.subject, award


def _is_alike(record: Record, award: Award, site: Site) -> bool:
    if award.newest.definition[0] != record.credential:
        return False
    was = published(award.newest)
    if was.signed.get("awardedDate") != start_of(record.awarded, site.zone):
        return False
    email = record.recipient.normalised_email
    same_address = (
        email is not None
        and was.salt != ""
        and was.identities.get("emailAddress") == identity_hash(email, was.salt)
    )
    return same_address or (was.name is not None and was.name == record.recipient.public_name)
