"""
One file of the authors, read with care and turned into text.

What is read here is a plain file and no link, is not larger than its kind may be, is UTF-8, and
holds no secret; so nothing further in has to think of that.
"""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from testamur.content import leaks, text
from testamur.content.rules import (
    CONTROL_CHARACTER,
    ENCODING,
    FILE_LINK,
    FILE_SIZE,
    HIDDEN_CHARACTER,
    KEY_LEAK,
    SPECIAL_FILE,
    UNREADABLE_FILE,
)
from testamur.content.text import Hidden
from testamur.problems import Place, Problem

YAML_MAX = 256 * 1024
CSV_MAX = 32 * 1024 * 1024
PICTURE_MAX = 2 * 1024 * 1024

_HIDDEN_MAX = 10
_LEAKS_MAX = 10
_BOM = "\ufeff"
# A FIFO must not keep us waiting, and a link that took a file's place must not be followed.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_STAND_IN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file; indices into `text` are what places are made of."""

    path: str
    data: bytes
    text: str
    """Without byte order mark, CR LF as LF; hidden characters are replaced one by one."""
    problems: tuple[Problem, ...] = ()
    _starts: list[int] = field(default_factory=list, repr=False, compare=False)
    """Of the lines; counted at the first problem, since a cohort may have one in every row."""
    _lines: dict[int, str] = field(default_factory=dict, repr=False, compare=False)
    """Those with problems, by number: a long line may have thousands, and is kept once."""

    def place(self, index: int, length: int = 1) -> Place:
        """The place of `length` characters from `index` on; it ends with the line at the latest."""
        if not self._starts:
            self._starts.extend([0, *(match.end() for match in re.finditer("\n", self.text))])
        index = min(index, len(self.text))
        number = bisect_right(self._starts, index)
        start = self._starts[number - 1]
        line = self._lines.get(number)
        if line is None:
            is_last = number == len(self._starts)
            line = self.text[start : None if is_last else self._starts[number] - 1]
            self._lines[number] = line
        column = index - start + 1
        return Place(number, column, max(1, min(length, len(line) - column + 1)), line)


Proposed = Mapping[str, bytes | None]
"""By path, bytes that shall stand there, though others do yet; None for what shall be gone."""


@dataclass(frozen=True, slots=True)
class Files:
    """The repository's files, as far as they may be read."""

    root: Path
    own_keys: tuple[bytes, ...] = ()
    """The issuer's public keys, so that their private halves are noticed."""
    proposed: Proposed = field(default_factory=dict)

    def bytes(self, path: str, limit: int) -> bytes | tuple[Problem, ...]:
        """The bytes of the file at `path`, at most `limit`, or why they are not to be had."""
        data = _bytes_of(self, path, limit)
        if not isinstance(data, bytes):
            return (data,)
        return tuple(_leaks(path, data, self.own_keys)) or data

    def leaks(self, path: str) -> tuple[Problem, ...]:
        """The secrets in a file that is not read otherwise, as far as its first megabytes go."""
        data = _bytes_of(self, path, PICTURE_MAX, cut=True)
        return tuple(_leaks(path, data, self.own_keys)) if isinstance(data, bytes) else ()

    def text(self, path: str, limit: int) -> Source | tuple[Problem, ...]:
        """The text of the file at `path`, or why it is not to be had."""
        data = self.bytes(path, limit)
        if not isinstance(data, bytes):
            return data
        try:
            decoded = data.decode("utf-8")
        except UnicodeDecodeError as error:
            return (_not_utf8(path, data, error.start),)
        zero = decoded.find("\0")
        if zero >= 0:
            return (_not_utf8(path, data, len(decoded[:zero].encode())),)
        return _source(path, data, decoded)


def _bytes_of(files: Files, path: str, limit: int, *, cut: bool = False) -> bytes | Problem:
    data = files.proposed.get(path)
    if data is None:
        return _plain_bytes(files.root / path, path, limit, cut=cut)
    return data if cut or len(data) <= limit else _too_large(path, len(data), limit)


def _plain_bytes(file: Path, path: str, limit: int, *, cut: bool = False) -> bytes | Problem:
    try:
        handle = os.open(file, _FLAGS)
    except OSError as error:
        if file.is_symlink():
            return FILE_LINK.at(path, (), "this is a link", "put the file itself here")
        why = error.strerror or "no reason given"
        return UNREADABLE_FILE.at(path, (), f"this file cannot be opened: {why}")
    with os.fdopen(handle, "rb") as opened:
        found = os.fstat(opened.fileno())
        if not stat.S_ISREG(found.st_mode):
            return SPECIAL_FILE.at(path, (), "this is no plain file", "delete it")
        size = found.st_size
        data = opened.read(limit + 1) if cut or size <= limit else b""
    size = max(size, len(data))
    return data if cut or size <= limit else _too_large(path, size, limit)


def _source(path: str, data: bytes, decoded: str) -> Source | tuple[Problem, ...]:
    whole = decoded.removeprefix(_BOM).replace("\r\n", "\n")
    source = Source(path, data, whole)
    hidden = list(islice(chain(text.hidden(whole), text.separators(whole)), _HIDDEN_MAX))
    if not hidden:
        return source
    problems = tuple(_hidden_problem(source, found) for found in hidden)
    if len(hidden) == _HIDDEN_MAX:
        # This is no text that somebody typed; what else is wrong with it matters little.
        return problems
    letters = list(whole)
    for found in hidden:
        letters[found.index] = _STAND_IN
    return Source(path, data, "".join(letters), problems)


def _hidden_problem(source: Source, found: Hidden) -> Problem:
    rule = CONTROL_CHARACTER if found.is_control else HIDDEN_CHARACTER
    hint = "delete it, and type the text anew if it was pasted"
    problem = rule.at(source.path, (), f"the text {found.phrase}", hint)
    return problem.placed(source.place(found.index))


def _not_utf8(path: str, data: bytes, index: int) -> Problem:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[1:2] == b"\0":
        detail = "this text is UTF-16"
    elif data[index : index + 1] == b"\0":
        detail = "this text holds a NUL byte"
    else:
        detail = "this text is not UTF-8"
    line = data.count(b"\n", 0, index) + 1
    before = data[data.rfind(b"\n", 0, index) + 1 : index].decode("utf-8", "replace")
    problem = ENCODING.at(path, (), detail, "save it as UTF-8 in the editor or spreadsheet")
    return problem.placed(Place(line, len(before.removeprefix(_BOM)) + 1))


def _too_large(path: str, size: int, limit: int) -> Problem:
    hint = "put many awards into a .csv, or into several files" if limit == YAML_MAX else None
    return FILE_SIZE.at(
        path, (), f"this file has {size:,} bytes, more than the {limit:,} that are read", hint
    )


def _leaks(path: str, data: bytes, own_keys: tuple[bytes, ...]) -> list[Problem]:
    """One problem a secret. The line is not shown: the report may be public."""
    problems = []
    for leak in islice(leaks.find(data, own_keys), _LEAKS_MAX):
        line = data.count(b"\n", 0, leak.index) + 1
        start = data.rfind(b"\n", 0, leak.index) + 1
        column = len(data[start : leak.index].decode("utf-8", "replace").removeprefix(_BOM)) + 1
        problem = KEY_LEAK.at(
            path,
            (),
            f"this looks like {leak.what}",
            "it must be taken as known to everybody: replace it where it is used, then delete it",
        )
        problems.append(problem.placed(Place(line, column)))
    return problems
