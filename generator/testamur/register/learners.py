"""
The signed record of one learner, as a line of `documents/NNNN.jsonl`.

It repeats awards that stand in the register themselves. So only its newest version is kept: a
record that was replaced, or whose learner no longer wants it, is erased, and its bit is set.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import orjson

from testamur.crypto.jcs import canonical
from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonValue
from testamur.model.addresses import Addresses
from testamur.model.learner import Learner
from testamur.model.people import Identity
from testamur.model.plain import to_plain
from testamur.model.status import Slot
from testamur.problems import RegisterError
from testamur.register.documents import commitment
from testamur.register.folder import RESTORE

_PERSON_TAG = b"testamur/learner/v1\n"
_INTENT_TAG = b"testamur/learner-intent/v1\n"
_PROOF = b',"proof":'
_DOCUMENT = b',"document":'
_LINE = re.compile(rb'\{"entry":[0-9]+,"learner":')


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """The newest signed version of one learner's record. Its unsigned bytes never change."""

    entry: int
    """Index of its `issue` entry in the log, from 0."""
    learner: str
    """Public id, the same for every version."""
    version: int
    """From 1."""
    slot: Slot
    person: str
    """Digest of what tells the learner from others."""
    intent: str
    """Digest of what the learner's file and the definitions said."""
    holds: tuple[int, ...]
    """Entries of the award versions inside."""
    nonce: bytes
    proof: bytes
    """JSON array of the proofs."""
    unsigned: bytes
    """JCS bytes of the ClrCredential without its proofs."""

    @property
    def signed(self) -> bytes:
        """The bytes of `clr.json`."""
        return self.unsigned[:-1] + _PROOF + self.proof + b"}"

    @property
    def commitment(self) -> str:
        """Hex digest in the log; as of an award, so that nobody can tell the two apart there."""
        return commitment(self.nonce, self.unsigned)

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether any of its own proofs names the key as its verification method."""
        return f'#{key.multibase}"'.encode() in self.proof

    def has_inside(self, proof: bytes) -> bool:
        """Whether an award with these proofs (a JSON array in JCS bytes) stands inside."""
        return b'"proof":' + proof in self.unsigned


@dataclass(frozen=True, slots=True)
class ErasedRecord:
    """What is left of a version that was replaced or taken back."""

    entry: int
    learner: str
    version: int
    slot: Slot
    day: date
    """UTC day of the erasure."""


def person_digest(person: Identity, at: Addresses) -> str:
    """Digest of who somebody is, hex; with the register's origin, so that no table helps."""
    said = canonical(list(person))
    return sha256(_PERSON_TAG + f"{at.origin}\n".encode() + said).hexdigest()


def intent_digest(learner: Learner, beside: JsonValue, at: Addresses) -> str:
    """Digest of what the learner's file says, and of what the record says beside the awards."""
    said = canonical({"learner": to_plain(learner), "beside": beside})
    return sha256(_INTENT_TAG + f"{at.origin}\n".encode() + said).hexdigest()


def is_line(line: bytes) -> bool:
    """Whether a line of the documents is a learner's record, and not an award's."""
    return _LINE.match(line) is not None


def encode(record: LearnerRecord | ErasedRecord) -> bytes:
    """The line, without its newline."""
    head: dict[str, object] = {
        "entry": record.entry,
        "learner": record.learner,
        "version": record.version,
        "slot": [record.slot.list, record.slot.index],
    }
    if isinstance(record, ErasedRecord):
        return orjson.dumps({**head, "erased": record.day.isoformat()})
    head |= {
        "person": record.person,
        "intent": record.intent,
        "holds": list(record.holds),
        "nonce": record.nonce.hex(),
    }
    return orjson.dumps(head)[:-1] + _PROOF + record.proof + _DOCUMENT + record.unsigned + b"}"


def decode(line: bytes, where: str) -> LearnerRecord | ErasedRecord:
    """
    The record of a line.

    `where` names file and line for the message. Raises RegisterError for anything that `encode`
    would not have written.
    """
    try:
        found = _decoded(orjson.loads(line), line)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise RegisterError(f"{where} is not a document that testamur wrote", RESTORE) from error
    if encode(found) != line:
        raise RegisterError(f"{where} was edited by hand", RESTORE)
    return found


def _decoded(fields: Mapping[str, Any], line: bytes) -> LearnerRecord | ErasedRecord:
    entry, learner, version = int(fields["entry"]), str(fields["learner"]), int(fields["version"])
    number, index = fields["slot"]
    slot = Slot(int(number), int(index))
    if "erased" in fields:
        day = date.fromisoformat(fields["erased"])
        return ErasedRecord(entry, learner, version, slot, day)
    # What follows is sliced out, never re-serialised: those bytes were signed.
    proof_from = line.index(_PROOF) + len(_PROOF)
    document_from = line.index(_DOCUMENT, proof_from)
    return LearnerRecord(
        entry=entry,
        learner=learner,
        version=version,
        slot=slot,
        person=str(fields["person"]),
        intent=str(fields["intent"]),
        holds=tuple(int(each) for each in fields["holds"]),
        nonce=bytes.fromhex(fields["nonce"]),
        proof=line[proof_from:document_from],
        unsigned=line[document_from + len(_DOCUMENT) : -1],
    )
