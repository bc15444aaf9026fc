"""A drawing as a PNG: what readers take that cannot show an SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence

import resvg_py
from PIL import Image

SIZE = 512
"""Width and height in pixels."""

_COLOURS = 64
"""A seal has few colours and their shades: a palette makes a third of the bytes."""

_CARD_COLOURS = 256
"""A card shows whatever badge an author gave."""

_OPAQUE = 250


def whole(drawing: bytes, size: int) -> bytes:
    """The drawing (SVG) in `size` pixels each way; letters are not drawn."""
    return resvg_py.svg_to_bytes(
        svg_string=drawing.decode(), width=size, height=size, skip_system_fonts=True
    )


def png(drawing: bytes) -> bytes:
    """The drawing (SVG without text) in few colours; the same bytes on machines of one platform."""
    with Image.open(io.BytesIO(whole(drawing, SIZE))) as opened:
        few = opened.convert("RGBA").quantize(
            _COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    palette = few.getpalette("RGBA") or []
    # Averages: what is opaque but for a trace was opaque.
    palette[3::4] = [255 if alpha >= _OPAQUE else alpha for alpha in palette[3::4]]
    few.putpalette(palette, "RGBA")
    found = io.BytesIO()
    few.save(found, "PNG", optimize=True)
    return found.getvalue()


def card(drawing: bytes, width: int, height: int, fonts: Sequence[str]) -> bytes:
    """A drawing (SVG) with words and pictures, in pixels; `fonts` are the files it may use."""
    made = resvg_py.svg_to_bytes(
        svg_string=drawing.decode(),
        width=width,
        height=height,
        skip_system_fonts=True,
        font_files=[*fonts],
    )
    found = io.BytesIO()
    with Image.open(io.BytesIO(made)) as opened:
        # Nothing shows through: websites put it on grounds of any colour.
        few = opened.convert("RGB").quantize(
            _CARD_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    # Packing it as tightly as badges takes twice the time, for a tenth of the bytes.
    few.save(found, "PNG")
    return found.getvalue()
