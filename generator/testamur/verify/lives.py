"""What a whole site says became of its awards, held against its log and its documents."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

from testamur.model.status import Event
from testamur.register.documents import event_commitment
from testamur.register.entries import Entry, EventEntry
from testamur.verify import life
from testamur.verify.files import Reader
from testamur.verify.log import PublishedLog
from testamur.verify.verdict import Verdict, Word

_STATE = re.compile(r"awards/([0-9a-z]{26})/state\.json")
_EARLIER = re.compile(r"awards/[0-9a-z]{26}/v([1-9][0-9]{0,5})/credential\.json")
_WITHDRAWN = frozenset({Word.REVOKED, Word.SUSPENDED})


def lives(
    read: Reader,
    paths: Sequence[str],
    verdicts: Mapping[str, Verdict],
    log: PublishedLog | None,
) -> Iterator[str]:
    """
    What is wrong with each `state.json`, a sentence each.

    `paths` are sorted; `verdicts` those of the documents, by path, as far as they were judged.
    """
    for path in paths:
        match = _STATE.fullmatch(path)
        if match is None:
            continue
        award = match[1]
        try:
            said = life.read(read(path) or b"")
        except ValueError:
            yield f"{path} cannot be read."
            continue
        verdict = verdicts.get(f"awards/{award}/credential.json")
        withdrawn = said.withdrawal is not None
        if verdict is not None and withdrawn != (verdict.word in _WITHDRAWN):
            claim = "withdrawn" if withdrawn else "not withdrawn"
            yield f"{path} says that an award is {claim} which is {verdict.word}."
        if log is not None and not all(_is_entered(each, award, log) for each in said.events):
            yield f"{path} says something else than the register entered."
        if {each.version for each in said.replaced} != set(_earlier(paths, award)):
            yield f"{path} does not tell what replaced each earlier version."


def _earlier(paths: Sequence[str], award: str) -> Iterator[int]:
    """The earlier versions of an award that are published."""
    folder = f"awards/{award}/"
    below = islice(paths, bisect_left(paths, folder), None)
    for path in takewhile(lambda path: path.startswith(folder), below):
        match = _EARLIER.fullmatch(path)
        if match:
            yield int(match[1])


def _is_entered(event: Event, award: str, log: PublishedLog) -> bool:
    """Whether the log committed to this step of an award, on the day that it names."""
    try:
        committed = EventEntry(event_commitment(award, event))
        return log.entry(event.entry) == Entry(event.entered, committed)
    except (ValueError, KeyError):
        return False
