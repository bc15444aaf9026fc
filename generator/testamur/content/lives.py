"""The days of one award: earned, signed for a while, and what its author says became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from testamur.content.rules import DATE_ORDER, FUTURE_DATE, STATUS_ORDER
from testamur.model import durations
from testamur.model.award import Note, Record
from testamur.model.credential import Credential
from testamur.problems import Problem, Route


def check(record: Record, credential: Credential | None, today: date) -> Iterator[Problem]:
    """Every day of a record that has not come, or is in the wrong order."""
    if record.awarded > today:
        yield _future(record, ("awarded",), record.awarded)
    offered = None if credential is None else credential.offered_from
    if offered is not None and record.awarded < offered:
        detail = f"`awarded` is {record.awarded}, before the credential was offered from {offered}"
        yield DATE_ORDER.at(record.subject, ("awarded",), detail)
    yield from _check_activity(record)
    yield from _check_expiry(record, credential)
    events = _events(record)
    for route, _, note in events:
        if note.day > today:
            yield _future(record, route, note.day)
        if note.day < record.awarded:
            name = route[0]
            detail = f"`{name}` on {note.day} is before the award on {record.awarded}"
            yield DATE_ORDER.at(record.subject, route, detail)
    yield from _check_states(record, events)


def _check_activity(record: Record) -> Iterator[Problem]:
    start, end = record.activity_start, record.activity_end
    if start is not None and start > record.awarded:
        detail = f"`activity_start` on {start} is after the award on {record.awarded}"
        yield DATE_ORDER.at(record.subject, ("activity_start",), detail)
    if start is not None and end is not None and end < start:
        detail = f"`activity_end` on {end} is before `activity_start` on {start}"
        yield DATE_ORDER.at(record.subject, ("activity_end",), detail)


def _check_expiry(record: Record, credential: Credential | None) -> Iterator[Problem]:
    if record.expires is not None:
        if record.expires <= record.awarded:
            detail = f"`expires` on {record.expires} is not after the award on {record.awarded}"
            hint = "it is the first day on which the award is no longer valid"
            yield DATE_ORDER.at(record.subject, ("expires",), detail, hint)
    elif credential is not None and credential.valid_for is not None:
        try:
            durations.add(record.awarded, credential.valid_for)
        except ValueError:
            detail = f"the award would expire beyond the year 9999, {credential.valid_for} later"
            yield DATE_ORDER.at(record.subject, ("awarded",), detail)


def _events(record: Record) -> list[tuple[Route, str, Note]]:
    lists = (
        ("corrected", record.corrected),
        ("renewed", record.renewed),
        ("suspended", record.suspended),
        ("reinstated", record.reinstated),
    )
    events: list[tuple[Route, str, Note]] = [
        ((name, index, "date"), name, note)
        for name, notes in lists
        for index, note in enumerate(notes)
    ]
    if record.revoked is not None:
        events.append((("revoked", "date"), "revoked", record.revoked))
    return events


def _check_states(record: Record, events: list[tuple[Route, str, Note]]) -> Iterator[Problem]:
    # On one day an award can be suspended and reinstated: the order of the list decides.
    states = sorted(
        (event for event in events if event[1] in {"suspended", "reinstated"}),
        key=lambda event: (event[2].day, int(event[0][1]), event[1] == "reinstated"),
    )
    is_suspended = False
    for route, name, note in states:
        if name == "reinstated" and not is_suspended:
            detail = f"`reinstated` on {note.day}, but the award was not suspended then"
            yield STATUS_ORDER.at(record.subject, route, detail, "give the suspension first")
        if name == "suspended" and is_suspended:
            detail = f"`suspended` on {note.day}, but the award was suspended already"
            yield STATUS_ORDER.at(record.subject, route, detail, "give the reinstatement first")
        is_suspended = name == "suspended"
    revoked = record.revoked
    if revoked is None:
        return
    for route, name, note in events:
        if name != "revoked" and note.day > revoked.day:
            detail = f"`{name}` on {note.day} is after the award was revoked on {revoked.day}"
            hint = "a revoked award stays revoked: give a new award instead"
            yield STATUS_ORDER.at(record.subject, route, detail, hint)


def _future(record: Record, route: Route, day: date) -> Problem:
    return FUTURE_DATE.at(record.subject, route, f"`{route[0]}` has not come yet: {day}")
