"""
Files that a site took from a shipped theme to change them, and what they were taken from.

The first line of such a file names testamur's version and a digest of the file as it was, so that
a later testamur, whose file may be another, can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from testamur.pages.theme import ThemeError

_COMMENTS: Mapping[str, tuple[str, str]] = {
    "templates": ("{#", "#}"),
    "styles": ("/*", "*/"),
    "strings": ("#", ""),
    "print": ("//", ""),
    "assets": ("<!--", "-->"),
}
"""By folder, how a line of a file begins and ends that means nothing to its readers."""

_DIGITS = 16
_MARK = re.compile(
    rb"[^\n]{0,8}?taken from testamur (?P<version>[\w.+-]{1,40}), (?P<path>[\w./-]{1,200}), "
    rb"sha256 (?P<digest>[0-9a-f]{16})\b[^\n]{0,8}"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """From what a file was taken."""

    version: str
    """Of testamur."""
    path: str
    """Relative to the theme."""
    digest: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A file whose original is another by now, or gone."""

    path: str
    mark: Mark
    is_gone: bool


def marked(path: str, data: bytes, version: str) -> bytes:
    """
    A shipped file with the line that says from what it was taken.

    Raises ThemeError for a file that has no place for such a line: a font, a picture of pixels.
    """
    folder = PurePosixPath(path).parts[0]
    if folder not in _COMMENTS or (folder == "assets" and not path.endswith(".svg")):
        raise ThemeError(f"{path} has no place for a comment", "copy it by hand")
    begin, end = _COMMENTS[folder]
    text = f"taken from testamur {version}, {path}, sha256 {_digest(data)}"
    return " ".join(filter(None, (begin, text, end))).encode() + b"\n" + data


def mark_of(data: bytes) -> Mark | None:
    """What the first line says; None where it says nothing of the kind."""
    found = _MARK.fullmatch(data.partition(b"\n")[0].rstrip(b"\r"))
    return (
        Mark(*(found[name].decode() for name in ("version", "path", "digest"))) if found else None
    )


def unmarked(data: bytes) -> bytes:
    """The file without that line."""
    return data.partition(b"\n")[2] if mark_of(data) else data


def stale(own: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> Iterator[Stale]:
    """Those of a site's own files that were taken from what is another file by now."""
    for path, data in own.items():
        mark = mark_of(data)
        if mark is None:
            continue
        original = shipped.get(mark.path)
        if original is None or _digest(original) != mark.digest:
            yield Stale(path, mark, original is None)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:_DIGITS]
