"""The runner of console examples itself: what it takes for right, and what it tells."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import console


def ran(tmp_path: Path, *lines: str) -> list[str]:
    text = "\n".join(["```console", *lines, "```"])
    return console.run(console.examples(text), tmp_path, dict(os.environ))


@pytest.mark.parametrize(
    "lines",
    [
        ["$ echo one", "one"],
        ["$ echo one two three", "one … three"],
        ["$ printf 'a\\nb\\nc\\n'", "a", "…"],
        ["$ true", "$ echo x", "x"],
        ["$ false", "$ echo $?", "1"],
        ["$ echo x >&2", "x"],
        ["$ X=1", "$ echo $X", "1"],
    ],
)
def test_what_is_as_the_page_says_is_right(tmp_path: Path, lines: list[str]) -> None:
    assert [] == ran(tmp_path, *lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["$ echo one", "two"],
        ["$ echo one"],
        ["$ true", "one"],
        ["$ false"],
        ["$ false", "$ true"],
        ["$ printf 'a\\nb\\n'", "a"],
        ["$ echo axc", "a.c"],
    ],
)
def test_what_is_otherwise_is_told(tmp_path: Path, lines: list[str]) -> None:
    found = ran(tmp_path, *lines)

    assert 1 == len(found)
    assert found[0].startswith(lines[0])


def test_blocks_are_found_under_their_headings() -> None:
    """
    Other code is none of ours.
    """
    page = "# T\n```sh\n$ no\n```\n## A\n```console\n$ a\n1\n```\nx\n```console\n$ b\n```\n## B\n"
    found = {name: console.examples(text) for name, text in console.sections(page).items()}

    assert {
        "": [],
        "A": [console.Example("a", ["1"]), console.Example("b")],
        "B": [],
    } == found
