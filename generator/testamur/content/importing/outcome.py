"""What became of one row of an imported file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from testamur.model.award import Record


class Word(StrEnum):
    NEW = "new"
    KNOWN = "there already"
    DIFFERS = "differs"
    LEFT_OUT = "left out"
    """It says itself that there is no award: not passed, withdrawn, or over."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    row: str
    """Which: the row's number, or the file of a badge."""
    word: Word
    who: str
    """The recipient and the credential, as far as the row says."""
    why: str = ""
    hint: str | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    """Of a new one, by column of a cohort, what is written."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that could become an award."""

    row: str
    record: Record
    """As it would be read back; its identity is the key's, or empty where it has none."""
    cells: Mapping[str, str]
    award: str | None = None
    """Our own public id, where the file gives it."""

    @property
    def who(self) -> str:
        return f"{self.record.recipient.name}, {self.record.credential}"
