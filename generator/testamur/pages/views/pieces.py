"""What several sorts of page show."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: Markup


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Plate:
    """The picture of a credential."""

    picture: str


@dataclass(frozen=True, slots=True)
class Skill:
    name: str
    href: str | None
    framework: str | None
    description: str | None


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    description: str | None
    points: str | None
    place: str | None
    """In a public scheme of levels."""
    required: bool
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """A result description, and in an award what was reached of it."""

    name: str
    levels: tuple[Level, ...]
    scale: Markup | None
    """What may be reached, where that is not a list of levels."""
    reached: Markup | None = None
    skills: tuple[Skill, ...] = ()
    """What it speaks of."""


@dataclass(frozen=True, slots=True)
class Card:
    """A credential in the catalogue."""

    name: str
    description: str
    href: str
    plate: Plate
    kind: str
    assessed: bool
    own: Markup
    """Attributes for what the author wrote, where it is in another language than the page."""


@dataclass(frozen=True, slots=True)
class Endorsement:
    """What somebody else says in favour, wherever it is shown."""

    sentence: Markup
    """Who endorses since when, or has withdrawn it when."""
    said: Markup | None
    """Why, in their own words."""
    href: str
    stands: bool
    about: Markup | None = None
    """What it is about, where that is not the page's own subject."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A page that is one sentence: nothing here, or no longer."""

    heading: str
    sentence: Markup
    more: tuple[Markup, ...]
    state: str | None = None
    """As in `Verdict`, where there is something to say about an award."""
    word: str | None = None
