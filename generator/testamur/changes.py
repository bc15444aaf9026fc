"""
What issuing would do now, and what it refuses to do: one pure function.

`check` prints the plan, `prepare` carries it out, and both refuse for the same reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from testamur.crypto.note import Checkpoint
from testamur.issue.differences import differing_fields
from testamur.issue.drafts import Happening
from testamur.model.award import Forgotten, Note, Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.durations import add
from testamur.model.status import Change as Step
from testamur.model.status import Event
from testamur.problems import Exit, Problem, Rule
from testamur.register import definitions
from testamur.register.intent import intent_digest, record_digest
from testamur.register.register import Award, Register

EDITED = Rule(
    "edited-after-issue", "What was signed was edited without saying so", exit=Exit.REGISTER
)
VANISHED = Rule("vanished-award", "The record of an issued award is gone", exit=Exit.REGISTER)
DEFINITION_CHANGED = Rule(
    "definition-changed",
    "A credential that has awards was changed without a new version",
    exit=Exit.REGISTER,
)
VERSION_LOWERED = Rule("version-lowered", "A credential's version went down", exit=Exit.REGISTER)
NOT_AN_EXTENSION = Rule(
    "register-not-an-extension",
    "The register is not an extension of the published one",
    exit=Exit.REGISTER,
)
NOTHING_CORRECTED = Rule("nothing-corrected", "A correction was declared but nothing differs")
RENEWAL_CHANGES_MORE = Rule("renewal-changes-more", "A renewal changes more than the expiry")
NOTE_WITHDRAWN = Rule("note-withdrawn", "A dated note that was issued is gone or was edited")
ALREADY_EXPIRED = Rule("already-expired", "An award would have expired before it is issued")
FORGOTTEN_UNKNOWN = Rule("forgotten-unknown", "No award has the id that is to be forgotten")
FORGOTTEN_STILL_WRITTEN = Rule(
    "forgotten-still-written", "The record of a forgotten award is still there"
)

RULES = (
    EDITED,
    VANISHED,
    DEFINITION_CHANGED,
    VERSION_LOWERED,
    NOT_AN_EXTENSION,
    NOTHING_CORRECTED,
    RENEWAL_CHANGES_MORE,
    NOTE_WITHDRAWN,
    ALREADY_EXPIRED,
    FORGOTTEN_UNKNOWN,
    FORGOTTEN_STILL_WRITTEN,
)

_RESTORE = "put it back (`git log -p -- content/` shows what it was)"


class Action(StrEnum):
    DEFINE = "define"
    AWARD = "award"
    CORRECT = "correct"
    RENEW = "renew"
    REINSTATE = "reinstate"
    SUSPEND = "suspend"
    REVOKE = "revoke"
    MOVE = "move"
    FORGET = "forget"


NEXT_VERSION = frozenset({Action.CORRECT, Action.RENEW, Action.REINSTATE})
"""What makes the next version of an award; the rest leaves what was signed as it is."""

_STEPS = {
    Action.CORRECT: Step.CORRECTED,
    Action.RENEW: Step.RENEWED,
    Action.SUSPEND: Step.SUSPENDED,
    Action.REINSTATE: Step.REINSTATED,
    Action.REVOKE: Step.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that issuing would do."""

    action: Action
    credential: Credential | None = None
    """Of `define`: as it is now. Of a record: the version it is issued under."""
    record: Record | None = None
    award: Award | None = None
    """The one it is about; None for one that was never issued."""
    note: Note | None = None
    forgotten: Forgotten | None = None

    @property
    def happening(self) -> Happening | None:
        """The step that enters the award's history."""
        if self.note is None or self.action not in _STEPS:
            return None
        return Happening(_STEPS[self.action], self.note.day, self.note.reason)


@dataclass(frozen=True, slots=True)
class Plan:
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    def of(self, action: Action) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.action is action)


def changes(
    catalog: Catalog,
    register: Register,
    *,
    today: date,
    published: Sequence[Checkpoint] = (),
) -> Plan:
    """
    Compare what authors wrote with what was issued.

    `today` is the day in the site's time zone; `published` are heads that the world has seen.
    """
    found: list[Change] = []
    problems: list[Problem] = []
    _collect(extends(register, published), found, problems)
    _collect(_definitions(catalog, register), found, problems)
    _collect(_records(catalog, register, today), found, problems)
    _collect(_forgotten(catalog, register), found, problems)
    return Plan(tuple(found), tuple(problems))


def extends(register: Register, published: Sequence[Checkpoint]) -> Iterator[Problem]:
    """Every head that the world has seen is a head of this log."""
    for head in published:
        if head.origin != register.addresses.origin:
            why = f"the published register is {head.origin}, this one {register.addresses.origin}"
        elif head.size > register.size:
            why = f"{head.size} entries were published, this register has {register.size}"
        elif head.root != register.tree.root(head.size):
            why = f"its first {head.size} entries are not those that were published"
        else:
            continue
        yield Problem(
            NOT_AN_EXTENSION,
            "",
            (),
            why,
            "take the published register and issue again on top of it",
        )


def _collect(
    results: Iterable[Change | Problem], found: list[Change], problems: list[Problem]
) -> None:
    for result in results:
        if isinstance(result, Problem):
            problems.append(result)
        else:
            found.append(result)


def _definitions(catalog: Catalog, register: Register) -> Iterator[Change | Problem]:
    awarded = {
        version.definition for award in register.awards.values() for version in award.versions
    }
    newest: dict[str, int] = {}
    for slug, version in register.logged_definitions:
        newest[slug] = max(version, newest.get(slug, 0))
    for slug, credential in catalog.credentials.items():
        file = f"content/credentials/{slug}/credential.md"
        issued = register.logged_definitions.get((slug, credential.version))
        if credential.version < newest.get(slug, 0):
            yield VERSION_LOWERED.at(
                file,
                ("version",),
                f"version {newest[slug]} of {slug} was issued, this says {credential.version}",
                f"write version: {newest[slug]}, or the next if the text changed",
            )
        elif issued == definitions.digest(credential):
            continue
        elif issued is not None and (slug, credential.version) in awarded:
            yield DEFINITION_CHANGED.at(
                file,
                ("version",),
                f"{slug} was changed, and version {credential.version} of it has awards",
                f"write version: {credential.version + 1}; earlier awards keep the earlier text",
            )
        else:
            yield Change(Action.DEFINE, credential)


def _records(catalog: Catalog, register: Register, today: date) -> Iterator[Change | Problem]:
    at = register.addresses
    known: dict[str, Award] = {}
    unknown: list[Record] = []
    for record in catalog.records:
        award = register.by_record.get(record_digest(record, at))
        if award is None:
            unknown.append(record)
        else:
            known[award.id] = award
            yield from _issued(record, award, catalog, register, moved=False, today=today)
    to_forget = {each.award for each in catalog.forgotten}
    vanished = [
        award for id_, award in register.awards.items() if id_ not in known and id_ not in to_forget
    ]
    moved = _moved(vanished, unknown, register)
    for record in unknown:
        award = moved.get(record.subject)
        if award:
            yield from _issued(record, award, catalog, register, moved=True, today=today)
        else:
            yield from _new(record, catalog, today)
    found_again = {award.id for award in moved.values()}
    for award in vanished:
        if award.id not in found_again:
            number = award.newest.entry + 1
            yield Problem(
                VANISHED,
                "",
                (),
                f"award no. {number} ({award.newest.definition[0]}) was issued, and its record is "
                "gone",
                "put it back (`git log --diff-filter=D --name-only -- content/awards` names what "
                "was deleted), or write `revoked:` into it to withdraw it, or run "
                f"`testamur forget {award.id}` to erase it",
            )


def _moved(
    vanished: Sequence[Award], unknown: Sequence[Record], register: Register
) -> Mapping[str, Award]:
    """Issued awards whose record was renamed or given a key, by the record's subject now."""
    lost = {award.newest.intent: award for award in vanished}
    versions: dict[str, set[int]] = {}
    for award in vanished:
        slug, version = award.newest.definition
        versions.setdefault(slug, set()).add(version)
    found: dict[str, Award] = {}
    for record in unknown:
        for version in sorted(versions.get(record.credential, ())):
            # Taken out when matched: two records that say the same are not one award.
            intent = intent_digest(record, version, register.addresses)
            if intent in lost:
                found[record.subject] = lost.pop(intent)
                break
    return found


def _new(record: Record, catalog: Catalog, today: date) -> Iterator[Change | Problem]:
    credential = catalog.credentials[record.credential]
    if (expired := _expired(record, credential, today)) is not None:
        yield expired
        return
    yield Change(Action.AWARD, credential, record)
    for note in record.suspended[len(record.reinstated) :]:
        yield Change(Action.SUSPEND, credential, record, note=note)
    if record.revoked:
        yield Change(Action.REVOKE, credential, record, note=record.revoked)


def _issued(
    record: Record,
    award: Award,
    catalog: Catalog,
    register: Register,
    *,
    moved: bool,
    today: date,
) -> Iterator[Change | Problem]:
    newest = award.newest
    earned = register.definitions[newest.definition].credential
    differs = intent_digest(record, earned.version, register.addresses) != newest.intent
    number = newest.entry + 1
    if record.declared < newest.declared:
        yield NOTE_WITHDRAWN.at(
            record.subject,
            ("corrected",),
            f"award no. {number} was issued with {newest.declared} declared corrections or "
            f"renewals, and has {record.declared} now",
            _RESTORE,
        )
        return
    if moved:
        yield Change(Action.MOVE, earned, record, award)
    declared = _newly_declared(record, newest.declared)
    if differs and not declared:
        fields = differing_fields(record, newest, earned, catalog.site)
        names = ", ".join(f"`{'.'.join(map(str, route))}`" for route in fields)
        yield EDITED.at(
            record.subject,
            fields[0],
            f"award no. {number} differs in {names} from what was signed",
            f"{_RESTORE}, or declare the change: add `corrected:` with date and reason",
        )
    elif declared and not differs:
        yield NOTHING_CORRECTED.at(
            record.subject,
            (declared[-1][0],),
            f"award no. {number} declares a change, but says what it said before",
            "make the change, or take the entry out",
        )
    elif declared:
        yield from _next_version(record, award, earned, catalog, declared, today=today)
    for step, action, notes in (
        (Step.SUSPENDED, Action.SUSPEND, record.suspended),
        (Step.REINSTATED, Action.REINSTATE, record.reinstated),
        (Step.REVOKED, Action.REVOKE, (record.revoked,) if record.revoked else ()),
    ):
        done = [event for event in award.events if event.change is step]
        if not _begins_with(notes, done):
            yield NOTE_WITHDRAWN.at(
                record.subject,
                (step.value,),
                f"award no. {number} was {step} on {done[-1].day} ({done[-1].reason}); "
                "that stays written",
                f"{_RESTORE}; to end a suspension, add `reinstated:` with date and reason",
            )
            continue
        for note in notes[len(done) :]:
            yield Change(action, earned, record, award, note)


def _next_version(
    record: Record,
    award: Award,
    earned: Credential,
    catalog: Catalog,
    declared: Sequence[tuple[str, Note]],
    *,
    today: date,
) -> Iterator[Change | Problem]:
    only_renewed = all(kind == "renewed" for kind, _ in declared)
    fields = differing_fields(record, award.newest, earned, catalog.site)
    if only_renewed and fields != (("expires",),):
        others = [route for route in fields if route != ("expires",)] or list(fields)
        yield RENEWAL_CHANGES_MORE.at(
            record.subject,
            others[0],
            f"award no. {award.newest.entry + 1} is renewed, and differs in "
            f"`{'.'.join(map(str, others[0]))}` too",
            "a renewal changes `expires` only; declare a `corrected:` entry for the rest",
        )
        return
    if (expired := _expired(record, earned, today)) is not None:
        yield expired
        return
    for kind, note in declared:
        action = Action.RENEW if kind == "renewed" else Action.CORRECT
        yield Change(action, earned, record, award, note)


def _newly_declared(record: Record, already: int) -> list[tuple[str, Note]]:
    """Corrections and renewals beyond those that were issued, oldest first."""
    declared = [("corrected", note) for note in record.corrected]
    declared += [("renewed", note) for note in record.renewed]
    return sorted(declared, key=lambda each: each[1].day)[already:]


def _begins_with(notes: Sequence[Note], done: Sequence[Event]) -> bool:
    return len(notes) >= len(done) and all(
        (note.day, note.reason) == (event.day, event.reason)
        for note, event in zip(notes, done, strict=False)
    )


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


def _forgotten(catalog: Catalog, register: Register) -> Iterator[Change | Problem]:
    written = {record_digest(record, register.addresses): record for record in catalog.records}
    for number, each in enumerate(catalog.forgotten):
        award = register.awards.get(each.award)
        if award is None:
            if each.award not in register.forgotten:
                yield FORGOTTEN_UNKNOWN.at(
                    "content/forgotten.yaml",
                    (number, "award"),
                    f"no award has the id {each.award}",
                    "take it from the address of the award's page",
                )
        elif record := written.get(award.newest.record):
            yield FORGOTTEN_STILL_WRITTEN.at(
                record.subject,
                (),
                f"award no. {award.newest.entry + 1} is to be forgotten, but its record is here",
                "delete the record; the register's part is erased when the next run issues",
            )
        else:
            yield Change(Action.FORGET, award=award, forgotten=each)
