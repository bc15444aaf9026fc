"""
The QR code of an award's address (ISO/IEC 18004), as the path of an SVG drawing.

For a fixed version, level and mask, every module of a code is a sum modulo 2 of bits of the text:
the checksum is a linear code, and the mask is the same for all. Addresses that differ in one
character differ in their codes by a pattern that depends on that character alone. The library
draws the first codes; once there are many, the patterns are learnt from it and added up, which
takes a hundredth of the time and gives the same codes.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import xor

import segno

from testamur.model.addresses import Addresses, award_folder
from testamur.model.ids import AWARD_ID_LENGTH

QUIET = 4
"""Modules of empty margin that readers need on each side."""

_MASK = 3
_CHUNK = 9
_PLACEHOLDER = "0"
_BITS = tuple(1 << bit for bit in range(7))


@cache
def codes(at: Addresses) -> Codes:
    """Of the pages of a site's awards; what was learnt serves every language and the certificates."""
    return Codes(at.of(award_folder("")).removesuffix("/"), AWARD_ID_LENGTH, "/")


class Codes:
    """The codes of all addresses that are `before`, an id of `length` characters, and `after`."""

    def __init__(self, before: str, length: int, after: str) -> None:
        self._before, self._length, self._after = before, length, after
        model = self._made(_PLACEHOLDER * length)
        self._version = model.version
        self._side = len(model.matrix)
        self._blank = _number(model)
        self._left_to_library = length * len(_BITS)
        self._patterns: tuple[dict[str, int], ...] | None = None

    @property
    def size(self) -> int:
        """Side of the drawing in modules, with its margin."""
        return self._side + 2 * QUIET

    def path(self, id_: str) -> str:
        """
        The dark modules as the `d` of a path that is stroked with a width of 1.

        Raises ValueError for an id that is not ASCII, or not of the length that was announced.
        """
        if len(id_) != self._length or not id_.isascii():
            raise ValueError(f"{id_!r} is not {self._length} characters of ASCII")
        return _drawn(self._modules(id_), self._side)

    def _modules(self, id_: str) -> int:
        """Row by row from the top, the first module highest."""
        if self._left_to_library:
            self._left_to_library -= 1
            return _number(self._made(id_))
        if self._patterns is None:
            self._patterns = tuple(self._learnt(place) for place in range(self._length))
        found = (pattern[char] for pattern, char in zip(self._patterns, id_, strict=True))
        return reduce(xor, found, self._blank)

    def _learnt(self, place: int) -> dict[str, int]:
        """What each character at `place` changes."""
        usual = ord(_PLACEHOLDER)
        by_bit = {bit: self._changed(place, chr(usual ^ bit)) for bit in _BITS}
        return {
            chr(code): reduce(xor, (by_bit[bit] for bit in _BITS if (usual ^ code) & bit), 0)
            for code in range(1 << len(_BITS))
        }

    def _changed(self, place: int, char: str) -> int:
        text = _PLACEHOLDER * place + char + _PLACEHOLDER * (self._length - place - 1)
        return _number(self._made(text)) ^ self._blank

    def _made(self, id_: str) -> segno.QRCode:
        text = f"{self._before}{id_}{self._after}"
        return segno.make_qr(text, error="m", mode="byte", mask=_MASK, boost_error=False)


def _number(code: segno.QRCode) -> int:
    return int("".join(str(module & 1) for row in code.matrix for module in row), 2)


def _drawn(modules: int, side: int) -> str:
    digits = f"{modules:0{side * side}b}"
    rows = (digits[start : start + side] for start in range(0, side * side, side))
    return "".join(f"M{QUIET} {QUIET + y}.5{_line(row)}" for y, row in enumerate(rows))


def _line(row: str) -> str:
    return "".join(_strokes(row[start : start + _CHUNK]) for start in range(0, len(row), _CHUNK))


@cache
def _strokes(digits: str) -> str:
    """A few modules of a row, drawn from left to right."""
    found, start = [], 0
    for end in range(1, len(digits) + 1):
        if end == len(digits) or digits[end] != digits[start]:
            found.append(f"h{end - start}" if digits[start] == "1" else f"m{end - start} 0")
            start = end
    return "".join(found)
