"""
What verifying found: eight steps, each held, failed or not checked, and one word for all of them.

Here is how it is said; how the word is decided is in `deciding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from testamur.crypto.strict_json import JsonObject
from testamur.verify.words import day, day_begun, ended, instant

STEP_NAMES = (
    "readable",
    "well-formed",
    "signature",
    "issuer-key",
    "dates",
    "status",
    "recipient",
    "register",
)
"""Every verdict has these steps, in this order."""

_DAY = timedelta(days=1)


class Outcome(StrEnum):
    HELD = "held"
    FAILED = "failed"
    NOT_CHECKED = "not-checked"


class Word(StrEnum):
    """The verdict in one word; never anything but `valid` for a document that is not."""

    VALID = "valid"
    ALTERED = "altered"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"

    @property
    def exit_code(self) -> int:
        """Exit code of `verify`: 0 is valid, 1 is refused, from 10 on the document is genuine."""
        return _EXIT_CODES[self]


_EXIT_CODES: Mapping[Word, int] = {
    Word.VALID: 0,
    Word.ALTERED: 1,
    Word.EXPIRED: 10,
    Word.NOT_YET_VALID: 11,
    Word.REVOKED: 12,
    Word.SUSPENDED: 13,
    Word.SUPERSEDED: 14,
    Word.FOREIGN: 15,
    Word.UNKNOWN: 16,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one step came to, and why, in a sentence for a person."""

    outcome: Outcome
    detail: str

    @property
    def held(self) -> bool:
        return self.outcome is Outcome.HELD

    @property
    def failed(self) -> bool:
        return self.outcome is Outcome.FAILED


def held(detail: str) -> Finding:
    return Finding(Outcome.HELD, detail)


def failed(detail: str) -> Finding:
    return Finding(Outcome.FAILED, detail)


def not_checked(detail: str) -> Finding:
    return Finding(Outcome.NOT_CHECKED, detail)


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the document says of itself. Believe it only as far as the word goes."""

    recipient: str | None = None
    """The recipient's name; None where the document shows none."""
    credential: str | None = None
    issuer: str | None = None
    domain: str | None = None
    """Host of the issuer's did:web identifier: what a reader must recognise."""
    by_key_alone: bool = False
    """Whether the issuer is nothing but a key, so that nobody vouches for its name."""
    issued: datetime | None = None
    expires: datetime | None = None
    awarded: datetime | None = None
    """The first instant of the day of the award, in the issuer's own time zone."""
    withdrawn: date | None = None
    """The day on which it was revoked, suspended or replaced, as the issuer's site says."""
    reason: str | None = None
    """Why it was, likewise."""
    newest: str | None = None
    """Address of the version that replaces this one."""
    word_of: str | None = None
    """Host by whose word alone it is known, since it is not signed; None for what is signed."""
    successor: str | None = None
    """Page of the award that took the place of a revoked one."""
    endorses: str | None = None
    """What an endorsement is about; None for everything else."""


@dataclass(frozen=True, slots=True)
class Part:
    """A credential inside another, and what came of it by itself."""

    what: str
    """`credential` or `endorsement`."""
    verdict: Verdict
    note: str | None = None
    """What is to be said of its place, in a sentence."""
    belongs: bool = True
    """Whether it is about what it stands in, as far as can be told."""

    @property
    def stands(self) -> bool:
        return self.verdict.word is Word.VALID and self.belongs


@dataclass(frozen=True, slots=True)
class Verdict:
    word: Word
    steps: tuple[Step, ...]
    summary: Summary = field(default_factory=Summary)
    parts: tuple[Part, ...] = ()
    """The credentials inside it, each judged by itself."""

    def step(self, name: str) -> Step:
        """Raises KeyError for a name that is not in `STEP_NAMES`."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def as_json(self) -> JsonObject:
        """The verdict for machines; members that the document gave no value for are null."""
        summary = self.summary
        return {
            "verdict": self.word.value,
            "sentence": self.sentence(),
            "recipient": summary.recipient,
            "credential": summary.credential,
            "issuer": summary.issuer,
            "domain": summary.domain,
            "issued": summary.issued.isoformat() if summary.issued else None,
            "expires": summary.expires.isoformat() if summary.expires else None,
            "awarded": summary.awarded.isoformat() if summary.awarded else None,
            "word_of": summary.word_of,
            "endorses": summary.endorses,
            "since": summary.withdrawn.isoformat() if summary.withdrawn else None,
            "reason": summary.reason,
            "newest": summary.newest,
            "successor": summary.successor,
            "steps": [
                {"name": step.name, "outcome": step.outcome.value, "detail": step.detail}
                for step in self.steps
            ],
            "parts": [
                {
                    "what": part.what,
                    "stands": part.stands,
                    "note": part.note,
                    **part.verdict.as_json(),
                }
                for part in self.parts
            ],
        }

    def sentence(self) -> str:
        """The first thing that a person should read."""
        summary = self.summary
        match self.word:
            case Word.VALID:
                by = f", by the word of {summary.word_of} alone" if summary.word_of else ""
                return f"Valid{by}. {self._issued()}{self._fallen()}"
            case Word.EXPIRED:
                when = f" on {instant(summary.expires)}" if summary.expires else ""
                return f"Expired{when}. {self._issued()}"
            case Word.NOT_YET_VALID:
                when = f" until {instant(summary.issued)}" if summary.issued else ""
                return f"Not yet valid{when}. {self._issued()}"
            case Word.REVOKED:
                instead = f" In its place: {summary.successor}." if summary.successor else ""
                return f"Withdrawn{self._withdrawn('on')}{instead} {self._issued()}"
            case Word.SUSPENDED:
                return f"Suspended{self._withdrawn('since')} {self._issued()}"
            case Word.SUPERSEDED:
                where = f": {summary.newest}" if summary.newest else ""
                return f"Replaced by a newer version{self._replaced()}{where}. {self._issued()}"
            case Word.FOREIGN:
                return f"Not issued here. It names {self._issuer()} as its issuer."
            case Word.ALTERED:
                return f"Not valid. {self._first(Outcome.FAILED, besides=('dates', 'status'))}"
            case Word.UNKNOWN:
                return f"Could not be checked. {self._first(Outcome.NOT_CHECKED)}"

    def _issued(self) -> str:
        summary = self.summary
        if summary.endorses:
            of, when = summary.endorses, f", {day(summary.issued)}" if summary.issued else ""
            return f"Endorsement of {of} by {self._issuer()}{when}."
        to = f" to {summary.recipient}" if summary.recipient else ""
        on = f" on {day(summary.issued)}" if summary.issued else ""
        return f"Issued{to} by {self._issuer()}{on}{self._awarded()}."

    def _awarded(self) -> str:
        issued, awarded = self.summary.issued, self.summary.awarded
        # A day's difference may be one of time zones alone, and is news to nobody.
        if not issued or not awarded or abs(issued.date() - awarded.date()) <= _DAY:
            return ""
        return f" (awarded {day_begun(awarded)})"

    def _fallen(self) -> str:
        """What is wrong with the credentials inside it, which its own word does not tell."""
        said = ""
        for what in dict.fromkeys(part.what for part in self.parts):
            stands = [part.stands for part in self.parts if part.what == what]
            fallen = stands.count(False)
            if fallen:
                verb = "does" if fallen == 1 else "do"
                whole = f"The {what}" if len(stands) == 1 else f"Of the {len(stands)} {what}s"
                count = "" if len(stands) == 1 else f", {fallen}"
                said += f" {whole} inside it{count} {verb} not stand."
        return said

    def _issuer(self) -> str:
        summary = self.summary
        if summary.by_key_alone:
            # Anybody can make a key, and give it any name.
            known = "an issuer known by its key alone"
            return f"{known} (“{summary.issuer}” in its own words)" if summary.issuer else known
        name = summary.issuer or "an issuer without a name"
        return f"{name} ({summary.domain})" if summary.domain else name

    def _withdrawn(self, preposition: str) -> str:
        summary = self.summary
        when = f" {preposition} {day(summary.withdrawn)}" if summary.withdrawn else ""
        return f"{when}: {ended(summary.reason)}" if summary.reason else f"{when}."

    def _replaced(self) -> str:
        summary = self.summary
        when = f" on {day(summary.withdrawn)}" if summary.withdrawn else ""
        return f"{when} ({summary.reason})" if summary.reason else when

    def _first(self, outcome: Outcome, besides: tuple[str, ...] = ()) -> str:
        return next(
            step.detail
            for step in self.steps
            if step.outcome is outcome and step.name not in besides
        )
