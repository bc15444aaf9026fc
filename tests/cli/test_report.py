"""What a report shows: for people and for machines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.cli import report
from testamur.problems import Place, Problem, Rule, Severity
from testamur.verify.verdict import Summary, Verdict, Word

MISSPELT = Rule("unknown-credential", "An award names a credential that is not defined.")
WARNING = Rule("confusable", "A title mixes letters.", severity=Severity.WARNING)

SPOT = Place(1, 13, 12, "credential: forge-saftey")


def a_problem(
    rule: Rule = MISSPELT,
    file: str = "content/awards/2025/7f3c.yaml",
    detail: str = 'no credential is called "forge-saftey"',
    hint: str | None = 'did you mean "forge-safety"?',
    place: Place | None = SPOT,
) -> Problem:
    return Problem(rule, file, ("credential",), detail, hint, place)


def caret_line(source: str, column: int, length: int = 1) -> str:
    """The line below the source line, without its margin."""
    text = report.as_text([a_problem(place=Place(1, column, length, source))])
    return text.split("\n")[4].removeprefix("   | ")


def source_line(source: str, column: int = 1) -> str:
    text = report.as_text([a_problem(place=Place(1, column, 1, source))])
    return text.split("\n")[3].removeprefix(" 1 | ")


def test_text() -> None:
    """A problem is shown with its line, a caret, what to do and where to read more."""
    expected = """\
error[unknown-credential]: no credential is called "forge-saftey"
  --> content/awards/2025/7f3c.yaml:1:13
   |
 1 | credential: forge-saftey
   |             ^^^^^^^^^^^^
   = hint: did you mean "forge-safety"?
   = see:  docs/problems.md#unknown-credential

1 error in 1 file
"""

    assert expected == report.as_text([a_problem()])


def test_margin_grows_with_the_number() -> None:
    """The bars stand below each other, however long the number of the line is."""
    place = Place(1204, 1, 3, "abc")
    expected = """\
error[unknown-credential]: x
     --> content/awards/2025/7f3c.yaml:1204:1
      |
 1204 | abc
      | ^^^
      = see:  docs/problems.md#unknown-credential

1 error in 1 file
"""

    assert expected == report.as_text([a_problem(detail="x", hint=None, place=place)])


def test_without_place() -> None:
    """A problem of a whole file names the file, and one of no file names none."""
    text = report.as_text([a_problem(place=None), a_problem(file="", place=None, hint=None)])

    assert "\n  --> content/awards/2025/7f3c.yaml\n" in text
    assert 1 == text.count("-->")
    assert text.endswith("\n2 errors in 1 file\n")


def test_without_source() -> None:
    """A line that must not be shown is not shown, only counted."""
    text = report.as_text([a_problem(place=Place(7, 3))])

    assert "7f3c.yaml:7:3\n" in text
    assert "|" not in text


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([], "no problems"),
        ([a_problem()], "1 error in 1 file"),
        ([a_problem(WARNING)], "1 warning in 1 file"),
        (
            [a_problem(), a_problem(), a_problem(WARNING, file="x")],
            "2 errors, 1 warning in 2 files",
        ),
        ([a_problem(file="")], "1 error"),
        ([a_problem()] * 1204, "1,204 errors in 1 file"),
    ],
)
def test_count(problems: list[Problem], expected: str) -> None:
    """The last line says how much there is to do."""
    assert expected == report.count(problems)


@pytest.mark.parametrize(
    ("source", "column", "margin"),
    [
        ("name: Ada x", 11, 10),
        ("name: 李小龍 x", 11, 13),
        ("name: Ａda x", 11, 11),
        ("name: e\u0301a x", 11, 9),
        ("\tname: x", 8, 10),
        ("a\u202eb x", 5, 11),
        ("क्\u200dष x", 6, 3),
        ("김철수 x", 5, 7),
        ("\x1b[31m x", 7, 13),
    ],
)
def test_caret_stands_below_its_column(source: str, column: int, margin: int) -> None:
    """Wide, combining and invisible characters do not move the caret away."""
    assert "x" == source[column - 1]
    assert " " * margin + "^" == caret_line(source, column)


def test_caret_is_as_wide_as_what_it_marks() -> None:
    """The caret covers all columns of the value."""
    assert " " * 6 + "^" * 6 == caret_line("name: 李小龍", 7, 3)


@pytest.mark.parametrize("column", [1, 40, 200, 49_000, 50_000])
def test_long_lines_are_cut(column: int) -> None:
    """Of a very long line the part around the caret is shown."""
    source = "a" * (column - 1) + "x" + "b" * (50_000 - column)
    shown, caret = source_line(source, column), caret_line(source, column)

    assert 160 > len(shown)
    assert "x" == shown[caret.index("^")]
    assert shown.startswith("…") is (column > 61)
    assert shown.endswith("…") is (column < 49_900)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\nb", "a<U+000A>b"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("\u202ecba", "<U+202E>cba"),
        ("\u2028", "<U+2028>"),
        ("\ud800", "<U+D800>"),
        ("\u200b", "<U+200B>"),
        ("\u3164", "<U+3164>"),
        ("\x9b1m", "<U+009B>1m"),
        ("क्\u200dष", "क्\u200dष"),
        ("名\u3000前", "名\u3000前"),
        ("Nguyễn", "Nguyễn"),
    ],
)
def test_escaped(text: str, expected: str) -> None:
    """What would act on a terminal or hide from a reader is spelt out; words are left alone."""
    assert expected == report.escaped(text)


def test_json() -> None:
    """Each problem is an object whose members are always the same."""
    (found,) = report.problems_as_json([a_problem()])

    assert {
        "severity": "error",
        "code": "unknown-credential",
        "summary": "An award names a credential that is not defined.",
        "detail": 'no credential is called "forge-saftey"',
        "hint": 'did you mean "forge-safety"?',
        "file": "content/awards/2025/7f3c.yaml",
        "line": 1,
        "column": 13,
        "length": 12,
        "route": ["credential"],
        "see": "docs/problems.md#unknown-credential",
    } == found


def test_json_without_place() -> None:
    """What does not apply is null, not left out."""
    (found,) = report.problems_as_json([a_problem(file="", place=None, hint=None)])

    assert isinstance(found, dict)
    assert {"file", "line", "column", "length", "hint"} == {
        name for name, value in found.items() if value is None
    }


def test_printed_json_is_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON on a terminal holds nothing to obey."""
    report.print_json(report.problems_as_json([a_problem(detail="::x\n::y \x1b \u202e ü")]))
    printed = capsys.readouterr().out

    assert printed.isascii()
    assert printed.replace("\n", "").isprintable()
    assert "::x\n::y \x1b \u202e ü" == json.loads(printed)[0]["detail"]


def test_colour_is_only_paint() -> None:
    """Colour changes nothing but colour, and is not there unless asked for."""
    import re

    plain, painted = report.as_text([a_problem()]), report.as_text([a_problem()], colour=True)

    assert "\x1b" not in plain
    assert painted != plain
    assert plain == re.sub(r"\x1b\[[0-9;]*m", "", painted)


@settings(max_examples=200, deadline=None)
@given(
    words=st.text(),
    source=st.text(st.characters(exclude_characters="\n")),
    column=st.integers(1, 300),
    length=st.integers(1, 300),
)
def test_no_line_is_a_command(words: str, source: str, column: int, length: int) -> None:
    """Whatever stands in a problem, each line of the report is printable and ours at its start."""
    place = Place(1, column, length, source)
    problem = a_problem(file=words, detail=words, hint=words, place=place)
    starts = ("error[", "  --> ", "   |", " 1 |", "   = ", "1 error")
    for line in report.as_text([problem]).split("\n"):
        assert line == "" or line.startswith(starts)
        assert report.escaped(line) == line


def test_a_verdict_tells_what_was_awarded() -> None:
    text = report.verdict_as_text(Verdict(Word.VALID, (), Summary(credential="Data \u202eSteward")))

    assert "\nIts title: “Data <U+202E>Steward”.\n" in text


def test_an_endorsements_title_is_not_told() -> None:
    """
    It names the endorser, whom nobody may have vouched for.
    """
    summary = Summary(credential="Endorsement by MIT", endorses="did:web:badges.example.org")

    assert "MIT" not in report.verdict_as_text(Verdict(Word.VALID, (), summary))
