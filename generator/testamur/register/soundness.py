"""
Whether the parts of a register fit each other: one check a function, each on values alone.

Every check raises RegisterError with what is wrong; none needs a key or a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import pairwise

from testamur.crypto.keys import PublicKey
from testamur.crypto.note import NoteError, open_checkpoint
from testamur.model.addresses import Addresses
from testamur.problems import Exit, RegisterError, Rule
from testamur.register.documents import Document, Erased
from testamur.register.entries import Entry, EraseEntry, IssueEntry, Role
from testamur.register.folder import RESTORE
from testamur.register.register import REVOCATION, Register
from testamur.wire import bitstring

UNFINISHED = Rule("register-unfinished", "Issuing was interrupted", exit=Exit.REGISTER)
BASE_URL_CHANGED = Rule(
    "base-url-changed",
    "base_url is not the one that everything was issued under",
    exit=Exit.REGISTER,
)
COMPLETE = "the last issuing was interrupted; `testamur refresh` completes it"


def heads_are_of_this_log(register: Register) -> None:
    """Each head is of this site, signed by a register key, and of this very log."""
    keys = _head_keys(register)
    origin = register.addresses.origin
    for size, note in register.heads.items():
        signed_as = note.partition(b"\n")[0].decode(errors="replace")
        if signed_as != origin:
            raise RegisterError(
                f"the register is of {signed_as.removesuffix('/register')}, "
                f"but base_url says {origin.removesuffix('/register')}",
                "put base_url in content/site.yaml back: every credential that was issued names it",
                BASE_URL_CHANGED,
            )
        try:
            head = open_checkpoint(note, origin, keys)
        except NoteError as error:
            raise RegisterError(
                f"head {size} of the register was not signed by its key: {error}", RESTORE
            ) from error
        if head.size != size:
            raise RegisterError(f"head {size} of the register speaks of {head.size}", RESTORE)
        if size > register.size:
            raise RegisterError(
                f"the register was cut short: a head of {size} entries was signed, "
                f"{register.size} are left",
                RESTORE,
            )
        if head.root != register.tree.root(size):
            raise RegisterError(
                f"the log was rewritten: its first {size} entries are not those that were signed",
                RESTORE,
            )


def document_is_committed(document: Document | Erased, entry: Entry, where: str) -> None:
    """The log has an entry for it, which commits to these very bytes."""
    if not isinstance(entry.fact, IssueEntry):
        raise RegisterError(f"{where}: entry {document.entry + 1} issued nothing", RESTORE)
    if isinstance(document, Document) and document.commitment != entry.fact.commitment:
        raise RegisterError(
            f"{where}: award no. {document.entry + 1} is not what was issued", RESTORE
        )


def bookkeeping_is_signed(document: Document | Erased, at: Addresses, where: str) -> None:
    """
    What the line says beside the signed text is what the signed text says.

    Quotes inside JSON text are escaped, so these bytes can only be members of the document.
    """
    if isinstance(document, Erased):
        return
    status_list = at.status_list(REVOCATION, document.slot.list)
    for said in (
        f'"id":"{at.credential_json(document.award)}"',
        f'"id":"{at.achievement(*document.definition)}"',
        f'"statusListCredential":"{status_list}","statusListIndex":"{document.slot.index}"',
    ):
        if said.encode() not in document.unsigned:
            raise RegisterError(
                f"{where}: the line says otherwise than the document that it holds", RESTORE
            )


def nothing_is_missing(
    documents: Mapping[int, Document | Erased], entries: Iterable[Entry]
) -> None:
    """Every award that the log issued has its document, or the mark that it was erased."""
    issued = (number for number, entry in enumerate(entries) if isinstance(entry.fact, IssueEntry))
    missing = [number for number in issued if number not in documents]
    if missing:
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise RegisterError(f"the document of award no. {missing[0] + 1} is missing{more}", RESTORE)


def versions_count_up(documents: Mapping[int, Document | Erased]) -> None:
    """The versions of an award follow each other from 1, in the order of the log."""
    last: dict[str, int] = {}
    for number, document in documents.items():
        if document.version != last.get(document.award, 0) + 1:
            raise RegisterError(
                f"award no. {number + 1} is version {document.version}, out of its order", RESTORE
            )
        last[document.award] = document.version


def slots_are_unique(documents: Mapping[int, Document | Erased]) -> None:
    """No two documents share a place in a status list."""
    slots = sorted((each.slot.list, each.slot.index) for each in documents.values())
    for first, second in pairwise(slots):
        if first == second:
            raise RegisterError(f"two documents have slot {first[1]} of list {first[0]}", RESTORE)


def bits_only_grow(register: Register) -> None:
    """No bit is ever cleared: a reinstated award is a new version with another slot."""
    for (purpose, number), status_list in register.status_lists.items():
        wanted = wanted_bits(register, number)
        if any(signed & ~now for signed, now in zip(status_list.bits, wanted, strict=True)):
            raise RegisterError(
                f"status list {purpose}-{number} withdraws something that the documents say stands",
                RESTORE,
            )


def is_finished(register: Register) -> None:
    """The last signing wrote all that it set out to write."""
    what = _unfinished(register)
    if what:
        raise RegisterError(f"the register is unfinished: {what}", COMPLETE, UNFINISHED)


def wanted_bits(register: Register, number: int) -> bytes:
    """The bits that list `number` must have."""
    return bitstring.bits_of(slot.index for slot in register.set_slots if slot.list == number)


def _head_keys(register: Register) -> list[PublicKey]:
    """The keys that may have signed a head, lost ones among them: see `_unfinished`."""
    return [key for key, history in register.keys.items() if history[0].role is Role.REGISTER]


def _unfinished(register: Register) -> str | None:
    lost = register.lost_keys
    for document in register.documents.values():
        if isinstance(document, Document) and any(map(document.is_signed_by, lost)):
            return f"award no. {document.entry + 1} is not signed again after its key was lost"
    trusted = [key for key in _head_keys(register) if key not in lost]
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
    for (purpose, number), digest in register.logged_lists.items():
        status_list = register.status_lists.get((purpose, number))
        if status_list is None or sha256(status_list.bits).hexdigest() != digest:
            return f"status list {purpose}-{number} is not the one of the log"
        if wanted_bits(register, number) != status_list.bits:
            return f"status list {purpose}-{number} does not know of the latest change"
    return None
