"""What drafts make of a register, one kind of entry a function. Nothing is written here."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from testamur.crypto.signer import Signer
from testamur.issue.append import append
from testamur.issue.drafts import Draft, DraftDefinition, Drafts, Update
from testamur.issue.lint import Linted
from testamur.issue.sign import sign as sign_document
from testamur.model.picture import Picture
from testamur.model.status import Event
from testamur.problems import RegisterError
from testamur.register import definitions, pathways
from testamur.register.awards import Award
from testamur.register.documents import Document, Erased, event_commitment
from testamur.register.entries import (
    DefinitionEntry,
    EraseEntry,
    EventEntry,
    IssueEntry,
    PathwayEntry,
)
from testamur.register.register import Definition, Register


def define(drafts: Drafts, register: Register, moment: datetime) -> Register:
    """Enter each new definition with its digest."""
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


def lead(drafts: Drafts, register: Register, moment: datetime) -> Register:
    """Enter each new text of a pathway with its digest, under the next number."""
    new = {
        (each.slug, register.newest_pathways[each.slug][0] + 1)
        if each.slug in register.newest_pathways
        else (each.slug, 1): each
        for each in drafts.pathways
    }
    facts = [
        PathwayEntry(slug, number, pathways.digest(pathway))
        for (slug, number), pathway in new.items()
    ]
    grown = append(register, facts, moment)
    return replace(grown, pathways={**register.pathways, **new})


def issue_documents(
    drafts: Drafts,
    register: Register,
    linted: Mapping[str, Linted],
    signer: Callable[[], Signer],
    moment: datetime,
) -> Register:
    """Sign each draft and enter what commits to it. The key is asked for if there is any."""
    if not drafts.awards:
        return register
    award_key = signer()
    issued: list[Document] = []
    for number, draft in enumerate(drafts.awards):
        fit = linted[draft.award]
        issued.append(
            Document(
                entry=register.size + number,
                award=draft.award,
                version=draft.version,
                definition=(draft.slug, draft.definition),
                record=draft.record,
                intent=draft.intent,
                source=draft.source,
                declared=(draft.declared[0], draft.declared[1]),
                nonce=bytes.fromhex(draft.nonce),
                slot=draft.slot,
                suspension=draft.suspension,
                language=draft.language,
                shares_name=bool(draft.shares_name),
                events=(),
                proof=sign_document(fit, award_key, register.addresses, moment),
                unsigned=fit.unsigned,
            )
        )
    grown = append(register, [IssueEntry(document.commitment) for document in issued], moment)
    return replace(grown, documents={**register.documents, **{each.entry: each for each in issued}})


def update(drafts: Drafts, register: Register) -> Register:
    """Records that were renamed, or whose file changed without their words changing."""
    documents = dict(register.documents)
    for update in drafts.updates:
        newest = _known(register, update.award).newest
        documents[newest.entry] = replace(newest, record=update.record, source=update.source)
    return replace(register, documents=documents)


def happen(drafts: Sequence[Draft | Update], register: Register, moment: datetime) -> Register:
    """Enter each step in the life of an award, and keep it with the award's newest version."""
    documents = dict(register.documents)
    facts: list[EventEntry] = []
    for draft in drafts:
        if not draft.happenings:
            continue
        newest = _known(register, draft.award).newest
        events = list(newest.events)
        for happening in draft.happenings:
            event = Event(
                change=happening.change,
                day=happening.day,
                reason=happening.reason,
                entered=moment.date(),
                entry=register.size + len(facts),
                nonce=happening.nonce,
                code=happening.code,
                replaced_by=happening.replaced_by,
            )
            facts.append(EventEntry(event_commitment(draft.award, event)))
            events.append(event)
        documents[newest.entry] = replace(newest, events=tuple(events))
    return append(replace(register, documents=documents), facts, moment)


def erase(drafts: Drafts, register: Register, moment: datetime) -> Register:
    """Leave of a forgotten award its number, its id and its bit."""
    documents = dict(register.documents)
    versions = [
        version
        for forgotten in drafts.forgotten
        for version in _known(register, forgotten.award).versions
    ]
    # Also those that an interrupted run did not come to.
    for version in (*versions, *register.half_forgotten):
        documents[version.entry] = Erased(
            version.entry,
            version.award,
            version.version,
            version.slot,
            moment.date(),
            version.suspension,
        )
    erased = {entry.fact.index for entry in register.entries if isinstance(entry.fact, EraseEntry)}
    # Also those that an interrupted run had erased, but not yet entered.
    facts = [
        EraseEntry(number)
        for number, document in documents.items()
        if isinstance(document, Erased) and number not in erased
    ]
    return append(replace(register, documents=documents), facts, moment)


def _picture(draft: DraftDefinition) -> Picture | None:
    if draft.picture is None or draft.credential.picture_type is None:
        return None
    return Picture(draft.credential.picture_type, b64decode(draft.picture))


def _known(register: Register, award: str) -> Award:
    found = register.awards.get(award)
    if found is None:
        raise RegisterError(f"the register knows no award {award}", "run `testamur prepare` again")
    return found
