"""The page of one person's record."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from testamur.pages.views.pieces import Link, Plate, Skill


@dataclass(frozen=True, slots=True)
class HeldAward:
    """One award on the page of a learner's record."""

    name: str
    own: Markup
    href: str
    plate: Plate
    day: str
    state: str
    """As in `Verdict`."""
    word: Markup
    kind: str
    assessed: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The awards of one year."""

    year: str
    awards: tuple[HeldAward, ...]


@dataclass(frozen=True, slots=True)
class CollectedSkill:
    skill: Skill
    by: tuple[str, ...]
    """Names of the credentials that show it."""


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a learner has come on a pathway."""

    name: str
    own: Markup
    href: str
    sentence: Markup


@dataclass(frozen=True, slots=True)
class LearnerPage:
    recipient: Markup
    eyebrow: Markup
    lead: Markup
    partial: bool
    years: tuple[Year, ...]
    skills: tuple[CollectedSkill, ...]
    pathways: tuple[Walked, ...]
    address: str
    address_note: Markup
    commands: tuple[str, ...]
    downloads: tuple[Link, ...]
    record: Markup
