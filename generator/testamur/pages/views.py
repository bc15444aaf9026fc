"""
What each page says, as final strings: templates place these and decide nothing.

A `Markup` is HTML that is ready; a `str` is text that the template escapes.
"""

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
class Letters:
    """Letters as a shape."""

    place: str
    """Value of `transform`."""
    shape: str
    """Value of `d`."""


@dataclass(frozen=True, slots=True)
class Badge:
    """The drawing of a credential whose author gave no picture, in a square of 512."""

    title: str
    assessed: bool
    colour: str
    """`plum`, `blue`, `green`, `red`, `ochre`, `indigo`, `teal` or `stone`."""
    motif: str
    """`petals`, `rays`, `orbits` or `lattice`."""
    turns: tuple[str, ...]
    """Degrees: once around the centre in equal steps."""
    filled: bool
    place: str
    """Value of `transform`: puts a motif of radius 100 around the origin where it belongs."""
    name: tuple[Letters, ...]
    """Line by line."""
    above: tuple[Letters, ...]
    """The issuer's name along the band, letter by letter."""
    below: tuple[Letters, ...]
    """The level, likewise."""


@dataclass(frozen=True, slots=True)
class ShareLine:
    sort: str
    """`issuer`, `title`, `recipient` or `foot`."""
    text: str
    size: int
    baseline: int


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The picture beside a link, of 1200 by 630."""

    badge: str
    """A `data:` address."""
    drawn: bool
    """Whether the badge is our drawing, which bears the name too."""
    mirrored: bool
    """Whether lines end where others begin."""
    lines: tuple[ShareLine, ...]


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
class Step:
    """A credential to earn, or a group of steps: one of the two."""

    credential: Card | None
    group: StepGroup | None
    told: tuple[Markup, ...] = ()
    """What the credential takes: its effort, its credits."""


@dataclass(frozen=True, slots=True)
class StepGroup:
    name: str | None
    rule: Markup
    """How many of how many, and whether in order."""
    in_order: bool
    steps: tuple[Step, ...]
    own: Markup
    """As in `Card`, for the name."""


@dataclass(frozen=True, slots=True)
class PathwayPage:
    name: str
    description: str
    own: Markup
    steps: StepGroup
    sums: tuple[Fact, ...]
    """What the steps add up to."""
    leads_to: Card | None
    has_order: bool
    """Whether an order is asked for anywhere."""
    machine: str
    """The pathway for machines."""


@dataclass(frozen=True, slots=True)
class PathwayCard:
    """A pathway in the catalogue."""

    name: str
    description: str
    href: str
    own: Markup


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence that everybody came for: what the build knew, and nothing more."""

    state: str
    """`active`, `expired`, `revoked`, `suspended` or `superseded`."""
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
class Code:
    """A QR code: dark modules as the `d` of a path that is stroked with a width of 1."""

    path: str
    size: int
    """Side of the drawing, with its margin."""


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
class Notice:
    """A page that is one sentence: nothing here, or no longer."""

    heading: str
    sentence: Markup
    more: tuple[Markup, ...]
    state: str | None = None
    """As in `Verdict`, where there is something to say about an award."""
    word: str | None = None
