"""What an author writes about one award, and who earned it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from testamur.model.issuer import Party
from testamur.model.plain import bookkeeping
from testamur.model.status import ReasonCode


class Display(StrEnum):
    """How much of a name may be published, in every public byte."""

    FULL = "full"
    INITIALS = "initials"
    HIDDEN = "hidden"


class Route(StrEnum):
    """How the recipient came to the credential."""

    COURSE = "course"
    EXAM = "exam"
    PRIOR_LEARNING = "prior-learning"


class EvidenceKind(StrEnum):
    QUALITATIVE = "qualitative"
    QUANTITATIVE = "quantitative"
    ARTEFACT = "artefact"


@dataclass(frozen=True, slots=True)
class RecipientIdentifier:
    type: str
    """One of the OB 3.0 identity types, e.g. `sourcedId`, or `ext:...`."""
    value: str


@dataclass(frozen=True, slots=True)
class Recipient:
    name: str
    email: str | None = None
    """As the author wrote it; `normalised_email` is what is hashed. Never published in plain."""
    did: str | None = None
    identifiers: tuple[RecipientIdentifier, ...] = ()
    display: Display = Display.FULL
    share_name: bool | None = None
    """Whether pictures beside links to the award show what is public of the name; None for no."""

    @property
    def normalised_email(self) -> str | None:
        """Trimmed and lower-cased; a plus-address stays as it is."""
        return None if self.email is None else self.email.strip().lower()

    @property
    def public_name(self) -> str | None:
        """The name as anybody may see it, or None where it is hidden."""
        match self.display:
            case Display.FULL:
                return self.name
            case Display.INITIALS:
                return " ".join(f"{word[0]}." for word in self.name.split())
            case Display.HIDDEN:
                return None


class Hiding(StrEnum):
    """How a record keeps its recipient out of sight."""

    SEALED = "sealed"
    """In a box that only the issuing job can open."""
    PERSON = "person"
    """By a name that a private list explains."""


@dataclass(frozen=True, slots=True)
class Hidden:
    how: Hiding
    text: str
    """The box, or the name. It stands for the recipient in the intent digest."""
    opened: bool = False

    @property
    def stand_in(self) -> Recipient:
        """In place of a recipient who is not known here; its name is for messages alone."""
        shown = self.text
        if self.how is Hiding.SEALED:
            shown = sha256(self.text.encode()).hexdigest()[:8]
        return Recipient(f"({self.how} {shown})", display=Display.HIDDEN)


@dataclass(frozen=True, slots=True)
class Evidence:
    name: str
    kind: EvidenceKind | None = None
    narrative: str | None = None
    url: str | None = None
    sha256: str | None = None
    """Of what stands at `url`, 64 hex digits."""
    genre: str | None = None
    description: str | None = None
    """In plain text, what it is."""
    audience: str | None = None
    """Whom it was made for."""


@dataclass(frozen=True, slots=True)
class Result:
    result: str
    """Id of a result description of the credential."""
    value: str | None = None
    level: str | None = None
    """Id of a rubric level of that description."""
    status: str | None = None
    """One of the OB 3.0 result states, e.g. `Completed`."""


@dataclass(frozen=True, slots=True)
class Note:
    """A dated event in the life of an award, as its author declared it."""

    day: date
    reason: str
    code: ReasonCode | None = None
    """Of a suspension or revocation."""
    replaced_by: str | None = None
    """Public id of the award that takes the place of a revoked one."""


@dataclass(frozen=True, slots=True)
class Record:
    """
    One award as written in content/.

    The bookkeeping fields say where it came from and what happened later; the intent digest
    covers the others only.
    """

    credential: str
    """Slug."""
    recipient: Recipient
    awarded: date
    """A day in the site's time zone."""
    expires: date | None = None
    """The first day on which it is no longer valid, in the site's time zone."""
    route: Route | None = None
    evidence: tuple[Evidence, ...] = ()
    results: tuple[Result, ...] = ()
    narrative: str | None = None
    language: str | None = None
    activity_start: date | None = None
    """The first day of what was done to earn it."""
    activity_end: date | None = None
    """The last such day."""
    term: str | None = None
    """The academic term, as the issuer calls it."""
    role: str | None = None
    """What the recipient was in it: author, captain, member."""
    licence_number: str | None = None
    """Of the licence or certificate that the award grants."""
    assessed_by: Party | None = None
    """Who assessed this recipient, where that is not the issuer."""

    identity: str = field(default="", metadata=bookkeeping())
    """What the record is known by: `key:...`, `path:...` or `row:credential:email`."""
    subject: str = field(default="", metadata=bookkeeping())
    """Where it stands, for messages: the file's path, with `#3` for the third of a list."""
    hidden: Hidden | None = field(default=None, metadata=bookkeeping())
    """Where the record does not say in plain text who it is about."""
    source: str = field(default="", metadata=bookkeeping())
    """SHA-256 of the record's own bytes in its file, hex."""
    corrected: tuple[Note, ...] = field(default=(), metadata=bookkeeping())
    renewed: tuple[Note, ...] = field(default=(), metadata=bookkeeping())
    revoked: Note | None = field(default=None, metadata=bookkeeping())
    suspended: tuple[Note, ...] = field(default=(), metadata=bookkeeping())
    reinstated: tuple[Note, ...] = field(default=(), metadata=bookkeeping())

    @property
    def is_closed(self) -> bool:
        """Whether `recipient` is a stand-in: nothing can be issued from it."""
        return self.hidden is not None and not self.hidden.opened

    @property
    def declared(self) -> tuple[int, int]:
        """How many corrections and how many renewals its author declared."""
        return len(self.corrected), len(self.renewed)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A person's wish to be forgotten: `content/forgotten.yaml`, which names nobody."""

    award: str
    """Public id."""
    day: date
