"""Which letters the fonts of a theme have, and fonts that are none."""

from __future__ import annotations

import struct

import pytest

from testamur.pages.fonts import Fonts
from testamur.pages.theme import Theme, ThemeError, theme_of
from tests.pages.sites import theme

FILE = "fonts/1-Vollkorn-Regular.ttf"
DEFAULT = theme()


def with_font(data: bytes) -> Theme:
    return theme_of("mine", {FILE: data})


def broken_in(tag: bytes, offset: int, value: bytes) -> bytes:
    """A font of which one table has other bytes at `offset`."""
    data = DEFAULT.files[FILE]
    (count,) = struct.unpack_from(">H", data, 4)
    rows = struct.iter_unpack(">4sLLL", data[12 : 12 + 16 * count])
    start = next(at for name, _, at, _ in rows if name == tag) + offset
    return data[:start] + value + data[start + len(value) :]


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Ada Lovelace", None),
        ("Nguyễn Thị Hồng Ánh", None),
        ("Nguye\u0302\u0303n", None),
        ("زهراء عبد الرحمن", None),
        ("क्\u200dषितिज", None),
        ("", None),
        ("Ada 林", "林"),
        ("A\u0361da", "A\u0361"),
        ("😀", "😀"),
        ("क\u0361", "क\u0361"),
    ],
)
def test_letters(text: str, lacking: str | None) -> None:
    """A letter and the marks on it count as one: no font draws half of it."""
    assert lacking == Fonts(DEFAULT).lacking(text)


def test_width() -> None:
    """A line is as wide as its letters, in ems."""
    fonts = Fonts(DEFAULT)

    assert fonts.width("Ada") == pytest.approx(fonts.width("A") + fonts.width("da"))
    assert fonts.width("i") < fonts.width("W") < 1.5
    assert 0 == fonts.width("林")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"wOF2" + bytes(40),
        b"OTTO",
        DEFAULT.files[FILE][:400],
        broken_in(b"head", 18, b"\0\0"),
        broken_in(b"hhea", 34, b"\0\0"),
        broken_in(b"cmap", 4, b"\0\3\0\1\xff\xff\xff\xff"),
        b"ttcf" + bytes(8) + b"\xff\xff\xff\xff",
    ],
    ids=["empty", "woff2", "cut", "short", "no-em", "no-metrics", "map-outside", "collection"],
)
def test_what_is_no_font(data: bytes) -> None:
    """It is refused when it is asked, by its name."""
    with pytest.raises(ThemeError, match=r"1-Vollkorn-Regular\.ttf is not a font"):
        Fonts(with_font(data)).lacking("A")


def test_groups_of_made_up_letters() -> None:
    """A table that claims more letters than any font has is not read through."""
    head = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    group = struct.pack(">HHLLLLLL", 12, 0, 28, 0, 1, 0, 0xFFFFFFF0, 1)

    with pytest.raises(ThemeError, match="is not a font"):
        Fonts(with_font(broken_in(b"cmap", 0, head + group))).lacking("A")
