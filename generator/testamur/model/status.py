"""What became of an award after it was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

REVOCATION = "revocation"
SUSPENSION = "suspension"
"""Purposes of status lists (Bitstring Status List 1.0); the second only where a site opts in."""
PURPOSES = (REVOCATION, SUSPENSION)


class Change(StrEnum):
    """One step in the life of an award, as kept in the register."""

    CORRECTED = "corrected"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"


class ReasonCode(StrEnum):
    """Why an award was withdrawn, in a word that programs can count."""

    ISSUED_IN_ERROR = "issued-in-error"
    REQUIREMENTS_NOT_MET = "requirements-not-met"
    MISCONDUCT = "misconduct"
    SUPERSEDED = "superseded"
    REQUESTED_BY_RECIPIENT = "requested-by-recipient"
    KEY_COMPROMISE = "key-compromise"
    UNDER_REVIEW = "under-review"
    OTHER = "other"

    @property
    def words(self) -> str:
        """What it says to people, in English; empty for `other`, which says nothing."""
        return _WORDS[self]


_WORDS = {
    ReasonCode.ISSUED_IN_ERROR: "Issued in error",
    ReasonCode.REQUIREMENTS_NOT_MET: "The requirements were not met",
    ReasonCode.MISCONDUCT: "Misconduct",
    ReasonCode.SUPERSEDED: "Another award took its place",
    ReasonCode.REQUESTED_BY_RECIPIENT: "At the recipient's own wish",
    ReasonCode.KEY_COMPROMISE: "Its key was lost or stolen",
    ReasonCode.UNDER_REVIEW: "Under review",
    ReasonCode.OTHER: "",
}


def in_full(reason: str, code: ReasonCode | None) -> str:
    """The reason that was given, behind the words of its code where it does not repeat them."""
    if code is None or code.words in {"", reason}:
        return reason
    return f"{code.words}: {reason}"


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
    code: ReasonCode | None = None
    """Of a suspension or revocation; older ones have none."""
    replaced_by: str | None = None
    """Public id of the award that took the place of a revoked one."""

    @property
    def in_full(self) -> str:
        """Why, with the words of its code."""
        return in_full(self.reason, self.code)


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
