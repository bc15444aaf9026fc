"""A cohort: one award a row, and which column means which field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from testamur.content.refused import shown
from testamur.content.rules import CSV_COLUMN
from testamur.content.values import closest, nearest
from testamur.content.yamltext import Fault, Raw
from testamur.problems import Route

REQUIRED = ("credential", "name", "email", "awarded")

_NOTES = ("corrected", "renewed", "suspended", "reinstated", "revoked")
FIELDS: dict[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in (
            "credential",
            "awarded",
            "key",
            "expires",
            "route",
            "narrative",
            "language",
            "activity_start",
            "activity_end",
            "term",
            "role",
            "licence_number",
        )
    },
    **{
        name: ("recipient", name)
        for name in ("name", "email", "did", "display", "share_name", "sealed", "person")
    },
    **{
        f"evidence_{name}": ("evidence", name)
        for name in (
            "name",
            "kind",
            "narrative",
            "url",
            "sha256",
            "genre",
            "description",
            "audience",
        )
    },
    **{name: (name, "date") for name in _NOTES},
    **{f"{name}_reason": (name, "reason") for name in _NOTES},
    **{f"{name}_code": (name, "code") for name in ("suspended", "revoked")},
    "revoked_replaced_by": ("revoked", "replaced_by"),
}
"""By column, the field that it stands for."""

_COLUMNS = {route: name for name, route in FIELDS.items()}
RESULTS = {"result": "value", "level": "level", "status": "status"}
"""By what stands before the dot in `result.exam`, the field of the result `exam`."""

_RESULT_PREFIXES = {field: prefix for prefix, field in RESULTS.items()}


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a cohort, in their order."""

    names: tuple[str, ...]
    """As they were meant; empty for a column that says nothing to us."""
    routes: tuple[tuple[str, ...], ...]
    """For each column its field: `("recipient", "name")`, `("results", "exam", "value")`."""

    def raw(self, cells: Sequence[str]) -> Raw:
        """A row in the shape that a YAML award has; empty cells are left out."""
        award: dict[str, Raw] = {}
        recipient: dict[str, Raw] = {}
        evidence: dict[str, Raw] = {}
        results: dict[str, dict[str, Raw]] = {}
        for route, cell in zip(self.routes, cells, strict=False):
            value = cell.strip()
            if not value:
                continue
            match route:
                case (name,):
                    award[name] = value
                case ("recipient", name):
                    recipient[name] = value
                case ("evidence", name):
                    evidence[name] = value
                case ("results", id_, name):
                    results.setdefault(id_, {"result": id_})[name] = value
                case (note, name):
                    event = award.setdefault(note, {})
                    if isinstance(event, dict):
                        event[name] = value
        award["recipient"] = recipient
        if evidence:
            award["evidence"] = [evidence]
        if results:
            award["results"] = list(results.values())
        return award

    def column(self, cells: Sequence[str], route: Route) -> str:
        """The name of the column behind a route into `raw(cells)`; empty where there is none."""
        if route[:1] == ("results",) and len(route) > 1:
            present = dict.fromkeys(
                field[1]
                for field, cell in zip(self.routes, cells, strict=False)
                if field[:1] == ("results",) and cell.strip()
            )
            index = int(route[1])
            id_ = list(present)[index] if index < len(present) else ""
            field = str(route[2]) if len(route) > 2 else ""
            name = f"{_RESULT_PREFIXES.get(field, 'result')}.{id_}"
            of_id = (other for other in self.names if other.partition(".")[2] == id_)
            return name if name in self.names else next(of_id, "")
        steps = tuple(str(step) for step in route if not isinstance(step, int))
        if steps in _COLUMNS:
            return _COLUMNS[steps]
        return next((name for name, field in FIELDS.items() if field[:1] == steps[:1]), "")

    def index(self, cells: Sequence[str], route: Route) -> int:
        """The column behind a route, or one of the same part of the award, or the first."""
        name = self.column(cells, route)
        if name in self.names:
            return self.names.index(name)
        same_part = (index for index, own in enumerate(self.routes) if own[:1] == route[:1])
        return next(same_part, 0)


def column_of(route: Route) -> str | None:
    """The column that stands for a field of an award, if one can: a row has one of each thing."""
    steps = tuple(str(step) for step in route if not (isinstance(step, int) and step == 0))
    match steps:
        case ("results", id_, field) if field in _RESULT_PREFIXES:
            return f"{_RESULT_PREFIXES[field]}.{id_}"
    return _COLUMNS.get(steps)


def header(
    cells: Sequence[str], spans: Sequence[tuple[int, int]]
) -> tuple[Header, tuple[Fault, ...]]:
    """
    The columns that a cohort's first row names, and what is wrong with it.

    A misspelt column is taken for the one that was most likely meant, so that its cells are
    judged as well. There are no columns at all where they cannot be told from each other.
    """
    names = tuple(cell.strip() for cell in cells)
    faults: list[Fault] = []
    if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
        start, end = spans[0]
        detail = "the columns are not separated by commas"
        hint = (
            "save the sheet with commas; `testamur import` reads any table that is not in content/"
        )
        return Header((), ()), (Fault(CSV_COLUMN, start, end - start, detail, hint),)
    columns: list[str] = []
    for index, name in enumerate(names):
        start, end = spans[index]
        column = name if _known(name) else closest(name, FIELDS) or ""
        is_taken = column in columns or (column != name and column in names)
        columns.append("" if is_taken else column)
        if not _known(name):
            detail = f"there is no column {shown(name)}" if name else "this column has no name"
            hint = nearest(name, FIELDS) or "docs/content.md lists the columns"
            faults.append(Fault(CSV_COLUMN, start, end - start, detail, hint))
        elif name in names[:index]:
            detail = f"the column {shown(name)} is there twice"
            faults.append(Fault(CSV_COLUMN, start, end - start, detail, "delete one"))
    faults.extend(
        Fault(CSV_COLUMN, spans[0][0], 1, f"there is no column {shown(name)}", "add it")
        for name in _required(columns)
        # A column that was only misspelt is not missing as well.
        if name not in columns
    )
    return Header(tuple(columns), tuple(_route(column) for column in columns)), tuple(faults)


def _required(columns: Sequence[str]) -> tuple[str, ...]:
    """A cohort that hides its people names nobody."""
    if {"sealed", "person"}.isdisjoint(columns):
        return REQUIRED
    return tuple(name for name in REQUIRED if name not in {"name", "email"})


def _known(name: str) -> bool:
    prefix, dot, id_ = name.partition(".")
    return name in FIELDS or (prefix in RESULTS and dot == "." and id_ != "")


def _route(name: str) -> tuple[str, ...]:
    if not name:
        return ()
    prefix, _, id_ = name.partition(".")
    return FIELDS.get(name) or ("results", id_, RESULTS.get(prefix, "value"))
