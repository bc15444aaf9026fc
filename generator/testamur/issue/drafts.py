"""
What `prepare` hands to `sign`: plain values in one JSON file between two processes.

The one parses authors' text and holds no key; the other holds the key and reads only this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import orjson

from testamur.crypto.strict_json import JsonObject, parse
from testamur.model.award import Forgotten
from testamur.model.credential import Credential
from testamur.model.formats import Format
from testamur.model.pathway import Pathway
from testamur.model.plain import from_plain, to_plain
from testamur.model.status import Change, ReasonCode, Slot
from testamur.problems import TestamurError

FORMAT = 1
_MAX_BYTES = 1 << 31


@dataclass(frozen=True, slots=True)
class Happening:
    """A step in an award's life that signing takes into the register."""

    change: Change
    day: date
    reason: str
    nonce: str = ""
    """32 bytes, hex: drawn when the drafts are made."""
    code: ReasonCode | None = None
    replaced_by: str | None = None
    """Public id of another award."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of an award, complete but for the second of signing and the proofs."""

    award: str
    version: int
    slug: str
    definition: int
    """Version of the credential."""
    record: str
    intent: str
    source: str
    declared: tuple[int, ...]
    """Corrections and renewals declared by then."""
    nonce: str
    """32 bytes, hex."""
    slot: Slot
    document: str
    """JSON of the credential without `validFrom` and `proof`."""
    language: str | None = None
    shares_name: bool | None = None
    suspension: Slot | None = None
    """Its place in a list of suspensions."""
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftDefinition:
    credential: Credential
    picture: str | None = None
    """Base64 of the bytes."""


@dataclass(frozen=True, slots=True)
class Update:
    """What changes beside a document that stays as it was signed."""

    award: str
    record: str
    source: str
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A learner's record, complete but for the awards inside, the second of signing and proofs."""

    learner: str
    """Public id."""
    version: int
    person: str
    intent: str
    nonce: str
    """32 bytes, hex."""
    slot: Slot
    awards: tuple[str, ...]
    """Public ids of the awards inside, which stand once the rest is issued."""
    document: str
    """JSON of the ClrCredential without awards, `validFrom` and `proof`."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """All that one run would issue, and the state of the register that it was made for."""

    base_url: str
    register: str
    """Folder of the register, relative to the repository."""
    size: int
    """Entries of the register."""
    root: str
    """Root of its tree, hex."""
    status_days: int
    """Days that a status list may be relied on."""
    format: int = FORMAT
    serialises: bool = False
    """Whether what stands is signed in its other serialisations too, where that lacks."""
    formats: tuple[Format, ...] = ()
    """The optional ones among them that are wanted."""
    definitions: tuple[DraftDefinition, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    awards: tuple[Draft, ...] = ()
    updates: tuple[Update, ...] = ()
    forgotten: tuple[Forgotten, ...] = ()
    records: tuple[DraftRecord, ...] = ()
    retired: tuple[str, ...] = ()
    """Public ids of learners whose record is to be erased."""

    @property
    def is_refresh(self) -> bool:
        """Whether nothing but status lists would be signed."""
        return not (
            self.serialises
            or self.definitions
            or self.pathways
            or self.awards
            or self.updates
            or self.forgotten
            or self.records
            or self.retired
        )


def encode(drafts: Drafts) -> bytes:
    return orjson.dumps(to_plain(drafts), option=orjson.OPT_INDENT_2) + b"\n"


def decode(data: bytes) -> Drafts:
    """Raises TestamurError: what comes from the other process is not believed before it fits."""
    try:
        drafts = from_plain(Drafts, parse(data, max_bytes=_MAX_BYTES))
    except ValueError as error:
        raise TestamurError(
            f"these are no drafts of this testamur: {error}", "run `testamur prepare` again"
        ) from error
    if drafts.format != FORMAT:
        raise TestamurError(
            f"the drafts have format {drafts.format}, this testamur reads {FORMAT}",
            "run `testamur prepare` with the same version",
        )
    return drafts


def says(document: str, wanted: JsonObject) -> bool:
    """Whether the JSON of a drafted document has all of these members."""
    try:
        found = orjson.loads(document)
    except ValueError:
        return False
    return isinstance(found, dict) and found.items() >= wanted.items()
