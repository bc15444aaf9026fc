"""
Where a change to one cell of a cohort is made, columns and rows included that are not there yet.

Cells that were quoted stay quoted; what needs quotation marks gets them. Whoever calls reads the
result back and compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from testamur.content import cohort, csvtext
from testamur.content.csvtext import Row
from testamur.content.edit_text import BY_HAND, EditError, Splice
from testamur.content.edit_words import Value, raw
from testamur.content.yamltext import Fault
from testamur.problems import Route

_NEED_QUOTES = frozenset('",\n\r')

Cells = dict[str, str]
"""Text by column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A cohort's text in rows; the first is the header."""

    text: str
    rows: tuple[Row, ...]

    @property
    def names(self) -> list[str]:
        return [cell.strip() for cell in self.rows[0].cells]

    def row(self, number: int) -> Row:
        """The row of the `number`th award, from 1. Raises EditError."""
        if not 1 <= number < len(self.rows):
            raise EditError(f"there is no award {number} in this file")
        return self.rows[number]

    def cell(self, number: int, column: str) -> str:
        """What stands in a cell; nothing where there is no such column."""
        names = self.names
        return self.row(number).cells[names.index(column)].strip() if column in names else ""


def sheet(path: str, text: str) -> Sheet:
    """The rows of a cohort. Raises EditError for one that cannot be relied on."""
    found: list[Row] = []
    for row in csvtext.rows(text):
        if isinstance(row, Fault) or (found and len(row.cells) != len(found[0].cells)):
            raise EditError(
                f"the rows of {path} cannot be told apart", "`testamur check` tells why"
            )
        found.append(row)
    if found and len({cell.strip() for cell in found[0].cells}) < len(found[0].cells):
        raise EditError(f"two columns of {path} have one name", "`testamur check` tells which")
    return Sheet(text, tuple(found))


def cells(route: Route, value: Value) -> Cells:
    """The cells that hold a value at `route`. Raises EditError for what no column can hold."""
    if isinstance(value, Mapping):
        parts = [cells((*route, name), part) for name, part in value.items()]
        return {name: cell for part in parts for name, cell in part.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _of_list(route, value)
    column = cohort.column_of(route)
    if column is None:
        hint = "write this award into a .yaml file"
        raise EditError(f"a row has no column for {'.'.join(map(str, route))}", hint)
    text = str(raw(value))
    if text != text.strip():
        raise EditError("a cell cannot begin or end with a space", BY_HAND)
    return {column: text}


def put(found: Sheet, number: int, new: Cells) -> list[Splice]:
    """Set cells of one row; columns that are missing are added behind the last, in every row."""
    row, names = found.row(number), found.names
    spans = csvtext.cell_spans(found.text, row)
    splices = []
    for name, value in new.items():
        if name in names:
            start, end = spans[names.index(name)]
            was_quoted = found.text[start - 1 : start] == '"' and start > row.start
            if was_quoted:
                start, end = start - 1, end + 1
            splices.append(Splice(start, end, _cell(value, quoted=was_quoted)))
    added = [name for name in new if name not in names]
    for index, each in enumerate(found.rows if added else ()):
        values = added if index == 0 else [new[name] if each is row else "" for name in added]
        end = _content_end(found.text, each)
        splices.append(Splice(end, end, "".join(f",{_cell(value)}" for value in values)))
    return splices


def add(found: Sheet, new: Cells) -> list[Splice]:
    """One more row behind the last, with the columns that it needs."""
    if not found.rows:
        end = len(found.text)
        lines = [",".join(map(_cell, new)), ",".join(map(_cell, new.values()))]
        return [Splice(end, end, "".join(f"{line}\n" for line in lines))]
    names = found.names
    added = [name for name in new if name not in names]
    splices = []
    for index, each in enumerate(found.rows if added else ()):
        end = _content_end(found.text, each)
        more = [f",{_cell(name)}" if index == 0 else "," for name in added]
        splices.append(Splice(end, end, "".join(more)))
    line = ",".join(_cell(new.get(name, "")) for name in [*names, *added])
    last = found.rows[-1]
    is_ended = found.text[last.start : last.end].endswith("\n")
    # One splice behind the last row's new cells, or at the start of the line behind it.
    splices.append(Splice(last.end, last.end, f"{line}\n" if is_ended else f"\n{line}"))
    return splices


def drop(found: Sheet, number: int) -> list[Splice]:
    """Take one row out."""
    row = found.row(number)
    is_ended = found.text[row.start : row.end].endswith("\n")
    return [Splice(row.start if is_ended else row.start - 1, row.end, "")]


def _of_list(route: Route, value: Sequence[Value]) -> Cells:
    if len(value) > 1 and route != ("results",):
        hint = "write this award into a .yaml file"
        raise EditError(f"a row has room for one of {'.'.join(map(str, route))}", hint)
    found: Cells = {}
    for each in value:
        # Results are told apart by what they are results of.
        if route == ("results",) and isinstance(each, Mapping):
            rest = {name: part for name, part in each.items() if name != "result"}
            found |= cells((*route, str(each.get("result", ""))), rest)
        else:
            found |= cells((*route, 0), each)
    return found


def _cell(value: str, *, quoted: bool = False) -> str:
    if quoted or _NEED_QUOTES & set(value):
        return '"' + value.replace('"', '""') + '"'
    return value


def _content_end(text: str, row: Row) -> int:
    return row.start + len(text[row.start : row.end].removesuffix("\n"))
