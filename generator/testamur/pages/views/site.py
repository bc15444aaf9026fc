"""The pages of the site itself: its start, the register, endorsements."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from testamur.pages.views.pathway import PathwayCard
from testamur.pages.views.pieces import Card, Endorsement, Fact, Link


@dataclass(frozen=True, slots=True)
class Key:
    role: str
    text: str
    state: Markup
    current: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The page about the register."""

    entries: str
    as_of: Markup
    documents: Link
    """The address that tells which keys are the issuer's."""
    checkpoint: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A credential in the list, and by what the list can be narrowed."""

    card: Card
    type: str
    level: str | None
    language: str
    skills: str
    """A name on each line."""
    more: str
    """What may be looked for and is not seen, likewise."""


@dataclass(frozen=True, slots=True)
class CatalogueGroup:
    id: str | None
    """Its anchor; None where the list is not long enough for groups."""
    name: str
    items: tuple[CatalogueItem, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    groups: tuple[CatalogueGroup, ...]
    can_be_narrowed: bool


@dataclass(frozen=True, slots=True)
class Home:
    description: str | None
    domain: Markup
    catalogue: Catalogue
    pathways: tuple[PathwayCard, ...]


@dataclass(frozen=True, slots=True)
class EndorsementPage:
    heading: Markup
    endorsement: Endorsement
    about: Markup
    known: Markup
    """By what the endorser is known."""
    facts: tuple[Fact, ...]
    command: str
    downloads: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EndorsementList:
    endorsements: tuple[Endorsement, ...]
