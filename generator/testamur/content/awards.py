"""Files of awards: one award, a list of them, or a cohort of rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from hashlib import sha256

from testamur.content import cohort, csvtext, decode, yamltext
from testamur.content.csvtext import Row
from testamur.content.fields import placed, text_of, validate, yaml_node
from testamur.content.places import subject
from testamur.content.records.award import AwardFields
from testamur.content.refused import shown
from testamur.content.rules import (
    CSV_SYNTAX,
    EMPTY_VALUE,
    MISSING_FIELD,
    NO_IDENTITY,
    TOO_MANY_PROBLEMS,
)
from testamur.content.source import CSV_MAX, YAML_MAX, Files, Source
from testamur.content.tree import AWARDS
from testamur.content.wording import Label, dotted
from testamur.content.yamltext import Fault, Raw
from testamur.model.award import Record
from testamur.problems import Problem, Route

_LACKS = frozenset({MISSING_FIELD, NO_IDENTITY})

PROBLEMS_MAX = 1000
"""Of one cohort: a column that is wrong in every row of a large one would fill the report."""


def read(files: Files, path: str, log: list[Problem]) -> Iterator[Record]:
    """The awards of the file at `path`, in their order; what is wrong with the others in `log`."""
    is_cohort = path.endswith(".csv")
    source = text_of(files, path, CSV_MAX if is_cohort else YAML_MAX, log)
    if source is None:
        return
    yield from _cohort(source, log) if is_cohort else _yaml(source, log)


def _yaml(source: Source, log: list[Problem]) -> Iterator[Record]:
    node = yaml_node(source, source.text, log)
    if node is None:
        return
    raw = yamltext.plain(node)
    if not isinstance(raw, list):
        # macOS may spell the same name in another form.
        path = unicodedata.normalize("NFC", source.path)
        own_path = path.removeprefix(f"{AWARDS}/").removesuffix(".yaml")
        yield from _record(raw, source.path, own_path, source.data, log)
        return
    items = node.items if isinstance(node, yamltext.Sequence) else []
    for number, (item, part) in enumerate(zip(raw, items, strict=True), start=1):
        # A block ends where the next begins: blank lines between are nobody's.
        own = source.text[part.start : part.end].rstrip().encode()
        yield from _record(item, subject(source.path, number), None, own, log)


def _cohort(source: Source, log: list[Problem]) -> Iterator[Record]:
    rows = csvtext.rows(source.text)
    first = next(rows, None)
    if first is None:
        log.append(EMPTY_VALUE.at(source.path, (), "this file is empty", "write it, or delete it"))
        return
    if isinstance(first, Fault):
        log.append(placed(source, first))
        return
    header, faults = cohort.header(first.cells, csvtext.cell_spans(source.text, first))
    log.extend(placed(source, fault) for fault in faults)
    if not header.names:
        return
    known = len(log)
    heading = source.text[first.start : first.end].rstrip("\n")
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Fault):
            log.append(placed(source, row))
            return
        if len(log) - known >= PROBLEMS_MAX:
            detail = f"this file has more than {PROBLEMS_MAX:,} problems; the rest is not read"
            fault = Fault(TOO_MANY_PROBLEMS, row.start, 1, detail, "mend the ones above first")
            log.append(placed(source, fault))
            return
        if len(row.cells) != len(header.names):
            log.append(placed(source, _uneven(row, len(header.names))))
            continue
        # The header gives a row its meaning, so both are what the award was read from.
        own = f"{heading}\n{source.text[row.start : row.end].rstrip()}".encode()
        found: list[Problem] = []
        records = _record(
            header.raw(row.cells),
            subject(source.path, number),
            None,
            own,
            found,
            label=_label(header, row),
        )
        if faults:
            # What a row lacks may stand in a column that was not understood.
            list(records)
            log.extend(problem for problem in found if problem.rule not in _LACKS)
        else:
            yield from records
            log.extend(found)


def _record(
    raw: Raw,
    file: str,
    own_path: str | None,
    own: bytes,
    log: list[Problem],
    *,
    label: Label = dotted,
) -> Iterator[Record]:
    fields = validate(AwardFields, raw, file, log, label)
    if fields is None:
        return
    gaps = list(decode.award_gaps(fields, file))
    if gaps:
        log.extend(gaps)
        return
    identity = decode.identity(fields, own_path)
    if identity is None:
        detail = f"nothing tells this award of {shown(fields.credential)} from others in the file"
        hint = "give it a key, or the recipient's e-mail"
        log.append(NO_IDENTITY.at(file, ("recipient",), detail, hint))
        return
    yield decode.record(fields, identity, file, sha256(own).hexdigest())


def _label(header: cohort.Header, row: Row) -> Label:
    def label(route: Route) -> str:
        return header.column(row.cells, route) or dotted(route)

    return label


def _uneven(row: Row, expected: int) -> Fault:
    detail = f"this row has {len(row.cells)} cells, but the header has {expected}"
    return Fault(CSV_SYNTAX, row.start, 1, detail, "put a cell with a comma in quotation marks")
