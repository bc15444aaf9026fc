"""Records and what was issued of them: line by line what authors may do, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time

from testamur.changes.forgotten import still_written
from testamur.changes.moved import moved, same_words
from testamur.changes.plan import Action, Change, Finding
from testamur.changes.rules import (
    ALREADY_EXPIRED,
    EDITED,
    NOTE_WITHDRAWN,
    NOTHING_CORRECTED,
    PUT_BACK,
    RENEWAL_CHANGES_MORE,
    TIME_ZONE_CHANGED,
    UNKNOWN_SUCCESSOR,
    VANISHED,
)
from testamur.issue.differences import differing_fields
from testamur.issue.published import awarded_at, published
from testamur.model.award import Note, Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.durations import add
from testamur.model.site import Site
from testamur.model.status import Event
from testamur.problems import Problem
from testamur.register.awards import Award
from testamur.register.intent import intent_digest, record_digest
from testamur.register.register import Register
from testamur.wire.instants import parse_instant

_Declared = tuple[Action, Note]


def records(catalog: Catalog, register: Register, today: date) -> Iterator[Finding]:
    """Every record against its award, and every award against its record."""
    known: dict[str, Award] = {}
    unknown: list[Record] = []
    for record in catalog.records:
        award = register.by_record.get(record_digest(record, register.addresses))
        if award is None:
            unknown.append(record)
        else:
            known[award.id] = award
            yield from _issued(record, award, catalog, register, today)
    to_forget = {each.award for each in catalog.forgotten}
    gone = [award for id_, award in register.awards.items() if id_ not in known]
    vanished = [award for award in gone if award.id not in to_forget]
    found_again = moved(vanished, unknown, register, catalog.site)
    disguised = dict(same_words([each for each in gone if each.id in to_forget], unknown, register))
    yield from _zone_changed(register, catalog.site)
    for record in unknown:
        award = found_again.get(record.subject)
        if record.subject in disguised:
            yield still_written(record, disguised[record.subject])
        elif award is None:
            yield from _new(record, catalog, register, today)
        else:
            yield Change(Action.MOVE, _earned(award, register), record, award)
            yield from _issued(record, award, catalog, register, today)
    ids = {award.id for award in found_again.values()}
    yield from (_vanished(award, register) for award in vanished if award.id not in ids)


def _zone_changed(register: Register, site: Site) -> Iterator[Problem]:
    """Days become instants in the site's zone; in another, an award would be of another day."""
    midnights: dict[str, bool] = {}
    for award in register.awards.values():
        awarded = awarded_at(award.newest)
        if awarded not in midnights:
            local = parse_instant(awarded).astimezone(site.zone)
            midnights[awarded] = local.time() == time.min
        if not midnights[awarded]:
            yield TIME_ZONE_CHANGED.at(
                "content/site.yaml",
                ("time_zone",),
                f"award no. {_number(award)} was awarded at {awarded}, where no day begins in "
                f"{site.time_zone}",
                "put time_zone back: what was issued names days in the old one",
            )
            return


def _vanished(award: Award, register: Register) -> Problem:
    name = published(award.newest).name
    whose = f", {name}" if name else ""
    return Problem(
        VANISHED,
        "",
        (),
        f"award no. {award.newest.entry + 1} ({_earned(award, register).name}{whose}) was issued, "
        "and its record is gone",
        "put it back (`git log --diff-filter=D --name-only -- content/awards` names what was "
        "deleted), or write `revoked:` into it to withdraw it, or run "
        f"`testamur forget {award.id}` to erase it",
    )


def _earned(award: Award, register: Register) -> Credential:
    return register.definitions[award.newest.definition].credential


def _new(record: Record, catalog: Catalog, register: Register, today: date) -> Iterator[Finding]:
    credential = catalog.credentials[record.credential]
    if (expired := _expired(record, credential, today)) is not None:
        yield expired
        return
    yield Change(Action.AWARD, credential, record)
    for action, notes in _lives(record):
        for note in notes:
            yield _successor_fault(note, record, None, register) or Change(
                action, credential, record, note=note
            )


def _issued(
    record: Record, award: Award, catalog: Catalog, register: Register, today: date
) -> Iterator[Finding]:
    earned = _earned(award, register)
    if record.credential != earned.slug:
        yield EDITED.at(
            record.subject,
            ("credential",),
            f"award no. {_number(award)} was issued for {earned.slug}",
            "put it back; for another credential revoke this award and write another record",
        )
        return
    declared = _declared(record, award)
    if isinstance(declared, Problem):
        yield declared
        return
    intent = intent_digest(record, earned.version, register.addresses)
    # Nothing commits to the language in the register.
    differs = (intent, record.language) != (award.newest.intent, award.newest.language)
    if differs and not declared:
        yield _edited(record, award, earned, catalog)
    elif declared and not differs:
        yield NOTHING_CORRECTED.at(
            record.subject,
            (_FIELDS[declared[-1][0]],),
            f"award no. {_number(award)} declares a change, but says what it said before",
            "make the change, or take the entry out",
        )
    elif declared:
        yield from _next_version(record, award, earned, catalog, declared, today=today)
    for action, notes in _lives(record):
        done = [event for event in award.events if event.change.value == _FIELDS[action]]
        new = _beyond(notes, done)
        if new is None:
            yield _withdrawn(record, award, done)
        elif new and action is Action.REINSTATE and (ended := _expired(record, earned, today)):
            yield ended
        else:
            for note in new:
                yield _successor_fault(note, record, award, register) or Change(
                    action, earned, record, award, note
                )


_FIELDS = {
    Action.CORRECT: "corrected",
    Action.RENEW: "renewed",
    Action.SUSPEND: "suspended",
    Action.REINSTATE: "reinstated",
    Action.REVOKE: "revoked",
}
"""The authors' field for each step, which is also its name in the register."""


def _lives(record: Record) -> tuple[tuple[Action, tuple[Note, ...]], ...]:
    """What happened to an award beside its words, a group for each kind."""
    return (
        (Action.SUSPEND, record.suspended),
        (Action.REINSTATE, record.reinstated),
        (Action.REVOKE, (record.revoked,) if record.revoked else ()),
    )


def _declared(record: Record, award: Award) -> list[_Declared] | Problem:
    """Corrections and renewals beyond those that were issued."""
    declared: list[_Declared] = []
    for action, notes, already in (
        (Action.CORRECT, record.corrected, award.newest.declared[0]),
        (Action.RENEW, record.renewed, award.newest.declared[1]),
    ):
        done = [event for event in award.events if event.change.value == _FIELDS[action]]
        rest = _beyond(notes, done)
        # Those that a record brought along when it was first issued are no events.
        brought = already - len(done)
        if rest is None or len(rest) < brought:
            if done:
                return _withdrawn(record, award, done)
            return NOTE_WITHDRAWN.at(
                record.subject,
                (_FIELDS[action],),
                f"award no. {_number(award)} was issued with `{_FIELDS[action]}:` entries that "
                "are gone",
                PUT_BACK,
            )
        declared += [(action, note) for note in rest[brought:]]
    return declared


def _beyond(notes: Sequence[Note], done: Sequence[Event]) -> list[Note] | None:
    """The notes that are not yet events; None if an event has no note any more."""
    rest = list(notes)
    for event in done:
        note = Note(event.day, event.reason, event.code, event.replaced_by)
        if note not in rest:
            return None
        rest.remove(note)
    return rest


def _withdrawn(record: Record, award: Award, done: Sequence[Event]) -> Problem:
    event = done[-1]
    return NOTE_WITHDRAWN.at(
        record.subject,
        (event.change.value,),
        f"award no. {_number(award)} was {event.change} on {event.day} ({event.in_full}); "
        "that stays written",
        f"{PUT_BACK}; to end a suspension, add `reinstated:` with date and reason",
    )


def _successor_fault(
    note: Note, record: Record, award: Award | None, register: Register
) -> Problem | None:
    """What is wrong with the award that is to take a revoked one's place."""
    successor = note.replaced_by
    if successor is None or (successor in register.awards and (not award or award.id != successor)):
        return None
    itself = award is not None and award.id == successor
    return UNKNOWN_SUCCESSOR.at(
        record.subject,
        ("revoked", "replaced_by"),
        "an award cannot take its own place" if itself else f"no award has the id {successor}",
        "issue the other award first, and take its id from `testamur list`",
    )


def _edited(record: Record, award: Award, earned: Credential, catalog: Catalog) -> Problem:
    fields = differing_fields(record, award.newest, earned, catalog.site)
    names = ", ".join(f"`{'.'.join(map(str, route))}`" for route in fields)
    how = "add `corrected:` with date and reason"
    if ".csv" in record.subject and record.corrected:
        how = "a row has room for one correction: move it to a .yaml first, then add the second"
    return EDITED.at(
        record.subject,
        fields[0],
        f"award no. {_number(award)} differs in {names} from what was signed",
        f"{PUT_BACK}, or declare the change: {how}",
    )


def _next_version(
    record: Record,
    award: Award,
    earned: Credential,
    catalog: Catalog,
    declared: Sequence[_Declared],
    *,
    today: date,
) -> Iterator[Finding]:
    fields = differing_fields(record, award.newest, earned, catalog.site)
    only_renewed = all(action is Action.RENEW for action, _ in declared)
    if only_renewed and fields != (("expires",),):
        others = [route for route in fields if route != ("expires",)] or list(fields)
        yield RENEWAL_CHANGES_MORE.at(
            record.subject,
            others[0],
            f"award no. {_number(award)} is renewed, and differs in "
            f"`{'.'.join(map(str, others[0]))}` too",
            "a renewal changes `expires` only; declare a `corrected:` entry for the rest",
        )
    elif (expired := _expired(record, earned, today)) is not None:
        yield expired
    else:
        for action, note in declared:
            yield Change(action, earned, record, award, note)


def _expired(record: Record, earned: Credential, today: date) -> Problem | None:
    ends = record.expires
    if ends is None and earned.valid_for:
        ends = add(record.awarded, earned.valid_for)
    if ends is None or ends > today:
        return None
    return ALREADY_EXPIRED.at(
        record.subject,
        ("expires",) if record.expires else ("awarded",),
        f"this would be issued on {today}, and has expired on {ends}",
        "a credential that was never valid cannot be signed; give it a later expiry or leave it out",
    )


def _number(award: Award) -> int:
    return award.newest.entry + 1
