"""`testamur report`: who holds what, from the records and the register together."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from testamur.commands.check import check
from testamur.commands.project import Project
from testamur.content.importing.deciding import ends
from testamur.content.importing.sheet import protected
from testamur.content.refused import shown
from testamur.content.values import nearest
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.status import Standing
from testamur.problems import InputRefusedError, Problem
from testamur.publish.durable import replace_durably
from testamur.register.awards import Award
from testamur.register.intent import record_digest
from testamur.register.register import Register

COLUMNS = (
    "credential",
    "name",
    "email",
    "awarded",
    "expires",
    "key",
    "state",
    "number",
    "award",
    "address",
    "record",
)
"""Of the table. The first six are those of a cohort."""

_KEY = "key:"
_NEVER_INTO = ("content", "site", "keys", "themes")


class State(StrEnum):
    """How an award stands on the day of the report."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    PENDING = "pending"
    """Written, and not issued yet."""


@dataclass(frozen=True, slots=True)
class Held:
    """One award of one person."""

    record: Record
    credential: Credential
    state: State
    expires: date | None
    """The first day on which it is no longer valid."""
    number: int | None = None
    """In the permanent record, from 1; None for one that is not issued yet."""
    award: str | None = None
    """Public id."""
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    held: tuple[Held, ...]
    """By credential, then by name."""

    @property
    def counts(self) -> Mapping[str, Mapping[State, int]]:
        """By credential's slug, how many awards stand how."""
        found: dict[str, Counter[State]] = {}
        for each in self.held:
            found.setdefault(each.record.credential, Counter())[each.state] += 1
        return found


@dataclass(frozen=True, slots=True)
class NotReported:
    """The content cannot be read, so nobody can say who holds what."""

    problems: tuple[Problem, ...]


def report(
    project: Project,
    *,
    credential: str | None = None,
    expiring: int | None = None,
    states: Sequence[State] = (),
) -> Report | NotReported:
    """
    Everybody's awards: of one credential, in these states, or that end within so many days.

    Raises InputRefusedError for a credential that there is not, RegisterError and WorldError.
    """
    checked = check(project)
    catalog, register = checked.catalog, checked.register
    if catalog is None or register is None:
        return NotReported(checked.problems)
    if credential is not None and credential not in catalog.credentials:
        raise InputRefusedError(
            f"no credential is called {shown(credential)}",
            nearest(credential, sorted(catalog.credentials)),
        )
    today = project.now.astimezone(catalog.site.zone).date()
    found = [
        each
        for each in _held(catalog, register, today)
        if credential in {None, each.record.credential}
        and (not states or each.state in states)
        and (expiring is None or _ends_within(each, today, expiring))
    ]
    found.sort(key=lambda each: (each.record.credential, each.record.recipient.name.casefold()))
    return Report(tuple(found))


def table(report: Report) -> str:
    """
    The report as CSV (RFC 4180) whose cells no spreadsheet takes for formulas.

    `testamur import` reads it again and finds every row there already.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in report.held:
        record = each.record
        cells = (
            record.credential,
            record.recipient.name,
            record.recipient.email or "",
            record.awarded.isoformat(),
            each.expires.isoformat() if each.expires else "",
            record.identity.removeprefix(_KEY) if record.identity.startswith(_KEY) else "",
            each.state.value,
            str(each.number or ""),
            each.award or "",
            each.address or "",
            record.subject,
        )
        writer.writerow(map(protected, cells))
    return out.getvalue()


def write(project: Project, path: Path, text: str) -> None:
    """
    The report as a file of its own. Raises InputRefusedError for a place where it would be
    published or taken for content, and WorldError.
    """
    target = path.resolve()
    for folder in _NEVER_INTO:
        if target.is_relative_to((project.root / folder).resolve()):
            raise InputRefusedError(
                f"{path} lies in {folder}/, and the report holds names and addresses",
                "give a place outside the repository",
            )
    if not target.parent.is_dir():
        raise InputRefusedError(f"there is no folder {path.parent}")
    # Excel takes a file without the mark for one in an encoding of its own.
    replace_durably(target, text.encode("utf-8-sig" if path.suffix == ".csv" else "utf-8"))


def _held(catalog: Catalog, register: Register, today: date) -> Iterator[Held]:
    for record in catalog.records:
        award = register.by_record.get(record_digest(record, register.addresses))
        credential = catalog.credentials.get(record.credential)
        if award is not None:
            earned = register.definitions[award.newest.definition].credential
            expires = ends(record, earned)
            yield Held(
                record,
                earned,
                _state(award, expires, today),
                expires,
                award.newest.entry + 1,
                award.id,
                register.addresses.award_page(award.id),
            )
        elif credential is not None:
            yield Held(record, credential, State.PENDING, ends(record, credential))


def _state(award: Award, expires: date | None, today: date) -> State:
    match award.standing(award.newest.version):
        case Standing.REVOKED:
            return State.REVOKED
        case Standing.SUSPENDED:
            return State.SUSPENDED
        case _:
            return State.EXPIRED if expires is not None and expires <= today else State.VALID


def _ends_within(held: Held, today: date, days: int) -> bool:
    """Whether it stands today and will not stand any more in so many days."""
    if held.expires is None or held.state not in {State.VALID, State.PENDING}:
        return False
    return today < held.expires <= today + timedelta(days=days)
