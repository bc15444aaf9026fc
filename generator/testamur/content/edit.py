"""
Changing one thing in an author's file and leaving every other byte as it was.

Each function takes a file's bytes and gives the new ones. A `subject` is a file's path, with `#3`
for the third award of a list or a cohort, as in `Record.subject`. What was made is read again: if
anything but the intended value differs, nothing is given and `EditError` says so. Nothing here
knows whether the result is allowed: that is for `check`.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from testamur.content import edit_csv, edit_words, edit_yaml, frontmatter, yamltext
from testamur.content.edit_csv import Sheet
from testamur.content.edit_text import BY_HAND, EditError, Splice, decoded, spliced
from testamur.content.edit_words import Value
from testamur.content.frontmatter import FrontMatter
from testamur.content.places import split
from testamur.content.rules import DUPLICATE_KEY
from testamur.content.yamltext import Node, Raw
from testamur.problems import Route

__all__ = ["EditError", "Value", "add", "drop", "get", "note", "put", "take"]

ONE_NOTE = "a row has room for one of each: move the award to a .yaml file first"


def get(subject: str, data: bytes, route: Route) -> Raw:
    """What stands at `route`, as text, lists and mappings; None where nothing does."""
    path, number = split(subject)
    if path.endswith(".csv"):
        return _sheet(path, data).cell(number, _column(route)) or None
    found: Raw = _yaml(path, data).raw
    for step in _within(number, route):
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def put(subject: str, data: bytes, route: Route, value: Value) -> bytes:
    """
    The file with the value at `route` set, be it there already or not.

    `route` names the authors' fields, also for a row: ("recipient", "name"). Of a list, the index
    behind its last item adds one. Raises EditError.
    """
    path, number = split(subject)
    if path.endswith(".csv"):
        return _put_cells(path, data, number, edit_csv.cells(route, value))
    found = _yaml(path, data)
    whole = _within(number, route)
    splices = edit_yaml.put(found.text, found.node, whole, value)
    return found.confirmed(splices, _with(found.raw, whole, edit_words.raw(value)))


def take(subject: str, data: bytes, route: Route) -> bytes:
    """The file without the field at `route`; a cell is left empty. Raises EditError."""
    path, number = split(subject)
    if path.endswith(".csv"):
        column = _column(route)
        sheet = _sheet(path, data)
        if not sheet.cell(number, column):
            raise EditError(f"there is no {'.'.join(map(str, route))}")
        return _put_cells(path, data, number, {column: ""})
    found = _yaml(path, data)
    whole = _within(number, route)
    splices = edit_yaml.take(found.text, found.node, whole)
    return found.confirmed(splices, _without(found.raw, whole))


def note(subject: str, data: bytes, name: str, fields: Mapping[str, Value]) -> bytes:
    """
    The file with one more dated event under `name` (`corrected`, `suspended`, …).

    The first stands alone, the second makes a list of them. A row has room for one. Raises
    EditError.
    """
    path, number = split(subject)
    if path.endswith(".csv"):
        if get(subject, data, (name, "date")) is not None:
            raise EditError(f"this row has a `{name}` already", ONE_NOTE)
        return put(subject, data, (name,), fields)
    present = get(subject, data, (name,))
    if present is None:
        return put(subject, data, (name,), fields)
    if isinstance(present, dict):
        found = _yaml(path, data)
        whole = _within(number, (name,))
        splices = edit_yaml.listed(found.text, edit_yaml.node_at(found.node, whole))
        data = found.confirmed(splices, _with(found.raw, whole, [present]))
        present = [present]
    if not isinstance(present, list):
        raise EditError(f"`{name}` is neither fields nor a list of them", BY_HAND)
    return put(subject, data, (name, len(present)), fields)


def add(path: str, data: bytes, fields: Mapping[str, Value]) -> bytes:
    """
    The file with one more item at its end: of a list, or a row of a cohort.

    An empty file becomes a list, or a cohort with the columns that it takes. Raises EditError,
    also for a file that holds a single award.
    """
    if path.endswith(".csv"):
        return _add_row(path, data, fields)
    text = decoded(path, data)
    node, faults = yamltext.compose(text)
    if node is None and not faults:
        ending = "" if not text or text.endswith("\n") else "\n"
        item = edit_words.item(fields, 0)
        made = spliced(data, [Splice(len(text), len(text), f"{ending}{item}\n")])
        return _Yaml(path, data, text, None, None).confirm(made, [edit_words.raw(fields)])
    found = _yaml(path, data)
    if not isinstance(found.raw, list):
        hint = "name a list or a .csv file, or leave the file to be made"
        raise EditError(f"{path} is no list: it holds one award", hint)
    route: Route = (len(found.raw),)
    wanted = [*found.raw, edit_words.raw(fields)]
    return found.confirmed(edit_yaml.put(found.text, found.node, route, fields), wanted)


def drop(subject: str, data: bytes) -> bytes | None:
    """
    The file without that award; None where it is the only one, so that the file goes with it.

    Comments before and after the award stay. Raises EditError.
    """
    path, number = split(subject)
    if not number:
        return None
    if path.endswith(".csv"):
        sheet = _sheet(path, data)
        splices = edit_csv.drop(sheet, number)
        if len(sheet.rows) == 2:
            return None
        rows = [row.cells for row in sheet.rows]
        return _confirmed_rows(path, data, splices, rows[:number] + rows[number + 1 :])
    found = _yaml(path, data)
    if isinstance(found.raw, list) and len(found.raw) == 1 and number == 1:
        return None
    route: Route = (number - 1,)
    splices = edit_yaml.take(found.text, found.node, route)
    return found.confirmed(splices, _without(found.raw, route))


@dataclass(frozen=True, slots=True)
class _Yaml:
    """A YAML file, or the fields of a Markdown file, as they were read."""

    path: str
    data: bytes
    text: str
    """Of the YAML; its indices are those of the whole file."""
    top: Node | None
    raw: Raw
    body: str = ""
    """Of a Markdown file, what stands below the fields."""

    @property
    def node(self) -> Node:
        if self.top is None:
            raise EditError(f"{self.path} is empty", BY_HAND)
        return self.top

    def confirmed(self, splices: list[Splice], wanted: Raw) -> bytes:
        return self.confirm(spliced(self.data, splices), wanted)

    def confirm(self, made: bytes, wanted: Raw) -> bytes:
        """The bytes, if they say what was wanted and nothing else."""
        try:
            again = _yaml(self.path, made)
        except EditError:
            again = None
        if again is None or again.raw != wanted or again.body != self.body:
            raise EditError(
                f"{self.path} is written in a way in which this cannot be changed safely", BY_HAND
            )
        return made


def _yaml(path: str, data: bytes) -> _Yaml:
    text = whole = decoded(path, data)
    body = ""
    if path.endswith(".md"):
        parts = frontmatter.split(whole)
        if not isinstance(parts, FrontMatter):
            raise EditError(f"{path}: {parts.detail}", parts.hint)
        text, body = parts.fields, parts.body
    node, faults = yamltext.compose(text)
    if faults:
        fault = faults[0]
        line = whole.count("\n", 0, fault.index) + 1
        hint = "delete one" if fault.rule is DUPLICATE_KEY else "`testamur check` tells more"
        raise EditError(f"{path}, line {line}: {fault.detail}", hint)
    return _Yaml(path, data, text, node, yamltext.plain(node), body)


def _within(number: int, route: Route) -> Route:
    return (number - 1, *route) if number else route


def _with(raw: Raw, route: Route, value: Raw) -> Raw:
    """A copy with the value at the route; what is missing is made."""
    if not route:
        return value
    step, rest = route[0], route[1:]
    if isinstance(step, int):
        items = list(raw) if isinstance(raw, list) else []
        if step == len(items):
            items.append(None)
        items[step] = _with(items[step], rest, value)
        return items
    fields = dict(raw) if isinstance(raw, dict) else {}
    fields[step] = _with(fields.get(step), rest, value)
    return fields


def _without(raw: Raw, route: Route) -> Raw:
    left = copy.deepcopy(raw)
    inner: Raw = left
    for step in route[:-1]:
        inner = inner[step]  # type: ignore[index]  # the way was walked before
    del inner[route[-1]]  # type: ignore[union-attr, arg-type]  # likewise
    return left


def _sheet(path: str, data: bytes) -> Sheet:
    return edit_csv.sheet(path, decoded(path, data))


def _column(route: Route) -> str:
    return next(iter(edit_csv.cells(route, "")))


def _put_cells(path: str, data: bytes, number: int, new: edit_csv.Cells) -> bytes:
    sheet = _sheet(path, data)
    sheet.row(number)
    names = [*sheet.names, *(name for name in new if name not in sheet.names)]
    rows = [names, *([*row.cells, *[""] * (len(names) - len(row.cells))] for row in sheet.rows[1:])]
    for name, value in new.items():
        rows[number][names.index(name)] = value
    return _confirmed_rows(path, data, edit_csv.put(sheet, number, new), rows)


def _add_row(path: str, data: bytes, fields: Mapping[str, Value]) -> bytes:
    sheet = _sheet(path, data)
    new = edit_csv.cells((), fields)
    present = sheet.names if sheet.rows else []
    names = [*present, *(name for name in new if name not in present)]
    older = [[*row.cells, *[""] * (len(names) - len(row.cells))] for row in sheet.rows[1:]]
    rows = [names, *older, [new.get(name, "") for name in names]]
    return _confirmed_rows(path, data, edit_csv.add(sheet, new), rows)


def _confirmed_rows(path: str, data: bytes, splices: list[Splice], rows: list[list[str]]) -> bytes:
    made = spliced(data, splices)
    again = [row.cells for row in _sheet(path, made).rows]
    again[:1] = [[cell.strip() for cell in header] for header in again[:1]]
    wanted = [[cell.strip() for cell in rows[0]], *rows[1:]]
    if again != wanted:
        raise EditError(
            f"{path} is written in a way in which this cannot be changed safely", BY_HAND
        )
    return made
