"""The picture of a credential that has none."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from testamur.content import svg
from testamur.model.credential import Colour, Credential, Kind
from testamur.pages import drawing, lettering, raster
from testamur.pages.pages import Pages
from testamur.pages.render import Templates
from testamur.pages.theme import ThemeError, theme_of
from tests.pages.sites import FORGE, a_full_register, theme
from tests.support.builders import a_credential, a_site

SLUGS = [f"credential-{number}" for number in range(200)]
SVG = "{http://www.w3.org/2000/svg}"
ISSUER = "Example Academy"

NAMES = [
    "Bee",
    "Programming in Python",
    "Certificate in the Foundations of Computing",
    "Diplôme d'études supérieures en Ingénierie Pédagogique Multimédia et Médiation",
    "Основы программирования",
    "Kỹ năng số cơ bản",
    "Αρχές Προγραμματισμού",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "A" * 300,
    " ".join("abcdefgh" * 3),
]
NOT_OURS = ["أساسيات البرمجة", "プログラミング入門", "हिन्दी", "Bee 🐝", "עברית", "กขค"]


def named(name: str, **changes: Any) -> Credential:
    return a_credential(**{"name": name, **changes})


def drawn(credential: Credential, issuer: str = ISSUER) -> bytes:
    """By the default theme."""
    return Templates(theme()).page("badge.svg", view=drawing.badge(credential, issuer))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", [*NAMES, *NOT_OURS, "<&\"'>"])
def test_it_is_a_drawing_that_authors_might_have_given(name: str, kind: Kind) -> None:
    """
    Well-formed, square, without text or fonts, and nothing that our own check of pictures refuses.
    """
    data = drawn(named(name, kind=kind, level="EQF 4"))
    root = ET.fromstring(data)  # noqa: S314 - our own drawing

    assert data == svg.clean(data).data
    assert root.get("width") == root.get("height")
    assert {"svg", "title", "g", "path", "circle"} >= {
        each.tag.removeprefix(SVG) for each in root.iter()
    }
    assert f"{name} · {ISSUER}" == (root.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize("name", NAMES)
def test_its_name_stays_inside_of_the_field(name: str) -> None:
    """
    Every letter of every name ends within the circle; a name that is too long is cut.
    """
    for line in drawing.badge(named(name), ISSUER).name:
        place = re.fullmatch(r"translate\((\S+) (\S+)\) scale\((\S+) -\S+\)", line.place)

        assert place is not None
        left, baseline, scale = map(float, place.groups())
        top = baseline - lettering.CAP_HEIGHT * scale
        for x in (left, 512 - left):
            for y in (top, baseline):
                assert 151 > ((x - 256) ** 2 + (y - 256) ** 2) ** 0.5


@pytest.mark.parametrize("name", NOT_OURS)
def test_what_is_not_written_in_our_letters_is_not_drawn(name: str) -> None:
    """
    Half a name would be worse than none: the motif stands for it, larger, and the page says it.
    """
    view = drawing.badge(named(name, level=name), name)

    assert () == view.name == view.above == view.below
    assert "translate(256 256) scale(1.18)" == view.place
    assert name in view.title


@pytest.mark.parametrize(
    ("issuer", "is_drawn"),
    [
        ("The Forge", True),
        ("Санкт-Петербургский государственный университет", True),
        ("Εθνικόν και Καποδιστριακόν Πανεπιστήμιον Αθηνών", True),
        ("An Academy " * 12, False),
        ("東京大学", False),
    ],
)
def test_the_band_holds_the_issuer_where_it_fits(issuer: str, *, is_drawn: bool) -> None:
    """
    In its own half of the band, letter by letter, or not at all; the level likewise, below.
    """
    view = drawing.badge(named("Bee", level="EQF 4"), issuer)
    angles = [
        float(found[1])
        for letter in view.above
        if (found := re.search(r"rotate\((\S+)\)", letter.place))
    ]

    assert is_drawn == bool(angles)
    assert angles == sorted(angles)
    assert all(-118 < angle < 118 for angle in angles)
    assert len("EQF4") == len(view.below)
    assert () == drawing.badge(named("Bee", level=None), issuer).below
    assert () == drawing.badge(named("Bee", level="Level " * 9), issuer).below


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_any_text_makes_a_drawing(name: str, issuer: str, level: str) -> None:
    """
    Whatever content lets through, and more, ends in a view.
    """
    view = drawing.badge(named(name, level=level), issuer)

    assert view.colour in set(Colour)


def test_motif_and_colour_follow_from_the_slug_alone() -> None:
    """
    The same in every version and on every site; seldom the same for two credentials.
    """
    looks = [
        (view.motif, view.turns, view.colour, view.filled)
        for slug in SLUGS
        for view in [drawing.badge(named("Bee", slug=slug), ISSUER)]
    ]
    again = drawing.badge(named("Wasp", slug=SLUGS[0], version=7, level="Other"), "Elsewhere")

    assert looks[0] == (again.motif, again.turns, again.colour, again.filled)
    assert 100 < len(set(looks))
    assert {"petals", "rays", "orbits", "lattice"} == {look[0] for look in looks}
    assert set(Colour) == {look[2] for look in looks}


@pytest.mark.parametrize("slug", SLUGS[:12])
def test_its_steps_close_the_circle(slug: str) -> None:
    """
    Equal whole degrees, from 0 to short of 360.
    """
    turns = [int(turn) for turn in drawing.badge(named("Bee", slug=slug), ISSUER).turns]
    step = turns[1]

    assert [*range(0, 360, step)] == turns
    assert 0 == 360 % step


@pytest.mark.parametrize("colour", Colour)
def test_an_author_may_choose_the_colour(colour: Colour) -> None:
    """
    The theme has tones of its own for each; letters differ enough from what they stand on.
    """
    data = drawn(named("Bee", level="EQF 4", colour=colour)).decode()
    pale, *_, deep = re.findall(r'<g fill="(#[0-9a-f]{6})"', data)

    assert colour == drawing.badge(named("Bee", colour=colour), ISSUER).colour
    assert contrast(deep, "#fffdf9") > 7
    assert contrast(deep, pale) > 7


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_who_was_assessed_has_a_seal_and_who_took_part_a_disc() -> None:
    """
    The difference that every page says in words is seen, too.
    """
    seal, disc = (drawn(named("Bee", kind=kind)) for kind in Kind)

    assert b"stroke-dasharray" in seal
    assert b"stroke-dasharray" not in disc


@pytest.mark.parametrize("name", ["Bee", "プログラミング入門"])
def test_in_pixels_it_is_the_same_every_time(name: str) -> None:
    """
    A square of 512 with nothing around the seal, and small enough to bake for everybody.
    """
    data = raster.png(drawn(named(name)))

    assert data == raster.png(drawn(named(name)))
    assert len(data) < 30_000
    with Image.open(io.BytesIO(data)) as picture:
        opaque = picture.convert("RGBA").getchannel("A")

    assert (512, 512) == opaque.size
    assert [0, 255] == [opaque.getpixel(each) for each in ((0, 0), (256, 20))]


def test_letters_are_composed_before_they_are_drawn() -> None:
    """
    A letter with its marks apart is the letter; spaces of all kinds are one.
    """
    assert "Việt" == lettering.drawable("Vie\u0323\u0302t")
    assert "a b" == lettering.drawable(" a\u00a0\n b ")
    assert lettering.drawable(" ") is None
    assert lettering.width("AB") == lettering.width("A") + lettering.width("B")
    assert lettering.outline("A A").startswith("M0 0m")
    with pytest.raises(KeyError):
        lettering.outline("東")


def test_a_theme_may_draw_another() -> None:
    """
    `templates/badge.svg` is replaced like any other file of a theme.
    """
    own = {**theme().files, "templates/badge.svg": b"<svg>{{ view.title }}</svg>"}
    pages = Pages(theme_of("ours", own), a_site(), a_full_register(a_site()))

    assert f"<svg>{FORGE.name} · ".encode() in pages.badge(FORGE.slug, FORGE.version)


def test_a_drawing_that_asks_for_what_is_not_there_is_refused() -> None:
    own = {**theme().files, "templates/badge.svg": b"<svg>{{ view.letters }}</svg>"}
    pages = Pages(theme_of("ours", own), a_site(), a_full_register(a_site()))

    with pytest.raises(ThemeError, match=r"badge\.svg asks for what is not there"):
        pages.badge(FORGE.slug, FORGE.version)
