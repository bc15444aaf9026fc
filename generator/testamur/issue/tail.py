"""
What an interrupted run left beyond the newest head, before it is completed.

Those lines are signed by nobody yet, and anybody who can push could have written them. So each
must be explained by something else: a key that keys/ announces, a document whose proofs hold, a
definition or bits that are really those. Erasures, events and texts are explained by the content,
which `prepare` has compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import orjson

from testamur.crypto.integrity import check_proof
from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonObject
from testamur.problems import RegisterError
from testamur.register.documents import Document
from testamur.register.entries import (
    DefinitionEntry,
    EraseEntry,
    EventEntry,
    Fact,
    IssueEntry,
    KeyAction,
    KeyEntry,
    PathwayEntry,
    Role,
    StatusEntry,
)
from testamur.register.finished import wanted_bits
from testamur.register.folder import RESTORE
from testamur.register.keys import AnnouncedKey
from testamur.register.learners import LearnerRecord
from testamur.register.register import Register
from testamur.wire.contexts import canonicaliser


def check_tail(register: Register, announced: Sequence[AnnouncedKey]) -> None:
    """Raises RegisterError for an entry that no head covers and nothing explains."""
    for number in range(register.head_size, register.size):
        if not _is_explained(register.entries[number].fact, number, register, announced):
            raise RegisterError(
                f"entry {number + 1} of the log was signed by nobody, and nothing explains it",
                f"see `git diff -- content/register`; {RESTORE}",
            )


def is_signed(document: Document | LearnerRecord, register: Register) -> bool:
    """Whether each of its proofs holds, by an award key of the log."""
    unsigned, at = orjson.loads(document.unsigned), register.addresses
    keys = {
        at.method(key.multibase): key
        for key, history in register.keys.items()
        if history[0].role is Role.AWARD
    }
    return all(_holds(proof, unsigned, keys) for proof in orjson.loads(document.proof))


def _is_explained(
    fact: Fact, number: int, register: Register, announced: Sequence[AnnouncedKey]
) -> bool:
    match fact:
        case KeyEntry():
            return any(_announces(each, fact) for each in announced)
        case IssueEntry():
            document = register.documents.get(number) or register.learner_documents[number]
            if not isinstance(document, Document | LearnerRecord):
                return True
            return is_signed(document, register)
        case StatusEntry(number=number_of_list, digest=digest):
            # An earlier run's bits may have been overtaken; only the last of a list is compared.
            is_last = register.logged_lists[fact.purpose, number_of_list] == digest
            bits = wanted_bits(register, fact.purpose, number_of_list)
            return not is_last or sha256(bits).hexdigest() == digest
        case EventEntry() | EraseEntry() | DefinitionEntry() | PathwayEntry():
            # Compared with the content, and texts with their digests.
            return True


def _announces(announced: AnnouncedKey, fact: KeyEntry) -> bool:
    if announced.key != fact.key or announced.role is not fact.role:
        return False
    match fact.action:
        case KeyAction.ADD:
            return True
        case KeyAction.END:
            return announced.ended is not None
        case KeyAction.COMPROMISED:
            return announced.compromised == fact.size


def _holds(proof: JsonObject, unsigned: JsonObject, keys: dict[str, PublicKey]) -> bool:
    key = keys.get(str(proof.get("verificationMethod")))
    return key is not None and check_proof(unsigned, proof, key, canonicaliser()) is None
