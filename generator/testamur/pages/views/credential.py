"""The pages of credentials and of their versions."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from testamur.pages.views.pieces import Endorsement, Fact, Link, Plate, Rubric, Skill


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential at one version, wherever it is shown."""

    name: str
    description: str
    own: Markup
    plate: Plate
    kind: str
    assessed: bool
    kind_means: str
    facts: tuple[Fact, ...]
    competency: str | None
    criteria: Markup
    assessment: tuple[Fact, ...]
    skills: tuple[Skill, ...]
    requires: tuple[Link, ...]
    leads_to: tuple[Link, ...]
    part_of: tuple[Link, ...]
    """The pathways of which it is a step."""
    reached_by: tuple[Link, ...]
    """The pathways that lead to it."""
    co_developers: tuple[Link, ...]
    licence: Link | None
    tags: tuple[str, ...]
    endorsements: tuple[Endorsement, ...]


@dataclass(frozen=True, slots=True)
class Version:
    label: Markup
    entered: Markup | None
    """When it was entered in the register."""
    href: str | None
    """None for the one that is shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a credential that another version says otherwise."""

    label: str
    lines: tuple[Markup, ...]
    """With `del` and `ins`; what stayed the same around them is there in prose alone."""
    own: Markup
    """As in `Credential`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts of UNESCO's definition of a micro-credential."""

    name: str
    said: tuple[Markup, ...]
    """What stands for it; empty where the issuer does not say."""
    own: Markup
    """As in `Credential`."""


@dataclass(frozen=True, slots=True)
class CredentialPage:
    credential: Credential
    rubrics: tuple[Rubric, ...]
    version: Markup
    newest: Markup | None
    """That there is a newer one, where this is not the newest."""
    parts: tuple[Part, ...]
    versions: tuple[Version, ...]
    """Newest first; empty where there is one only."""
    since: Markup | None
    """Since which version it changed; None for the first."""
    differences: tuple[Difference, ...]
    machine: str
    """The definition for machines."""
