"""
Whether the last signing wrote all that it set out to write.

The order of writing is fixed, so that what is missing says where it was interrupted.
"""

from __future__ import annotations

from hashlib import sha256

from testamur.crypto.keys import PublicKey
from testamur.crypto.note import NoteError, open_checkpoint
from testamur.problems import Exit, RegisterError, Rule
from testamur.register import records
from testamur.register.documents import Document, Erased
from testamur.register.entries import EraseEntry, Role
from testamur.register.register import Register
from testamur.wire import bitstring

UNFINISHED = Rule("register-unfinished", "Issuing was interrupted", exit=Exit.REGISTER)
COMPLETE = "the last issuing was interrupted; `testamur refresh` completes it"


def is_finished(register: Register) -> None:
    """The last signing wrote all that it set out to write."""
    what = _unfinished(register)
    if what:
        raise RegisterError(f"the register is unfinished: {what}", COMPLETE, UNFINISHED)


def wanted_bits(register: Register, purpose: str, number: int) -> bytes:
    """The bits that a list must have; no bit is set in one of a purpose that we do not keep."""
    marked = register.set_slots.get(purpose, ())
    return bitstring.bits_of(slot.index for slot in marked if slot.list == number)


def head_keys(register: Register) -> list[PublicKey]:
    """The keys that may have signed a head, lost ones among them: see `_unfinished`."""
    return [key for key, history in register.keys.items() if history[0].role is Role.REGISTER]


def _unfinished(register: Register) -> str | None:
    half = next(register.half_forgotten, None)
    if half:
        return f"award no. {half.entry + 1} was to be erased, and is still there"
    lost = register.lost_keys
    late = {each.entry for each in register.signed_after_loss}
    for document in register.documents.values():
        if not isinstance(document, Document) or document.entry in late:
            continue
        if not any(map(document.is_signed_by, register.keys)):
            return f"award no. {document.entry + 1} is signed by a key that was not entered yet"
        if any(map(document.is_signed_by, lost)):
            return f"award no. {document.entry + 1} is not signed again after its key was lost"
    trusted = [key for key in head_keys(register) if key not in lost]
    for size, note in register.heads.items() if lost else ():
        try:
            open_checkpoint(note, register.addresses.origin, trusted)
        except NoteError:
            return f"head {size} is not signed again after its key was lost"
    if register.head_size < register.size:
        return f"its newest head covers {register.head_size} of {register.size} entries"
    erased = {entry.fact.index for entry in register.entries if isinstance(entry.fact, EraseEntry)}
    for document in register.documents.values():
        if isinstance(document, Erased) and document.entry not in erased:
            return f"no. {document.entry + 1} was erased without an entry for it"
    for why in records.unfinished(register):
        return why
    for (purpose, number), digest in register.logged_lists.items():
        status_list = register.status_lists.get((purpose, number))
        if status_list is None or sha256(status_list.bits).hexdigest() != digest:
            return f"status list {purpose}-{number} is not the one of the log"
        if wanted_bits(register, purpose, number) != status_list.bits:
            return f"status list {purpose}-{number} does not know of the latest change"
    return None
