"""`testamur list`: what was issued, with the addresses to hand on. From the register alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from testamur.commands.finding import HIDDEN
from testamur.commands.project import Project
from testamur.commands.site import site_of
from testamur.issue.published import published
from testamur.model.addresses import Addresses
from testamur.model.status import Standing
from testamur.register.awards import Award
from testamur.register.reader import read
from testamur.register.register import Register
from testamur.wire.instants import parse_instant

EXPIRED = "expired"
STATES = (Standing.CURRENT.value, EXPIRED, Standing.SUSPENDED.value, Standing.REVOKED.value)


@dataclass(frozen=True, slots=True)
class Listed:
    """An award, or a learner's record."""

    number: int
    """In the permanent record, from 1."""
    id: str
    standing: str
    """One of `STATES`."""
    code: str | None
    """Why it is withdrawn, where that was said in a word."""
    recipient: str
    what: str
    """The credential that was earned; of a learner's record, how much it holds."""
    credential: str | None
    """Its slug; None for a learner's record."""
    awarded: str | None
    """The instant, as it was signed."""
    expires: datetime | None
    address: str

    @property
    def state(self) -> str:
        """With its reason's code, where it is withdrawn and has one."""
        return f"{self.standing} ({self.code})" if self.code else self.standing

    @property
    def line(self) -> str:
        """What is looked for in it."""
        return f"{self.state} {self.recipient} {self.what} {self.address}".casefold()

    def expires_by(self, moment: datetime) -> bool:
        """Whether it stands now, and will have expired then."""
        is_current = self.standing == Standing.CURRENT.value
        return is_current and self.expires is not None and self.expires <= moment


def issued(
    project: Project,
    words: Sequence[str] = (),
    *,
    credential: str | None = None,
    standing: str | None = None,
    expiring: int | None = None,
) -> list[Listed]:
    """
    Awards, then learners' records, in the order of the register: those that fit all that is given.

    `words` all stand in their line; `standing` is one of `STATES`; `expiring` are days from now
    within which they expire and have not yet.

    Raises RegisterError, and InputRefusedError where site.yaml cannot be read.
    """
    site = site_of(project)
    at = Addresses(site.base_url)
    register = read(project.register_folder(site.register), at)
    found = [*_awards(register, at, project.now), *_learners(register, at)]
    soon = None if expiring is None else project.now + timedelta(days=expiring)
    return [
        each
        for each in found
        if credential in {None, each.credential}
        and standing in {None, each.standing}
        and (soon is None or each.expires_by(soon))
        and all(word.casefold() in each.line for word in words)
    ]


def state_of(award: Award, now: datetime) -> str:
    """One of `STATES`: what is withdrawn is that first, whatever its days."""
    standing = award.standing(award.newest.version)
    expires = expiry(award)
    if standing is Standing.CURRENT and expires is not None and expires <= now:
        return EXPIRED
    return standing.value


def expiry(award: Award) -> datetime | None:
    """The instant from which its newest version is no longer valid."""
    until = published(award.newest).signed.get("validUntil")
    return parse_instant(until) if isinstance(until, str) else None


def _awards(register: Register, at: Addresses, now: datetime) -> Iterator[Listed]:
    for award in register.awards.values():
        newest = award.newest
        credential = register.definitions[newest.definition].credential
        was = published(newest)
        awarded = was.signed.get("awardedDate")
        withdrawal = award.withdrawal
        yield Listed(
            number=newest.entry + 1,
            id=award.id,
            standing=state_of(award, now),
            code=withdrawal.code.value if withdrawal and withdrawal.code else None,
            recipient=was.name or HIDDEN,
            what=f"{credential.name} v{credential.version}",
            credential=credential.slug,
            awarded=awarded if isinstance(awarded, str) else None,
            expires=expiry(award),
            address=at.award_page(award.id),
        )


def _learners(register: Register, at: Addresses) -> Iterator[Listed]:
    for record in register.learners.values():
        held = len(record.holds)
        yield Listed(
            number=record.entry + 1,
            id=record.learner,
            standing=Standing.CURRENT.value,
            code=None,
            recipient=published(record).name or HIDDEN,
            what=f"learner record of {held:,} {'award' if held == 1 else 'awards'}",
            credential=None,
            awarded=None,
            expires=None,
            address=at.learner_page(record.learner),
        )
