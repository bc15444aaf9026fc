"""CSV as spreadsheets write it (RFC 4180), row by row, with the place of every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from testamur.content.rules import CSV_SYNTAX
from testamur.content.yamltext import Fault


@dataclass(frozen=True, slots=True)
class Row:
    start: int
    """Index of its first character in the text."""
    end: int
    """Behind its last, the line end included."""
    cells: list[str]


def rows(text: str) -> Iterator[Row | Fault]:
    """The rows that hold anything, the header first; a fault is the last thing to come."""
    offsets = [0]

    def lines() -> Iterator[str]:
        # Only LF ends a line: a cell may hold any other separator of Unicode's.
        for line in io.StringIO(text, newline="\n"):
            offsets.append(offsets[-1] + len(line))
            yield line

    reader = csv.reader(lines(), strict=True)
    start = 0
    try:
        for cells in reader:
            end = offsets[-1]
            if any(cell.strip() for cell in cells):
                yield Row(start, end, cells)
            start = end
    except csv.Error as error:
        detail = "the quotation marks of this row do not pair"
        hint = 'a cell with a comma or a quotation mark is written "like ""this"""'
        if "limit" in str(error):
            detail, hint = "a cell of this row is too long", "look for a quotation mark too many"
        yield Fault(CSV_SYNTAX, start, 1, detail, hint)


def cell_spans(text: str, row: Row) -> list[tuple[int, int]]:
    """Where each cell of a row starts and ends, quotation marks left out."""
    spans = []
    index, end = row.start, row.start + len(text[row.start : row.end].rstrip("\n"))
    while True:
        quoted = text[index : index + 1] == '"'
        close = _closing_quote(text, index + 1, end) if quoted else index
        comma = text.find(",", close, end)
        stop = comma if comma >= 0 else end
        spans.append((index + 1, close) if quoted else (index, stop))
        if comma < 0:
            return spans
        index = comma + 1


def _closing_quote(text: str, index: int, end: int) -> int:
    while index < end:
        index = text.find('"', index, end)
        if index < 0:
            return end
        if text[index + 1 : index + 2] != '"':
            return index
        index += 2
    return end
