"""
One colour of the issuer's, turned into accents that can be read on light and on dark ground.

WCAG 2.2, 1.4.3: text and ground differ by at least 4.5 to 1. A colour that does not is mixed with
black, or with white, as little as it takes.
"""

from __future__ import annotations

from dataclasses import dataclass

ENOUGH = 4.5
LIGHT, DARK = "#eeeeee", "#2a2a2a"
"""The grounds that are hardest to read on: a theme's are lighter than the one, or darker."""

_BLACK, _WHITE, _STEPS = (0, 0, 0), (255, 255, 255), 100


@dataclass(frozen=True, slots=True)
class Accent:
    light: str
    """On light ground, and on paper: there white stands on it."""
    dark: str
    """On dark ground: there black stands on it."""

    @property
    def sheet(self) -> bytes:
        """A style sheet that comes last."""
        return (
            f":root {{ --accent: {self.light}; --on-accent: #fff; }}\n"
            "@media screen and (prefers-color-scheme: dark) {\n"
            f"  :root {{ --accent: {self.dark}; --on-accent: #000; }}\n"
            "}\n"
        ).encode()


def accent_of(colour: str) -> Accent:
    """`colour` is `#rrggbb`."""
    return Accent(_until_read(colour, LIGHT, _BLACK), _until_read(colour, DARK, _WHITE))


def on_paper(colour: str | None) -> str | None:
    """The accent on light ground, for what is drawn; None leaves it to the theme."""
    return accent_of(colour).light if colour else None


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio of two colours `#rrggbb`: from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _until_read(colour: str, ground: str, end: tuple[int, int, int]) -> str:
    # Black on the light ground and white on the dark one can be read, so that this ends.
    mixes = (_mixed(colour, end, step) for step in range(_STEPS + 1))
    return next(each for each in mixes if contrast(each, ground) >= ENOUGH)


def _mixed(colour: str, end: tuple[int, int, int], step: int) -> str:
    channels = (
        (own * (_STEPS - step) + other * step) // _STEPS
        for own, other in zip(bytes.fromhex(colour[1:]), end, strict=True)
    )
    return "#" + bytes(channels).hex()


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
