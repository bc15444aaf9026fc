"""A pathway for machines: its tree, and associations in the words of CLR 2.0."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.model.pathway import Group, Pathway
from testamur.wire.pathway import pathway
from tests.support.builders import a_site

VERSIONS = {slug: (1, 2) if slug == "a" else (1,) for slug in ("a", "b", "c", "d", "e", "x")}
HERE = "https://badges.example.org"
TYPES = {
    "exactMatchOf",
    "isChildOf",
    "isParentOf",
    "isPartOf",
    "isPeerOf",
    "isRelatedTo",
    "precedes",
    "replacedBy",
}
"""CLR 2.0, AssociationTypeEnum."""


def of(slug: str) -> str:
    return f"{HERE}/credentials/{slug}/v{max(VERSIONS[slug])}/achievement.json"


def document(steps: Group, leads_to: str | None = "x") -> dict[str, Any]:
    way = Pathway("way", "The way", "Leads on.", steps, leads_to)
    made: dict[str, Any] = orjson.loads(orjson.dumps(pathway(way, a_site(), VERSIONS)))
    return made


def pairs(found: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    return [
        (each["sourceId"], each["targetId"])
        for each in found["association"]
        if each["associationType"] == kind
    ]


def test_the_steps_stand_as_their_author_wrote_them() -> None:
    """A tree of achievements, each in its newest version."""
    found = document(Group(("a", Group(("b", "c", "d"), needed=2, name="Any two")), in_order=True))

    assert (f"{HERE}/pathways/way/pathway.json", of("x")) == (found["id"], found["leadsTo"])
    assert found["steps"] == {
        "needed": 2,
        "inOrder": True,
        "of": [
            {"achievement": of("a")},
            {
                "name": "Any two",
                "needed": 2,
                "inOrder": False,
                "of": [{"achievement": of(slug)} for slug in "bcd"],
            },
        ],
    }


def test_every_step_is_part_of_the_larger_credential() -> None:
    found = document(Group(("a", Group(("b",)))))

    assert [(of("a"), of("x")), (of("b"), of("x"))] == pairs(found, "isPartOf")
    assert [] == pairs(found, "precedes")


def test_without_a_larger_one_they_are_part_of_the_pathway() -> None:
    found = document(Group(("a",)), leads_to=None)

    assert [(of("a"), found["id"])] == pairs(found, "isPartOf")
    assert "leadsTo" not in found


def test_what_comes_before_precedes_what_follows_next() -> None:
    """Group by group, and within groups that have an order of their own."""
    steps = Group(
        ("a", Group(("b", "c"), needed=1), Group(("d", "e"), in_order=True)), in_order=True
    )

    assert sorted(pairs(document(steps), "precedes")) == sorted(
        [
            (of("a"), of("b")),
            (of("a"), of("c")),
            *((of(first), of(second)) for first in "bc" for second in "de"),
            (of("d"), of("e")),
        ]
    )


@given(
    cut=st.integers(1, 4), outer=st.booleans(), inner=st.booleans(), larger=st.sampled_from("x ")
)
@settings(max_examples=40)
def test_associations_are_those_that_a_learner_record_may_hold(
    cut: int, outer: object, inner: object, larger: str
) -> None:
    """Closed objects of four members, between different ids, none said twice."""
    slugs = tuple("abcde")
    steps = Group((*slugs[:cut], Group(slugs[cut:], in_order=bool(inner))), in_order=bool(outer))
    found = document(steps, larger.strip() or None)["association"]

    assert {"Association"} == {each["type"] for each in found}
    assert {each["associationType"] for each in found} <= TYPES
    assert all(each.keys() == {"type", "associationType", "sourceId", "targetId"} for each in found)
    assert all(each["sourceId"] != each["targetId"] for each in found)
    assert len(found) == len({tuple(sorted(each.items())) for each in found})


def test_a_credential_that_was_never_issued_is_refused() -> None:
    """There would be no address for it."""
    with pytest.raises(KeyError):
        document(Group(("nothing",)))
