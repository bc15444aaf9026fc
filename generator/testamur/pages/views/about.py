"""The pages about the issuer and about checking."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from testamur.pages.views.pieces import Card, Endorsement, Fact, Link


@dataclass(frozen=True, slots=True)
class KeyHistory:
    role: str
    text: str
    events: tuple[Markup, ...]
    """What became of it and when, oldest first."""
    current: bool


@dataclass(frozen=True, slots=True)
class IssuerPage:
    name: str
    description: str | None
    facts: tuple[Fact, ...]
    domain: tuple[Markup, ...]
    """How a reader knows that it is this issuer."""
    cards: tuple[Card, ...]
    keys_what: Markup
    keys: tuple[KeyHistory, ...]
    record: tuple[Markup, ...]
    endorsements: tuple[Endorsement, ...]
    contact: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a guide: each of its pieces may be empty."""

    heading: str
    said: tuple[Markup, ...]
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    after: Markup | None = None
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """A page that explains something to people who are not from the trade."""

    heading: str
    lead: Markup
    short_heading: str | None
    short: tuple[Markup, ...]
    """What to do, step by step; empty where there is no order."""
    sections: tuple[Section, ...]
