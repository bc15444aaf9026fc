"""
Draws the badge of the teaching fellowship, the sample's one picture that is not an SVG.

Run as `python tests/sample/fellowship_badge.py` from the repository's root to write it again.
"""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

BADGE = Path(__file__).parents[2] / "content/credentials/teaching-fellowship/badge.png"

SIZE = 512
_FINE = 4  # drawn four times as large and reduced, for smooth edges

_NAVY = (31, 42, 68, 255)
_BRASS = (201, 154, 63, 255)
_GOLD = (224, 184, 96, 255)
_CREAM = (247, 241, 227, 255)
_OXBLOOD = (138, 47, 59, 255)


def draw() -> Image.Image:
    """A lamp within a laurel wreath; the same pixels at every call."""
    picture = Image.new("RGBA", (SIZE * _FINE, SIZE * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    _disc(pen, 248, _OXBLOOD)
    _disc(pen, 228, _CREAM)
    _disc(pen, 222, _NAVY)
    _wreath(pen)
    _lamp(pen)
    return picture.resize((SIZE, SIZE), Image.Resampling.BOX)


def _disc(pen: ImageDraw.ImageDraw, radius: float, colour: tuple[int, ...]) -> None:
    _ellipse(pen, (256 - radius, 256 - radius, 256 + radius, 256 + radius), colour)


def _wreath(pen: ImageDraw.ImageDraw) -> None:
    for side in (-1, 1):
        stem = [_on_wreath(side, step / 40) for step in range(41)]
        pen.line(_fine(stem), fill=_BRASS, width=6 * _FINE, joint="curve")
        for leaf in range(9):
            x, y = _on_wreath(side, (leaf + 0.5) / 9)
            along = pi / 2 - side * pi * (0.94 * (leaf + 0.5) / 9 + 0.03)
            for lean, colour in ((0.75, _GOLD), (-0.75, _BRASS)):
                _leaf(pen, x, y, along - side * pi / 2 + lean * side, colour)


def _on_wreath(side: int, part: float) -> tuple[float, float]:
    angle = pi / 2 - side * pi * (0.03 + 0.82 * part)
    return 256 + 166 * cos(angle), 256 + 166 * sin(angle)


def _leaf(
    pen: ImageDraw.ImageDraw, x: float, y: float, angle: float, colour: tuple[int, ...]
) -> None:
    outline = []
    for edge in (1, -1):
        steps = range(13) if edge == 1 else range(12, -1, -1)
        for step in steps:
            along, across = 46 * step / 12, edge * 11 * sin(pi * step / 12)
            outline.append(
                (
                    x + along * cos(angle) - across * sin(angle),
                    y + along * sin(angle) + across * cos(angle),
                )
            )
    pen.polygon(_fine(outline), fill=colour)


def _lamp(pen: ImageDraw.ImageDraw) -> None:
    flame = [(256, 138), (276, 172), (280, 196), (268, 214), (256, 218), (244, 214), (232, 196)]
    pen.polygon(_fine([*flame, (236, 172)]), fill=_GOLD)
    pen.polygon(_fine([(256, 172), (266, 194), (256, 210), (246, 194)]), fill=_OXBLOOD)
    pen.rounded_rectangle(_fine_box(238, 222, 274, 236), 5 * _FINE, fill=_CREAM)
    _ellipse(pen, (184, 236, 328, 306), _CREAM)
    pen.rectangle(_fine_box(184, 232, 328, 256), fill=_NAVY)
    pen.rounded_rectangle(_fine_box(178, 244, 334, 262), 9 * _FINE, fill=_GOLD)
    pen.rectangle(_fine_box(248, 300, 264, 336), fill=_CREAM)
    pen.polygon(_fine([(216, 352), (296, 352), (276, 332), (236, 332)]), fill=_GOLD)


def _ellipse(
    pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float], colour: tuple[int, ...]
) -> None:
    pen.ellipse(_fine_box(*box), fill=colour)


def _fine(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * _FINE, y * _FINE) for x, y in points]


def _fine_box(
    left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE


if __name__ == "__main__":
    draw().save(BADGE, optimize=True)
