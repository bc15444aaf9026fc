"""
From "this award, this field" to file, line and column.

Files are read again when a problem is to be shown: a run without problems, which is the usual
one, keeps no places at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from testamur.content import cohort, csvtext, frontmatter, yamltext
from testamur.content.frontmatter import FrontMatter
from testamur.content.rules import (
    CSV_COLUMN,
    FILE_LINK,
    FILE_NAME,
    FILE_SIZE,
    NAME_CLASH,
    SPECIAL_FILE,
    STRAY_FILE,
    TRANSLATED_FACT,
    UNKNOWN_FIELD,
    UNREADABLE_FILE,
)
from testamur.content.source import CSV_MAX, YAML_MAX, Files, Source
from testamur.problems import Place, Problem, Route

_SUBJECT = re.compile(r"(?P<file>.+\.(?:yaml|csv))#(?P<number>[1-9]\d*)")
_ABOUT_KEYS = frozenset({UNKNOWN_FIELD, TRANSLATED_FACT, CSV_COLUMN})
# What is wrong is the file as a whole: no line of it is to blame.
_ABOUT_FILES = frozenset(
    {FILE_LINK, FILE_NAME, FILE_SIZE, NAME_CLASH, SPECIAL_FILE, STRAY_FILE, UNREADABLE_FILE}
)

Span = tuple[int, int]
Finder = Callable[[int, Route, bool], Span]
"""Where number, route and whether the key is meant lead to; number 0 is the whole file."""


def subject(path: str, number: int) -> str:
    """The name of the `number`th award of a file, counted from 1."""
    return f"{path}#{number}"


def in_words(subject: str) -> str:
    """A subject as a reader would say it."""
    path, number = split(subject)
    return f"{path}, award {number}" if number else path


def split(subject: str) -> tuple[str, int]:
    """The path of a subject's file, and the number of the award in it; 0 for the whole file."""
    match = _SUBJECT.fullmatch(subject)
    return (match["file"], int(match["number"])) if match else (subject, 0)


def resolve(files: Files, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with file, line and column, in the order of those."""
    waiting = sorted(problems, key=lambda problem: split(problem.file))
    found = [
        placed
        for path, group in groupby(waiting, key=lambda problem: split(problem.file)[0])
        for placed in _resolve_file(files, path, list(group))
    ]
    return tuple(sorted(found, key=_order))


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place or Place(0, 0)
    return problem.file, place.line, place.column, problem.rule.code, problem.detail


def _resolve_file(files: Files, path: str, problems: Sequence[Problem]) -> list[Problem]:
    if all(problem.place or problem.rule in _ABOUT_FILES for problem in problems):
        return list(problems)
    is_text = path.endswith((".yaml", ".csv", ".md", ".json"))
    if not is_text or not (path in files.proposed or (files.root / path).is_file()):
        return [_moved(problem, path, problem.place) for problem in problems]
    source = Files(files.root, proposed=files.proposed).text(
        path, CSV_MAX if path.endswith(".csv") else YAML_MAX
    )
    if not isinstance(source, Source):
        return [_moved(problem, path, problem.place) for problem in problems]
    find = _finder(source)
    resolved = []
    for problem in problems:
        place = problem.place
        if place is None and problem.rule not in _ABOUT_FILES:
            number = split(problem.file)[1]
            start, end = find(number, problem.route, problem.rule in _ABOUT_KEYS)
            place = source.place(start, end - start)
        resolved.append(_moved(problem, path, place))
    return resolved


def _moved(problem: Problem, path: str, place: Place | None) -> Problem:
    return Problem(problem.rule, path, problem.route, problem.detail, problem.hint, place)


def _finder(source: Source) -> Finder:
    if source.path.endswith(".csv"):
        return _in_cohort(source.text)
    if source.path.endswith(".md"):
        return _in_markdown(source.text)
    # What is JSON is YAML, too.
    return _in_yaml(source.text)


def _in_yaml(text: str) -> Finder:
    node, _ = yamltext.compose(text)

    def find(number: int, route: Route, of_key: bool) -> Span:  # noqa: FBT001  # as Finder has it
        prefix: Route = (number - 1,) if number else ()
        return (0, 1) if node is None else yamltext.span(node, prefix + route, of_key=of_key)

    return find


def _in_markdown(text: str) -> Finder:
    parts = frontmatter.split(text)
    if not isinstance(parts, FrontMatter):
        return lambda *_: (0, 1)
    in_fields = _in_yaml(parts.fields)
    start = parts.body_index + len(parts.body) - len(parts.body.lstrip())

    def find(number: int, route: Route, of_key: bool) -> Span:  # noqa: FBT001  # as Finder has it
        if route[:1] == ("criteria",):
            return (start, len(text)) if start < len(text) else (parts.body_index - 3, len(text))
        return in_fields(number, route, of_key)

    return find


def _in_cohort(text: str) -> Finder:
    rows = [row for row in csvtext.rows(text) if isinstance(row, csvtext.Row)]
    if not rows:
        return lambda *_: (0, 1)
    names = cohort.header(rows[0].cells, csvtext.cell_spans(text, rows[0]))[0]

    def find(number: int, route: Route, of_key: bool) -> Span:  # noqa: ARG001, FBT001  # as Finder
        row = rows[min(number, len(rows) - 1)]
        spans = csvtext.cell_spans(text, row)
        index = names.index(row.cells, route)
        start, end = spans[min(index, len(spans) - 1)]
        return start, max(end, start + 1)

    return find
