"""Who is how far on which pathway, from the records and the register together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from testamur.model.award import Record, Route
from testamur.model.catalog import Catalog
from testamur.model.durations import add
from testamur.model.pathway import Pathway
from testamur.model.people import Person, people
from testamur.model.progress import Holding, Progress, progress
from testamur.register.awards import Award
from testamur.register.entries import PathwayEntry
from testamur.register.intent import record_digest
from testamur.register.register import Register


@dataclass(frozen=True, slots=True)
class Walk:
    """One person on one pathway."""

    pathway: Pathway
    person: Person
    progress: Progress
    larger: tuple[Record, ...]
    """The person's records of what the pathway leads to, whatever became of them."""

    @property
    def is_due(self) -> bool:
        """
        Whether the larger credential may be awarded now.

        Never again to whom it was awarded before: what became of that award was decided.
        """
        leads_on = self.pathway.leads_to is not None
        return leads_on and self.progress.is_complete and not self.larger

    @property
    def last_step(self) -> Record:
        """The person's newest record on this pathway."""
        steps = [
            each for each in self.person.records if each.credential in self.pathway.credentials
        ]
        return max((*steps, *self.larger), key=lambda record: record.awarded)


def walks(
    catalog: Catalog, register: Register, everybody: Iterable[Person] | None = None
) -> Iterator[Walk]:
    """
    Everybody who was awarded a step of a pathway or what it leads to, pathway by pathway.

    Awards count that were issued and, as of the register's last signing, stand: neither revoked
    nor suspended nor expired. Empty before the first issuing. `everybody` are the people of the
    catalog's records, where they are at hand.
    """
    if register.as_of is None:
        return
    on = register.as_of.astimezone(catalog.site.zone).date()
    life = _Life(catalog, register)
    for pathway, person, steps, larger in _on_the_way(catalog, everybody):
        issued = [record for record in steps if life.award(record)]
        if issued or larger:
            found = progress(pathway, life.holdings(issued, on))
            yield Walk(pathway, person, found, larger)


def unearned(
    catalog: Catalog, register: Register, everybody: Iterable[Person] | None = None
) -> Iterator[tuple[Walk, Record]]:
    """
    Awards of a larger credential to people whose steps did not add up on the day of the award.

    By records, issued or not. Not judged are awards from before the pathway was entered, awards
    that were withdrawn, and prior learning that was recognised. Of several pathways to one
    credential any will do; the one that was nearest is given.
    """
    life, entered = _Life(catalog, register), _entered(register)
    judged: dict[str, list[tuple[Walk, Record]]] = {}
    for pathway, person, steps, larger in _on_the_way(catalog, everybody):
        for record in larger:
            begun = entered.get(pathway.slug)
            recognised = record.route is Route.PRIOR_LEARNING
            if begun and begun <= record.awarded and not recognised and not life.is_over(record):
                known = [step for step in steps if step.awarded <= record.awarded]
                found = progress(pathway, life.holdings(known, record.awarded))
                walk = Walk(pathway, person, found, larger)
                judged.setdefault(record.subject, []).append((walk, record))
    for each in judged.values():
        nearest = min(each, key=lambda pair: pair[0].progress.remaining)
        if not nearest[0].progress.is_complete:
            yield nearest


_OnTheWay = tuple[Pathway, Person, tuple[Record, ...], tuple[Record, ...]]


def _on_the_way(catalog: Catalog, everybody: Iterable[Person] | None) -> Iterator[_OnTheWay]:
    """Each person on each pathway, with their records of its steps and of what it leads to."""
    if not catalog.pathways:
        return
    found = people(catalog.records) if everybody is None else tuple(everybody)
    for pathway in catalog.pathways.values():
        wanted = frozenset(pathway.credentials)
        for person in found:
            steps = tuple(each for each in person.records if each.credential in wanted)
            larger = tuple(each for each in person.records if each.credential == pathway.leads_to)
            if steps or larger:
                yield pathway, person, steps, larger


def _entered(register: Register) -> Mapping[str, date]:
    """The day on which each pathway was first entered, by slug."""
    return {
        entry.fact.slug: entry.day
        for entry in register.entries
        if isinstance(entry.fact, PathwayEntry) and entry.fact.number == 1
    }


class _Life:
    """What became of the award of a record."""

    def __init__(self, catalog: Catalog, register: Register) -> None:
        self._catalog = catalog
        self._register = register
        self._awards: dict[str, Award | None] = {}

    def award(self, record: Record) -> Award | None:
        """None for a record that was not issued."""
        if record.identity not in self._awards:
            digest = record_digest(record, self._register.addresses)
            self._awards[record.identity] = self._register.by_record.get(digest)
        return self._awards[record.identity]

    def holdings(self, records: Iterable[Record], on: date) -> Iterator[Holding]:
        """Those awards that stand on a day; one that was not issued yet has no id."""
        for record in records:
            ends = self._ends(record)
            if not self.is_over(record) and (ends is None or ends > on):
                award = self.award(record)
                yield Holding(record.credential, record.awarded, award.id if award else "")

    def is_over(self, record: Record) -> bool:
        """Whether it is revoked or suspended, by the register or by the record."""
        award = self.award(record)
        said = record.revoked is not None or len(record.suspended) > len(record.reinstated)
        return said or (award is not None and award.withdrawal is not None)

    def _ends(self, record: Record) -> date | None:
        """The first day on which it is no longer valid."""
        award = self.award(record)
        earned = (
            self._register.definitions[award.newest.definition].credential
            if award
            else self._catalog.credentials.get(record.credential)
        )
        if record.expires is not None or earned is None or earned.valid_for is None:
            return record.expires
        return add(record.awarded, earned.valid_for)
