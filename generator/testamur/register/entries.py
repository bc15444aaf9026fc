"""
The lines of the log.

An entry commits, it does not tell: one line of printable ASCII, at most 1,024 bytes: kind,
format, UTC day, then the fields of that kind. The leaf of the tree is the line without newline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from testamur.crypto.keys import PublicKey
from testamur.crypto.merkle import leaf_hash
from testamur.model.ids import is_slug

FORMAT = "1"
MAX_LINE = 1024
ENTRIES_A_FILE = 256

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PURPOSE = re.compile(r"[a-z]+")


class Role(StrEnum):
    """What a key is for, for ever."""

    AWARD = "award"
    """Credentials."""
    REGISTER = "register"
    """Status lists and heads of the register."""
    JWT = "jwt"
    """Credentials as JWTs, where the award key is of a kind that few readers of JWTs know."""
    ASSERTION = "assertion"
    """Signed assertions of Open Badges 2.0."""


class KeyAction(StrEnum):
    ADD = "add"
    END = "end"
    COMPROMISED = "compromised"


@dataclass(frozen=True, slots=True)
class IssueEntry:
    commitment: str

    def __str__(self) -> str:
        return self.commitment


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    slug: str
    version: int
    digest: str

    def __str__(self) -> str:
        return f"{self.slug} {self.version} {self.digest}"


@dataclass(frozen=True, slots=True)
class PathwayEntry:
    slug: str
    number: int
    """Which text of this pathway, from 1: each later one replaces those before it."""
    digest: str

    def __str__(self) -> str:
        return f"{self.slug} {self.number} {self.digest}"


@dataclass(frozen=True, slots=True)
class KeyEntry:
    role: Role
    action: KeyAction
    key: PublicKey
    size: int | None = None
    """For `compromised`: entries below this index were made before the key was lost."""

    def __str__(self) -> str:
        words = [self.role, self.action, self.key.multibase]
        return " ".join(words if self.size is None else [*words, str(self.size)])


@dataclass(frozen=True, slots=True)
class StatusEntry:
    purpose: str
    number: int
    digest: str
    """SHA-256 of the uncompressed bitstring: gzip bytes differ from machine to machine."""

    def __str__(self) -> str:
        return f"{self.purpose} {self.number} {self.digest}"


@dataclass(frozen=True, slots=True)
class EventEntry:
    """A step in the life of some award: which, and why, only its document tells."""

    commitment: str

    def __str__(self) -> str:
        return self.commitment


@dataclass(frozen=True, slots=True)
class EraseEntry:
    index: int

    def __str__(self) -> str:
        return str(self.index)


Fact = (
    IssueEntry | DefinitionEntry | PathwayEntry | KeyEntry | StatusEntry | EventEntry | EraseEntry
)

_KINDS: dict[type[Fact], str] = {
    IssueEntry: "issue",
    DefinitionEntry: "definition",
    PathwayEntry: "pathway",
    KeyEntry: "key",
    StatusEntry: "status",
    EventEntry: "event",
    EraseEntry: "erase",
}


@dataclass(frozen=True, slots=True)
class Entry:
    day: date
    """UTC."""
    fact: Fact

    @property
    def line(self) -> bytes:
        """Without its newline."""
        return f"{_KINDS[type(self.fact)]} {FORMAT} {self.day} {self.fact}".encode("ascii")

    @property
    def leaf(self) -> bytes:
        return leaf_hash(self.line)


def parse(line: bytes) -> Entry:
    """The entry of a line. Raises ValueError for any byte that `Entry.line` would not write."""
    if len(line) > MAX_LINE:
        raise ValueError(f"an entry has at most {MAX_LINE} bytes, this has {len(line)}")
    words = line.decode("ascii").split(" ")
    if len(words) < 4 or words[1] != FORMAT or not _DAY.fullmatch(words[2]):
        raise ValueError("an entry is: kind, format 1, day, fields")
    entry = Entry(date.fromisoformat(words[2]), _fact(words[0], words[3:]))
    if entry.line != line:
        raise ValueError("an entry is written in one way only")
    return entry


def _fact(kind: str, fields: list[str]) -> Fact:
    match kind, fields:
        case "issue", [digest]:
            return IssueEntry(_digest(digest))
        case "definition", [slug, version, digest] if is_slug(slug):
            return DefinitionEntry(slug, _number(version), _digest(digest))
        case "pathway", [slug, number, digest] if is_slug(slug):
            return PathwayEntry(slug, _number(number), _digest(digest))
        case "key", [role, action, key]:
            return KeyEntry(Role(role), KeyAction(action), PublicKey.from_multibase(key))
        case "key", [role, "compromised" as action, key, size]:
            return KeyEntry(
                Role(role), KeyAction(action), PublicKey.from_multibase(key), _number(size)
            )
        case "status", [purpose, number, digest] if _PURPOSE.fullmatch(purpose):
            return StatusEntry(purpose, _number(number), _digest(digest))
        case "event", [digest]:
            return EventEntry(_digest(digest))
        case "erase", [index]:
            return EraseEntry(_number(index))
    raise ValueError(f"unknown kind of entry, or wrong fields: {kind}")


def _digest(text: str) -> str:
    if not _DIGEST.fullmatch(text):
        raise ValueError("a digest is 64 lower-case hex digits")
    return text


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("a number is decimal, without sign or leading zero")
    return int(text)
