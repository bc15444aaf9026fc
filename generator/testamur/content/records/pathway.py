"""The fields of a `pathways/<name>.yaml`."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Discriminator, Field, Tag

from testamur.content import values
from testamur.content.records.kinds import (
    Boolean,
    Fields,
    Language,
    Line,
    Passage,
    Slug,
    reader,
)

CREDENTIAL, GROUP = "[credential]", "[group]"
"""How the schema library marks which of the two a step is, in the way to its faults."""

MAX_NEEDED = 999

_G = TypeVar("_G", bound=Fields)

Needed = Annotated[int, reader(values.number(1, MAX_NEEDED))]


def _which(step: object) -> str:
    return GROUP if isinstance(step, dict) else CREDENTIAL


OneOf = Annotated[
    Annotated[Slug, Tag(CREDENTIAL)] | Annotated[_G, Tag(GROUP)], Discriminator(_which)
]
"""A credential by its name, or a group of steps."""


class InnerGroupFields(Fields):
    """A group within a group: the deepest there is."""

    of: Annotated[list[Slug], Field(min_length=1)]
    name: Line | None = None
    any: Needed | None = None
    in_order: Boolean | None = None


class GroupFields(Fields):
    of: Annotated[list[OneOf[InnerGroupFields]], Field(min_length=1)]
    name: Line | None = None
    any: Needed | None = None
    in_order: Boolean | None = None


class PathwayFields(Fields):
    name: Line
    description: Passage
    steps: Annotated[list[OneOf[GroupFields]], Field(min_length=1)]
    leads_to: Slug | None = None
    any: Needed | None = None
    in_order: Boolean | None = None
    language: Language | None = None
