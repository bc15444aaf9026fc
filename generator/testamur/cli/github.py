"""
Problems as annotations beside the lines of a pull request.

GitHub shows ten of each severity that a step prints and drops the others without a word, so what
the change itself touches comes first and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from testamur.cli.report import count, escaped
from testamur.problems import Problem, Severity

MOST = 10
"""Annotations of one severity and one step that GitHub shows."""

_TITLE = "testamur"


def as_annotations(
    problems: Sequence[Problem], says: Sequence[str] = (), *, first: Collection[str] = ()
) -> str:
    """
    Workflow commands: each problem as far as they are shown, then `says` as notices.

    Problems in the files of `first` come before others. Raises ValueError for more to say than
    is shown.
    """
    if len(says) > MOST - 2:
        raise ValueError("GitHub would not show that many notices")
    shown: list[Problem] = []
    left: list[Problem] = []
    for severity in Severity:
        # What is said at the end, and the count of the rest, are notices too.
        most = MOST - len(says) - 1 if severity is Severity.NOTICE else MOST
        alike = [each for each in problems if each.rule.severity is severity]
        ordered = iter(sorted(alike, key=lambda each: each.file not in first))
        shown += islice(ordered, most)
        left += ordered
    lines = [*map(_annotation, shown)]
    if left:
        lines.append(_notice(f"not shown here: {count(left)}; `testamur check` lists all"))
    lines += map(_notice, says)
    return "".join(f"{line}\n" for line in lines)


def _notice(text: str) -> str:
    return f"::notice title={_TITLE}::{_data(escaped(text))}"


def _annotation(problem: Problem) -> str:
    pairs = ",".join(
        f"{name}={_data(escaped(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in _properties(problem)
    )
    message = _data(escaped(problem.detail))
    if problem.hint:
        message += f"%0A{_data(escaped(problem.hint))}"
    return f"::{problem.rule.severity.value} {pairs}::{message}"


def _properties(problem: Problem) -> Iterator[tuple[str, str]]:
    if problem.file:
        yield "file", problem.file
    if place := problem.place:
        yield "line", str(place.line)
        yield "col", str(place.column)
        yield "endColumn", str(place.column + place.length)
    yield "title", problem.rule.code


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
