"""
What the fonts of a theme can draw: which letters they have, and how wide a line becomes.

A sheet of paper and a picture show a letter that no font has as an empty box. So it is asked
beforehand, cluster by cluster: a letter and the marks on it come from one font. The tables are
those of OpenType: `cmap` (formats 4 and 12), `head`, `hhea` and `hmtx`.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
import unicodedata
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from testamur.pages.theme import Theme, ThemeError

FOLDER = "fonts"

_COLLECTION = b"ttcf"
_KINDS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset((*_JOINERS, "\n", *map(chr, range(0xFE00, 0xFE10))))
"""What directs shaping and has no shape."""


@dataclass(frozen=True)
class Face:
    """One font file; of a collection, its first font."""

    letters: Mapping[int, int]
    """By code point, the number of its glyph."""
    advances: tuple[int, ...]
    """By number of glyph, how far it moves on; the last goes for all that follow."""
    em: int

    def has(self, cluster: str) -> bool:
        """Whether the whole cluster is there, composed or decomposed."""
        return any(
            all(letter in _UNSEEN or ord(letter) in self.letters for letter in written)
            for written in (cluster, unicodedata.normalize("NFD", cluster))
        )

    def width(self, text: str) -> float:
        """In ems, before shaping: near enough to choose a size by."""
        glyphs = (self.letters.get(ord(letter), 0) for letter in text if letter not in _UNSEEN)
        return sum(self.advances[min(each, len(self.advances) - 1)] for each in glyphs) / self.em


class Fonts:
    """
    The fonts of a theme, in the order of their names: the first that has a cluster draws it.

    Raises ThemeError, when they are first asked, for a file that is no font.
    """

    def __init__(self, theme: Theme) -> None:
        self.files = theme.folder(FOLDER)
        self._known: dict[str, Face | None] = {}

    @cached_property
    def folder(self) -> Path:
        """Where libraries that draw find them; it goes when this goes."""
        folder = Path(tempfile.mkdtemp(prefix="testamur-fonts-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        for name, data in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    @property
    def paths(self) -> list[str]:
        """Each file in that folder, in their order."""
        return [str(self.folder / name) for name in self.files]

    def lacking(self, text: str) -> str | None:
        """The first letter, with its marks, that no font has; None where all can be drawn."""
        return next((each for each in _clusters(text) if self._face(each) is None), None)

    def width(self, text: str) -> float:
        """Of a line, in ems, letter by letter; 0 for what no font has."""
        faces = ((each, self._face(each)) for each in _clusters(text))
        return sum(face.width(each) for each, face in faces if face is not None)

    @cached_property
    def _faces(self) -> tuple[Face, ...]:
        return tuple(_face(name, data) for name, data in self.files.items())

    def _face(self, cluster: str) -> Face | None:
        if cluster not in self._known:
            self._known[cluster] = next((each for each in self._faces if each.has(cluster)), None)
        return self._known[cluster]


def _clusters(text: str) -> Iterator[str]:
    """A letter with the marks and joiners that follow it, composed."""
    found = ""
    for letter in unicodedata.normalize("NFC", text):
        joined = letter in _UNSEEN or unicodedata.category(letter).startswith("M")
        if found and not joined:
            yield found
            found = ""
        found += letter
    if found:
        yield found


def _face(name: str, data: bytes) -> Face:
    try:
        return _read(data)
    except (ValueError, KeyError, IndexError, struct.error) as error:
        raise ThemeError(
            f"{FOLDER}/{name} is not a font that can be read", "TrueType and OpenType are"
        ) from error


def _read(data: bytes) -> Face:
    start = struct.unpack_from(">L", data, 12)[0] if data.startswith(_COLLECTION) else 0
    kind, count = struct.unpack_from(">4sH", data, start)
    if kind not in _KINDS:
        raise ValueError("no font")
    rows = struct.iter_unpack(">4sLLL", data[start + 12 : start + 12 + 16 * count])
    tables = {tag: data[offset : offset + length] for tag, _, offset, length in rows}
    (em,) = struct.unpack_from(">H", tables[b"head"], 18)
    (metrics,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    if not em or not metrics:
        raise ValueError("no metrics")
    advances = tuple(row[0] for row in struct.iter_unpack(">Hh", tables[b"hmtx"][: 4 * metrics]))
    return Face(_letters(tables[b"cmap"]), advances, em)


def _letters(cmap: bytes) -> Mapping[int, int]:
    """Of the Unicode subtables, the one that knows most."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    found: dict[int, int] = {}
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * index)
        if platform == 0 or (platform == 3 and encoding in {1, 10}):
            (form,) = struct.unpack_from(">H", cmap, offset)
            reader = {4: _segments, 12: _groups}.get(form)
            found |= dict(reader(cmap[offset:])) if reader else {}
    return {letter: glyph for letter, glyph in found.items() if glyph}


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 4: segments of the first 65,536 code points."""
    (double,) = struct.unpack_from(">H", table, 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + double)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * double)
    offsets_at = 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", table, offsets_at)
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for letter in range(start, min(end, 0xFFFE) + 1):
            glyph = letter
            if offsets[index]:
                at = offsets_at + 2 * index + offsets[index] + 2 * (letter - start)
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            yield letter, (glyph + deltas[index]) & 0xFFFF


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    """Format 12: groups of any code points."""
    (count,) = struct.unpack_from(">L", table, 12)
    for first, last, glyph in struct.iter_unpack(">LLL", table[16 : 16 + 12 * count]):
        # No font has as many: a range that claims more is made up.
        if not first <= last <= 0x10FFFF or last - first > 0xFFFF:
            raise ValueError("groups")
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)
