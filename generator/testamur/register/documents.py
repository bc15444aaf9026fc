"""
One signed version of an award, as a line of `documents/NNNN.jsonl`.

A line is the bookkeeping, then `proof`, then the unsigned credential as JCS bytes, last: the
commitment is one SHA-256 over a slice, and `credential.json` is spliced without parsing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import orjson

from testamur.crypto.jcs import canonical
from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonObject
from testamur.model.status import Change, Event, ReasonCode, Slot
from testamur.problems import RegisterError
from testamur.register import detached
from testamur.register.detached import Detached
from testamur.register.folder import RESTORE

NEXT = (Change.CORRECTED, Change.RENEWED, Change.REINSTATED)
"""What makes a version be followed by another."""

NONCE_BYTES = 32
"""Of the chance that hides what an entry commits to."""

_COMMITMENT_TAG = b"testamur/commitment/v1\n"
_EVENT_TAG = b"testamur/event/v1\n"
_PROOF = b',"proof":'
_DOCUMENT = b',"document":'


@dataclass(frozen=True, slots=True)
class Document:
    """A signed version of an award. Its unsigned bytes never change."""

    entry: int
    """Index of its `issue` entry in the log, from 0; readers see one more."""
    award: str
    version: int
    """From 1; a correction or a renewal is the next."""
    definition: tuple[str, int]
    """Slug and version of the credential."""
    record: str
    """Digest of what the author's record is known by."""
    intent: str
    """Digest of what the author's record said."""
    source: str
    """SHA-256 of the record's own bytes, hex: an unchanged record need not be parsed again."""
    declared: tuple[int, int]
    """How many corrections, and how many renewals, the record had declared by then."""
    nonce: bytes
    slot: Slot
    language: str | None
    """BCP 47 tag of the author's own text; no term of Open Badges 3.0 says it."""
    events: tuple[Event, ...]
    """What brought this version about, and what became of it while it was the newest."""
    proof: bytes
    """JSON array of the proofs."""
    unsigned: bytes
    """JCS bytes of the credential without its proofs."""
    suspension: Slot | None = None
    """Its place in a list of suspensions, where it names one."""
    shares_name: bool = False
    """Whether pictures beside links to it show what is public of the recipient's name."""
    detached: tuple[Detached, ...] = ()
    """Signatures over its other serialisations, one for each format."""

    @property
    def signed(self) -> bytes:
        """The credential with its proofs: the bytes of `credential.json`."""
        return self.unsigned[:-1] + _PROOF + self.proof + b"}"

    @property
    def commitment(self) -> str:
        """Hex digest in the log that commits to the unsigned credential and tells nothing of it."""
        return commitment(self.nonce, self.unsigned)

    @property
    def halves(self) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
        """What brought this version about, and what became of it; the first has only the latter."""
        if self.version == 1:
            return (), self.events
        born, was_suspended = 0, False
        for index, event in enumerate(self.events, 1):
            was_suspended |= event.change is Change.SUSPENDED
            ends_in_place = self.suspension and was_suspended
            if event.change in NEXT and not (event.change is Change.REINSTATED and ends_in_place):
                born = index
        return self.events[:born], self.events[born:]

    @property
    def origin(self) -> Event | None:
        """The step by which this version took the place of the one before; None for the first."""
        born, _ = self.halves
        return born[-1] if born else None

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether any of its proofs names the key as its verification method."""
        return f'#{key.multibase}"'.encode() in self.proof


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of a forgotten version: its address and its bit, nobody's data."""

    entry: int
    award: str
    version: int
    slot: Slot
    day: date
    """UTC day of the erasure."""
    suspension: Slot | None = None


def commitment(nonce: bytes, unsigned: bytes) -> str:
    """
    SHA-256 over a domain tag, the 32-byte nonce and the SHA-256 of the unsigned credential.

    Raises ValueError for a nonce of another length: a short one would not hide.
    """
    return sha256(_COMMITMENT_TAG + _nonce(nonce) + sha256(unsigned).digest()).hexdigest()


def event_commitment(award: str, event: Event) -> str:
    """
    SHA-256 over a domain tag, the nonce and the SHA-256 of the JCS of what happened to an award.

    Raises ValueError for a nonce that is not 32 bytes.
    """
    said: JsonObject = {
        "award": award,
        "change": event.change.value,
        "day": event.day.isoformat(),
        "reason": event.reason,
        **_added(event),
    }
    nonce = _nonce(bytes.fromhex(event.nonce))
    return sha256(_EVENT_TAG + nonce + sha256(canonical(said)).digest()).hexdigest()


def encode(document: Document | Erased) -> bytes:
    """The line, without its newline."""
    if isinstance(document, Erased):
        return orjson.dumps(
            {
                "entry": document.entry,
                "award": document.award,
                "version": document.version,
                "slot": [document.slot.list, document.slot.index],
                **_second(document),
                "erased": document.day.isoformat(),
            }
        )
    head = orjson.dumps(
        {
            "entry": document.entry,
            "award": document.award,
            "version": document.version,
            "slot": [document.slot.list, document.slot.index],
            **_second(document),
            "definition": list(document.definition),
            "record": document.record,
            "intent": document.intent,
            "source": document.source,
            "declared": list(document.declared),
            "nonce": document.nonce.hex(),
            "language": document.language,
            "events": [
                {
                    "change": event.change.value,
                    "day": event.day.isoformat(),
                    "reason": event.reason,
                    "entered": event.entered.isoformat(),
                    "entry": event.entry,
                    "nonce": event.nonce,
                    **_added(event),
                }
                for event in document.events
            ],
            **({"shares_name": True} if document.shares_name else {}),
            # Left out where there are none: what was written before they were known stays as it is.
            **({"detached": detached.plain(document.detached)} if document.detached else {}),
        }
    )
    return head[:-1] + _PROOF + document.proof + _DOCUMENT + document.unsigned + b"}"


def decode(line: bytes, where: str) -> Document | Erased:
    """
    The document of a line.

    `where` names file and line for the message. Raises RegisterError for anything that `encode`
    would not have written.
    """
    try:
        fields = orjson.loads(line)
        found = _erased(fields) if "erased" in fields else _document(fields, line)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise RegisterError(f"{where} is not a document that testamur wrote", RESTORE) from error
    if encode(found) != line:
        raise RegisterError(f"{where} was edited by hand", RESTORE)
    return found


def _added(event: Event) -> dict[str, str]:
    """What later releases learnt to say: an event without it is written as it always was."""
    added = {"code": event.code, "replaced_by": event.replaced_by}
    return {name: str(value) for name, value in added.items() if value is not None}


def _nonce(nonce: bytes) -> bytes:
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce has {NONCE_BYTES} bytes, not {len(nonce)}")
    return nonce


def _erased(fields: Mapping[str, object]) -> Erased:
    return Erased(
        entry=_int(fields, "entry"),
        award=_text(fields, "award"),
        version=_int(fields, "version"),
        slot=_slot(fields["slot"]),
        suspension=_slot(fields["suspension"]) if "suspension" in fields else None,
        day=date.fromisoformat(_text(fields, "erased")),
    )


def _document(fields: Mapping[str, object], line: bytes) -> Document:
    # What follows the bookkeeping is sliced out, never re-serialised: those bytes were signed.
    proof_from = line.index(_PROOF) + len(_PROOF)
    document_from = line.index(_DOCUMENT, proof_from)
    slug, version = _list(fields, "definition")
    corrected, renewed = _list(fields, "declared")
    return Document(
        entry=_int(fields, "entry"),
        award=_text(fields, "award"),
        version=_int(fields, "version"),
        slot=_slot(fields["slot"]),
        suspension=_slot(fields["suspension"]) if "suspension" in fields else None,
        definition=(slug, version),
        record=_text(fields, "record"),
        intent=_text(fields, "intent"),
        source=_text(fields, "source"),
        declared=(corrected, renewed),
        nonce=bytes.fromhex(_text(fields, "nonce")),
        language=None if fields["language"] is None else _text(fields, "language"),
        shares_name=fields.get("shares_name") is True,
        events=tuple(_event(event) for event in _list(fields, "events")),
        proof=line[proof_from:document_from],
        unsigned=line[document_from + len(_DOCUMENT) : -1],
        detached=detached.from_plain(_list(fields, "detached")) if "detached" in fields else (),
    )


def _event(fields: Mapping[str, object]) -> Event:
    return Event(
        change=Change(_text(fields, "change")),
        day=date.fromisoformat(_text(fields, "day")),
        reason=_text(fields, "reason"),
        entered=date.fromisoformat(_text(fields, "entered")),
        entry=_int(fields, "entry"),
        nonce=_text(fields, "nonce"),
        code=ReasonCode(_text(fields, "code")) if "code" in fields else None,
        replaced_by=_text(fields, "replaced_by") if "replaced_by" in fields else None,
    )


def _second(document: Document | Erased) -> dict[str, list[int]]:
    """The second slot, of the few documents that have one."""
    slot = document.suspension
    return {} if slot is None else {"suspension": [slot.list, slot.index]}


def _slot(value: object) -> Slot:
    if not isinstance(value, list):
        raise ValueError("slot")
    number, index = value
    return Slot(number, index)


def _list(fields: Mapping[str, object], name: str) -> list[Any]:
    value = fields[name]
    if not isinstance(value, list):
        raise ValueError(name)
    return value


def _int(fields: Mapping[str, object], name: str) -> int:
    value = fields[name]
    if type(value) is not int:
        raise ValueError(name)
    return value


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise ValueError(name)
    return value
