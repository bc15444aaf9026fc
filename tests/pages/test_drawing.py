"""The picture of a credential that has none."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from testamur.content import svg
from testamur.pages import drawing
from testamur.pages.pages import Pages
from testamur.pages.theme import ThemeError, theme_of
from tests.pages.sites import a_full_register, pages_of, theme
from tests.support.builders import a_site

SLUGS = [f"credential-{number}" for number in range(200)]


def test_it_is_a_drawing_that_authors_might_have_given() -> None:
    """
    Well-formed, square, and nothing in it that our own check of pictures refuses.
    """
    pages = pages_of()
    for slug in SLUGS:
        data = pages.badge(slug)
        root = ET.fromstring(data)  # noqa: S314 - our own drawing

        assert data == svg.clean(data).data
        assert root.get("width") == root.get("height")
        assert not [element for element in root.iter() if element.tag.endswith("text")]


def test_it_follows_from_the_slug_alone() -> None:
    """
    The same on every site and in every version; seldom the same for two credentials.
    """
    here, elsewhere = pages_of(), pages_of(a_site(base_url="https://other.example.org"))
    drawings = {slug: here.badge(slug) for slug in SLUGS}

    assert drawings == {slug: elsewhere.badge(slug) for slug in SLUGS}
    assert 40 < len(set(drawings.values()))
    assert {"petals", "rays", "orbits", "lattice"} == {drawing.badge(slug).motif for slug in SLUGS}


@pytest.mark.parametrize("slug", SLUGS[:12])
def test_its_steps_close_the_circle(slug: str) -> None:
    """
    Equal whole degrees, from 0 to short of 360.
    """
    turns = [int(turn) for turn in drawing.badge(slug).turns]
    step = turns[1]

    assert [*range(0, 360, step)] == turns
    assert 0 == 360 % step


def test_a_theme_may_draw_another() -> None:
    """
    `templates/badge.svg` is replaced like any other file of a theme.
    """
    own = {**theme().files, "templates/badge.svg": b"<svg>{{ view.motif }}</svg>"}
    site = a_site()
    pages = Pages(theme_of("ours", own), site, a_full_register(site))

    assert f"<svg>{drawing.badge('pottery').motif}</svg>".encode() == pages.badge("pottery")


def test_a_drawing_that_asks_for_what_is_not_there_is_refused() -> None:
    own = {**theme().files, "templates/badge.svg": b"<svg>{{ view.letters }}</svg>"}
    site = a_site()
    pages = Pages(theme_of("ours", own), site, a_full_register(site))

    with pytest.raises(ThemeError, match=r"badge\.svg asks for what is not there"):
        pages.badge("pottery")
