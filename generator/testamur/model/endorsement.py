"""What somebody else says in favour of the issuer, of a credential or of an award."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

WITHDRAWAL_ENDING = ".withdrawal.json"
"""Of the file that takes back what stands beside it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is endorsed: an award, else a credential at one version, else the issuer."""

    award: str | None = None
    """Its public id."""
    credential: tuple[str, int] | None = None
    """Slug and version."""


ISSUER = Target()
"""What has no part in an award or a credential is said of the issuer."""


@dataclass(frozen=True, slots=True)
class Endorser:
    """Who endorses, by an identifier and a key of their own."""

    did: str
    name: str
    url: str | None = None
    email: str | None = None
    host: str | None = None
    """Domain of a did:web identifier: what a reader must recognise."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That the endorser took it back, by a document of their own."""

    moment: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One whose signature holds, with a key of the endorser's."""

    name: str
    """In its address: the file's name."""
    about: Target
    endorser: Endorser
    comment: str
    """Markdown; empty where nothing was said."""
    since: datetime
    until: datetime | None
    withdrawn: Withdrawn | None
    document: bytes
    """What is published, byte for byte: the withdrawal, if there is one."""


class Endorsements:
    """Those that are published, by what they are about."""

    def __init__(self, found: Iterable[Endorsement] = ()) -> None:
        self.all = tuple(found)
        self._about: dict[Target, list[Endorsement]] = {}
        # What stands is shown before what was withdrawn.
        for each in sorted(self.all, key=lambda each: (each.withdrawn is not None, each.since)):
            self._about.setdefault(each.about, []).append(each)

    def about(self, target: Target) -> tuple[Endorsement, ...]:
        """Those that stand come first, then the older ones."""
        return tuple(self._about.get(target, ()))

    def standing(self, target: Target) -> tuple[Endorsement, ...]:
        """Without those that were withdrawn."""
        return tuple(each for each in self.about(target) if each.withdrawn is None)


NOT_ENDORSED = Endorsements()


@dataclass(frozen=True, slots=True)
class Committed:
    """A file of content/endorsements/: its text may be shown, what it claims is not judged."""

    path: str
    """Below the repository's root."""
    data: bytes


@dataclass(frozen=True, slots=True)
class CommittedEndorsements:
    """All of them, by kind, each in the order of paths."""

    endorsements: tuple[Committed, ...] = ()
    withdrawals: tuple[Committed, ...] = ()
    endorsers: tuple[Committed, ...] = ()
    """Key documents (did.json) as they were found at their endorsers' sites."""
