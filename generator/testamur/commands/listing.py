"""`testamur list`: what was issued, with the addresses to hand on. From the register alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testamur.commands.project import Project
from testamur.content.load import load_site
from testamur.issue.published import published
from testamur.model.addresses import Addresses
from testamur.model.status import Standing
from testamur.problems import WorldError
from testamur.register.awards import Award
from testamur.register.reader import read
from testamur.register.register import Register

HIDDEN = "(name not published)"


@dataclass(frozen=True, slots=True)
class Listed:
    """An award, or a learner's record."""

    number: int
    """In the permanent record, from 1."""
    state: str
    """With its reason's code, where it is withdrawn and has one."""
    recipient: str
    what: str
    """The credential that was earned; of a learner's record, how much it holds."""
    address: str

    @property
    def line(self) -> str:
        """What is looked for in it."""
        return f"{self.state} {self.recipient} {self.what} {self.address}".casefold()


def issued(project: Project, words: Sequence[str]) -> list[Listed]:
    """
    Awards, then learners' records, in the order of the register; those that have every word.

    Raises RegisterError, and WorldError where site.yaml cannot be read.
    """
    site, _ = load_site(project.root)
    if site is None:
        raise WorldError("content/site.yaml cannot be used", "`testamur check` tells why")
    at = Addresses(site.base_url)
    register = read(project.register_folder(site.register), at)
    found = [*_awards(register, at), *_learners(register, at)]
    return [each for each in found if all(word.casefold() in each.line for word in words)]


def _awards(register: Register, at: Addresses) -> Iterator[Listed]:
    for award in register.awards.values():
        newest = award.newest
        credential = register.definitions[newest.definition].credential
        yield Listed(
            number=newest.entry + 1,
            state=_state(award),
            recipient=published(newest).name or HIDDEN,
            what=f"{credential.name} v{credential.version}",
            address=at.award_page(award.id),
        )


def _learners(register: Register, at: Addresses) -> Iterator[Listed]:
    for record in register.learners.values():
        held = len(record.holds)
        yield Listed(
            number=record.entry + 1,
            state=str(Standing.CURRENT),
            recipient=published(record).name or HIDDEN,
            what=f"learner record of {held:,} {'award' if held == 1 else 'awards'}",
            address=at.learner_page(record.learner),
        )


def _state(award: Award) -> str:
    standing, event = award.standing(award.newest.version), award.withdrawal
    return f"{standing} ({event.code})" if event and event.code else str(standing)
