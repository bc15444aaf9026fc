"""New rows at the end of a cohort, the others as they were; and the file where there is none yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from testamur.content import cohort, edit_csv
from testamur.content.edit_text import BY_HAND, EditError, Splice, decoded, spliced

_FIRST = cohort.REQUIRED
_ORDER = tuple(name for name in cohort.FIELDS if name not in _FIRST)


def appended(path: str, data: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """
    The cohort with the rows behind its last; columns that are missing are added to all.

    `data` is empty for a file that is to be made. Raises EditError for a file that cannot be
    relied on, and where reading the result back gives anything else.
    """
    text = decoded(path, data)
    sheet = edit_csv.sheet(path, text)
    before = [row.cells for row in sheet.rows]
    names = [cell.strip() for cell in before[0]] if before else []
    # A box stands in place of the columns that nobody fills then.
    first = [name for name in _FIRST if not all("sealed" in row for row in rows) or name in rows[0]]
    wanted = [*first, *(name for name in _ORDER if any(name in row for row in rows))]
    wanted += [name for row in rows for name in row if name not in wanted]
    new = [name for name in dict.fromkeys(wanted) if name not in names]
    lines = [[row.get(name, "") for name in [*names, *new]] for row in rows]
    if not before:
        made = spliced(data, [Splice(len(text), len(text), _written([new, *lines]))])
    else:
        made = spliced(data, [*_widened(text, sheet, new), _behind(text, _written(lines))])
    heading = [[*names, *new], *([*cells, *("" for _ in new)] for cells in before[1:])]
    again = [row.cells for row in edit_csv.sheet(path, decoded(path, made)).rows]
    again[0] = [cell.strip() for cell in again[0]]
    if again != [*heading, *lines]:
        raise EditError(f"{path} is written in a way in which no row can be added safely", BY_HAND)
    return made


def _widened(text: str, sheet: edit_csv.Sheet, new: Sequence[str]) -> Iterable[Splice]:
    """The new columns in the header and, empty, in every row."""
    for index, row in enumerate(sheet.rows if new else ()):
        end = row.start + len(text[row.start : row.end].removesuffix("\n"))
        cells = new if index == 0 else ["" for _ in new]
        yield Splice(end, end, "".join(f",{cell}" for cell in cells))


def _behind(text: str, lines: str) -> Splice:
    end = len(text)
    if text.endswith("\n"):
        return Splice(end, end, lines)
    return Splice(end, end, "\n" + lines.removesuffix("\n"))


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
