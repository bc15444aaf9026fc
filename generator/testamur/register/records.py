"""
Whether the learners' records of a register fit the rest of it: one check a function.

Every check raises RegisterError with what is wrong; none needs a key or a clock.
"""

from __future__ import annotations

from collections.abc import Iterator

from testamur.model.addresses import Addresses
from testamur.model.status import REVOCATION
from testamur.problems import RegisterError
from testamur.register.documents import Document
from testamur.register.entries import Entry, IssueEntry
from testamur.register.folder import RESTORE
from testamur.register.learners import ErasedRecord, LearnerRecord
from testamur.register.proofs import missing_suite
from testamur.register.register import Register

_AWARD = b'"type":["VerifiableCredential","OpenBadgeCredential"]'


def is_committed(record: LearnerRecord | ErasedRecord, entry: Entry, where: str) -> None:
    """The log has an entry for it, which commits to these very bytes."""
    if not isinstance(entry.fact, IssueEntry) or (
        isinstance(record, LearnerRecord) and record.commitment != entry.fact.commitment
    ):
        raise RegisterError(f"{where}: this learner's record is not what was issued", RESTORE)


def says_what_is_signed(record: LearnerRecord | ErasedRecord, at: Addresses, where: str) -> None:
    """What the line says beside the signed text is what the signed text says."""
    if isinstance(record, ErasedRecord):
        return
    status_list = at.status_list(REVOCATION, record.slot.list)
    for said in (
        f'"id":"{at.clr_json(record.learner)}"',
        f'"statusListCredential":"{status_list}","statusListIndex":"{record.slot.index}"',
    ):
        if said.encode() not in record.unsigned:
            raise RegisterError(
                f"{where}: the line says otherwise than the document that it holds", RESTORE
            )
    if record.unsigned.count(_AWARD) != len(record.holds):
        raise RegisterError(f"{where}: the line names other awards than stand inside", RESTORE)
    missing = missing_suite(record.proof)
    if missing:
        raise RegisterError(f"{where}: the document lacks its {missing} proof", RESTORE)


def grew(before: Register, after: Register) -> None:
    """The last look before anything is written: see `soundness.grew`."""
    for number, record in after.learner_documents.items():
        old = before.learner_documents.get(number)
        if old is record:
            continue
        where = f"learner's record no. {number + 1}"
        is_committed(record, after.entries[number], where)
        says_what_is_signed(record, after.addresses, where)
        if isinstance(record, LearnerRecord) and old is not None:
            raise RegisterError(f"{where} would lose something that was issued")
    if before.learner_documents.keys() - after.learner_documents.keys():
        raise RegisterError("a learner's record would be lost")
    versions_count_up(after)


def versions_count_up(register: Register) -> None:
    """The versions of a record follow each other, and none but the newest stands."""
    last: dict[str, int] = {}
    for number, record in register.learner_documents.items():
        if record.version != last.get(record.learner, 0) + 1:
            raise RegisterError(
                f"learner's record no. {number + 1} is version {record.version}, out of its order",
                RESTORE,
            )
        last[record.learner] = record.version
    for record in register.learners.values():
        if record.version != last[record.learner]:
            raise RegisterError(
                f"learner's record no. {record.entry + 1} was replaced, and still stands", RESTORE
            )


def unfinished(register: Register) -> Iterator[str]:
    """What an interrupted run left to do, a clause each."""
    lost = register.lost_keys
    for number, record in register.learner_documents.items():
        name = f"learner's record no. {number + 1}"
        is_logged = number in register.logged_erasures
        if isinstance(record, ErasedRecord):
            if not is_logged:
                yield f"{name} was erased without an entry for it"
        elif is_logged:
            yield f"{name} was to be erased, and is still there"
        elif not any(map(record.is_signed_by, register.keys)):
            yield f"{name} is signed by a key that was not entered yet"
        elif any(map(record.is_signed_by, lost)):
            yield f"{name} is not issued again after its key was lost"
        else:
            yield from (f"{name} holds {why}" for why in _outdated(record, register))


def as_logged(
    record: LearnerRecord | ErasedRecord, register: Register
) -> tuple[LearnerRecord | ErasedRecord, bool]:
    """
    Erased if the log says so, and whether that made a difference.

    Its line goes after the log's: an interrupted run may not have come to it.
    """
    entry = register.logged_erasures.get(record.entry)
    if entry is None or isinstance(record, ErasedRecord):
        return record, False
    erased = ErasedRecord(record.entry, record.learner, record.version, record.slot, entry.day)
    return erased, True


def _outdated(record: LearnerRecord, register: Register) -> Iterator[str]:
    """Awards inside that are not the newest standing version, as it was last signed."""
    for number in record.holds:
        document = register.documents.get(number)
        if not isinstance(document, Document) or document.award in register.forgotten:
            yield f"award no. {number + 1}, which was erased"
            return
        award = register.awards[document.award]
        if award.withdrawal or document is not award.newest:
            yield f"award no. {number + 1}, which was withdrawn or replaced"
        elif not record.has_inside(document.proof):
            yield f"award no. {number + 1} with other proofs than it has now"
