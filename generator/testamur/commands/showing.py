"""`testamur show`: all that is known of one award, from its record and from the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from testamur.changes import Change
from testamur.commands.check import Checked, check
from testamur.commands.finding import Known, find, known
from testamur.commands.listing import state_of
from testamur.commands.project import Project
from testamur.commands.site import site_of
from testamur.content.places import split
from testamur.issue.published import published
from testamur.model.addresses import Addresses, document_path
from testamur.model.status import Event
from testamur.problems import Problem
from testamur.register.documents import Document


@dataclass(frozen=True, slots=True)
class Version:
    """One signed document of the award."""

    number: int
    """From 1."""
    entry: int
    """Its number in the permanent record."""
    signed: str
    """The instant."""
    because: Event | None
    """What made it take the place of the one before."""
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    known: Known
    state: str
    """One of `listing.STATES`, or `not issued`."""
    page: str | None
    versions: tuple[Version, ...]
    pending: tuple[Change, ...]
    """What the next issuing would do about it."""
    problems: tuple[Problem, ...]
    """Of the file that its record stands in, as `check` has them."""

    @property
    def events(self) -> tuple[Event, ...]:
        return () if self.known.award is None else self.known.award.events

    @property
    def id(self) -> str | None:
        return None if self.known.award is None else self.known.award.id

    @property
    def awarded(self) -> str | None:
        """The day of the record, or the instant that was signed."""
        if self.known.record is not None:
            return self.known.record.awarded.isoformat()
        return self._signed("awardedDate")

    @property
    def expires(self) -> str | None:
        """The instant that was signed, or the day of a record that was not issued."""
        if self.known.award is not None:
            return self._signed("validUntil")
        record = self.known.record
        return record.expires.isoformat() if record and record.expires else None

    def _signed(self, term: str) -> str | None:
        if self.known.award is None:
            return None
        value = published(self.known.award.newest).signed.get(term)
        return value if isinstance(value, str) else None


def show(project: Project, meant: str) -> Shown:
    """Raises NotFoundError where no award, or more than one, is meant, and InputRefusedError where site.yaml cannot be read."""
    site_of(project)
    checked = check(project)
    each = find(known(checked), meant, project.root)
    award = each.award
    at = checked.register.addresses if checked.register else None
    path = split(each.record.subject)[0] if each.record else None
    return Shown(
        known=each,
        state=_state(each, project.now),
        page=at.award_page(award.id) if at and award else None,
        versions=tuple(_versions(award.versions, at)) if at and award else (),
        pending=tuple(_pending(each, checked)),
        problems=tuple(problem for problem in checked.problems if path and problem.file == path),
    )


def _state(each: Known, now: datetime) -> str:
    return "not issued" if each.award is None else state_of(each.award, now)


def _versions(documents: tuple[Document, ...], at: Addresses) -> Iterator[Version]:
    newest = documents[-1].version
    for document in documents:
        earlier = None if document.version == newest else document.version
        yield Version(
            number=document.version,
            entry=document.entry + 1,
            signed=str(published(document).signed.get("validFrom")),
            because=document.origin,
            address=at.of(document_path(document.award, earlier)),
        )


def _pending(each: Known, checked: Checked) -> Iterator[Change]:
    for change in checked.plan.changes if checked.plan else ():
        is_its_record = each.record is not None and change.record == each.record
        is_its_award = each.award is not None and change.award == each.award
        wish = change.forgotten.award if change.forgotten else None
        if is_its_record or is_its_award or (each.award is not None and wish == each.award.id):
            yield change
