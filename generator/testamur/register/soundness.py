"""
Whether the parts of a register fit each other: one check a function, each on values alone.

Every check raises RegisterError with what is wrong; none needs a key or a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from testamur.crypto.note import NoteError, open_checkpoint
from testamur.model.addresses import Addresses
from testamur.model.status import REVOCATION, SUSPENSION, Event
from testamur.problems import Exit, RegisterError, Rule
from testamur.register import pathways, records, serialised
from testamur.register.documents import Document, Erased, event_commitment
from testamur.register.earned import what_was_earned
from testamur.register.entries import Entry, EraseEntry, EventEntry, IssueEntry
from testamur.register.finished import COMPLETE, UNFINISHED, head_keys, is_finished, wanted_bits
from testamur.register.folder import RESTORE
from testamur.register.learners import ErasedRecord, LearnerRecord
from testamur.register.proofs import missing_suite
from testamur.register.register import Register

BASE_URL_CHANGED = Rule(
    "base-url-changed",
    "base_url is not the one that everything was issued under",
    exit=Exit.REGISTER,
)
SIGNED_AFTER_LOSS = Rule(
    "signed-after-loss", "An award was issued after its key was lost", exit=Exit.REGISTER
)
HasSlot = Document | Erased | LearnerRecord | ErasedRecord
"""Whatever has an entry of its own in the log, and a place in a status list."""


def grew(before: Register, after: Register) -> None:
    """
    The last look before anything is written: what was is still there, and what is new fits.

    Signing believes neither the drafts nor itself.
    """
    documents, entries, at = after.documents, after.entries, after.addresses
    for number, document in documents.items():
        if before.documents.get(number) is not document:
            where = f"award no. {number + 1}"
            document_is_committed(document, entries[number], where)
            bookkeeping_is_signed(document, at, where)
            serialised.follow(document, at, where)
            _is_kept(before.documents.get(number), document, where)
            serialised.are_kept(before.documents.get(number), document, after, where)
    every = {**documents, **after.learner_documents}
    nothing_is_missing(every, entries)
    erasures_fit(every, entries)
    records.grew(before, after)
    events_are_committed(documents, entries)
    versions_count_up(documents)
    slots_are_unique(every)
    definitions_are_there(after)
    pathways.are_kept(before, after)
    heads_are_of_this_log(after)
    for key, old in before.status_lists.items():
        kept = after.status_lists.get(key)
        if kept is None or (key[0] != SUSPENSION and _clears(old.bits, kept.bits)):
            raise RegisterError(f"status list {key[0]}-{key[1]} would lose a bit")
    is_finished(after)


def definitions_are_there(register: Register) -> None:
    """Every definition of the log is at hand; one that was being replaced must be issued again."""
    for slug, version in register.logged_definitions:
        if (slug, version) not in register.definitions:
            raise RegisterError(
                f"{slug} version {version} was being replaced when issuing was interrupted",
                "run `testamur issue`, which enters it again",
            )


def _is_kept(old: Document | Erased | None, new: Document | Erased, where: str) -> None:
    """A document's signed words stay, its history only grows, and what was erased stays so."""
    if isinstance(new, Erased) or old is None:
        return
    if (
        isinstance(old, Erased)
        or old.unsigned != new.unsigned
        or old.events != new.events[: len(old.events)]
    ):
        raise RegisterError(f"{where} would lose something that was issued")


def _clears(old: bytes, new: bytes) -> bool:
    return any(was & ~now for was, now in zip(old, new, strict=True))


def heads_are_of_this_log(register: Register) -> None:
    """Each head is of this site, signed by a register key, and of this very log."""
    keys = head_keys(register)
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

    Quotes inside JSON text are escaped, so these bytes can only be members of the document. JCS
    orders them: only the credential's own id stands before its issuer, and only the id of what was
    earned stands before a picture or a language and behind another member; evidence is followed by
    neither, and what is related begins with its id.
    """
    if isinstance(document, Erased):
        return
    award = f'"id":"{at.credential_json(document.award)}"'
    earned = f',"id":"{at.achievement(*what_was_earned(document, at))}"'
    for said in (
        (f'{award},"issuer":{{',),
        (f'{earned},"image":{{', f'{earned},"inLanguage":"'),
        *((status,) for status in _status_of(document, at)),
    ):
        if not any(each.encode() in document.unsigned for each in said):
            raise RegisterError(
                f"{where}: the line says otherwise than the document that it holds", RESTORE
            )
    missing = missing_suite(document.proof)
    if missing:
        raise RegisterError(f"{where}: the document lacks its {missing} proof", RESTORE)


def nothing_is_missing(documents: Mapping[int, HasSlot], entries: Iterable[Entry]) -> None:
    """Every award that the log issued has its document, or the mark that it was erased."""
    issued = (number for number, entry in enumerate(entries) if isinstance(entry.fact, IssueEntry))
    missing = [number for number in issued if number not in documents]
    if missing:
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise RegisterError(f"the document of award no. {missing[0] + 1} is missing{more}", RESTORE)


def erasures_fit(documents: Mapping[int, HasSlot], entries: Sequence[Entry]) -> None:
    """
    What the log says was erased was a document, once, and is gone.

    An award is erased before the log says so; a learner's record after it, and `records` tells.
    """
    erased: set[int] = set()
    for number, entry in enumerate(entries):
        if not isinstance(entry.fact, EraseEntry):
            continue
        index = entry.fact.index
        if index >= number or index not in documents or index in erased:
            raise RegisterError(
                f"entry {number + 1} erases no. {index + 1}, which is no document that was there",
                RESTORE,
            )
        if isinstance(documents[index], Document):
            raise RegisterError(
                f"entry {number + 1} erases award no. {index + 1}, and its document is still there",
                RESTORE,
            )
        erased.add(index)


def events_are_committed(
    documents: Mapping[int, Document | Erased], entries: Sequence[Entry]
) -> None:
    """Each step in an award's life is one entry's, of the day that the step says; none is left."""
    waiting = {
        number: entry for number, entry in enumerate(entries) if isinstance(entry.fact, EventEntry)
    }
    for document in documents.values():
        for event in document.events if isinstance(document, Document) else ():
            if event.entry >= len(entries):
                raise RegisterError(
                    f"award no. {document.entry + 1} was {event.change} without an entry for it",
                    COMPLETE,
                    UNFINISHED,
                )
            entry = waiting.pop(event.entry, None)
            if (
                entry is None
                or entry.fact != EventEntry(_event_commitment(document.award, event))
                or entry.day != event.entered
            ):
                raise RegisterError(
                    f"award no. {document.entry + 1}: that it was {event.change} is not what was "
                    "entered",
                    RESTORE,
                )
    # What happened to those who were forgotten cannot be told any more.
    if waiting and not any(isinstance(each, Erased) for each in documents.values()):
        raise RegisterError(
            f"entry {min(waiting) + 1} says that something happened to an award, and no document "
            "tells what",
            RESTORE,
        )


def versions_count_up(documents: Mapping[int, Document | Erased]) -> None:
    """The versions of an award follow each other from 1, in the order of the log."""
    last: dict[str, int] = {}
    for number, document in documents.items():
        if document.version != last.get(document.award, 0) + 1:
            raise RegisterError(
                f"award no. {number + 1} is version {document.version}, out of its order", RESTORE
            )
        last[document.award] = document.version


def slots_are_unique(documents: Mapping[int, HasSlot]) -> None:
    """No two documents share a place in a status list."""
    awards = (each for each in documents.values() if isinstance(each, Document | Erased))
    seconds = (each.suspension for each in awards if each.suspension)
    for given in ((each.slot for each in documents.values()), seconds):
        slots = sorted((slot.list, slot.index) for slot in given)
        for first, second in pairwise(slots):
            if first == second:
                raise RegisterError(
                    f"two documents have slot {first[1]} of list {first[0]}", RESTORE
                )


def bits_only_grow(register: Register) -> None:
    """
    No revocation is ever taken back: where suspensions share its list, a reinstated award is a new
    version with another slot. Only a list of suspensions clears its bits.
    """
    for (purpose, number), status_list in register.status_lists.items():
        wanted = wanted_bits(register, purpose, number)
        if purpose != SUSPENSION and _clears(status_list.bits, wanted):
            raise RegisterError(
                f"status list {purpose}-{number} withdraws something that the documents say stands",
                RESTORE,
            )


def _status_of(document: Document, at: Addresses) -> Iterator[str]:
    """What the signed text must say of each of its places, and of none that the line lacks."""
    for purpose, slot in ((REVOCATION, document.slot), (SUSPENSION, document.suspension)):
        if slot is not None:
            status_list = at.status_list(purpose, slot.list)
            yield (
                f'"statusListCredential":"{status_list}","statusListIndex":"{slot.index}",'
                f'"statusPurpose":"{purpose}"'
            )
    if document.suspension is None:
        # One entry stands alone; an array would hold another that nobody knows of.
        yield '"credentialStatus":{'


def nothing_is_a_thiefs(register: Register) -> None:
    """Nothing is published that a lost key signed when it was in other hands."""
    for document in register.signed_after_loss:
        raise RegisterError(
            f"award no. {document.entry + 1} was issued after its key was lost",
            f"`testamur revoke {document.entry + 1} --code key-compromise`, or `testamur forget "
            f"{document.award}`; award anew what is yours",
            SIGNED_AFTER_LOSS,
        )


def _event_commitment(award: str, event: Event) -> str:
    try:
        return event_commitment(award, event)
    except ValueError as error:
        raise RegisterError(f"an event of {award} is damaged: {error}", RESTORE) from error
