"""Who asked for a record of their awards, and whether the one that was issued still says it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from testamur.changes.plan import Action, Change, Enrolment, needs_version
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential
from testamur.model.learner import Learner, identities, records_of
from testamur.model.pathway import Pathway
from testamur.model.people import people
from testamur.model.status import Slot
from testamur.register.awards import Award
from testamur.register.entries import KeyAction
from testamur.register.intent import record_digest
from testamur.register.learners import LearnerRecord, intent_digest, person_digest
from testamur.register.register import Register
from testamur.wire import clr, v3

HEAVIEST = 6_000
"""
Values of JSON in all awards of one record: some 60 usual ones.

RDF canonicalisation takes a second for so many, and its readers refuse a few times as many.
"""

_PROOFS = 20
"""Values in the two proofs of an award."""
_STAND_IN = v3.Drawn(
    "0" * 26, "urn:uuid:00000000-0000-4000-8000-000000000000", "0" * 32, Slot(1, 0)
)


def learners(catalog: Catalog, register: Register, planned: Sequence[Change]) -> Iterator[Change]:
    """Records to be issued, issued again or erased, once all of `planned` was done."""
    view = _View(catalog, register, planned)
    issued = {record.person: record for record in register.learners.values()}
    kept: set[str] = set()
    for learner in catalog.learners:
        digests = [
            person_digest(each, register.addresses) for each in identities(learner.recipient)
        ]
        existing = next((issued[each] for each in digests if each in issued), None)
        enrolment = None if learner.ended else view.enrolment(learner, existing)
        if enrolment is None:
            continue
        if existing is not None:
            kept.add(existing.learner)
        if existing is None or view.is_outdated(existing, enrolment):
            yield Change(Action.RECORD, enrolment=enrolment)
    for record in register.learners.values():
        if record.learner not in kept:
            yield Change(Action.RETIRE, retired=record)


class _View:
    """What stands once the plan was carried out."""

    def __init__(self, catalog: Catalog, register: Register, planned: Sequence[Change]) -> None:
        self._catalog = catalog
        self._register = register
        self._moved = {
            change.record.subject: change.award
            for change in planned
            if change.action is Action.MOVE and change.record and change.award
        }
        self._signed_anew = {
            change.record.subject
            for change in planned
            if change.record and (change.action is Action.AWARD or needs_version(change))
        }
        self._lost = {
            *register.lost_keys,
            *(
                change.key.key
                for change in planned
                if change.key and change.key.action is KeyAction.COMPROMISED
            ),
        }
        self._people = people(catalog.records)

    def enrolment(self, learner: Learner, existing: LearnerRecord | None) -> Enrolment | None:
        """What the learner's record holds; None where nothing stands that it could hold."""
        theirs = [each for each in records_of(learner, self._people) if each.revoked is None]
        standing = sorted(
            (each for each in theirs if _stands(each) and learner.wants(each.credential)),
            key=lambda record: (record.awarded, record.credential, record.identity),
        )
        held = self._within_bounds(standing)
        if not held:
            return None
        earned = self._earned(held)
        ways = self._ways(earned)
        referred = self._referred(earned, ways)
        holding = clr.Holding(earned, referred, ways, partial=len(held) < len(theirs))
        at = self._register.addresses
        return Enrolment(
            learner, held, holding, intent_digest(learner, _beside(holding, at), at), existing
        )

    def is_outdated(self, existing: LearnerRecord, enrolment: Enrolment) -> bool:
        """Whether the record must be signed again."""
        if existing.intent != enrolment.intent or self._is_by_lost_key(existing):
            return True
        if any(record.subject in self._signed_anew for record in enrolment.records):
            return True
        newest = [self._award(record) for record in enrolment.records]
        documents = [award.newest for award in newest if award is not None]
        return existing.holds != tuple(document.entry for document in documents) or any(
            not existing.has_inside(document.proof) or any(map(document.is_signed_by, self._lost))
            for document in documents
        )

    def _is_by_lost_key(self, existing: LearnerRecord) -> bool:
        return any(map(existing.is_signed_by, self._lost))

    def _award(self, record: Record) -> Award | None:
        found = self._register.by_record.get(record_digest(record, self._register.addresses))
        return found or self._moved.get(record.subject)

    def _definition(self, record: Record) -> Credential:
        award = self._award(record)
        if award is None:
            return self._catalog.credentials[record.credential]
        return self._register.definitions[award.newest.definition].credential

    def _within_bounds(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """The newest of them, as many as a record can hold; in the order of days."""
        weight, held = 0, 0
        for record in reversed(records):
            document = v3.credential(
                record, self._definition(record), _STAND_IN, self._catalog.site
            )
            weight += clr.weight(document) + _PROOFS
            if weight > HEAVIEST:
                break
            held += 1
        return tuple(records[len(records) - held :])

    def _earned(self, records: Sequence[Record]) -> tuple[Credential, ...]:
        found = {}
        for record in records:
            credential = self._definition(record)
            found[credential.slug, credential.version] = credential
        return tuple(found.values())

    def _ways(self, earned: Sequence[Credential]) -> tuple[Pathway, ...]:
        slugs = {credential.slug for credential in earned}
        pathways = self._catalog.pathways.values()
        return tuple(each for each in pathways if not slugs.isdisjoint(each.credentials))

    def _referred(
        self, earned: Sequence[Credential], ways: Sequence[Pathway]
    ) -> tuple[Credential, ...]:
        known = {credential.slug for credential in earned}
        named = {slug for credential in earned for slug in credential.requires}
        named |= {way.leads_to for way in ways if way.leads_to}
        named -= known
        credentials = self._catalog.credentials
        return tuple(credentials[slug] for slug in sorted(named) if slug in credentials)


def _stands(record: Record) -> bool:
    return len(record.suspended) <= len(record.reinstated)


def _beside(holding: clr.Holding, at: Addresses) -> JsonObject:
    return {
        "partial": holding.partial,
        "associations": [*clr.associations(holding, at)],
        "referred": [at.achievement(each.slug, each.version) for each in holding.referred],
    }
