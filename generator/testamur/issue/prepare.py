"""
Record to draft: the one place where chance enters an award.

Ids, salts, nonces and slots are drawn here and kept in the register; nothing later draws again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from testamur.crypto.jcs import canonical
from testamur.issue.drafts import Draft, Happening
from testamur.issue.published import published
from testamur.model.award import Record
from testamur.model.credential import Credential, Versions
from testamur.model.ids import AWARD_ID_BYTES, URN_BYTES, award_id, urn
from testamur.model.site import Site
from testamur.model.status import REVOCATION, SUSPENSION, Slot
from testamur.register.documents import NONCE_BYTES, Document
from testamur.register.intent import intent_digest, record_digest
from testamur.register.register import Register
from testamur.wire import v3
from testamur.wire.bitstring import ENTRIES

Draw = Callable[[int], bytes]
"""So many random bytes."""

FULL_AT = ENTRIES * 4 // 5
"""A new list opens when this many slots of the last are taken: drawing free ones stays quick."""

SALT_BYTES = 16
_SLOT_BYTES = 4


@dataclass(frozen=True, slots=True)
class Places:
    """Where one document stands in the status lists."""

    revocation: Slot
    suspension: Slot | None


def slots(register: Register, purpose: str, draw: Draw) -> Iterator[Slot]:
    """
    Free slots in the lists of a purpose, drawn at random for ever.

    In order they would tell who was awarded when, and how many.
    """
    taken = set(register.slots[purpose])
    number = max((slot.list for slot in taken), default=1)
    in_list = sum(slot.list == number for slot in taken)
    while True:
        if in_list >= FULL_AT:
            number, in_list = number + 1, 0
        slot = Slot(number, int.from_bytes(draw(_SLOT_BYTES), "big") % ENTRIES)
        if slot not in taken:
            taken.add(slot)
            in_list += 1
            yield slot


def places(register: Register, site: Site, draw: Draw) -> Iterator[Places]:
    """Free places for one document after the other; two where suspensions have lists of their own."""
    suspension = slots(register, SUSPENSION, draw)
    for slot in slots(register, REVOCATION, draw):
        yield Places(slot, next(suspension) if site.separate_suspension else None)


def first_version(
    record: Record,
    earned: Credential,
    site: Site,
    register: Register,
    *,
    places: Places,
    draw: Draw,
    happenings: tuple[Happening, ...] = (),
    versions: Versions,
) -> Draft:
    """The draft of an award that was never issued."""
    drawn = v3.Drawn(
        award=award_id(draw(AWARD_ID_BYTES)),
        subject=urn(draw(URN_BYTES)),
        salt=draw(SALT_BYTES).hex(),
        slot=places.revocation,
        suspension=places.suspension,
    )
    return _draft(record, earned, drawn, site, register, 1, draw, happenings, versions)


def next_version(
    record: Record,
    earned: Credential,
    site: Site,
    register: Register,
    *,
    previous: Document,
    places: Places,
    draw: Draw,
    happenings: tuple[Happening, ...],
    versions: Versions,
) -> Draft:
    """The draft that replaces `previous`: same id and same subject, another slot."""
    was = published(previous)
    drawn = v3.Drawn(
        award=previous.award,
        subject=was.subject_id if was.did is None else urn(draw(URN_BYTES)),
        salt=was.salt or draw(SALT_BYTES).hex(),
        slot=places.revocation,
        suspension=places.suspension,
    )
    version = previous.version + 1
    return _draft(record, earned, drawn, site, register, version, draw, happenings, versions)


def drawn(happenings: Iterable[Happening], draw: Draw) -> tuple[Happening, ...]:
    """The same, each with the nonce that hides it in the log; oldest first."""
    ordered = sorted(happenings, key=lambda happening: happening.day)
    return tuple(replace(each, nonce=draw(NONCE_BYTES).hex()) for each in ordered)


def _draft(  # noqa: PLR0917 - private, called twice, each argument has one meaning
    record: Record,
    earned: Credential,
    drawn: v3.Drawn,
    site: Site,
    register: Register,
    version: int,
    draw: Draw,
    happenings: tuple[Happening, ...],
    versions: Versions,
) -> Draft:
    if record.is_closed:
        raise ValueError("a record that was not opened cannot be issued")
    return Draft(
        award=drawn.award,
        version=version,
        slug=earned.slug,
        definition=earned.version,
        record=record_digest(record, register.addresses),
        intent=intent_digest(record, earned.version, register.addresses),
        source=record.source,
        declared=record.declared,
        nonce=draw(NONCE_BYTES).hex(),
        slot=drawn.slot,
        suspension=drawn.suspension,
        document=canonical(v3.credential(record, earned, drawn, site, versions)).decode(),
        language=record.language,
        shares_name=record.recipient.share_name,
        happenings=happenings,
    )
