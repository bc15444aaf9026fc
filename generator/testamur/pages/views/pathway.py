"""The pages of pathways."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from testamur.pages.views.pieces import Card, Fact


@dataclass(frozen=True, slots=True)
class Step:
    """A credential to earn, or a group of steps: one of the two."""

    credential: Card | None
    group: StepGroup | None
    told: tuple[Markup, ...] = ()
    """What the credential takes: its effort, its credits."""


@dataclass(frozen=True, slots=True)
class StepGroup:
    name: str | None
    rule: Markup
    """How many of how many, and whether in order."""
    in_order: bool
    steps: tuple[Step, ...]
    own: Markup
    """As in `Card`, for the name."""


@dataclass(frozen=True, slots=True)
class PathwayPage:
    name: str
    description: str
    own: Markup
    steps: StepGroup
    sums: tuple[Fact, ...]
    """What the steps add up to."""
    leads_to: Card | None
    has_order: bool
    """Whether an order is asked for anywhere."""
    machine: str
    """The pathway for machines."""


@dataclass(frozen=True, slots=True)
class PathwayCard:
    """A pathway in the catalogue."""

    name: str
    description: str
    href: str
    own: Markup
