"""
`testamur revoke`, `suspend`, `reinstate`, `correct` and `renew`: what becomes of an award.

Each writes what happened into the author's record, wherever it stands; the next issuing takes it
into the register.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from testamur.commands.changing import Changed, Refused, change, current
from testamur.commands.check import Checked, check
from testamur.commands.finding import Known, find, known
from testamur.commands.project import Project
from testamur.commands.site import site_of
from testamur.content import edit
from testamur.content.edit import Value
from testamur.content.places import split
from testamur.content.yamltext import Raw
from testamur.model.award import Record
from testamur.model.status import Change, ReasonCode
from testamur.problems import Exit, Route, TestamurError

_DAYS = frozenset({"awarded", "expires", "activity_start", "activity_end"})
_FLAGS = frozenset({"share_name"})
_NOTES = frozenset(change.value for change in Change)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class LifeError(TestamurError):
    """That cannot become of this award."""

    exit = Exit.REFUSED


@dataclass(frozen=True, slots=True)
class Done:
    """An award, and what was written about it."""

    known: Known
    changed: Changed


@dataclass(frozen=True, slots=True)
class Why:
    """When and why something happens to an award; without a day, today in the site's zone."""

    reason: str | None = None
    code: ReasonCode | None = None
    day: date | None = None


def withdraw(
    project: Project,
    meant: str,
    what: Change,
    why: Why,
    *,
    replaced_by: str | None = None,
    dry_run: bool = False,
) -> Done | Refused:
    """
    Revoke, suspend or reinstate the award that is meant.

    `replaced_by` names, in any of the ways, the issued award that takes a revoked one's place.
    Raises NotFoundError, LifeError, EditError, RegisterError, WorldError.
    """
    target = _Target.of(project, meant)
    target.expect_unrevoked()
    target.expect_suspended(what)
    fields = target.note(why)
    if replaced_by is not None:
        successor = find(target.everything, replaced_by, project.root)
        if successor.award is None:
            raise LifeError(
                f"{successor.title} was not issued yet, so it has no id to be named by",
                "issue it first, then revoke the other",
            )
        fields["replaced_by"] = successor.award.id
    new = edit.note(target.subject, target.data, what.value, fields)
    return target.write(new, dry_run=dry_run)


def correct(
    project: Project,
    meant: str,
    why: Why,
    values: Mapping[Route, str | None],
    *,
    dry_run: bool = False,
) -> Done | Refused:
    """
    Set fields of the award that is meant, by their routes; None takes a field out.

    Of an award that was issued the change is declared, with its reason; also one that was made in
    an editor before, and that `values` need not repeat. Raises as `withdraw`.
    """
    target = _Target.of(project, meant)
    target.expect_unrevoked()
    for route in values:
        if route[0] in _NOTES:
            raise LifeError(
                f"`{route[0]}` is no field to be corrected",
                "what happened stays written; `testamur revoke`, `suspend`, `reinstate` and "
                "`renew` tell what happens next",
            )
    data = target.data
    for route, value in values.items():
        data = _set(target.subject, data, route, value)
    if values and data == target.data:
        raise LifeError(f"{target.known.title} says that already", "nothing was written")
    if target.known.award is not None:
        if why.reason is None:
            raise LifeError("a correction of an issued award says why", "give --reason")
        data = edit.note(target.subject, data, Change.CORRECTED.value, target.note(why))
    elif not values:
        raise LifeError(
            f"{target.known.title} was not issued yet", "say what to set, for example --name"
        )
    return target.write(data, dry_run=dry_run)


def renew(
    project: Project, meant: str, until: date, why: Why, *, dry_run: bool = False
) -> Done | Refused:
    """
    Let an issued award expire later: on `until` it is no longer valid. Raises as `withdraw`.
    """
    target = _Target.of(project, meant)
    target.expect_unrevoked()
    if target.known.award is None:
        raise LifeError(
            f"{target.known.title} was not issued yet, so there is nothing to renew",
            f"`testamur correct … --expires {until}` sets the day",
        )
    if target.record.expires is not None and target.record.expires >= until:
        raise LifeError(
            f"{target.known.title} expires on {target.record.expires} as it is",
            "a renewal ends later; a shorter life is a correction",
        )
    data = edit.put(target.subject, target.data, ("expires",), until)
    data = edit.note(target.subject, data, Change.RENEWED.value, target.note(why))
    return target.write(data, dry_run=dry_run)


def fields_from(assignments: Sequence[str]) -> dict[Route, str | None]:
    """
    Routes and values from texts like `recipient.name=Ada King`, which may have lists' indices.

    Raises ValueError with the text that has no field or no `=`.
    """
    found: dict[Route, str | None] = {}
    for each in assignments:
        name, equals, value = each.partition("=")
        if not equals or not all(name.strip().split(".")):
            raise ValueError(each)
        found[route_of(name)] = value.strip()
    return found


def route_of(name: str) -> Route:
    """`evidence.0.url` as a route."""
    return tuple(
        int(step) if step.isdecimal() and index else step
        for index, step in enumerate(name.strip().split("."))
    )


@dataclass(frozen=True, slots=True)
class _Target:
    """The one award that is meant, and the file that its record stands in."""

    project: Project
    checked: Checked
    everything: tuple[Known, ...]
    known: Known
    record: Record
    data: bytes

    @classmethod
    def of(cls, project: Project, meant: str) -> _Target:
        site_of(project)
        checked = check(project)
        everything = known(checked)
        found = find(everything, meant, project.root)
        if found.record is None:
            raise LifeError(
                f"{found.title} has no record in content/ that could be read",
                "`testamur check` tells what is wrong; put the record back first",
            )
        path, _ = split(found.record.subject)
        data = current(project, path)
        if data is None:
            raise LifeError(f"{path} is not there any more", "run the command again")
        return cls(project, checked, everything, found, found.record, data)

    @property
    def subject(self) -> str:
        return self.record.subject

    @property
    def today(self) -> date:
        catalog = self.checked.catalog
        zone = catalog.site.zone if catalog else UTC
        return self.project.now.astimezone(zone).date()

    def note(self, why: Why) -> dict[str, Value]:
        fields: dict[str, Value] = {"date": why.day or self.today}
        if why.code is not None:
            fields["code"] = why.code.value
        if why.reason is not None:
            fields["reason"] = why.reason
        return fields

    def expect_unrevoked(self) -> None:
        revoked = self.record.revoked
        if revoked is not None:
            raise LifeError(
                f"{self.known.title} was revoked on {revoked.day}",
                "a revoked award stays revoked: give a new award instead",
            )

    def expect_suspended(self, what: Change) -> None:
        """Nothing is suspended twice at once, and only what is suspended is reinstated."""
        record = self.record
        is_suspended = len(record.suspended) > len(record.reinstated)
        if what is Change.SUSPENDED and is_suspended:
            raise LifeError(
                f"{self.known.title} was suspended on {record.suspended[-1].day}, and still is",
                "`testamur reinstate` ends a suspension",
            )
        if what is Change.REINSTATED and not is_suspended:
            raise LifeError(f"{self.known.title} is not suspended", "nothing was written")

    def write(self, data: bytes, *, dry_run: bool) -> Done | Refused:
        path, _ = split(self.subject)
        changed = change(self.project, {path: data}, dry_run=dry_run)
        return changed if isinstance(changed, Refused) else Done(self.known, changed)


def _set(subject: str, data: bytes, route: Route, value: str | None) -> bytes:
    whole = _indexed(subject, data, route)
    present = edit.get(subject, data, whole)
    if value is None:
        return data if present is None else edit.take(subject, data, whole)
    return data if present == value else edit.put(subject, data, whole, _typed(route, value))


def _typed(route: Route, value: str) -> Value:
    name = route[-1]
    if name in _DAYS and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if name in _FLAGS and value in {"true", "false"}:
        return value == "true"
    return value


def _indexed(subject: str, data: bytes, route: Route) -> Route:
    """Results are named by what they are results of; a list of YAML counts them."""
    match route:
        case ("results", str() as id_, field) if not split(subject)[0].endswith(".csv"):
            found = edit.get(subject, data, ("results",))
            items: list[Raw] = found if isinstance(found, list) else []
            for index, each in enumerate(items):
                if isinstance(each, dict) and each.get("result") == id_:
                    return ("results", index, field)
            raise LifeError(f"this award has no result {id_!r}")
    return route
