"""What can be earned, on the first page, as it is without script."""

from __future__ import annotations

import pytest

from testamur.model.vocabulary import ACHIEVEMENT_TYPES
from testamur.pages.catalogue import GROUPED, NARROWED
from testamur.pages.language import read_language
from tests.pages.reader import Page, read
from tests.pages.sites import pages_of, theme
from tests.support.builders import a_credential, a_definition, a_register

TYPES = ("Course", "Badge", "ext:Licence")


def first_page(number: int) -> Page:
    found = [
        a_credential(
            slug=f"c-{each}",
            name=f"Credential {number - each:02}",
            achievement_type=TYPES[each % len(TYPES)],
            tags=("iron",),
            code="F-1",
        )
        for each in range(number)
    ]
    return read(pages_of(register=a_register([], [a_definition(each) for each in found])).home())


def names(page: Page) -> list[str]:
    return [each.text for each in page.all("h3") + page.all("h4") if each.text.startswith("Cred")]


@pytest.mark.parametrize("number", [1, NARROWED - 1])
def test_a_short_list_is_a_list(number: int) -> None:
    """Whoever has three credentials does not make their readers search."""
    page = first_page(number)

    assert number == len(names(page))
    assert [] == page.all("nav", "groups")
    assert [] == [each for each in page.all("script") if each.get("data-entry") == "catalogue"]
    assert [] == [each for each in page.elements if "data-skills" in each.attributes]


def test_a_list_that_can_be_narrowed_tells_script_by_what() -> None:
    """On the items themselves; nothing is fetched."""
    page = first_page(NARROWED)
    item = page.all("li", "card")[0]

    assert 1 == len([each for each in page.all("script") if each.get("data-entry") == "catalogue"])
    assert item["data-type"] in {"Course", "Badge", "Licence"}
    assert "English" == item["data-language"]
    assert {"iron", "F-1"} <= set(item["data-more"].split("\n"))
    assert [] == page.all("nav", "groups")


def test_a_long_list_has_groups_and_ways_to_them() -> None:
    """By type, in the order of their names; the whole list is on the page."""
    page = first_page(GROUPED)
    (ways,) = page.all("nav", "groups")
    ids = {each.get("id") for each in page.all("div", "group-of")}

    assert GROUPED == len(names(page))
    assert "Badge 8 Course 8 Licence 8" == " ".join(ways.text.split())
    assert {"type-Badge", "type-Course", "type-ext-Licence"} == ids
    assert {f"#{each}" for each in ids} <= {each.get("href") for each in page.all("a")}


@pytest.mark.parametrize("number", [2, NARROWED])
def test_credentials_stand_in_the_order_of_their_names(number: int) -> None:
    """Not in that of their addresses, which nobody sees."""
    found = names(first_page(number))

    assert sorted(found) == found


def test_no_control_without_script() -> None:
    """What would do nothing is not there."""
    page = first_page(GROUPED)

    assert not [each for each in page.elements if each.tag in {"input", "select", "button"}]


@pytest.mark.parametrize("type_", ACHIEVEMENT_TYPES)
def test_every_type_has_a_name(type_: str) -> None:
    """In the words of the interface, so that it can be translated."""
    assert read_language(theme(), "en").get(f"type.{type_}")
