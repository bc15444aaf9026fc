"""Who awards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that a registry gave: `type` is its name there (`ROR`, `LEI`, `ISNI` ...)."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Issuer:
    name: str
    url: str
    """The issuer's own website, absolute https."""
    description: str | None = None
    email: str | None = None
    image: str | None = None
    """File name of the logo beside site.yaml (PNG or SVG), or None."""
    legal_name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    linkedin_organization: str | None = None
    """LinkedIn's number of the organisation, digits as text."""
