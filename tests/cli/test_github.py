"""Annotations: ten of a severity, the change's own first, and nothing in them that acts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.cli.github import MOST, as_annotations
from testamur.cli.report import escaped
from testamur.problems import Place, Problem, Rule, Severity
from tests.cli.test_report import WARNING, a_problem

NOTICE = Rule("theme-changed", "Something to know.", severity=Severity.NOTICE)


def test_an_annotation_names_file_line_columns_and_rule() -> None:
    assert (
        "::error file=content/awards/2025/7f3c.yaml,line=1,col=13,endColumn=25,"
        'title=unknown-credential::no credential is called "forge-saftey"'
        '%0Adid you mean "forge-safety"?\n'
    ) == as_annotations([a_problem()])


def test_what_would_end_a_property_or_a_command_is_escaped() -> None:
    problem = a_problem(
        WARNING, file="content/a,b::c%.yaml", detail="100%\n::error::x", hint=None, place=None
    )

    assert (
        "::warning file=content/a%2Cb%3A%3Ac%25.yaml,title=confusable::100%25<U+000A>::error::x\n"
    ) == as_annotations([problem])


def test_ten_of_each_severity_are_shown_and_the_rest_is_counted() -> None:
    """
    GitHub drops the eleventh without a word.
    """
    problems = [a_problem(detail=str(number)) for number in range(25)]
    problems += [a_problem(WARNING, file="b.yaml", detail=str(number)) for number in range(11)]
    lines = as_annotations(problems).splitlines()

    assert MOST == sum(line.startswith("::error ") for line in lines)
    assert MOST == sum(line.startswith("::warning ") for line in lines)
    assert (
        "::notice title=testamur::not shown here: 15 errors, 1 warning in 2 files; "
        "`testamur check` lists all"
    ) == lines[-1]


def test_what_a_change_touches_comes_first() -> None:
    problems = [a_problem(file=f"old-{number}.yaml") for number in range(30)]
    problems.append(a_problem(file="new.yaml"))
    lines = as_annotations(problems, first={"new.yaml"}).splitlines()

    assert lines[0].startswith("::error file=new.yaml,")
    assert lines[1].startswith("::error file=old-0.yaml,")


def test_what_is_said_at_the_end_counts_as_notices() -> None:
    problems = [a_problem(NOTICE, detail=str(number)) for number in range(30)]
    lines = as_annotations(problems, ["adds 1 award", "nothing else"]).splitlines()

    assert MOST == len(lines)
    assert "::notice title=testamur::nothing else" == lines[-1]
    with pytest.raises(ValueError, match="that many"):
        as_annotations([], ["x"] * MOST)


@settings(max_examples=200, deadline=None)
@given(words=st.text(), says=st.text())
def test_no_line_is_another_command(words: str, says: str) -> None:
    """
    I9: whatever stands in a problem or a sentence, each line is one of ours.
    """
    problem = Problem(WARNING, words, (), words, words, Place(1, 1, 1, words))
    lines = as_annotations([problem], [says]).split("\n")

    assert 3 == len(lines)
    assert lines[0].startswith(("::warning file=", "::warning line="))
    assert lines[1].startswith("::notice title=testamur::")
    assert all(escaped(line) == line for line in lines)
