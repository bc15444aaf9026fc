"""What the steps of a pathway add up to."""

from __future__ import annotations

import pytest

from testamur.model.credential import Credits
from testamur.model.pathway import Group
from testamur.pages.sums import Amount, Total, effort_of, total
from tests.pages.reader import read
from tests.pages.sites import pages_of
from tests.support.builders import a_credential, a_definition, a_pathway, a_register

ALL = Group(("a", "b", "c"))
TWO = Group(("a", "b", "c"), needed=2)
NESTED = Group(("a", Group(("b", Group(("c", "d"))), needed=1)), in_order=True)
HOURS = {"a": Amount(10, "hours"), "b": Amount(20, "hours"), "c": Amount(40, "hours")}


@pytest.mark.parametrize(
    ("steps", "more", "least", "most"),
    [
        (ALL, {}, 70, 70),
        (TWO, {}, 30, 60),
        (NESTED, {"d": Amount(1, "hours")}, 30, 51),
        (Group(("a",)), {}, 10, 10),
        (ALL, {"a": Amount(0, "hours")}, 60, 60),
    ],
)
def test_a_choice_makes_a_range(
    steps: Group, more: dict[str, Amount], least: int, most: int
) -> None:
    """The least and the most that somebody who comes to the end has done."""
    assert Total(least, most, "hours") == total(steps, {**HOURS, **more})


@pytest.mark.parametrize("other", [None, Amount(2, "days"), Amount(2, "Hours"), Amount(2, "hour")])
def test_nothing_is_added_up_that_does_not_fit(other: Amount | None) -> None:
    """One step that does not say, or says it in another unit, and there is no sum."""
    assert total(ALL, {**HOURS, "b": other}) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("75 hours", Amount(75, "hours")),
        (" 75  hours, of your own time", Amount(75, "hours, of your own time")),
        ("٧٥ ساعة", None),
        ("75 ساعة", Amount(75, "ساعة")),
        ("1,200 hours", None),
        ("35 hours in 5 days", None),
        ("some 75 hours", None),
        ("75", None),
        ("75hours", None),
        ("9999999 hours", None),
        ("", None),
        (None, None),
    ],
)
def test_effort_is_a_number_and_words(said: str | None, expected: Amount | None) -> None:
    """Whatever could mean something else is not added up."""
    assert expected == effort_of(a_credential(effort=said))


def test_a_pathway_says_what_it_takes_in_sum() -> None:
    """Awards always; effort and credits where every step says them."""
    definitions = [
        a_definition(a_credential(slug=slug, effort=effort, credits=Credits(number, "ECTS")))
        for slug, effort, number in (("a", "10 <b>", 1), ("b", "20 <b>", 2), ("c", "a week", 4))
    ]
    whole = a_pathway(slug="whole", steps=ALL, leads_to=None)
    part = a_pathway(slug="part", steps=Group(("a", "b"), needed=1), leads_to=None)
    pages = pages_of(register=a_register([], definitions, pathways=[whole, part]))

    for slug, expected in (
        ("whole", "Awards it takes3 Credits7 ECTS"),
        ("part", "Awards it takes1 Effort10 to 20 <b>, as you choose Credits1 to 2 ECTS"),
    ):
        page = read(pages.pathway(slug))
        assert expected in " ".join(" ".join(each.text.split()) for each in page.all("dl"))


def test_each_step_tells_its_effort_and_credits() -> None:
    """Beside whether anybody assesses it."""
    definition = a_definition(a_credential(effort="24 hours", credits=Credits(2, "ECTS")))
    way = a_pathway(slug="way", steps=Group(("safe-forge-work",)), leads_to=None)
    page = read(pages_of(register=a_register([], [definition], pathways=[way])).pathway("way"))

    assert "Assessed 24 hours 2 ECTS" == " ".join(page.one("p", "told").text.split())
