"""What can be earned, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from testamur.model.issuer import Identifier, Party
from testamur.model.translation import Translation

Versions = Mapping[str, Sequence[int]]
"""By slug, the versions that have an address: published, or about to be."""


class Kind(StrEnum):
    """Whether anybody assessed what the recipient can do. Said plainly on every page."""

    ASSESSED = "assessed"
    PARTICIPATION = "participation"


class Colour(StrEnum):
    """Of a drawn badge; what each looks like is the theme's."""

    PLUM = "plum"
    BLUE = "blue"
    GREEN = "green"
    RED = "red"
    OCHRE = "ochre"
    INDIGO = "indigo"
    TEAL = "teal"
    STONE = "stone"


@dataclass(frozen=True, slots=True)
class Assessment:
    method: str
    """How: "practical exam", "portfolio", "project with code review" ..."""
    assessor: str
    """Who assesses."""
    pass_rule: str
    """What counts as passed."""
    supervised: bool | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """A skill, or a node of somebody else's framework that the credential matches."""

    name: str
    url: str
    framework: str | None = None
    code: str | None = None
    description: str | None = None
    target_type: str | None = None
    """One of the OB 3.0 target types (section 5 of our fact sheet), e.g. `ceasn:Competency`."""


@dataclass(frozen=True, slots=True)
class Credits:
    value: int
    """Whole credits: numbers with a fraction canonicalise differently from tool to tool."""
    scheme: str
    """`ECTS`, `CPD hours` ..."""


@dataclass(frozen=True, slots=True)
class RubricLevel:
    id: str
    """Slug, unique within its result description."""
    name: str
    description: str | None = None
    points: str | None = None
    level: str | None = None
    """Its place in a scheme of levels, as the scheme writes it: `4`, `B2`."""


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """What may be said about how well the credential was earned (OB 3.0 ResultDescription)."""

    id: str
    """Slug, unique within the credential."""
    name: str
    type: str
    """One of the OB 3.0 result types: `Percent`, `RubricCriterionLevel`, `Status` ..."""
    allowed_values: tuple[str, ...] = ()
    """Lowest first."""
    value_min: str | None = None
    value_max: str | None = None
    required_value: str | None = None
    required_level: str | None = None
    """Id of a level below."""
    levels: tuple[RubricLevel, ...] = ()
    skills: tuple[Alignment, ...] = ()
    """What this result says something about."""


@dataclass(frozen=True, slots=True)
class CoDeveloper:
    name: str
    url: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    """The definition of what can be earned, at one whole-number version."""

    slug: str
    version: int
    name: str
    description: str
    """One plain sentence or two."""
    criteria: str
    """Markdown: what it takes."""
    kind: Kind
    achievement_type: str = "Badge"
    """One of the OB 3.0 achievement types, or `ext:...`."""
    offered_from: date | None = None
    competency: str | None = None
    """What a holder can do. Never None where `kind` is assessed."""
    assessment: Assessment | None = None
    """Never None where `kind` is assessed."""
    skills: tuple[Alignment, ...] = ()
    level: str | None = None
    audience: str | None = None
    effort: str | None = None
    credits: Credits | None = None
    delivery: str | None = None
    tags: tuple[str, ...] = ()
    valid_for: str | None = None
    """ISO 8601 duration of years, months, weeks or days (`P3Y`), counted from `awarded`."""
    results: tuple[ResultDescription, ...] = ()
    requires: tuple[str, ...] = ()
    """Slugs of the credentials that lead to this one, all of them."""
    co_developers: tuple[CoDeveloper, ...] = ()
    licence: str | None = None
    """SPDX id or address of the licence of this definition's text."""
    language: str | None = None
    """BCP 47 tag of the text above; None means the site's first language."""
    picture: str | None = None
    """SHA-256 of the picture's bytes, hex; the bytes stand beside the definition."""
    picture_type: str | None = None
    """Media type of the picture."""
    creator: Party | None = None
    """Who made the credential, where that is not the issuer."""
    code: str | None = None
    """What the issuer's own catalogue calls it: `CS-101`."""
    field_of_study: str | None = None
    specialization: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    """Its numbers in catalogues of others."""
    colour: Colour | None = None
    """Of its badge, where that is drawn; None leaves it to the slug."""
    translations: tuple[Translation, ...] = ()
    """Its text in other languages, in the order of their tags."""

    def __post_init__(self) -> None:
        if self.version < 1:
            raise ValueError(f"a version counts from 1, not {self.version}")
        if self.kind is Kind.ASSESSED and (self.competency is None or self.assessment is None):
            raise ValueError(f"{self.slug} is assessed but says not what or how")

    def result(self, id_: str) -> ResultDescription | None:
        return next((result for result in self.results if result.id == id_), None)
