"""What became of an award after it was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Change(StrEnum):
    """One step in the life of an award, as kept in the register."""

    CORRECTED = "corrected"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Event:
    """A step, its day as the author gave it, and why."""

    change: Change
    day: date
    reason: str
    entered: date
    """The UTC day of the run that took it into the register: the author's day proves nothing."""
    entry: int = 0
    """Index of the entry of the log that commits to it."""
    nonce: str = ""
    """What hides it there: 32 bytes, hex."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one document in a status list. Never used twice."""

    list: int
    """Number of the list, from 1."""
    index: int
    """Bit, from 0; 0 is the left-most."""


class Standing(StrEnum):
    """What the register says of one version of an award, without any clock."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
