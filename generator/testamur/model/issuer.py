"""Who awards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identifier:
    """
    A number that a registry gave.

    `type` is its name there (`ROR`, `LEI`, `ISNI` ...), or an OB 3.0 identifier type.
    """

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Party:
    """A person or an organisation beside the issuer: who made a credential, or who assessed."""

    name: str
    url: str
    """Its own website, absolute https."""
    email: str | None = None
    did: str | None = None

    @property
    def id(self) -> str:
        """What it is known by in signed documents."""
        return self.did or self.url


@dataclass(frozen=True, slots=True)
class PostalAddress:
    street: str | None = None
    post_office_box: str | None = None
    postal_code: str | None = None
    locality: str | None = None
    region: str | None = None
    country: str | None = None
    """Its name."""
    country_code: str | None = None
    """ISO 3166-1, two capital letters."""


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
    phone: str | None = None
    """E.164: a plus sign and digits."""
    address: PostalAddress | None = None
    official: str | None = None
    """The person who answers for what is awarded."""
    parent: Party | None = None
    """The organisation that it belongs to."""
