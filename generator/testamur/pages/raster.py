"""A drawing as a PNG: what readers take that cannot show an SVG."""

from __future__ import annotations

import io

import resvg_py
from PIL import Image

SIZE = 512
"""Width and height in pixels."""

_COLOURS = 64
"""A seal has few colours and their shades: a palette makes a third of the bytes."""

_OPAQUE = 250


def png(drawing: bytes) -> bytes:
    """The drawing (SVG without text) in pixels; the same bytes on machines of one platform."""
    whole = resvg_py.svg_to_bytes(
        svg_string=drawing.decode(), width=SIZE, height=SIZE, skip_system_fonts=True
    )
    with Image.open(io.BytesIO(whole)) as picture:
        few = picture.convert("RGBA").quantize(
            _COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    palette = few.getpalette("RGBA") or []
    # Averages: what is opaque but for a trace was opaque.
    palette[3::4] = [255 if alpha >= _OPAQUE else alpha for alpha in palette[3::4]]
    few.putpalette(palette, "RGBA")
    found = io.BytesIO()
    few.save(found, "PNG", optimize=True)
    return found.getvalue()
