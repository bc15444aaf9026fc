"""What a bundle is worth, in values and in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from testamur.crypto.strict_json import JsonObject
from testamur.verify.verdict import Verdict, Word, instant


@dataclass(frozen=True, slots=True)
class Held:
    """What was found of one award inside."""

    path: str
    verdict: Verdict
    sentence: str
    word: Word


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle is worth."""

    word: Word
    """`valid` means: as of the day on which the record was signed, unless the site was asked."""
    sentence: str
    notes: tuple[str, ...] = ()
    """Whose word it is, and what was not checked; a sentence each."""
    awards: tuple[Held, ...] = ()
    faults: tuple[str, ...] = ()
    as_of: datetime | None = None
    """When the record was signed."""

    def as_json(self) -> JsonObject:
        """The report for machines."""
        return {
            "verdict": self.word.value,
            "sentence": self.sentence,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "notes": list(self.notes),
            "faults": list(self.faults),
            "awards": [
                {"path": each.path, "sentence": each.sentence, **each.verdict.as_json()}
                for each in self.awards
            ],
        }


def held_as_of(path: str, verdict: Verdict, as_of: datetime) -> Held:
    if verdict.word not in {Word.UNKNOWN, Word.VALID}:
        return Held(path, verdict, verdict.sentence(), verdict.word)
    credential = verdict.summary.credential
    sentence = f"Valid as of {instant(as_of)}: {credential}."
    return Held(path, verdict, sentence, Word.VALID)


def sentence(word: Word, as_of: datetime, count: int, issuer: str, *, asked: bool) -> str:
    """The first thing to read; `asked`: whether the issuer's site was asked."""
    awards = "one award" if count == 1 else f"{count} awards"
    if asked:
        said = "all valid today" if word is Word.VALID else "not all valid today"
        return f"A record of {awards} by {issuer}, {said}."
    host = issuer.rpartition("(")[2].rstrip(")")
    over = "" if word is Word.VALID else " Not all of them are still in force."
    return (
        f"Valid as of {instant(as_of)}: {awards} by {issuer}.{over} "
        f"What happened since, only {host} can tell."
    )


def notes(host: str, *, asked: bool, answered: bool) -> Iterator[str]:
    """Whose word the answer is, a sentence each."""
    if asked and not answered:
        yield f"{host} did not answer: neither its keys nor what happened since was compared."
    elif not asked:
        yield (
            f"The keys came from the file itself: it all belongs together, but whether it is of "
            f"{host}, only {host} can tell. Ask it with --online."
        )
    else:
        yield f"The keys are those that {host} publishes."


def altered(faults: tuple[str, ...], host: str | None = None) -> BundleReport:
    """One that is not what it should be."""
    whose = f" It names {host} as its issuer." if host else ""
    return BundleReport(Word.ALTERED, f"Not valid. {faults[0]}{whose}", faults=faults)


def gravity(word: Word) -> int:
    """Orders words: a bundle is what the gravest of its awards is."""
    return word.exit_code
