"""QR codes: they say the address, and the fast way makes the same ones as the library."""

from __future__ import annotations

import hashlib
import io

import pytest
import resvg_py
import segno
import zxingcpp
from PIL import Image

from testamur.model.ids import award_id
from testamur.pages.qr import QUIET, Codes

BEFORE, LENGTH, AFTER = "https://badges.example.org/awards/", 26, "/"
IDS = [award_id(hashlib.sha256(b"%d" % number).digest()[:16]) for number in range(240)]


def drawn(codes: Codes, id_: str) -> str:
    """As a file of its own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {codes.size} {codes.size}">'
        f'<path fill="#fff" d="M0 0h{codes.size}v{codes.size}H0z"/>'
        f'<path stroke="#000" d="{codes.path(id_)}"/></svg>'
    )


def said(svg: str) -> zxingcpp.Barcode:
    """What somebody else's reader makes of it."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=600))
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BEFORE, AFTER),
        ("https://example.github.io/some/repo/awards/", "/"),
        (f"https://{'long.' * 12}example.org/{'deep/' * 20}awards/", "/"),
        ("https://b.example/awards/", "/"),
    ],
    ids=["root", "folder", "long", "short"],
)
def test_a_reader_finds_the_address(before: str, after: str) -> None:
    """Whatever the site's address, at the level of error correction that paper needs."""
    code = said(drawn(Codes(before, LENGTH, after), IDS[0]))

    assert f"{before}{IDS[0]}{after}" == code.text
    assert "M" == code.ec_level


def test_codes_that_are_added_up_are_those_of_the_library() -> None:
    """The first are the library's own; the last, long after the change, are checked against it."""
    codes = Codes(BEFORE, LENGTH, AFTER)
    paths = [codes.path(id_) for id_ in IDS]
    again = Codes(BEFORE, LENGTH, AFTER)

    assert paths[-20:] == [again.path(id_) for id_ in IDS[-20:]]
    assert len(set(paths)) == len(IDS)
    assert f"{BEFORE}{IDS[-1]}{AFTER}" == said(drawn(codes, IDS[-1])).text


def test_a_drawing_has_every_module_of_the_code() -> None:
    """Pixel by pixel, with the margin that readers need."""
    codes = Codes(BEFORE, LENGTH, AFTER)
    code = segno.make_qr(
        f"{BEFORE}{IDS[0]}{AFTER}", error="m", mode="byte", mask=3, boost_error=False
    )
    png = bytes(resvg_py.svg_to_bytes(svg_string=drawn(codes, IDS[0]), width=codes.size))
    picture = Image.open(io.BytesIO(png)).convert("L")
    rows = [
        [int(picture.getpixel((x, y)) < 128) for x in range(codes.size)]  # type: ignore[operator]
        for y in range(codes.size)
    ]

    assert [list(row) for row in code.matrix_iter(border=QUIET)] == rows


@pytest.mark.parametrize("id_", ["", "0" * 25, "0" * 27, "é" + "0" * 25])
def test_what_is_no_id_is_never_drawn(id_: str) -> None:
    """It could be added up to a code of something else."""
    with pytest.raises(ValueError, match="is not 26 characters"):
        Codes(BEFORE, LENGTH, AFTER).path(id_)
