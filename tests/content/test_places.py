"""From a record and a route to file, line and column."""

from __future__ import annotations

import pytest

from testamur.content.rules import DATE, DUPLICATE_AWARD, UNKNOWN_FIELD
from testamur.problems import Problem, Route, Rule
from tests.content.support import Content

LIST = """\
# The first cohort.
- credential: data-steward
  recipient:
    name: Ada Lovelace
    email: ada@example.com
  awarded: 2025-05-14
  narrative: |
    Two
    lines.

- credential: data-steward
  recipient: {name: "Grace Hopper", email: grace@example.com}
  awarded: 2025-05-15
  evidence:
    - name: Compiler
      genre:
    - name: Manual
  corrected: {date: 2025-06-01, reason: Day}
"""

COHORT = """\
awarded,name,email,credential,result.exam,level.exam,result.oral,corrected,corrected_reason
2025-05-14,"Hopper, Grace",grace@example.com,data-steward,,,87,,

2025-05-15,"Ada ""the first""
Lovelace",ada@example.com,data-steward,90,,,2025-06-01,Day
"""


@pytest.mark.parametrize(
    ("file", "route", "expected"),
    [
        ("list.yaml#1", ("credential",), (2, 15, "data-steward")),
        ("list.yaml#1", ("recipient", "email"), (5, 12, "ada@example.com")),
        ("list.yaml#1", ("recipient",), (3, 3, "recipient")),
        ("list.yaml#1", ("recipient", "did"), (3, 3, "recipient")),
        ("list.yaml#1", ("expires",), (2, 3, "credential")),
        ("list.yaml#1", (), (2, 3, "credential")),
        ("list.yaml#1", ("narrative",), (7, 14, "|")),
        ("list.yaml#2", ("recipient", "name"), (12, 21, '"Grace Hopper"')),
        ("list.yaml#2", ("evidence", 1, "name"), (17, 13, "Manual")),
        ("list.yaml#2", ("evidence", 1, "url"), (17, 7, "name")),
        ("list.yaml#2", ("evidence", 0, "genre"), (16, 7, "genre")),
        ("list.yaml#2", ("evidence", 7, "name"), (14, 3, "evidence")),
        ("list.yaml#2", ("corrected", 0, "date"), (18, 21, "2025-06-01")),
        ("list.yaml#9", ("credential",), (2, 3, "credential")),
        ("list.yaml", (1, "awarded"), (13, 12, "2025-05-15")),
        ("2025.csv#1", ("recipient", "name"), (2, 13, "Hopper, Grace")),
        ("2025.csv#1", ("awarded",), (2, 1, "2025-05-14")),
        ("2025.csv#1", ("results", 0, "value"), (2, 61, "87")),
        ("2025.csv#1", ("results", 0, "result"), (2, 61, "87")),
        ("2025.csv#1", ("corrected", 0, "reason"), (2, 65, "")),
        ("2025.csv#1", ("recipient",), (2, 13, "Hopper, Grace")),
        ("2025.csv#1", ("recipient", "did"), (2, 13, "Hopper, Grace")),
        ("2025.csv#1", ("expires",), (2, 1, "2025-05-14")),
        ("2025.csv#2", ("recipient", "email"), (5, 11, "ada@example.com")),
        ("2025.csv#2", ("results", 0, "value"), (5, 40, "90")),
        ("2025.csv#2", ("results", 0, "level"), (5, 43, "")),
        ("2025.csv#2", ("corrected", 0, "date"), (5, 45, "2025-06-01")),
    ],
)
def test_awards(content: Content, file: str, route: Route, expected: tuple[int, int, str]) -> None:
    """A route leads to the value, or to the nearest thing above it that is there."""
    content.write("awards/list.yaml", LIST)
    content.write("awards/2025.csv", COHORT)

    assert expected == spot(content, f"content/awards/{file}", route)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("name",), (2, 7, "Data Steward")),
        (("valid_for",), (2, 1, "name")),
        (("criteria",), (5, 1, "Take part in all three days.")),
    ],
)
def test_credentials(content: Content, route: Route, expected: tuple[int, int, str]) -> None:
    """The places of fields count from the top of the file, and the criteria are below them."""
    assert [] == [p for p in content.load().problems if p.file.endswith(".md")]
    file = content.root / "content/credentials/data-steward/credential.md"
    lines = file.read_text().replace("---\nTake", "---\n\nTake").replace("kind", "kind")
    content.write("credentials/data-steward/credential.md", lines)
    line, column, marked = expected
    below = 2 if route == ("criteria",) else 0

    assert (line + below, column, marked) == spot(
        content, "content/credentials/data-steward/credential.md", route
    )


def test_keys_are_marked_where_the_key_is_wrong(content: Content) -> None:
    """Of a field that is unknown the name is marked, not the value."""
    content.write("awards/list.yaml", LIST)
    where = ("recipient", "name")

    assert (4, 5, "name") == spot(content, "content/awards/list.yaml#1", where, UNKNOWN_FIELD)


@pytest.mark.parametrize(
    "file",
    [
        "content/awards/gone.yaml",
        "content/awards/gone.yaml#3",
        "content",
        "content/awards",
        "README.md",
    ],
)
def test_files_that_are_gone(content: Content, file: str) -> None:
    """A problem of a file that cannot be read keeps its file and has no place."""
    placed = content.load().place(DATE.at(file, ("awarded",), "x"))

    assert placed.place is None
    assert file.partition("#")[0] == placed.file


def test_nothing_but_the_place_changes(content: Content) -> None:
    """Rule, route, words and advice of a placed problem are those of the problem."""
    problem = DUPLICATE_AWARD.at("content/awards/ada.yaml", ("recipient",), "x", "y")
    placed = content.load().place(problem)

    assert problem == Problem(
        placed.rule, placed.file, placed.route, placed.detail, placed.hint, None
    )


def test_lines_end_where_editors_end_them(content: Content) -> None:
    """A line end of Windows counts once."""
    content.write("awards/list.yaml", LIST.replace("\n", "\r\n"))

    assert (12, 21, '"Grace Hopper"') == spot(
        content, "content/awards/list.yaml#2", ("recipient", "name")
    )


def test_problems_come_in_order(content: Content) -> None:
    """The report goes from file to file and from line to line."""
    content.write("awards/list.yaml", LIST.replace("2025-05-14", "x").replace("grace@", "grace"))
    content.write("awards/2025.csv", COHORT.replace("2025-05-1", "1"))
    found = [
        (problem.file, problem.place.line, problem.place.column)
        for problem in content.load().problems
        if problem.place is not None
    ]

    assert sorted(found) == found
    assert 5 == len(found)


def spot(content: Content, file: str, route: Route, rule: Rule = DATE) -> tuple[int, int, str]:
    """Line, column and the marked text."""
    place = content.load().place(rule.at(file, route, "x")).place
    assert place is not None
    start = place.column - 1
    marked = place.source[start : start + place.length]
    return place.line, place.column, "" if marked == "," else marked
