"""
Words as shapes: how wide they are, and their outlines, for pictures that look alike everywhere.

A picture inside a page may use no fonts but those of whoever looks at it, and a renderer without
fonts none at all. So letters are drawn from outlines that come with the program
(data/letters.json), for Latin, Greek and Cyrillic; what is written otherwise is not drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import orjson

EM = 1000
"""Units of an outline in one em; y grows upwards from the baseline."""
CAP_HEIGHT = 676
"""Of a capital letter, in the same units."""

_OUTLINES = "data/letters.json"


def drawable(text: str) -> str | None:
    """The text with its letters composed and its spaces plain; None if any is not among ours."""
    written = " ".join(unicodedata.normalize("NFC", text).split())
    return written if written and all(letter in _outlines() for letter in written) else None


def width(text: str) -> int:
    """Of one line, in units. Raises KeyError for letters that are not drawable."""
    return sum(_outlines()[letter][0] for letter in text)


def outline(text: str) -> str:
    """The path data (SVG) of one line that begins at the origin. Raises KeyError likewise."""
    at, parts = 0, []
    for letter in text:
        advance, path = _outlines()[letter]
        if path:
            parts.append(f"M{at} 0{path}")
        at += advance
    return "".join(parts)


@cache
def _outlines() -> Mapping[str, tuple[int, str]]:
    """By letter, how far it moves on and its outline."""
    found: Mapping[str, tuple[int, str]] = orjson.loads(
        files("testamur.pages").joinpath(_OUTLINES).read_bytes()
    )
    return found
