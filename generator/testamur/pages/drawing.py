"""
The picture of a credential that has none: a seal with its name, its issuer and its level.

Where the letters go is worked out here, in a square of 512; what they stand in is the theme's
(`badge.svg`). Motif and colour follow from the credential's slug, so that they stay the same from
version to version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from math import pi, sqrt

from testamur.model.credential import Colour, Credential, Kind
from testamur.pages import lettering, views

ON_PAGES, IN_DOCUMENTS = "svg", "png"
"""Extensions of the drawing: sharp at any size, and what every reader of badges can show."""

_COLOURS = tuple(Colour)
_MOTIFS = ("petals", "rays", "orbits", "lattice")
# Divisors of 360 keep every angle a whole number.
_FOLDS = (6, 8, 9, 10, 12)
_CENTRE = 256
_INSIDE = 150
"""Radius of the field that the name stands in."""
_SIZES = range(58, 17, -2)
_LINE = 1.08
_GAP = 18
_ALONE = 118
"""Radius of a motif that stands for the name."""
_MOTIFS_ABOVE = {60: 1.0, 46: 0.94, 34: 0.88}
"""Radii of a motif above the name, and how much they please beside larger letters."""
_LINES = {1: 1.0, 2: 0.92, 3: 0.8, 4: 0.66}
"""Likewise, numbers of lines."""
_BAND = 196
"""Radius of the middle of the band around the field."""
_BAND_SIZES = range(33, 18, -1)
_TRACKING = 28
_ABOVE, _BELOW = 216, 92
"""Degrees of the band that the issuer's name and the level may take."""


def badge(credential: Credential, issuer: str) -> views.Badge:
    """What the drawing shows. A name in letters that are not among ours is left to the page."""
    digest = sha256(credential.slug.encode()).digest()
    fold = _FOLDS[digest[1] % len(_FOLDS)]
    name = lettering.drawable(credential.name)
    words = _fitted(name) if name else _Words((), 0, _ALONE)
    baseline = words.top + words.size * lettering.CAP_HEIGHT / lettering.EM
    middle = _CENTRE - words.height / 2 + words.motif
    return views.Badge(
        title=f"{credential.name} · {issuer}",
        assessed=credential.kind is Kind.ASSESSED,
        colour=credential.colour or _COLOURS[digest[2] % len(_COLOURS)],
        motif=_MOTIFS[digest[0] % len(_MOTIFS)],
        turns=tuple(str(turn) for turn in range(0, 360, 360 // fold)),
        filled=bool(digest[3] % 2),
        place=f"translate({_CENTRE} {_number(middle)}) scale({_number(words.motif / 100)})",
        name=tuple(
            _line(line, baseline + index * words.size * _LINE, words.size)
            for index, line in enumerate(words.lines)
        ),
        above=tuple(_band(issuer, _ABOVE, outwards=True)),
        below=tuple(_band(credential.level or "", _BELOW, outwards=False)),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The name under its motif."""

    lines: tuple[str, ...]
    size: int
    motif: int
    """Radius."""

    @property
    def height(self) -> float:
        """Of motif and name together."""
        return 2 * self.motif + (_GAP + len(self.lines) * self.size * _LINE if self.lines else 0)

    @property
    def top(self) -> float:
        """Of the first line, in the square."""
        return _CENTRE - self.height / 2 + 2 * self.motif + _GAP

    @property
    def fits(self) -> bool:
        """Whether each line ends inside of the field, at its upper edge and at its lower."""
        for index, line in enumerate(self.lines):
            upper = self.top - _CENTRE + index * self.size * _LINE
            farthest = max(abs(upper), abs(upper + self.size))
            if farthest >= _INSIDE:
                return False
            room = 2 * sqrt(_INSIDE**2 - farthest**2)
            if lettering.width(line) * self.size / lettering.EM > room:
                return False
        return True

    @property
    def pleases(self) -> float:
        return self.size * _LINES[len(self.lines)] * _MOTIFS_ABOVE[self.motif]


def _fitted(name: str) -> _Words:
    """The name as large as it pleases; where nothing fits, the widest lines are cut."""
    words = name.split()
    wrapped = [_wrapped(words, count) for count in _LINES if count <= len(words)]
    found = [_largest(lines, motif) for lines in wrapped for motif in _MOTIFS_ABOVE]
    fitting = [each for each in found if each is not None]
    if fitting:
        return max(fitting, key=lambda each: each.pleases)
    cut = _Words(wrapped[-1], _SIZES[-1], min(_MOTIFS_ABOVE))
    while not cut.fits:
        lines = list(cut.lines)
        widest = max(range(len(lines)), key=lambda index: lettering.width(lines[index]))
        lines[widest] = f"{lines[widest].rstrip('…')[:-1].rstrip()}…"
        cut = replace(cut, lines=tuple(lines))
    return cut


def _largest(lines: tuple[str, ...], motif: int) -> _Words | None:
    tried = (_Words(lines, size, motif) for size in _SIZES)
    return next((each for each in tried if each.fits), None)


def _wrapped(words: list[str], count: int) -> tuple[str, ...]:
    """The words in that many lines, of which the longest is as short as can be."""
    if count == 1:
        return (" ".join(words),)
    found = [
        (" ".join(words[:at]), *_wrapped(words[at:], count - 1))
        for at in range(1, len(words) - count + 2)
    ]
    return min(found, key=lambda lines: max(map(lettering.width, lines)))


def _line(text: str, baseline: float, size: int) -> views.Letters:
    scale = size / lettering.EM
    left = _CENTRE - lettering.width(text) * scale / 2
    place = f"translate({_number(left)} {_number(baseline)}) scale({scale:g} {-scale:g})"
    return views.Letters(place, lettering.outline(text))


def _band(text: str, degrees: int, *, outwards: bool) -> Iterator[views.Letters]:
    """
    Letters along the band, read from left to right; none where they are not ours or do not fit.

    Above, their feet point to the centre; below, their heads.
    """
    written = lettering.drawable(text)
    if written is None:
        return
    units = lettering.width(written) + _TRACKING * (len(written) - 1)
    for size in _BAND_SIZES:
        scale = size / lettering.EM
        angle = units * scale / _BAND * 180 / pi
        if angle <= degrees:
            break
    else:
        return
    half = lettering.CAP_HEIGHT * scale / 2
    foot = _BAND - half if outwards else _BAND + half
    turned = -angle / 2 if outwards else angle / 2
    for letter in written:
        advance = lettering.width(letter)
        step = (advance + _TRACKING) * scale / _BAND * 180 / pi
        middle = turned + (step if outwards else -step) * advance / (advance + _TRACKING) / 2
        if path := lettering.outline(letter):
            away = -foot if outwards else foot
            yield views.Letters(
                f"translate({_CENTRE} {_CENTRE}) rotate({_number(middle)}) "
                f"translate({_number(-advance * scale / 2)} {_number(away)}) "
                f"scale({scale:g} {-scale:g})",
                path,
            )
        turned += step if outwards else -step


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
