"""What a change did to files, told line by line as a person would want to look it over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file: None before for a new one, None after for one that is gone."""

    path: str
    before: bytes | None
    after: bytes | None


def account(files: Sequence[ChangedFile]) -> Iterator[str]:
    """
    Of each file its path, then the lines that went (`-`) and came (`+`), at most a dozen.

    What a deleted file said is not shown again. Columns that a cohort gained are named, and do
    not make every row a changed one.
    """
    for each in files:
        if each.after is None:
            yield f"{each.path}: deleted"
            continue
        yield f"{each.path}:{'' if each.before else ' new'}"
        lines = list(_differences(each))
        shown = lines if len(lines) <= _MOST_LINES else lines[: _MOST_LINES - 1]
        yield from (f"  {line}" for line in shown)
        if len(lines) > len(shown):
            yield f"  … and {len(lines) - len(shown):,} lines more"


def _differences(file: ChangedFile) -> Iterator[str]:
    before, after = _lines(file.before), _lines(file.after)
    if file.path.endswith(".csv") and before and after:
        added = _added_columns(before[0], after[0])
        if added:
            yield f"+ columns: {added}"
            before = [after[0], *(_widened(line, added) for line in before[1:])]
    for kind, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield from (f"- {line}" for line in before[start:end])
            yield from (f"+ {line}" for line in after[new_start:new_end])


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode("utf-8", "replace").removeprefix("\ufeff")
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _added_columns(before: str, after: str) -> str:
    return after.removeprefix(before).removeprefix(",") if after.startswith(f"{before},") else ""


def _widened(line: str, added: str) -> str:
    # A row of nothing was given no further cells; one of several lines shows as changed.
    return line and line + "," * (added.count(",") + 1)
