"""What is drawn: badges, pictures beside links, QR codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters as a shape."""

    place: str
    """Value of `transform`."""
    shape: str
    """Value of `d`."""


@dataclass(frozen=True, slots=True)
class Badge:
    """The drawing of a credential whose author gave no picture, in a square of 512."""

    title: str
    assessed: bool
    colour: str
    """`plum`, `blue`, `green`, `red`, `ochre`, `indigo`, `teal` or `stone`."""
    motif: str
    """`petals`, `rays`, `orbits` or `lattice`."""
    turns: tuple[str, ...]
    """Degrees: once around the centre in equal steps."""
    filled: bool
    place: str
    """Value of `transform`: puts a motif of radius 100 around the origin where it belongs."""
    name: tuple[Letters, ...]
    """Line by line."""
    above: tuple[Letters, ...]
    """The issuer's name along the band, letter by letter."""
    below: tuple[Letters, ...]
    """The level, likewise."""


@dataclass(frozen=True, slots=True)
class ShareLine:
    sort: str
    """`issuer`, `title`, `recipient` or `foot`."""
    text: str
    size: int
    baseline: int


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The picture beside a link, of 1200 by 630."""

    badge: str
    """A `data:` address."""
    drawn: bool
    """Whether the badge is our drawing, which bears the name too."""
    mirrored: bool
    """Whether lines end where others begin."""
    lines: tuple[ShareLine, ...]
    accent: str | None
    """`#rrggbb`; None for the theme's own."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: dark modules as the `d` of a path that is stroked with a width of 1."""

    path: str
    size: int
    """Side of the drawing, with its margin."""
