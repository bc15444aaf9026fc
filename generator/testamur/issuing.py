"""
From content to new entries, in two halves that run in two processes.

`prepare` knows the authors' text and draws what is random; `sign` knows the keys and the time.
Between them stand the drafts.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import orjson

from testamur.changes import NEXT_VERSION, Action, Change, Plan
from testamur.crypto.signer import Signer
from testamur.crypto.strict_json import JsonObject
from testamur.issue.append import append
from testamur.issue.drafts import Draft, DraftDefinition, Drafts, Happening, Update
from testamur.issue.lint import Linted, lint
from testamur.issue.lost_keys import sign_again, signed_after_loss
from testamur.issue.prepare import Draw, first_version, next_version, slots
from testamur.issue.seal import seal
from testamur.issue.sign import sign as sign_document
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.model.status import Event
from testamur.problems import Problem, RegisterError, WorldError
from testamur.register import definitions
from testamur.register.documents import Document, Erased
from testamur.register.entries import (
    DefinitionEntry,
    EraseEntry,
    IssueEntry,
    KeyEntry,
)
from testamur.register.intent import record_digest
from testamur.register.register import Award, Definition, Register
from testamur.wire.instants import instant

_SAME_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Signers:
    """How to get at the keys: each is asked for only when something is fit to be signed by it."""

    award: Callable[[], Signer]
    register: Callable[[], Signer]


def prepare(catalog: Catalog, register: Register, plan: Plan, draw: Draw) -> Drafts:
    """Carry out a plan without problems as far as that needs no key and no clock."""
    free = slots(register, draw)
    awards: list[Draft] = []
    updates: list[Update] = []
    for record, group in _by_record(plan).items():
        happenings = tuple(change.happening for change in group if change.happening)
        award, earned = group[0].award, group[0].credential
        if earned is None:
            raise TypeError("a change of a record names its credential")
        if award is None:
            draft = first_version(
                record,
                earned,
                catalog.site,
                register,
                slot=next(free),
                draw=draw,
                happenings=happenings,
            )
            awards.append(draft)
        elif any(change.action in NEXT_VERSION for change in group):
            draft = next_version(
                record,
                earned,
                catalog.site,
                register,
                previous=award.newest,
                slot=next(free),
                draw=draw,
                happenings=happenings,
            )
            awards.append(draft)
        else:
            digest = record_digest(record, register.addresses)
            updates.append(Update(award.id, digest, record.source, happenings))
    return replace(
        nothing(catalog.site, register),
        definitions=tuple(_definition(change, catalog) for change in plan.of(Action.DEFINE)),
        awards=tuple(awards),
        updates=tuple(updates),
        forgotten=tuple(change.forgotten for change in plan.of(Action.FORGET) if change.forgotten),
    )


def nothing(site: Site, register: Register) -> Drafts:
    """Drafts of nothing: signing them refreshes the status lists."""
    return Drafts(
        base_url=site.base_url,
        register=site.register,
        size=register.size,
        root=register.tree.root().hex(),
        status_days=site.status_days,
    )


def sign(
    drafts: Drafts,
    register: Register,
    signers: Signers,
    *,
    due_keys: Sequence[KeyEntry],
    now: datetime,
    throwaway: Signer,
) -> Register | tuple[Problem, ...]:
    """
    The register with all of the drafts in it, signed; or what is wrong with them.

    `due_keys` are the key entries that the log lacks, `throwaway` a key made for this run. Raises
    RegisterError if the drafts were made for another register, WorldError if the clock is wrong.
    """
    _check_made_for(drafts, register)
    moment = _moment(register, now)
    documents = _complete(drafts, register, moment)
    linted = {
        draft.award: lint(document, _subject(draft), register.addresses, throwaway)
        for draft, document in documents
    }
    problems = tuple(
        problem for each in linted.values() if not isinstance(each, Linted) for problem in each
    )
    if problems:
        return problems
    grown = append(register, [*due_keys], moment)
    grown = _define(drafts, grown, moment)
    grown = _update(drafts, grown, moment)
    grown = _erase(drafts, grown, moment)
    problems = tuple(signed_after_loss(grown))
    if problems:
        return problems
    grown = _issue(drafts, grown, linted, signers, moment)
    grown = sign_again(grown, signers.award, moment, throwaway)
    grown = replace(grown, strays=frozenset())
    return seal(grown, signers.register(), moment, timedelta(days=drafts.status_days))


def _by_record(plan: Plan) -> Mapping[Record, list[Change]]:
    groups: dict[Record, list[Change]] = {}
    for change in plan.changes:
        if change.record:
            groups.setdefault(change.record, []).append(change)
    return groups


def _definition(change: Change, catalog: Catalog) -> DraftDefinition:
    if change.credential is None:
        raise TypeError("a definition names its credential")
    picture = catalog.pictures.get(change.credential.slug)
    return DraftDefinition(change.credential, b64encode(picture.data).decode() if picture else None)


def _check_made_for(drafts: Drafts, register: Register) -> None:
    if drafts.base_url != register.addresses.base_url or (
        drafts.size,
        drafts.root,
    ) != (register.size, register.tree.root().hex()):
        raise RegisterError(
            "the drafts were prepared for another state of the register",
            "run `testamur prepare` again, or `testamur issue`, which does both",
        )


def _moment(register: Register, now: datetime) -> datetime:
    """
    The second of signing: later than every earlier one.

    Two runs within a second are ordered by counting on; a clock that is further behind is wrong.
    """
    moment, before = now.replace(microsecond=0), register.as_of
    if before is None or moment > before:
        return moment
    if before - moment < _SAME_MOMENT:
        return before + timedelta(seconds=1)
    raise WorldError(
        f"the clock says {instant(moment)}, but the register was signed at {instant(before)}",
        "set the clock right; nothing is signed with a time before the last",
    )


def _complete(
    drafts: Drafts, register: Register, moment: datetime
) -> list[tuple[Draft, JsonObject]]:
    taken = set(register.slots)
    complete: list[tuple[Draft, JsonObject]] = []
    for draft in drafts.awards:
        known = register.awards.get(draft.award)
        wanted = known.newest.version + 1 if known else 1
        if draft.version != wanted or draft.award in register.forgotten or draft.slot in taken:
            raise RegisterError(
                f"the draft of {_subject(draft)} does not fit the register",
                "run `testamur prepare` again",
            )
        taken.add(draft.slot)
        document: JsonObject = orjson.loads(draft.document)
        complete.append((draft, {**document, "validFrom": instant(moment)}))
    return complete


def _subject(draft: Draft) -> str:
    return f"award {draft.award} of {draft.slug}"


def _define(drafts: Drafts, register: Register, moment: datetime) -> Register:
    defined = {
        (draft.credential.slug, draft.credential.version): Definition(
            draft.credential, _picture(draft)
        )
        for draft in drafts.definitions
    }
    facts = [
        DefinitionEntry(slug, version, definitions.digest(definition.credential))
        for (slug, version), definition in defined.items()
    ]
    grown = append(register, facts, moment)
    return replace(grown, definitions={**register.definitions, **defined})


def _picture(draft: DraftDefinition) -> Picture | None:
    if draft.picture is None or draft.credential.picture_type is None:
        return None
    return Picture(draft.credential.picture_type, b64decode(draft.picture))


def _issue(
    drafts: Drafts,
    register: Register,
    linted: Mapping[str, Linted | tuple[Problem, ...]],
    signers: Signers,
    moment: datetime,
) -> Register:
    if not drafts.awards:
        return register
    signer = signers.award()
    issued: list[Document] = []
    for number, draft in enumerate(drafts.awards):
        fit = linted[draft.award]
        if not isinstance(fit, Linted):
            raise TypeError("only linted documents are signed")
        issued.append(
            Document(
                entry=register.size + number,
                award=draft.award,
                version=draft.version,
                definition=(draft.slug, draft.definition),
                record=draft.record,
                intent=draft.intent,
                source=draft.source,
                declared=draft.declared,
                nonce=bytes.fromhex(draft.nonce),
                slot=draft.slot,
                language=draft.language,
                events=_events(draft.happenings, moment.date()),
                proof=sign_document(fit, signer, register.addresses, moment),
                unsigned=fit.unsigned,
            )
        )
    grown = append(register, [IssueEntry(document.commitment) for document in issued], moment)
    return replace(grown, documents={**register.documents, **{each.entry: each for each in issued}})


def _update(drafts: Drafts, register: Register, moment: datetime) -> Register:
    if not drafts.updates:
        return register
    documents = dict(register.documents)
    for update in drafts.updates:
        newest = _known(register, update.award).newest
        documents[newest.entry] = replace(
            newest,
            record=update.record,
            source=update.source,
            events=(*newest.events, *_events(update.happenings, moment.date())),
        )
    return replace(register, documents=documents)


def _erase(drafts: Drafts, register: Register, moment: datetime) -> Register:
    documents = dict(register.documents)
    for forgotten in drafts.forgotten:
        for version in _known(register, forgotten.award).versions:
            documents[version.entry] = Erased(
                version.entry, version.award, version.version, version.slot, moment.date()
            )
    erased = {entry.fact.index for entry in register.entries if isinstance(entry.fact, EraseEntry)}
    # Also those that an interrupted run had erased, but not yet entered.
    facts = [
        EraseEntry(number)
        for number, document in documents.items()
        if isinstance(document, Erased) and number not in erased
    ]
    return append(replace(register, documents=documents), facts, moment)


def _events(happenings: Sequence[Happening], entered: date) -> tuple[Event, ...]:
    return tuple(
        Event(happening.change, happening.day, happening.reason, entered)
        for happening in happenings
    )


def _known(register: Register, award: str) -> Award:
    found = register.awards.get(award)
    if found is None:
        raise RegisterError(f"the register knows no award {award}", "run `testamur prepare` again")
    return found
