"""Drawings and pictures as editors save them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from testamur.content import png, svg
from testamur.content.refused import Refused
from tests.content.support import SVG, chunk
from tests.content.support import png as small

GOOD_DRAWINGS = {
    "plain": SVG.format("<circle cx='4' cy='4' r='4' fill='#c00'/>"),
    "gradient": SVG.format(
        "<defs><linearGradient id='a'><stop offset='0' stop-color='red'/></linearGradient>"
        "<linearGradient id='b' href='#a' gradientTransform='rotate(90)'/></defs>"
        "<rect width='8' height='8' fill='url(#b)' style='stroke:url(\"#a\");stroke-width:2'/>"
    ),
    "drawn by Illustrator": (
        '<?xml version="1.0" encoding="utf-8"?>\r\n<!-- Generator: an editor -->\r\n'
        '<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px" viewBox="0 0 8 8"'
        ' style="enable-background:new 0 0 8 8;" xml:space="preserve">\r\n'
        '<style type="text/css">\r\n\t.st0{fill:#FFF;} /* @media */\r\n</style>\r\n'
        '<g><defs><rect id="S_1" width="8" height="8"/></defs><clipPath id="S_2">'
        '<use xlink:href="#S_1" style="overflow:visible;"/></clipPath>'
        '<path style="clip-path:url(#S_2);" class="st0" d="M0,0h8v8H0z"/></g></svg>\r\n'
    ),
    "drawn by Figma": (
        '<svg width="8" height="8" viewBox="0 0 8 8" fill="none" xmlns="http://www.w3.org/2000/svg">'
        '<g clip-path="url(#clip0_1_2)" filter="url(#filter0_d)"><mask id="mask0"'
        ' style="mask-type:luminance" maskUnits="userSpaceOnUse" x="0" y="0" width="8" height="8">'
        '<path d="M8 0H0V8H8V0Z" fill="white"/></mask></g><defs><filter id="filter0_d" x="0" y="0"'
        ' width="8" height="8" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">'
        '<feFlood flood-opacity="0" result="BackgroundImageFix"/><feOffset dy="4"/>'
        '<feGaussianBlur stdDeviation="2"/><feBlend in2="BackgroundImageFix"/></filter>'
        '<clipPath id="clip0_1_2"><rect width="8" height="8"/></clipPath></defs></svg>'
    ),
    "with words": SVG.format(
        "<title>Data &amp; care</title><text x='1' y='2' font-family='Noto Sans' data-x='@a'"
        " aria-label='a < b'>مرحبا</text>".replace("a < b", "a &lt; b")
    ),
}


@pytest.mark.parametrize("name", GOOD_DRAWINGS)
def test_good_drawings(name: str) -> None:
    """What editors save is published byte for byte."""
    data = GOOD_DRAWINGS[name].encode()

    assert svg.Cleaned(data, was_baked=False) == svg.clean(data)


@pytest.mark.parametrize(
    "drawing",
    [
        "<text>Ada \u202eecalevoL</text>",
        "<text>\u200b</text>",
        "<g inkscape:label='x' xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'/>",
        "<metadata><rdf/></metadata>",
        "<g xmlns='http://www.w3.org/1999/xhtml'/>",
        "<rect fill='URL( https://evil.example/x )'/>",
        "<rect style='fill:url(#a) url(x)'/>",
        "<rect style='background:image-set(\"x\" 1x)'/>",
        "<style>a{b:u/**/rl(x)}</style><style>@font-face{src:local(x)}</style>",
        "<g id='a' filter='url(#b)'/><filter id='b'><feFlood id='c'/><g href='#a'/></filter>",
        "<use href=''/>",
        "<use href='#a b'/>",
        "<circle r='1'>" + "<g/>" * 20_001 + "</circle>",
    ],
)
def test_bad_drawings(drawing: str) -> None:
    """What hides, loads or multiplies is refused."""
    with pytest.raises(Refused):
        svg.clean(SVG.format(drawing).encode())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("form", ["plain", "interlaced"])
def test_pixels_stay(mode: str, form: str) -> None:
    """Whatever kind of PNG it is, not a pixel changes."""
    image = Image.new(mode, (5, 3), 1 if mode in {"1", "P", "L", "I;16"} else None)
    stored = io.BytesIO()
    image.save(stored, "PNG", dpi=(72, 72), interlace=form == "interlaced")
    cleaned = png.clean(stored.getvalue())

    with Image.open(io.BytesIO(cleaned.data)) as published:
        assert image.tobytes() == published.tobytes()
        assert {"dpi"} >= published.info.keys() - {"gamma", "transparency", "interlace"}


def test_moving_pictures_stand_still() -> None:
    """Of an animated PNG the first picture is published."""
    moving = small(chunk(b"acTL", bytes(8)), chunk(b"fcTL", bytes(26)), chunk(b"fdAT", bytes(9)))

    assert small() == png.clean(moving).data
