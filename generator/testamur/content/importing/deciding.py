"""Which rows are new here: against the records in content/, and against the rows before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from testamur.content.importing.outcome import Candidate, Outcome, Word
from testamur.content.importing.sheet import is_formula
from testamur.content.places import in_words
from testamur.content.refused import shown
from testamur.model import durations
from testamur.model.award import Recipient, Record
from testamur.model.catalog import Catalog
from testamur.model.credential import Credential

_TOLD = (
    "awarded",
    "route",
    "narrative",
    "language",
    "activity_start",
    "activity_end",
    "term",
    "role",
    "licence_number",
)
_NO_IDENTITY = "nothing tells this award from others: there is no e-mail address"
_NOT_IN_A_BOX = "nothing would tell this award from others once its recipient is sealed"


class Deciding:
    """Everybody's records, and the rows that were found to be new."""

    def __init__(
        self,
        catalog: Catalog,
        today: date,
        *,
        again: bool = False,
        sealed: bool = False,
        by_award: dict[str, Record] | None = None,
    ) -> None:
        """
        `by_award` tells the record of an award by its public id; `sealed` says that the recipients
        of new ones will not be readable.
        """
        self._sealed = sealed
        self._catalog = catalog
        self._today = today
        self._again = again
        self._by_award = by_award or {}
        self._by_identity: dict[str, tuple[Record, str]] = {}
        self._by_person: dict[tuple[str, ...], list[tuple[Record, str]]] = {}
        for record in catalog.records:
            self._note(record, in_words(record.subject))

    def decide(self, candidates: Iterable[Candidate | Outcome]) -> Iterator[Outcome]:
        """What becomes of each, in their order."""
        for each in candidates:
            yield each if isinstance(each, Outcome) else self._decide(each)

    def _decide(self, candidate: Candidate) -> Outcome:
        record = candidate.record
        found = self._found(candidate)
        if found is not None:
            known, where = found
            differs = ", ".join(_differing(candidate, known, self._earned(known)))
            if differs:
                hint = "to change what was written, use `testamur correct`"
                why = f"not touched: {where} differs in {differs}"
                return Outcome(candidate.row, Word.DIFFERS, candidate.who, why, hint)
            return Outcome(candidate.row, Word.KNOWN, candidate.who, where)
        over = self._over(record)
        if over is not None:
            why = f"its validity ended on {over}"
            return Outcome(candidate.row, Word.LEFT_OUT, candidate.who, why)
        cells = dict(candidate.cells)
        if taken := next((name for name, cell in cells.items() if is_formula(cell)), None):
            why = f"a spreadsheet would take `{taken}` for a formula: {shown(cells[taken])}"
            hint = "if it is meant so, write the record yourself"
            return Outcome(candidate.row, Word.REFUSED, candidate.who, why, hint)
        if "key" not in cells:
            if self._sealed:
                hint = "give a column with the other system's number of the award (`id`)"
                return Outcome(candidate.row, Word.REFUSED, candidate.who, _NOT_IN_A_BOX, hint)
            if record.recipient.normalised_email is None:
                hint = "give a column with the address, or with the other system's number (`id`)"
                return Outcome(candidate.row, Word.REFUSED, candidate.who, _NO_IDENTITY, hint)
            if self._people(record):
                cells["key"] = self._free_key(record)
        self._note(record, f"row {candidate.row}", cells.get("key"))
        return Outcome(candidate.row, Word.NEW, candidate.who, cells=cells)

    def _found(self, candidate: Candidate) -> tuple[Record, str] | None:
        """The record that is this award already, and where it stands."""
        if candidate.award is not None and candidate.award in self._by_award:
            record = self._by_award[candidate.award]
            return record, in_words(record.subject)
        own = candidate.record
        if own.identity and own.identity in self._by_identity:
            return self._by_identity[own.identity]
        people = self._people(own)
        if not own.identity and not self._again:
            return people[0] if people else None
        for record, where in people:
            is_same_source = _source(own) != "" and _source(record) == _source(own)
            if record.awarded == own.awarded and not is_same_source:
                return record, where
        return None

    def _people(self, record: Record) -> list[tuple[Record, str]]:
        return self._by_person.get(_person(record), [])

    def _note(self, record: Record, where: str, key: str | None = None) -> None:
        identity = f"key:{key}" if key else record.identity
        if identity:
            self._by_identity.setdefault(identity, (record, where))
        self._by_person.setdefault(_person(record), []).append((record, where))

    def _free_key(self, record: Record) -> str:
        """Credential and day, with a number where several earned it on that day."""
        start = f"{record.credential[:60].rstrip('-')}-{record.awarded.isoformat()}"
        names = (start if number == 1 else f"{start}-{number}" for number in count(1))
        return next(name for name in names if f"key:{name}" not in self._by_identity)

    def _earned(self, record: Record) -> Credential | None:
        return self._catalog.credentials.get(record.credential)

    def _over(self, record: Record) -> date | None:
        expires = ends(record, self._earned(record))
        return expires if expires is not None and expires <= self._today else None


def ends(record: Record, credential: Credential | None) -> date | None:
    """The first day on which an award is no longer valid; None where it stays so."""
    if record.expires is not None or credential is None or credential.valid_for is None:
        return record.expires
    return durations.add(record.awarded, credential.valid_for)


def _person(record: Record) -> tuple[str, ...]:
    recipient = record.recipient
    if recipient.normalised_email is not None:
        return (record.credential, "email", recipient.normalised_email)
    if recipient.did is not None:
        return (record.credential, "did", recipient.did)
    return (record.credential, "name", recipient.name.casefold(), record.awarded.isoformat())


def _source(record: Record) -> str:
    """The system that numbered an award, as the key says."""
    return record.identity.removeprefix("key:").partition("-")[0] if record.identity else ""


def _differing_person(own: Recipient, known: Recipient) -> Iterator[str]:
    if own.name != known.name:
        yield f"`name` ({shown(known.name)} here, {shown(own.name)} there)"
    if own.normalised_email not in {None, known.normalised_email}:
        yield "`email`"


def _differing(candidate: Candidate, known: Record, credential: Credential | None) -> Iterator[str]:
    """In what a row says otherwise than the record; what it leaves out, it says nothing of."""
    own = candidate.record
    if own.credential != known.credential:
        yield f"`credential` ({known.credential} here, {own.credential} there)"
    if not known.is_closed:
        yield from _differing_person(own.recipient, known.recipient)
    for name in _TOLD:
        said, written = getattr(own, name), getattr(known, name)
        if said is not None and said != written:
            yield f"`{name}` ({shown(str(written or ''))} here, {shown(str(said))} there)"
    if own.expires is not None and own.expires != ends(known, credential):
        yield f"`expires` ({known.expires or 'none'} here, {own.expires} there)"
    results = {each.result: each for each in known.results}
    for result in own.results:
        if results.get(result.result) != result:
            yield f"the result `{result.result}`"
    if own.evidence and own.evidence[0] not in known.evidence:
        yield "its evidence"
