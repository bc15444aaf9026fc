"""The pictures of the example: plain drawings, small, and the PNG drawn from its source."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageChops

CONTENT = Path(__file__).parents[2] / "content"
DRAWINGS = [*sorted(CONTENT.glob("credentials/*/badge.svg")), CONTENT / "logo.svg"]
SHAPES = {"svg", "title", "g", "path", "circle", "ellipse", "rect"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.parent.name)
def test_a_drawing_is_made_of_shapes_alone(path: Path) -> None:
    """
    No script, style, text, filter or reference to anything outside.
    """
    root = ET.fromstring(path.read_bytes())  # noqa: S314  # our own file
    elements = list(root.iter())

    assert {element.tag.removeprefix(SVG) for element in elements} <= SHAPES
    assert "0 0 512 512" == root.get("viewBox")
    assert not [
        name for element in elements for name in element.attrib if re.match("on|.*href|style", name)
    ]
    assert len(path.read_bytes()) < 6000


def test_the_drawings_differ() -> None:
    """
    No two credentials share a picture.
    """
    assert 10 == len({path.read_bytes() for path in DRAWINGS})


def test_the_fellowship_badge_is_what_its_source_draws() -> None:
    """
    The committed PNG shows the same picture as its drawing program, on any version of Pillow.
    """
    source = runpy.run_path(str(Path(__file__).with_name("fellowship_badge.py")))
    with Image.open(source["BADGE"]) as committed:
        difference = ImageChops.difference(committed.convert("RGBA"), source["draw"]())

    assert max(difference.tobytes()) <= 8
