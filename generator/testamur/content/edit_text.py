"""Changing a few characters of a file, and no other byte: its mark, its line ends and the rest stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from testamur.problems import Exit, TestamurError

BY_HAND = "change it in an editor, then run `testamur check`"

_BOM = "\ufeff"


class EditError(TestamurError):
    """A change that cannot be made without disturbing something else; nothing was changed."""

    exit = Exit.REFUSED


@dataclass(frozen=True, slots=True)
class Splice:
    """What takes the place of the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


def decoded(path: str, data: bytes) -> str:
    """
    The text of a file as the readers of content see it: no byte order mark, LF line ends.

    Raises EditError for what is not UTF-8.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EditError(f"{path} is not UTF-8", "save it as UTF-8 first") from error
    return text.removeprefix(_BOM).replace("\r\n", "\n")


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """
    The file with the splices made, whose indices are those of its `decoded` text.

    New lines end as the first line of the file does. Splices at one place are made in their
    order; they must not overlap.
    """
    whole = data.decode("utf-8")
    mark = _BOM if whole.startswith(_BOM) else ""
    text = whole.removeprefix(_BOM)
    returns = [found.start() - number for number, found in enumerate(re.finditer("\r\n", text))]
    first = text.find("\n")
    ending = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
    parts, behind, passed = [mark], 0, 0
    for each in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        while passed < len(returns) and returns[passed] < each.start:
            passed += 1
        start = each.start + passed
        while passed < len(returns) and returns[passed] < each.end:
            passed += 1
        if start < behind:
            raise ValueError("splices overlap")
        parts += [text[behind:start], each.text.replace("\n", ending)]
        behind = each.end + passed
    return "".join([*parts, text[behind:]]).encode()


def line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """The index of the line's end, which is that of its line feed where it has one."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found
