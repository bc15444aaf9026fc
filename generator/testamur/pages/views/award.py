"""The page of an award: what its reader came for, and what its earner takes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from testamur.pages.views.drawings import Code
from testamur.pages.views.pieces import Endorsement, Fact, Link, Plate, Rubric


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence that everybody came for: what the build knew, and nothing more."""

    state: str
    """`active`, `expired`, `revoked`, `suspended` or `superseded`; `draft` before it is issued."""
    word: Markup
    sentence: Markup
    more: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    name: str
    href: str | None
    genre: str | None
    description: str | None
    audience: str | None
    narrative: Markup | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Event:
    day: str
    what: Markup
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Award:
    verdict: Verdict
    recipient: Markup
    eyebrow: Markup
    credential_name: str
    credential_page: str
    """The page of the very version that was earned."""
    description: str
    own: Markup
    """As in `Credential`."""
    told: Markup
    """The same for what was written about this award."""
    plate: Plate
    kind: str
    assessed: bool
    facts: tuple[Fact, ...]
    results: tuple[Rubric, ...]
    evidence: tuple[Evidence, ...]
    narrative: Markup | None
    definition: Markup
    """The part that every award of the credential shares, rendered once."""
    address: str
    document: str
    """Where the signed credential stands."""
    command: str
    address_note: Markup
    verifier_plus: str
    validator: str
    downloads: tuple[Link, ...]
    record: Markup
    history: tuple[Event, ...]
    endorsements: tuple[Endorsement, ...]
    """Of this award; those of its credential stand with the credential."""
    official: str | None
    """Who signs for the issuer on paper, while the award stands."""
    code: Code | None
    """Of the award's address; on the page of its newest version."""
    sharing: Sharing | None
    """On the page of the newest version of an award that stands."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Text that somebody takes elsewhere."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """What an earner puts below e-mails."""

    shown: Markup
    """As it will look; its addresses are relative."""
    html: str
    """The same with absolute addresses, as source."""
    text: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the earner of an award that stands can do with it."""

    heading: Markup
    linkedin: str
    linkedin_fields: tuple[Copied, ...]
    title: str
    """Credential and issuer, in words, for a post."""
    links: tuple[Link, ...]
    """Where it can be posted."""
    file: str
    """The way to the signed credential."""
    document: str
    """Address of the signed credential, for wallets."""
    embed: str | None
    """HTML that shows the award on another website, where this site lets it."""
    signature: Signature


@dataclass(frozen=True, slots=True)
class Embed:
    """An award as a card on another website."""

    title: str
    plate: Plate
    name: str
    own: Markup
    """As in `Credential`."""
    to: Markup
    by: Markup
    state: str
    word: Markup
    """Both as in `Verdict`."""
    check: Markup
