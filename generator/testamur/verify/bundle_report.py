"""What a bundle is worth, in values and in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from testamur.crypto.strict_json import JsonObject
from testamur.verify.verdict import Outcome, Verdict, Word
from testamur.verify.words import instant


@dataclass(frozen=True, slots=True)
class Held:
    """What was found of one award inside."""

    path: str
    verdict: Verdict
    sentence: str
    word: Word
    as_of: bool = False
    """Whether the word is as of the day on which the record was signed, not of today."""


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle is worth."""

    word: Word
    """Never `valid` unless keys from elsewhere than the bundle tell whose it is."""
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
                {
                    **each.verdict.as_json(),
                    "path": each.path,
                    "verdict": each.word.value,
                    "sentence": each.sentence,
                }
                for each in self.awards
            ],
        }


@dataclass(frozen=True, slots=True)
class Whose:
    """Who the record says its issuer is."""

    name: str
    host: str

    def __str__(self) -> str:
        return f"{self.name} ({self.host})"


def held_as_of(path: str, verdict: Verdict, as_of: datetime, *, whose_is_known: bool) -> Held:
    """An award that stood when the record was signed; what happened since nobody could say."""
    lead = "Valid as of" if whose_is_known else "In one piece since"
    sentence = f"{lead} {instant(as_of)}: {verdict.summary.credential}."
    dates = verdict.step("dates")
    if dates.outcome is not Outcome.HELD:
        sentence = f"{verdict.summary.credential}: {dates.detail}"
    return Held(path, verdict, sentence, Word.VALID if whose_is_known else Word.UNKNOWN, as_of=True)


def held_today(path: str, verdict: Verdict) -> Held:
    """An award about which the issuer's site was asked, with the name that it bears."""
    name, sentence = verdict.summary.credential, verdict.sentence()
    return Held(path, verdict, f"{name}: {sentence}" if name else sentence, verdict.word)


def in_its_own_words(whose: Whose, awards: tuple[Held, ...], as_of: datetime) -> BundleReport:
    """What nobody was asked about: it belongs together, and says of itself whose it is."""
    sentence = (
        f"Could not be checked whose it is. It says that it is {_count(awards)} by {whose}, and is "
        f"in one piece since {instant(as_of)}."
    )
    note = (
        f"The keys came from the file itself, and anybody can make such a file: whether it is of "
        f"{whose.host}, only keys of {whose.host} from elsewhere can tell. Ask it with --online, "
        "or give what you have of it with --site or --documents."
    )
    return BundleReport(Word.UNKNOWN, sentence, (note,), awards, as_of=as_of)


def judged(
    whose: Whose, awards: tuple[Held, ...], as_of: datetime, record: Verdict, *, known: bool
) -> BundleReport:
    """
    What the issuer's site was asked about, or what is at hand of it.

    `record` is the verdict on the record itself; `known` tells whether the site's keys signed it.
    """
    if not known:
        sentence = (
            f"Could not be checked. It says that it is {_count(awards)} by {whose}, whose keys are "
            "out of reach."
        )
        note = (
            f"{whose.host} did not answer: neither its keys nor what happened since was compared."
        )
        return BundleReport(Word.UNKNOWN, sentence, (note,), awards, as_of=as_of)
    words = [each.word for each in awards]
    notes = [f"The keys are those that {whose.host} publishes."]
    told = record.word is not Word.UNKNOWN or not any(each.as_of for each in awards)
    if told and record.word is not Word.VALID:
        notes.append(f"The record itself: {record.sentence()}")
        # A record is issued anew whenever an award is added: the older one was true all the same.
        words += [] if record.word is Word.SUPERSEDED else [record.word]
    word = max(words, key=_gravity, default=Word.UNKNOWN)
    return BundleReport(
        word, _sentence(word, whose, awards, as_of), tuple(notes), awards, as_of=as_of
    )


def foreign(whose: Whose) -> BundleReport:
    """One of another issuer than the site that was named."""
    return BundleReport(Word.FOREIGN, f"Not issued here. It names {whose} as its issuer.")


def altered(faults: tuple[str, ...], host: str | None = None) -> BundleReport:
    """One that is not what it should be."""
    whose = f" It names {host} as its issuer." if host else ""
    return BundleReport(Word.ALTERED, f"Not valid. {faults[0]}{whose}", faults=faults)


def _sentence(word: Word, whose: Whose, awards: tuple[Held, ...], as_of: datetime) -> str:
    """The first thing to read, of one whose issuer is known."""
    if word is Word.VALID and any(each.as_of for each in awards):
        return (
            f"Valid as of {instant(as_of)}: {_count(awards)} by {whose}. "
            f"What happened since, only {whose.host} can tell."
        )
    record = f"A record of {_count(awards)} by {whose}"
    if word is Word.UNKNOWN:
        return f"Could not be checked. {record}: whether they all stand today is not known."
    if all(each.word is Word.VALID for each in awards):
        stands = "all valid today" if word is Word.VALID else "which does not stand any more itself"
        return f"{record}, {stands}."
    return f"{record}, not all valid today."


def _count(awards: tuple[Held, ...]) -> str:
    return "one award" if len(awards) == 1 else f"{len(awards)} awards"


def _gravity(word: Word) -> int:
    """Orders words: a bundle is what the gravest of its awards is."""
    return word.exit_code
