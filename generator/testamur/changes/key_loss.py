"""What it would mean for the awards that a key was not in its owner's hands from some entry on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from testamur.crypto.keys import PublicKey
from testamur.model.status import Change
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.register import Register


@dataclass(frozen=True, slots=True)
class Loss:
    size: int
    """How many entries the log had when the key was last in its owner's hands only."""
    again: int
    """Credentials that the key signed before, and that another key signs again."""
    formats: int
    """Signatures over other formats that another key makes again."""
    doubtful: tuple[Award, ...]
    """Awards that stand, with a version that the key signed from there on: nobody's word."""


def size_before(register: Register, day: date) -> int:
    """How many entries the log had when that UTC day began; days never decrease."""
    return sum(entry.day < day for entry in register.entries)


def loss_of(register: Register, key: PublicKey, size: int) -> Loss:
    """What the next issuing makes of the loss of a key, of whatever role it is."""
    signed = [
        each
        for each in register.documents.values()
        if isinstance(each, Document) and each.is_signed_by(key)
    ]
    late = {each.award for each in signed if each.entry >= size}
    return Loss(
        size=size,
        again=sum(each.entry < size for each in signed),
        formats=sum(
            found.key == key.thumbprint
            for each in register.documents.values()
            if isinstance(each, Document)
            for found in each.detached
        ),
        doubtful=tuple(
            award
            for award in register.awards.values()
            if award.id in late
            and not (award.withdrawal and award.withdrawal.change is Change.REVOKED)
        ),
    )
