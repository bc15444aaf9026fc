"""How far somebody has come: order, any so many, and that a further award never sets them back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.model.pathway import Group, Pathway
from testamur.model.plain import from_plain, to_plain
from testamur.model.progress import Holding, Progress, progress

START = date(2026, 1, 1)


def held(*awards: tuple[str, int]) -> list[Holding]:
    """Awards of credentials, each so many days after the start."""
    return [
        Holding(slug, START + timedelta(days=days), f"{slug}-{number}")
        for number, (slug, days) in enumerate(awards)
    ]


def come(steps: Group, *awards: tuple[str, int]) -> Progress:
    return progress(a_pathway(steps), held(*awards))


def a_pathway(steps: Group) -> Pathway:
    return Pathway("way", "The way", "Leads on.", steps)


ALL = Group(("a", "b", "c"))
ORDERED = Group(("a", "b", "c"), in_order=True)
ANY_TWO = Group(("a", "b", "c"), needed=2)
NESTED = Group(("a", Group(("b", "c", "d"), needed=2), "e"), in_order=True)


def test_nothing_is_done_without_awards() -> None:
    found = come(NESTED)

    assert (4, 4, None) == (found.needed, found.remaining, found.completed)
    assert ["a", "b", "c", "d", "e"] == [step.credential for step in found.steps]


def test_all_steps_in_any_order_complete_a_group() -> None:
    found = come(ALL, ("c", 1), ("a", 3), ("b", 2))

    assert found.is_complete
    assert START + timedelta(days=3) == found.completed


@pytest.mark.parametrize(
    ("steps", "awards", "remaining"),
    [
        (ALL, [("a", 1), ("b", 1)], 1),
        (ALL, [("a", 1), ("a", 2), ("a", 3)], 2),
        (ALL, [("x", 1)], 3),
        (ORDERED, [("a", 1), ("b", 2)], 1),
        # The order is not kept: what comes too early waits for another award.
        (ORDERED, [("a", 2), ("b", 1), ("c", 3)], 2),
        (ORDERED, [("b", 1), ("c", 2)], 3),
        (ANY_TWO, [("b", 1)], 1),
        (ANY_TWO, [], 2),
        (NESTED, [("a", 5), ("b", 4), ("c", 6), ("e", 9)], 2),
        (NESTED, [("a", 1), ("b", 2), ("c", 6), ("e", 5)], 1),
    ],
)
def test_what_is_open(steps: Group, awards: list[tuple[str, int]], remaining: int) -> None:
    found = come(steps, *awards)

    assert remaining == found.remaining
    assert not found.is_complete
    assert found.completed is None


@pytest.mark.parametrize(
    ("steps", "awards", "day"),
    [
        # The same day is no later.
        (ORDERED, [("a", 1), ("b", 1), ("c", 1)], 1),
        (ANY_TWO, [("c", 4), ("a", 2)], 4),
        # Of three that are done, the second makes it enough.
        (ANY_TWO, [("c", 4), ("a", 2), ("b", 9)], 4),
        (NESTED, [("a", 1), ("d", 3), ("b", 2), ("e", 3)], 3),
        # Earned again later, the step counts after all.
        (ORDERED, [("b", 1), ("a", 2), ("b", 3), ("c", 4)], 4),
        # An earlier award of the first step makes room for the second.
        (ORDERED, [("a", 5), ("a", 1), ("b", 2), ("c", 3)], 3),
    ],
)
def test_what_is_complete(steps: Group, awards: list[tuple[str, int]], day: int) -> None:
    found = come(steps, *awards)

    assert START + timedelta(days=day) == found.completed
    assert 0 == found.remaining


def test_an_award_that_came_too_early_is_named() -> None:
    """Whoever looks must see why an award that is there does not count."""
    found = come(ORDERED, ("a", 2), ("b", 1), ("c", 3))

    assert ["a"] == [each.credential for each in found.done]
    assert [None, "b", "c"] == [step.early and step.early.credential for step in found.steps]


@pytest.mark.parametrize(
    "fields",
    [
        {"of": ()},
        {"of": ("a",), "needed": 2},
        {"of": ("a",), "needed": 0},
        {"of": ("a", "b"), "needed": 1, "in_order": True},
    ],
)
def test_a_group_that_nobody_can_fulfil_is_none(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="group"):
        Group(**fields)  # type: ignore[arg-type]  # that is the point


def test_a_pathway_comes_back_from_its_plain_form() -> None:
    """Text and groups may stand side by side."""
    pathway = a_pathway(NESTED)

    assert pathway == from_plain(Pathway, to_plain(pathway))


@pytest.mark.parametrize("steps", [{"of": [3]}, {"of": ["a"], "more": 1}, {"of": [["a"]]}, "a"])
def test_what_is_no_pathway_is_refused(steps: object) -> None:
    plain = {"slug": "way", "name": "The way", "description": "Leads on.", "steps": steps}
    with pytest.raises(ValueError, match=r"expected|no field"):
        from_plain(Pathway, plain)  # type: ignore[arg-type]  # that is the point


def _groups(slugs: list[str]) -> st.SearchStrategy[Group]:
    """Groups over these credentials, each once, two deep."""

    def group(parts: list[str | Group], ordered: object, needed: int | None) -> Group:
        if ordered or needed is None:
            return Group(tuple(parts), in_order=bool(ordered))
        return Group(tuple(parts), needed=1 + needed % len(parts))

    shape = st.tuples(st.booleans(), st.none() | st.integers(0, 9))
    return st.tuples(st.integers(1, len(slugs) - 1), shape, shape, shape).map(
        lambda drawn: group(
            [
                *slugs[: drawn[0] - 1],
                group([slugs[drawn[0] - 1], group(list(slugs[drawn[0] :]), *drawn[3])], *drawn[2]),
            ],
            *drawn[1],
        )
    )


GROUPS = _groups(list("abcde"))
AWARDS = st.lists(st.tuples(st.sampled_from("abcdex"), st.integers(0, 6)), max_size=9)


@given(steps=GROUPS, awards=AWARDS, further=st.tuples(st.sampled_from("abcdex"), st.integers(0, 6)))
@settings(max_examples=150)
def test_a_further_award_never_sets_anybody_back(
    steps: Group, awards: list[tuple[str, int]], further: tuple[str, int]
) -> None:
    before, after = come(steps, *awards), come(steps, *awards, further)

    assert after.remaining <= before.remaining
    if before.completed and after.completed:
        assert after.completed <= before.completed


@given(steps=GROUPS, awards=AWARDS, seed=st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_it_does_not_matter_in_what_order_awards_are_given(
    steps: Group, awards: list[tuple[str, int]], seed: object
) -> None:
    shuffled = held(*awards)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' own random

    assert come(steps, *awards) == progress(a_pathway(steps), shuffled)


@given(steps=GROUPS, awards=AWARDS)
@settings(max_examples=150)
def test_what_counts_keeps_the_order(steps: Group, awards: list[tuple[str, int]]) -> None:
    """In a group with an order, no award that counts is older than those that completed before."""
    found = come(steps, *awards)
    done = {step.credential: step.done_by for step in found.steps}

    assert 0 <= found.remaining <= found.needed
    assert found.is_complete == (found.completed is not None)
    for group in (steps, *(each for each in steps.of if isinstance(each, Group))):
        if group.in_order and all(isinstance(each, str) for each in group.of):
            days = [done[each].awarded for each in group.credentials if done[each]]  # type: ignore[union-attr]  # asked just before
            assert sorted(days) == days


@given(steps=GROUPS, days=st.lists(st.integers(0, 6), min_size=5, max_size=5).map(sorted))
@settings(max_examples=60)
def test_all_awards_in_the_order_of_writing_are_always_enough(
    steps: Group, days: list[int]
) -> None:
    assert come(steps, *zip("abcde", days, strict=True)).is_complete
