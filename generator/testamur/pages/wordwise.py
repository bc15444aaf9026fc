"""Two texts compared word by word, so that a reader sees what was taken out and what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Scripts that put no space between words are compared sign by sign.
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_MOST = 160_000
"""Pairs of words, or of paragraphs: comparing is quadratic in their number, and worse at worst."""
_ALIKE = 0.35
"""Two paragraphs that share less than this are not one that was reworded."""


class Change(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Words one after the other that fared alike."""

    change: Change
    text: str
    """Never empty."""


Paragraph = tuple[Run, ...]


def changed_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """The paragraphs that are not the same in both, in order; each with its words compared."""
    for tag, old, new in _compared(before, after):
        if tag == "equal":
            continue
        for index in range(max(len(old), len(new))):
            was = old[index] if index < len(old) else None
            now = new[index] if index < len(new) else None
            yield from _paragraphs(was, now)


def changed_words(before: str, after: str) -> Paragraph:
    """All words of both texts; white space counts as one space."""
    runs: list[Run] = []
    old, new = _words(before), _words(after)
    for tag, was, now in _smooth(list(_compared(old, new))):
        if tag == "equal":
            runs.append(Run(Change.KEPT, joined(now)))
            continue
        if was:
            runs.append(Run(Change.REMOVED, joined(was)))
        if now:
            runs.append(Run(Change.ADDED, joined(now)))
    return tuple(runs)


def joined(texts: Iterable[str]) -> str:
    """Words or runs of them in one line, with a space wherever their script has one."""
    line = ""
    for text in texts:
        line += text if not line else f"{gap(line, text)}{text}"
    return line


def gap(before: str, after: str) -> str:
    """What stands between two neighbours: a space, or nothing."""
    together = _is_unspaced(before[-1]) and _is_unspaced(after[0])
    return "" if together else " "


def _paragraphs(was: str | None, now: str | None) -> Iterator[Paragraph]:
    if was is not None and now is not None:
        runs = changed_words(was, now)
        kept = sum(len(run.text) for run in runs if run.change is Change.KEPT)
        if kept >= _ALIKE * min(len(was), len(now)):
            yield runs
            return
    if was is not None:
        yield (Run(Change.REMOVED, was),)
    if now is not None:
        yield (Run(Change.ADDED, now),)


Piece = tuple[str, Sequence[str], Sequence[str]]


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if len(before) * len(after) > _MOST:
        yield "replace", before, after
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, there, until in matcher.get_opcodes():
        yield tag, before[start:end], after[there:until]


def _smooth(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """One word that stayed between two changes is read as part of the change."""
    held: Piece | None = None
    for index, (tag, old, new) in enumerate(pieces):
        lonely = tag == "equal" and len(new) == 1 and 0 < index < len(pieces) - 1
        if tag == "equal" and not lonely:
            if held:
                yield held
                held = None
            yield tag, old, new
        else:
            held = (
                ("replace", [*held[1], *old], [*held[2], *new]) if held else ("replace", old, new)
            )
    if held:
        yield held


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _is_unspaced(character: str) -> bool:
    return re.fullmatch(f"[{_UNSPACED}]", character) is not None
