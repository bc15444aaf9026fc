"""What surrounds every page: its head, its scripts, its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from testamur.pages.hosting import CONTENT_SECURITY_POLICY


@dataclass(frozen=True, slots=True)
class Script:
    """A module for the reader's browser."""

    module: str
    words: str
    """What it says, as JSON."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page, seen from its place."""

    root: str
    """The way up to the site's root: `../../`; on the page of a missing address, its path."""
    home: str
    """The way to the site's start in the page's language: every other page hangs below it."""
    base: str
    """base_url: what signed documents call this site."""
    zone: str
    """IANA time zone of the issuer."""
    locale: str
    """BCP 47 tag that scripts write days and numbers by."""
    scripts: Mapping[str, Script]
    """What the page may run, by entry."""
    language: str
    direction: str
    style: str
    icon: str
    site: str
    issuer: str
    host: Markup
    issuer_url: str
    issuer_email: str | None
    logo: str | None
    handbook: str | None
    """The way to the handbook's first page, where there is one."""


@dataclass(frozen=True, slots=True)
class SharePicture:
    """What is shown beside a link to the page."""

    address: str
    """Absolute."""
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page tells to browsers, search engines and previews of links."""

    title: str
    description: str
    canonical: str | None = None
    """Absolute: it names the one address for a page that stands at two."""
    hidden: bool = False
    """Whether search engines are asked to leave it out."""
    data: Markup | None = None
    """JSON-LD."""
    oembed: str | None = None
    """Absolute address of what tells other websites how to show it."""
    picture: SharePicture | None = None
    policy: str = CONTENT_SECURITY_POLICY
    """What the page may load, run and ask for."""


@dataclass(frozen=True, slots=True)
class InLanguage:
    """The page in one of the languages of the site, itself among them."""

    tag: str
    direction: str
    name: str
    """In the language itself."""
    href: str
    address: str
    """The same, absolute."""
    shown: bool
    default: bool
    """Whether it is the one for readers of none of these languages."""
