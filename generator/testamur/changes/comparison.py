"""
What one state of the content changes in another, in kinds that people think in: pure.

The plan says what issuing would do; this says what a branch asks for, whatever was pending before
and whatever became of it since. It names no person: a count, a credential, a file and a number
are enough to know what a change does, and may stand where everybody reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from testamur.model.award import Forgotten, Note, Record
from testamur.model.credential import Credential
from testamur.model.plain import Plain, to_plain
from testamur.register.awards import Award
from testamur.register.intent import record_digest
from testamur.register.register import Register

FORGOTTEN = "content/forgotten.yaml"


class Kind(StrEnum):
    ADD = "add"
    CORRECT = "correct"
    RENEW = "renew"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    FORGET = "forget"
    EDIT = "edit"
    """A record says something else, and declares no correction."""
    MOVE = "move"
    """A record stands in another file."""
    REMOVE = "remove"
    DEFINE = "define"
    """A credential that there was not."""
    VERSION = "version"
    """Another version of a credential."""
    REWORD = "reword"
    """A credential under the version that it had."""
    WITHDRAW = "withdraw"
    """A credential that is gone."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise."""

    kind: Kind
    subject: str
    """Where it stands, or stood: a file, with `#3` for the third award of a list."""
    credential: Credential | None = None
    """The one awarded, as it is defined now; or the credential that it is about."""
    slug: str = ""
    """Of that credential, which may be defined nowhere."""
    number: int | None = None
    """Of the award in the permanent record, from 1; None for one that was not issued."""
    fields: tuple[str, ...] = ()
    """What a record says otherwise: `recipient.name`."""


@dataclass(frozen=True, slots=True)
class Content:
    """The part of a catalog that is compared."""

    credentials: Mapping[str, Credential]
    records: Sequence[Record]
    forgotten: Sequence[Forgotten]


def compare(
    base: Content,
    head: Content,
    *,
    defined: Mapping[str, Credential],
    register: Register | None,
) -> tuple[Difference, ...]:
    """
    What `head` has otherwise than `base`: credentials, then awards, then what is forgotten.

    Both hold the same part of the content: all of it, or what stands in the files that differ.
    `defined` are all credentials as they are now, changed or not.
    """
    known = _Known(defined, register)
    return (
        *_credentials(base.credentials, head.credentials),
        *_records(base, head, known),
        *_forgotten(base.forgotten, head.forgotten, known),
    )


def _credentials(
    base: Mapping[str, Credential], head: Mapping[str, Credential]
) -> Iterator[Difference]:
    for slug in sorted(base.keys() | head.keys()):
        before, now = base.get(slug), head.get(slug)
        if before == now:
            continue
        if before is None:
            kind = Kind.DEFINE
        elif now is None:
            kind = Kind.WITHDRAW
        else:
            kind = Kind.REWORD if before.version == now.version else Kind.VERSION
        file = f"content/credentials/{slug}/credential.md"
        yield Difference(kind, file, now or before, slug)


def _records(base: Content, head: Content, issued: _Known) -> Iterator[Difference]:
    known = {record.identity: record for record in base.records}
    new = [record for record in head.records if record.identity not in known]
    written = {record.identity for record in head.records}
    gone = [record for record in base.records if record.identity not in written]
    pairs = [
        (known[record.identity], record) for record in head.records if record.identity in known
    ]
    for alike in (_everything, _same_award):
        found = list(_paired(gone, new, alike))
        pairs += found
        paired = {id(record) for pair in found for record in pair}
        gone = [record for record in gone if id(record) not in paired]
        new = [record for record in new if id(record) not in paired]
    for record in new:
        yield issued.difference(Kind.ADD, record)
        yield from _life(None, record, issued)
    for before, record in pairs:
        yield from _record(before, record, issued)
    forgotten = {each.award for each in head.forgotten}
    for record in gone:
        award = issued.award(record)
        if award is None or award.id not in forgotten:
            yield issued.difference(Kind.REMOVE, record)


def _record(before: Record, now: Record, issued: _Known) -> Iterator[Difference]:
    fields = tuple(_differing(to_plain(before), to_plain(now)))
    corrected = len(now.corrected) > len(before.corrected)
    renewed = len(now.renewed) > len(before.renewed)
    if corrected:
        yield issued.difference(Kind.CORRECT, now, fields)
    if renewed:
        yield issued.difference(Kind.RENEW, now)
    if fields and not corrected and not renewed:
        yield issued.difference(Kind.EDIT, now, fields)
    elif before.subject.partition("#")[0] != now.subject.partition("#")[0] and not fields:
        yield issued.difference(Kind.MOVE, now)
    yield from _life(before, now, issued)


def _life(before: Record | None, now: Record, issued: _Known) -> Iterator[Difference]:
    """What happens to an award beside its words; a note that is gone or altered is an edit."""
    for kind, name, notes in _LIVES:
        was, is_ = (notes(before) if before else ()), notes(now)
        if is_[: len(was)] != was:
            yield issued.difference(Kind.EDIT, now, (name,))
        elif kind is not None:
            for _ in is_[len(was) :]:
                yield issued.difference(kind, now)


_Notes = Callable[[Record], tuple[Note, ...]]
_LIVES: tuple[tuple[Kind | None, str, _Notes], ...] = (
    (None, "corrected", lambda record: record.corrected),
    (None, "renewed", lambda record: record.renewed),
    (Kind.SUSPEND, "suspended", lambda record: record.suspended),
    (Kind.REINSTATE, "reinstated", lambda record: record.reinstated),
    (Kind.REVOKE, "revoked", lambda record: (record.revoked,) if record.revoked else ()),
)


def _forgotten(
    base: Sequence[Forgotten], head: Sequence[Forgotten], issued: _Known
) -> Iterator[Difference]:
    already = {each.award for each in base}
    for each in head:
        if each.award not in already:
            yield issued.erased(each)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an award beside its record."""

    defined: Mapping[str, Credential]
    register: Register | None

    def award(self, record: Record) -> Award | None:
        """None for a record that was not issued."""
        if self.register is None:
            return None
        return self.register.by_record.get(record_digest(record, self.register.addresses))

    def difference(self, kind: Kind, record: Record, fields: tuple[str, ...] = ()) -> Difference:
        award, slug = self.award(record), record.credential
        if award is None:
            return Difference(kind, record.subject, self.defined.get(slug), slug, None, fields)
        # What was issued stays what it was issued as.
        number = award.newest.entry + 1
        return Difference(kind, record.subject, self._earned(award), slug, number, fields)

    def erased(self, wish: Forgotten) -> Difference:
        award = self.register.awards.get(wish.award) if self.register else None
        if award is None:
            return Difference(Kind.FORGET, FORGOTTEN)
        earned = self._earned(award)
        slug = earned.slug if earned else ""
        return Difference(Kind.FORGET, FORGOTTEN, earned, slug, award.newest.entry + 1)

    def _earned(self, award: Award) -> Credential | None:
        definitions = self.register.definitions if self.register else {}
        return definitions[award.newest.definition].credential if definitions else None


def _paired(
    gone: Iterable[Record], new: Iterable[Record], alike: Callable[[Record], Hashable]
) -> Iterator[tuple[Record, Record]]:
    """Records known by another name now, where only one of each fits."""
    before, now = _by(gone, alike), _by(new, alike)
    for name, records in now.items():
        was = before.get(name, [])
        if len(records) == len(was) == 1:
            yield was[0], records[0]


def _by(
    records: Iterable[Record], alike: Callable[[Record], Hashable]
) -> dict[Hashable, list[Record]]:
    found: dict[Hashable, list[Record]] = {}
    for record in records:
        found.setdefault(alike(record), []).append(record)
    return found


def _everything(record: Record) -> Hashable:
    """Everything that it says, as something to look up."""
    return repr(to_plain(record))


def _same_award(record: Record) -> Hashable:
    """A corrected address: the rest tells who it is."""
    return record.credential, record.awarded, record.recipient.name


def _differing(before: Plain, now: Plain, name: str = "") -> Iterator[str]:
    """The names of what differs: `recipient.name`; a list is named as a whole."""
    if isinstance(before, dict) and isinstance(now, dict):
        for each in sorted(before.keys() | now.keys()):
            whole = f"{name}.{each}" if name else each
            yield from _differing(before.get(each), now.get(each), whole)
    elif before != now:
        yield name
