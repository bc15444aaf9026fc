"""
From content to new entries, in two halves that run in two processes.

`prepare` knows the authors' text and draws what is random; `sign` knows the keys and the time.
Between them stand the drafts.
"""

from __future__ import annotations

import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson

from testamur.changes import Action, Change, Enrolment, Plan, needs_version
from testamur.crypto.signer import Signer
from testamur.crypto.strict_json import JsonObject
from testamur.issue import learners
from testamur.issue.append import append
from testamur.issue.check_drafts import check_drafts
from testamur.issue.derive import FormatSigners, derive
from testamur.issue.drafts import Draft, DraftDefinition, DraftRecord, Drafts, Update
from testamur.issue.grow import define, erase, happen, issue_documents, lead, update
from testamur.issue.lint import UNSIGNABLE, Linted, flaws, lint
from testamur.issue.lost_keys import sign_again
from testamur.issue.moment import moment_of
from testamur.issue.prepare import Draw, drawn, first_version, next_version, places
from testamur.issue.seal import seal
from testamur.issue.tail import check_tail
from testamur.model.addresses import Addresses
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Versions
from testamur.model.site import Site
from testamur.model.status import REVOCATION, SUSPENSION, Slot
from testamur.problems import Problem, RegisterError
from testamur.register import soundness
from testamur.register.intent import record_digest
from testamur.register.keys import AnnouncedKey, due_entries
from testamur.register.register import Register
from testamur.wire import v3
from testamur.wire.instants import instant


@dataclass(frozen=True, slots=True)
class Signers:
    """How to get at the keys: each is asked for only when something is fit to be signed by it."""

    award: Callable[[], Signer]
    register: Callable[[], Signer]
    jwt: Callable[[], Signer]
    assertion: Callable[[], Signer]


def prepare(catalog: Catalog, register: Register, plan: Plan, draw: Draw) -> Drafts:
    """Carry out a plan without problems as far as that needs no key and no clock."""
    free, versions = places(register, catalog.site, draw), _versions(register, plan)
    awards: list[Draft] = []
    updates: list[Update] = []
    ids: dict[str, str] = {}
    for record, group in _by_record(plan).items():
        happenings = drawn((change.happening for change in group if change.happening), draw)
        award, earned = group[0].award, group[0].credential
        if earned is None:
            raise TypeError("a change of a record names its credential")
        if award is None:
            draft = first_version(
                record,
                earned,
                catalog.site,
                register,
                places=next(free),
                draw=draw,
                happenings=happenings,
                versions=versions,
            )
            awards.append(draft)
            ids[record.subject] = draft.award
        elif any(map(needs_version, group)):
            draft = next_version(
                record,
                earned,
                catalog.site,
                register,
                previous=award.newest,
                places=next(free),
                draw=draw,
                happenings=happenings,
                versions=versions,
            )
            awards.append(draft)
        else:
            digest = record_digest(record, register.addresses)
            updates.append(Update(award.id, digest, record.source, happenings))
    for change in plan.changes:
        if change.record and change.award:
            ids[change.record.subject] = change.award.id
    records = [
        _record(
            change.enrolment, ids, catalog.site, register, slot=next(free).revocation, draw=draw
        )
        for change in plan.of(Action.RECORD)
        if change.enrolment
    ]
    return replace(
        nothing(catalog.site, register),
        serialises=True,
        formats=catalog.site.formats,
        definitions=tuple(_definition(change, catalog) for change in plan.of(Action.DEFINE)),
        pathways=tuple(
            change.pathway
            for action in (Action.PATHWAY, Action.PATHWAY_CHANGE)
            for change in plan.of(action)
            if change.pathway
        ),
        awards=tuple(awards),
        updates=tuple(updates),
        forgotten=tuple(change.forgotten for change in plan.of(Action.FORGET) if change.forgotten),
        records=tuple(records),
        retired=tuple(
            change.retired.learner for change in plan.of(Action.RETIRE) if change.retired
        ),
    )


def unsignable(
    catalog: Catalog, register: Register, plan: Plan, now: datetime
) -> Iterator[Problem]:
    """
    What signing would refuse, said where the author can see it.

    The same lints on the same document, with stand-ins for what chance and the clock decide.
    """
    at, versions = Addresses(catalog.site.base_url), _versions(register, plan)
    place = Slot(1, 0)
    drawn = v3.Drawn(
        "0" * 26,
        f"urn:uuid:{uuid.UUID(int=0, version=4)}",
        "0" * 32,
        place,
        place if catalog.site.separate_suspension else None,
    )
    judged: dict[tuple[str, int, Record], tuple[str, ...]] = {}
    for record, group in _by_record(plan).items():
        is_new = group[0].action is Action.AWARD
        earned = group[0].credential
        if earned is None or not (is_new or any(map(needs_version, group))):
            continue
        alike = (earned.slug, earned.version, _without_person(record))
        if alike not in judged:
            document = v3.credential(record, earned, drawn, catalog.site, versions)
            judged[alike] = tuple(flaws({**document, "validFrom": instant(now)}, at))
        for sentence in judged[alike]:
            yield UNSIGNABLE.at(record.subject, (), sentence)
    for change in plan.of(Action.RECORD):
        if change.enrolment:
            learner, holding = change.enrolment.learner, change.enrolment.holding
            for sentence in learners.unsignable(learner, holding, catalog.site, now):
                yield UNSIGNABLE.at(learner.subject, (), sentence)


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
    announced: Sequence[AnnouncedKey],
    now: datetime,
    throwaway: Signer,
) -> Register | tuple[Problem, ...]:
    """
    The register with all of the drafts in it, signed; or what is wrong with them.

    `announced` are the keys of keys/, `throwaway` a key made for this run. Raises
    RegisterError if the drafts were made for another register, WorldError if the clock is wrong.
    """
    _check_made_for(drafts, register)
    check_drafts(drafts, register)
    check_tail(register, announced)
    moment = moment_of(register, now)
    documents = _complete(drafts, register, moment)
    linted = {
        draft.award: lint(document, _subject(draft), register.addresses, throwaway)
        for draft, document in documents
    }
    fit = {award: each for award, each in linted.items() if isinstance(each, Linted)}
    if len(fit) < len(linted):
        return tuple(
            problem for each in linted.values() if isinstance(each, tuple) for problem in each
        )
    due = due_entries(register, tuple(announced), now.date())
    grown = append(register, due, moment)
    grown = define(drafts, grown, moment)
    grown = lead(drafts, grown, moment)
    grown = update(drafts, grown)
    grown = erase(drafts, grown, moment)
    grown = happen(drafts.updates, grown, moment)
    grown = issue_documents(drafts, grown, fit, signers.award, moment)
    grown = happen(drafts.awards, grown, moment)
    grown = sign_again(grown, signers.award, moment, throwaway)
    recorded = learners.issue_records(drafts, grown, signers.award, moment, throwaway)
    if not isinstance(recorded, Register):
        return recorded
    grown = recorded
    if drafts.serialises:
        formats = FormatSigners(signers.award, signers.jwt, signers.assertion)
        grown = derive(grown, drafts.formats, formats)
    grown = replace(grown, strays=frozenset())
    grown = seal(grown, signers.register(), moment, timedelta(days=drafts.status_days))
    soundness.grew(register, grown)
    return grown


def _without_person(record: Record) -> Record:
    """
    What of a record its document is judged by.

    Documents of a cohort differ in a name that was read as a line of text, and in hashes: no lint
    can tell them apart, and `sign` asks them again of each. A cohort of 100,000 is checked three
    times as fast.
    """
    who = record.recipient
    if who.name.isprintable() and not who.identifiers:
        who = replace(who, name="-", email=who.email and "-")
    return replace(record, recipient=who, identity="", subject="", source="", hidden=None)


def _by_record(plan: Plan) -> Mapping[Record, list[Change]]:
    groups: dict[Record, list[Change]] = {}
    for change in plan.changes:
        if change.record:
            groups.setdefault(change.record, []).append(change)
    return groups


def _versions(register: Register, plan: Plan) -> Versions:
    """What there will be when the plan is carried out."""
    found = {slug: set(numbers) for slug, numbers in register.versions.items()}
    for change in plan.of(Action.DEFINE):
        if change.credential:
            found.setdefault(change.credential.slug, set()).add(change.credential.version)
    return {slug: sorted(numbers) for slug, numbers in found.items()}


def _definition(change: Change, catalog: Catalog) -> DraftDefinition:
    if change.credential is None:
        raise TypeError("a definition names its credential")
    picture = catalog.pictures.get(change.credential.slug)
    return DraftDefinition(change.credential, b64encode(picture.data).decode() if picture else None)


def _record(
    enrolment: Enrolment,
    ids: Mapping[str, str],
    site: Site,
    register: Register,
    *,
    slot: Slot,
    draw: Draw,
) -> DraftRecord:
    """`ids` are those of the awards that the same plan is about, by the subject of the record."""
    awards = tuple(
        ids.get(each.subject) or register.by_record[record_digest(each, register.addresses)].id
        for each in enrolment.records
    )
    return learners.draft(
        enrolment.learner,
        enrolment.holding,
        awards,
        site,
        register,
        intent=enrolment.intent,
        existing=enrolment.existing,
        slot=slot,
        draw=draw,
    )


def _check_made_for(drafts: Drafts, register: Register) -> None:
    if drafts.base_url != register.addresses.base_url or (
        drafts.size,
        drafts.root,
    ) != (register.size, register.tree.root().hex()):
        raise RegisterError(
            "the drafts were prepared for another state of the register",
            "run `testamur prepare` again, or `testamur issue`, which does both",
        )


def _complete(
    drafts: Drafts, register: Register, moment: datetime
) -> list[tuple[Draft, JsonObject]]:
    taken = {purpose: set(slots) for purpose, slots in register.slots.items()}
    complete: list[tuple[Draft, JsonObject]] = []
    for draft in drafts.awards:
        known = register.awards.get(draft.award)
        wanted = known.newest.version + 1 if known else 1
        is_free = draft.slot not in taken[REVOCATION] and draft.suspension not in taken[SUSPENSION]
        if draft.version != wanted or draft.award in register.forgotten or not is_free:
            raise RegisterError(
                f"the draft of {_subject(draft)} does not fit the register",
                "run `testamur prepare` again",
            )
        taken[REVOCATION].add(draft.slot)
        if draft.suspension:
            taken[SUSPENSION].add(draft.suspension)
        document: JsonObject = orjson.loads(draft.document)
        complete.append((draft, {**document, "validFrom": instant(moment)}))
    return complete


def _subject(draft: Draft) -> str:
    return f"award {draft.award} of {draft.slug}"
