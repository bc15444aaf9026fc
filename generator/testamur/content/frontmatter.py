"""A Markdown file with fields on top, between two lines of `---`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from testamur.content.rules import FRONT_MATTER
from testamur.content.yamltext import Fault

_FIRST = re.compile(r"---[ ]*\n")
_LAST = re.compile(r"^---[ ]*$", re.MULTILINE)
_HINT = "begin the file with a line of ---, then the fields, then a line of ---, then the criteria"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    fields: str
    """YAML; what stands before it is blank, so that indices are those of the file."""
    body: str
    body_index: int
    """Where the body starts in the file."""


def split(text: str) -> FrontMatter | Fault:
    """The two parts of a file, or why it has not got them."""
    first = _FIRST.match(text)
    if first is None:
        return Fault(FRONT_MATTER, 0, 1, "this file does not start with a line of ---", _HINT)
    last = _LAST.search(text, first.end())
    if last is None:
        return Fault(FRONT_MATTER, 0, 3, "no second line of --- ends the fields", _HINT)
    blank = " " * (first.end() - 1) + "\n"
    return FrontMatter(blank + text[first.end() : last.start()], text[last.end() :], last.end())
