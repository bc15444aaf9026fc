"""The catalogue in a browser: narrowed as one types, by keyboard alone, shared by its address."""

from __future__ import annotations

import pytest

from testamur.model.credential import Alignment
from testamur.pages.pages import Pages
from tests.browser.hosts import Host
from tests.browser.visits import Setting, Visit, Visitor
from tests.pages.sites import theme
from tests.support.builders import a_credential, a_definition, a_picture, a_register, a_site

pytestmark = pytest.mark.slow

AT = "https://badges.example.org/"


def a_catalogue(number: int) -> Host:
    """So many credentials, of which three have names and skills of their own."""
    forge = Alignment("blacksmithing", "https://skills.example.org/forge")
    paint = Alignment("lettering", "https://skills.example.org/paint")
    own = {
        0: {"name": "Šípková růže", "level": "EQF 4", "skills": (forge,)},
        1: {"name": "الخَطُّ العَرَبيّ", "language": "ar", "skills": (paint,), "level": "EQF 5"},
        2: {"name": "Straßenbau", "achievement_type": "Course", "skills": (forge, paint)},
    }
    site = a_site()
    credentials = [
        a_credential(
            **{"slug": f"c-{each}", "name": f"Credential {each}", "skills": (), "results": ()}
            | own.get(each, {})
        )
        for each in range(number)
    ]
    definitions = [a_definition(each, a_picture()) for each in credentials]
    pages = Pages(theme(), site, a_register([], definitions))
    pictures = {f"credentials/{each.slug}/v1/badge.svg": a_picture().data for each in credentials}
    return Host({"index.html": pages.home(), **pages.assets(), **pictures}, AT)


def shown(visit: Visit) -> list[str]:
    items = visit.page.locator("#credentials li.card:visible :is(h3, h4)")
    return [text.strip() for text in items.all_inner_texts()]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("sipkova", ["Šípková růže"]),
        ("RŮŽE šíp", ["Šípková růže"]),
        ("الخط", ["الخَطُّ العَرَبيّ"]),
        ("STRASSEN", ["Straßenbau"]),
        ("blacksmithing", ["Šípková růže", "Straßenbau"]),
        ("no such thing", []),
    ],
)
def test_words_are_found_without_their_marks(
    visitor: Visitor, typed: str, names: list[str]
) -> None:
    """Case, accents and the marks of Arabic do not matter; every word must be there."""
    visit = visitor.open(a_catalogue(12), "")
    visit.page.get_by_label("Search").fill(typed)

    assert sorted(names) == sorted(shown(visit))
    told = visit.page.get_by_role("status").inner_text()
    assert ("Nothing here fits" in told) == (not names)


def test_how_many_fit_stands_beside_what_was_chosen(visitor: Visitor) -> None:
    """In the bar, for everybody to see."""
    visit = visitor.open(a_catalogue(12), "")
    visit.page.get_by_label("Search").fill("sipkova")
    told = visit.page.get_by_role("status")
    bar, place = visit.page.get_by_role("search").bounding_box(), told.bounding_box()
    clip, position = told.evaluate(
        "each => [getComputedStyle(each).clipPath, getComputedStyle(each).position]"
    )

    assert "One of 12 credentials" == told.inner_text()
    assert ("none", "static") == (clip, position)
    assert bar
    assert place
    assert bar["y"] < place["y"] < bar["y"] + bar["height"]


def test_a_narrowed_list_can_be_shared_and_opened_again(visitor: Visitor) -> None:
    """Choices stand in the address, which no reload made; a choice that is gone stays open."""
    host = a_catalogue(30)
    visit = visitor.open(host, "")
    page = visit.page
    page.get_by_label("Skill").select_option("blacksmithing")
    page.get_by_label("Kind").select_option("Course")

    assert ["Straßenbau"] == shown(visit)
    assert "One of 30 credentials" == page.get_by_role("status").inner_text()
    assert f"{AT}?skill=blacksmithing&type=Course" == page.url
    # The ways to groups that are gone are gone.
    assert ["Course 1"] == page.locator("nav.groups a:visible").all_inner_texts()

    again = visitor.open(host, page.url.removeprefix(AT))
    again.page.get_by_text("One of 30 credentials").wait_for()
    assert ["Straßenbau"] == shown(again)
    again.go("?level=EQF+9&words=straße")
    again.page.get_by_text("One of 30 credentials").wait_for()
    assert ["Straßenbau"] == shown(again)


def test_everything_is_done_from_the_keyboard(visitor: Visitor) -> None:
    """Search, choose, take back; the focus is never lost."""
    visit = visitor.open(a_catalogue(12), "")
    page = visit.page
    page.get_by_label("Search").focus()
    page.keyboard.type("credential")
    page.keyboard.press("Tab")
    page.keyboard.type("let")
    assert "Nothing here fits" in page.get_by_role("status").inner_text()

    page.get_by_role("button", name="Show everything").press("Enter")
    assert 12 == len(shown(visit))
    assert "12 credentials" == page.get_by_role("status").inner_text()
    assert page.get_by_label("Search").evaluate("each => each === document.activeElement")
    assert AT == page.url


def test_a_narrowed_list_is_for_everybody(visitor: Visitor) -> None:
    """axe-core, at 320 px and in the dark."""
    visit = visitor.open(a_catalogue(30), "?words=credential", Setting(width=320, dark=True))

    assert [] == visit.axe()
    assert [] == visit.cut_off()


def test_without_script_the_whole_list_is_there(visitor: Visitor) -> None:
    visit = visitor.open(a_catalogue(30), "?words=credential", Setting(script=False))

    assert 30 == len(shown(visit))
