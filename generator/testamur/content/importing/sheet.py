"""
A table as some other program saved it: bytes that nobody vouches for, turned into rows of text.

Encoding and delimiter are found out or stated, never guessed where a guess could be wrong. What
spreadsheets put before a cell to keep it from being a formula is taken off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from testamur.content.source import CSV_MAX
from testamur.problems import InputRefusedError

ROWS_MAX = 100_000
COLUMNS_MAX = 200
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "mac-roman")
"""What `--encoding` takes. The first two are recognised; the others look alike to a program."""

_UTF_8, *_UTF_16 = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# The wide forms of these signs begin a formula in some languages of Excel.
_FORMULA = r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_PROTECTED = re.compile(rf"'+{_FORMULA}")
_TO_PROTECT = re.compile(rf"'*{_FORMULA}")
_PLAIN_NUMBER = re.compile(r"[+-]\d+(?:\.\d+)?", re.ASCII)
_AS_TEXT = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Line:
    """One row that holds something."""

    number: int
    """Counted from 1 with the header, as a spreadsheet shows it."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    header: tuple[str, ...]
    lines: tuple[Line, ...]


def read(data: bytes, name: str, encoding: str | None = None) -> Sheet:
    """
    The rows of a file; `name` is what messages call it.

    Raises InputRefusedError for what is no table of text, and for one beyond the limits.
    """
    if len(data) > CSV_MAX:
        raise InputRefusedError(
            f"{name} has {len(data):,} bytes, more than the {CSV_MAX:,} that are read",
            "split it into several files",
        )
    text = _text(data, name, encoding).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputRefusedError(f"{name} is empty")
    lines = _lines(text, _delimiter(text), name)
    if not lines:
        raise InputRefusedError(f"{name} has no row with anything in it")
    header = tuple(" ".join(cell.split()) for cell in lines[0].cells)
    _check_header(header, name)
    return Sheet(header, tuple(_even(line, len(header), name) for line in lines[1:]))


def unprotected(cell: str) -> str:
    """A cell without what a spreadsheet needs to take it for text."""
    cell = cell.strip()
    if quoted := _AS_TEXT.fullmatch(cell):
        return quoted[1].strip()
    return cell[1:] if _PROTECTED.match(cell) else cell


def protected(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unprotected` undoes it."""
    return f"'{cell}" if _TO_PROTECT.match(cell) else cell


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula that is more than a number."""
    return bool(re.match(_FORMULA, cell)) and not _PLAIN_NUMBER.fullmatch(cell)


def _text(data: bytes, name: str, encoding: str | None) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputRefusedError(
            f"{name} is a spreadsheet, not a CSV file", "save it as CSV (UTF-8) and import that"
        )
    found = encoding
    if data.startswith(_UTF_8):
        found = "utf-8-sig"
    elif data.startswith(tuple(_UTF_16)):
        found = "utf-16"
    try:
        text = data.decode(found or "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = (
            "save it as CSV (UTF-8); or, if it comes from an older Excel, say --encoding cp1252"
            if encoding is None
            else f"--encoding takes one of: {', '.join(ENCODINGS)}"
        )
        raise InputRefusedError(
            f"line {line} of {name} is not {(found or 'utf-8').removesuffix('-sig').upper()}", hint
        ) from None
    if "\0" in text:
        raise InputRefusedError(f"{name} holds NUL characters: it is no text, or UTF-16")
    return text


def _delimiter(text: str) -> str:
    """The one that the header has most of, outside quotation marks; a comma where none is."""
    header = re.sub(r'"[^"]*"', "", text.lstrip("\n").partition("\n")[0])
    found = Counter(letter for letter in header if letter in DELIMITERS)
    return max(DELIMITERS, key=lambda each: (found[each], each == ","))


def _lines(text: str, delimiter: str, name: str) -> list[Line]:
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > COLUMNS_MAX:
                raise InputRefusedError(
                    f"row {number} of {name} has more than {COLUMNS_MAX} columns"
                )
            if any(cell.strip() for cell in cells):
                lines.append(Line(number, tuple(unprotected(cell) for cell in cells)))
            if len(lines) > ROWS_MAX + 1:
                raise InputRefusedError(
                    f"{name} has more than {ROWS_MAX:,} rows", "split it into several files"
                )
    except csv.Error:
        raise InputRefusedError(
            f"line {reader.line_num} of {name}: the quotation marks do not pair, "
            "or a cell is too long",
            'a cell with a quotation mark is written "like ""this"""',
        ) from None
    return lines


def _check_header(header: tuple[str, ...], name: str) -> None:
    twice = [each for each, count in Counter(header).items() if each and count > 1]
    if twice:
        raise InputRefusedError(
            f'{name} has the column "{twice[0]}" twice', "rename one of them in the file"
        )


def _even(line: Line, width: int, name: str) -> Line:
    """Cells that are left out at the end are empty, as spreadsheets have it."""
    cells = list(line.cells)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) > width:
        raise InputRefusedError(
            f"row {line.number} of {name} has {len(cells)} cells, but the header has {width}",
            "put a cell that holds a delimiter in quotation marks",
        )
    return Line(line.number, (*cells, *("",) * (width - len(cells))))
