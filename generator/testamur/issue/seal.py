"""The end of every signing: bits that changed, status lists signed anew, and the head."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from testamur.crypto.note import Checkpoint, NoteError, open_checkpoint, sign_checkpoint
from testamur.crypto.signer import Signer
from testamur.issue.append import append
from testamur.issue.sign import sign_status_list
from testamur.model.status import PURPOSES, REVOCATION
from testamur.register.entries import Role, StatusEntry
from testamur.register.finished import wanted_bits
from testamur.register.reader import status_list_of
from testamur.register.register import Register


def seal(register: Register, signer: Signer, moment: datetime, valid: timedelta) -> Register:
    """Enter the bits that changed, sign every status list again, and the head."""
    bits = {
        (purpose, number): wanted_bits(register, purpose, number)
        for purpose in PURPOSES
        for number in _numbers(register, purpose)
    }
    facts = [
        StatusEntry(purpose, number, digest)
        for (purpose, number), list_bits in bits.items()
        if register.logged_lists.get((purpose, number)) != (digest := sha256(list_bits).hexdigest())
    ]
    grown = append(register, facts, moment)
    lists = {
        (purpose, number): status_list_of(
            purpose,
            number,
            sign_status_list(
                purpose,
                number,
                list_bits,
                signer,
                grown.addresses,
                valid_from=moment,
                valid_until=moment + valid,
            ),
        )
        for (purpose, number), list_bits in bits.items()
    }
    sizes = {grown.size} - grown.heads.keys()
    if grown.lost_keys:
        # Each award's proof names a head: none may rest on a key that is lost.
        sizes |= {size for size, note in grown.heads.items() if not _holds(note, grown)}
    signed = {
        size: sign_checkpoint(
            Checkpoint(grown.addresses.origin, size, grown.tree.root(size)), signer
        )
        for size in sizes
    }
    heads = dict(sorted({**grown.heads, **signed}.items()))
    return replace(grown, status_lists=lists, heads=heads)


def _numbers(register: Register, purpose: str) -> list[int]:
    """The lists that there are; the first of revocations is there before anybody needs it."""
    used = {slot.list for slot in register.slots[purpose]}
    return sorted(used | {1} if purpose == REVOCATION else used)


def _holds(note: bytes, register: Register) -> bool:
    trusted = [key for key, role in register.trusted_keys.items() if role is Role.REGISTER]
    try:
        open_checkpoint(note, register.addresses.origin, trusted)
    except NoteError:
        return False
    return True
