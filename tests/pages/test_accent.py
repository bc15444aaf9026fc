"""The issuer's colour, on light and on dark ground."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pages.accent import DARK, ENOUGH, LIGHT, accent_of, contrast
from testamur.pages.theme import shipped_files, shipped_names
from tests.pages.sites import pages_of
from tests.pages.test_look import colours
from tests.support.builders import a_site


@given(st.binary(min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_every_colour_can_be_read(channels: bytes) -> None:
    """As text on either ground, and as the ground of what stands on it."""
    accent = accent_of(f"#{channels.hex()}")

    assert contrast(accent.light, LIGHT) >= ENOUGH
    assert contrast(accent.dark, DARK) >= ENOUGH
    assert contrast(accent.light, "#ffffff") >= ENOUGH
    assert contrast(accent.dark, "#000000") >= ENOUGH


@pytest.mark.parametrize("colour", ["#5b2a5e", "#0b5d4a", "#000000"])
def test_a_colour_that_can_be_read_stays_itself(colour: str) -> None:
    assert colour == accent_of(colour).light


@pytest.mark.parametrize("colour", ["#ffd700", "#ffffff", "#7fd3bd"])
def test_a_colour_that_is_too_light_becomes_darker(colour: str) -> None:
    """And stays itself on dark ground."""
    accent = accent_of(colour)

    assert colour != accent.light
    assert colour == accent.dark


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#336699", "#336699", 1.0)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    """WCAG 2.2; the grey is the one that just fails on white."""
    assert expected == round(contrast(one, other), 2)


@pytest.mark.parametrize("name", shipped_names())
def test_no_theme_has_a_ground_that_is_harder_to_read_on(name: str) -> None:
    """An accent that suits the hardest grounds suits every theme."""
    light, dark = shipped_files(name)["styles/1-colours.css"].decode().split("@media")
    for sheet, ground, text in ((light, LIGHT, "#000000"), (dark, DARK, "#ffffff")):
        found = colours(sheet)
        for each in ("paper", "raised", "plate"):
            wide = found[each] if len(found[each]) == 7 else f"#{found[each][1:] * 2}"
            assert contrast(wide, text) >= contrast(ground, text)


def test_the_issuers_colour_has_the_last_word() -> None:
    """In the one style sheet, under a name that tells its bytes."""
    (plain,) = [path for path in pages_of().assets() if path.endswith(".css")]
    assets = pages_of(a_site(accent="#123456")).assets()
    (path,) = [path for path in assets if path.endswith(".css")]

    assert plain != path
    assert b"--accent: #123456;" in assets[path][-300:]
